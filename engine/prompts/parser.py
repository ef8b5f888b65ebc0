"""A line of words taken apart into what it asks for; each part is a chip that can be switched off."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.lexicon import Lexicon, Mood, Named
from matinee.engine.prompts.negation import Role, Span, listened, roles, spans
from matinee.engine.prompts.normalization import PUNCTUATION, Word, plain_line, stem, words_of
from matinee.engine.prompts.years import FIRST, LAST, Years, read_years

LONGEST = 500
"""Characters of a prompt that are read."""
SHORTEST_MENDED = 5
"""Typing errors are mended in words from this length on; shorter ones are too near to too many others."""
TWO_SLIPS = 8
"""From this length on, two slips are mended."""
BY_NAME, BY_TOPIC, BESIDES, BY_MOOD = 1.0, 0.7, 0.5, 0.5
"""How much a wish asks for a genre: by its name, by a topic of it, as one that usually goes with it, by a mood."""
LONGEST_TITLE = 8
"""Words of the longest title that is looked for."""
JOINING = ("or", "and", ",")
LESS = {"less": "wless"}
UN = "unx"
"""What stands in ``intent.yaml`` for the ending of "bloodless" and the beginning of "unfunny"."""
FORBIDDEN = 1.0
"""How much a genre is ruled out by its name or a topic of it."""
UNWANTED = 0.5
"""The same, by a mood that goes with it: "nothing sad" is no ban on drama."""

Hear = Callable[[str, Sequence[Word]], Sequence[float]]
"""The reader of refusals: a line and its words to the log odds of each word that it is ruled out."""
FindTitle = Callable[[str], Movie | None]
"""The film surely meant by some words, or None."""


@dataclass(frozen=True)
class Part:
    """One thing a prompt asks for.

    Attributes:
        kind: "wish", "not", "years" or "like".
        label: in few words, as its chip shows it.
        text: words for the encoder, without filler.
        moods: what the lexicon adds in other words.
        genres: genre → how much it is asked for; in a "not", how much it is ruled out.
        named: genres asked for by name.
        topical: genres whose topics are asked for.
        years: first and last year, for "years".
        like: the film meant, for "like".
    """

    kind: str
    label: str
    text: str = ""
    moods: tuple[str, ...] = ()
    genres: Mapping[str, float] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    topical: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    like: Movie | None = None


@dataclass(frozen=True)
class Reading:
    """What a prompt was understood as.

    Attributes:
        line: the prompt, plain.
        parts: everything it asks for, those switched off too.
        off: labels of the parts that are switched off.
    """

    line: str
    parts: tuple[Part, ...]
    off: frozenset[str] = frozenset()

    @property
    def active(self) -> tuple[Part, ...]:
        """The parts that count."""
        return tuple(part for part in self.parts if part.label not in self.off)


def read_prompt(
    text: str,
    lexicon: Lexicon,
    find_title: FindTitle,
    hear: Hear | None = None,
    off: frozenset[str] = frozenset(),
) -> Reading:
    """Take a prompt apart.

    Args:
        text: one line; longer ones are cut after ``LONGEST`` characters.
        find_title: names the film behind words like "like Heat".
        hear: the reader of refusals; without it the patterns of the lexicon decide alone.
        off: labels of parts that do not count.
    """
    line = plain_line(text, LONGEST)
    placed = [part for word in words_of(line) for part in taken_apart(word, lexicon)]
    words = [word.text for word in placed]
    patterned = found = roles(words, lexicon.cues)
    if hear is not None and words:
        together = [span for span, _ in meanings(words, lexicon) if Role.CUE not in found[span.start : span.end]]
        found = listened(words, found, hear(line, placed), together, lexicon.filler)
    likes = list(liked_films(words, lexicon, find_title))
    taken = [span for _, span in likes]
    years = [entry for entry in read_years(words) if not any(entry.span.overlaps(span) for span in taken)]
    found = list(found)
    for span in [*taken, *(entry.span for entry in years)]:
        found[span.start : span.end] = [Role.CUE] * (span.end - span.start)
    wished = [wish(words[span.start : span.end], lexicon) for span in stretches(found, Role.WISH)]
    wishes = [part for part in wished if part is not None]
    ruled_out = [
        part
        for span in stretches(found, Role.RULED_OUT)
        if (part := refusal(words[span.start : span.end], lexicon, wishes)) is not None
    ]
    parts = [
        *(years_part(entry, refused=is_refused(entry.span, patterned)) for entry in years),
        *(like_part(movie, refused=is_refused(span, patterned)) for movie, span in likes),
        *wishes,
        *ruled_out,
    ]
    if not parts and line:  # nothing but filler: "something", "anything good"
        parts = [Part("wish", line, text=line)]
    return Reading(line, tuple({part.label: part for part in parts}.values()), off)


def is_refused(span: Span, found: Sequence[Role]) -> bool:
    """Whether a stretch as a whole was ruled out: "not the 90s", "nothing like Heat"; but not "nothing before 1990"."""
    return Role.RULED_OUT in found[span.start : span.end] and found[span.start] is not Role.CUE


def years_part(years: Years, *, refused: bool) -> Part:
    """Years asked for, or ruled out."""
    limits = (max(years.first, FIRST), min(years.last, LAST))
    return Part("not" if refused else "years", f"not: {years.label}" if refused else years.label, years=limits)


def like_part(movie: Movie, *, refused: bool) -> Part:
    """A film named as an example, or as one not to be like."""
    label = f"like {movie.title}"
    return Part("not" if refused else "like", f"not: {label}" if refused else label, like=movie)


def wish(words: Sequence[str], lexicon: Lexicon) -> Part | None:
    """A stretch of wished words as a part; None where nothing but filler is in it."""
    kept = [word for word in words if word not in lexicon.filler]
    if not kept:
        return None
    genres: dict[str, float] = {}
    named: list[str] = []
    topical: list[str] = []
    moods: list[str] = []
    for _, entry in meanings(words, lexicon):
        if isinstance(entry, Named):
            named += entry.essential
            for genre in entry.genres:
                genres[genre] = max(genres.get(genre, 0.0), BY_NAME if genre in entry.essential else BESIDES)
        elif isinstance(entry, Mood):
            moods.append(entry.text)
            for genre, weight in entry.genres.items():
                genres[genre] = genres.get(genre, 0.0) + BY_MOOD * weight
        else:
            topical.append(entry)
            genres[entry] = max(genres.get(entry, 0.0), BY_TOPIC)
    return Part(
        "wish",
        trimmed(words, lexicon),
        text=" ".join(kept),
        moods=tuple(dict.fromkeys(moods)),
        genres=genres,
        named=tuple(dict.fromkeys(named)),
        topical=tuple(dict.fromkeys(topical)),
    )


def refusal(words: Sequence[str], lexicon: Lexicon, wishes: Sequence[Part]) -> Part | None:
    """A stretch of words ruled out as a part.

    A genre that is asked for by name as well is never ruled out ("scary but no gore"), nor by a mere topic of it one
    whose topics are asked for.
    """
    kept = [word for word in words if word not in lexicon.filler]
    if not kept:
        return None
    called = {genre for part in wishes for genre in part.named}
    wanted = called | {genre for part in wishes for genre in part.topical}
    genres: dict[str, float] = {}
    for _, entry in meanings(words, lexicon):
        if isinstance(entry, Named):
            genres |= {genre: FORBIDDEN for genre in entry.essential if genre not in called}
        elif isinstance(entry, Mood):
            for genre, weight in entry.genres.items():
                if weight >= UNWANTED and genre not in wanted:
                    genres.setdefault(genre, UNWANTED)
        elif entry not in wanted:
            genres[entry] = FORBIDDEN
    return Part("not", f"not: {trimmed(words, lexicon)}", " ".join(kept), genres=genres)


def meanings(words: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[Span, Named | Mood | str]]:
    """Where the lexicon says something and what; the longest phrases count first, none of their words twice."""
    stems = [stem(word) for word in words]
    place = 0
    while place < len(stems):
        for end in range(min(len(stems), place + lexicon.longest), place, -1):
            key = " ".join(stems[place:end])
            if lexicon.knows(key):
                yield from ((Span(place, end), entry) for entry in lexicon.entries(key))
                place = end - 1
                break
        place += 1


def liked_films(words: Sequence[str], lexicon: Lexicon, find_title: FindTitle) -> Iterator[tuple[Movie, Span]]:
    """Films named as examples, "like Heat or Casino but funnier": behind the cue, and behind an "or" after a film."""
    taken = -1
    for cue in spans(lexicon.likening, words, Span(0, len(words))):
        start, place = cue.start, cue.end
        while start >= taken and (named := longest_title(words, place, find_title)) is not None:
            movie, taken = named
            yield movie, Span(start, taken)
            if taken + 1 >= len(words) or words[taken] not in JOINING:
                break
            start, place = taken, taken + 1


def longest_title(words: Sequence[str], start: int, find_title: FindTitle) -> tuple[Movie, int] | None:
    """The longest words from a place on that are surely a title, and where they end."""
    limit = next((place for place in range(start, len(words)) if words[place] in PUNCTUATION), len(words))
    for end in range(min(limit, start + LONGEST_TITLE), start, -1):
        movie = find_title(" ".join(words[start:end]))
        if movie is not None:
            return movie, end
    return None


def stretches(found: Sequence[Role], role: Role) -> Iterator[Span]:
    """The runs of words with one role."""
    start = None
    for place, given in enumerate([*found, None]):
        if given is role and start is None:
            start = place
        elif given is not role and start is not None:
            yield Span(start, place)
            start = None


def trimmed(words: Sequence[str], lexicon: Lexicon) -> str:
    """The words without the filler at both ends."""
    places = [place for place, word in enumerate(words) if word not in lexicon.filler]
    return " ".join(words[places[0] : places[-1] + 1]) if places else " ".join(words)


def taken_apart(word: Word, lexicon: Lexicon) -> list[Word]:
    """A word, mended; "bloodless" and "unfunny" as the two words they are made of."""
    if lexicon.knows(stem(word.text)):
        return [word]
    for ending, cue in LESS.items():
        if word.text.endswith(ending) and lexicon.rules(stem(word.text.removesuffix(ending))):
            return [word._replace(text=word.text.removesuffix(ending)), word._replace(text=cue)]
    if word.text.startswith("un") and lexicon.rules(stem(word.text[2:])):
        return [word._replace(text=UN), word._replace(text=word.text[2:])]
    return [word._replace(text=mended(word.text, lexicon))]


def mended(word: str, lexicon: Lexicon) -> str:
    """What was meant by a slip of the keyboard: "horor", "scray", "wihtout"."""
    if len(word) < SHORTEST_MENDED or not word.isascii():
        return word
    slips = 2 if len(word) >= TWO_SLIPS else 1
    near = (meant for meant in lexicon.mended if meant[0] == word[0] and OSA.distance(word, meant) <= slips)
    return next(near, word)
