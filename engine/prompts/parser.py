"""Parses a prompt into clauses."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.clauses import Clause, ParsedPrompt
from matinee.engine.prompts.dated_titles import DatedTitles
from matinee.engine.prompts.fact_finder import FactFinder
from matinee.engine.prompts.fact_phrases import FactPhrase
from matinee.engine.prompts.lexicon import GenreWord, Lexicon, Mood
from matinee.engine.prompts.negation import Role, combine_scores, label_roles
from matinee.engine.prompts.normalization import PUNCTUATION, Token, clean_line, tokenize
from matinee.engine.prompts.period_words import FIRST, LAST
from matinee.engine.prompts.phrase_patterns import Span, find_spans
from matinee.engine.prompts.talk import FILM, find_talk
from matinee.engine.prompts.translation import translate
from matinee.engine.prompts.unjudgeable import NO_FILM, NO_WORD, SMALL_TALK, Unjudgeable, find_unjudgeable
from matinee.engine.prompts.vocabulary import find_meanings, remove_filler, split_affixes, strip_filler
from matinee.engine.prompts.years import NEWEST, Years, read_years

MAX_LENGTH = 500
"""Characters of a prompt that are read."""
BY_NAME, BY_TOPIC, TYPICAL, BY_MOOD = 1.0, 0.7, 0.5, 0.5
"""Weight of a genre that is named, one of whose topics is named, that typically accompanies a named one, and factor on
the weights of a mood."""
MAX_TITLE_WORDS = 8
"""Words of the longest title that is recognised as an example."""
CONJUNCTIONS = ("or", "and", ",")
EXCLUDED = 1.0
"""Weight of a genre that is excluded by its name or by a topic."""
UNWANTED = 0.5
"""Weight of a genre that goes with an excluded mood: "nothing sad" lowers dramas but does not exclude them."""

NegationScorer = Callable[[str, Sequence[Token]], Sequence[float]]
"""The negation tagger: (line, its tokens) → log odds of each token that it is excluded."""
Spanned = TypeVar("Spanned", FactPhrase, Years, Unjudgeable)
"""Something that was recognised in a prompt, and where."""
KnowsWord = Callable[[str], bool]
"""Whether a word is one, rather than letters at random."""
FindTitle = Callable[[str], Movie | None]
"""The film that some words certainly mean, or None."""


def parse_prompt(
    text: str,
    lexicon: Lexicon,
    find_title: FindTitle,
    score_negation: NegationScorer | None = None,
    disabled: frozenset[str] = frozenset(),
    *,
    facts: FactFinder | None = None,
    dated_titles: DatedTitles | None = None,
    knows_word: KnowsWord = lambda _word: True,
    newest: int = NEWEST,
) -> ParsedPrompt:
    """Parse a prompt.

    Args:
        text: what the user typed, in English or a language of ``translation``; only the first ``MAX_LENGTH`` characters
            are read.
        lexicon: the vocabulary.
        find_title: finds the film that is named in words like "like Heat".
        score_negation: the negation tagger; without it only the patterns of the lexicon decide.
        disabled: labels of the clauses that are switched off.
        facts: finds people, places, languages and fine genres; None without film facts.
        dated_titles: finds films that are named with their year; None without.
        knows_word: tells words from gibberish.
        newest: last year of the catalogue, from which "the last 20 years" and "newest" count back.
    """
    line = translate(clean_line(text, MAX_LENGTH), lexicon)
    tokens = [part for token in tokenize(line) for part in split_affixes(token, lexicon)]
    typed = [token.text for token in tokens]
    dated = [] if dated_titles is None else dated_titles.find(line, tokens)
    named = [title.span for title in dated]
    talk = find_talk(typed, named, [each.span for each in find_unjudgeable(typed) if each.why != SMALL_TALK])
    in_talk = bool(talk.spans or named)
    said = (*talk.spans, *talk.openers)
    by_pattern = roles = label_roles(replace_spans(replace_spans(typed, said, "."), named, FILM), lexicon.cues)
    words = replace_spans(typed, (*said, *named), ".")
    if score_negation is not None and words:
        phrases = [span for span, _ in find_meanings(words, lexicon) if Role.CUE not in roles[span.start : span.end]]
        if phrases or Role.EXCLUDED in roles:  # the tagger cannot judge a line in which every word is unknown
            roles = combine_scores(words, roles, score_negation(line, tokens), phrases, lexicon.filler)
    examples = [(title.movie, title.span) for title in dated if title.movie is not None]
    examples += find_examples(words, lexicon, find_title)
    taken = [*said, *named, *(span for _, span in examples)]
    years = free_of(read_years(words, newest), taken)
    taken += [entry.span for entry in years]
    unknown = free_of(find_unjudgeable(words), taken)
    taken += [each.span for each in unknown]
    unknown += [Unjudgeable(span, SMALL_TALK) for span in talk.spans]
    unknown += [Unjudgeable(title.span, NO_FILM) for title in dated if title.movie is None]
    found = [] if facts is None else free_of(facts.find(words), taken)
    taken += [fact.span for fact in found]
    keywords = [] if facts is None else free_of(facts.keywords(words), taken)
    roles = list(roles)
    for span in taken:
        roles[span.start : span.end] = [Role.CUE] * (span.end - span.start)
    wishes = [
        replace(clause, keywords=tuple(fact for fact in keywords if fact.span.overlaps(span)))
        for span in spans_of(roles, Role.WISH)
        if (clause := parse_wish(words[span.start : span.end], lexicon)) is not None
    ]
    exclusions = [
        replace(clause, keywords=tuple(fact for fact in keywords if fact.span.overlaps(span)))
        for span in spans_of(roles, Role.EXCLUDED)
        if (clause := parse_exclusion(words[span.start : span.end], lexicon, wishes)) is not None
        and not (talk.is_conversation and is_vague(clause) and Role.EXCLUDED not in by_pattern[span.start : span.end])
    ]
    if in_talk and not (talk.states_preference or talk.makes_request):
        wishes = [Clause("unknown", wish.label, why=SMALL_TALK) if is_vague(wish) else wish for wish in wishes]
    clauses = [
        *(years_clause(entry, excluded=is_excluded(entry.span, by_pattern)) for entry in years),
        *(example_clause(movie, excluded=is_excluded(span, by_pattern)) for movie, span in examples),
        *(fact_clause(fact, excluded=is_excluded(fact.span, by_pattern)) for fact in found),
        *(mark_gibberish(clause, knows_word) for clause in (*wishes, *exclusions)),
        *(Clause("unknown", " ".join(typed[each.span.start : each.span.end]), why=each.why) for each in unknown),
    ]
    if not clauses and line:  # only filler: "something", "anything good"
        clauses = [Clause("wish", line, text=line)]
    parts = tuple({clause.label: clause for clause in clauses}.values())
    return ParsedPrompt(line, parts, disabled, in_talk or talk.is_conversation, talk.makes_request)


def replace_spans(words: Sequence[str], spans: Iterable[Span], mark: str) -> list[str]:
    """The words with a mark for each word of some spans."""
    inside = {place for span in spans for place in range(span.start, span.end)}
    return [mark if place in inside else word for place, word in enumerate(words)]


def is_vague(clause: Clause) -> bool:
    """Whether no word of a clause has a meaning in the lexicon; in a conversation those are remarks."""
    return not (clause.genres or clause.moods or clause.keywords)


def mark_gibberish(clause: Clause, knows_word: KnowsWord) -> Clause:
    """The clause itself, or one that changes nothing if none of its words is known."""
    if clause.kind == "unknown" or clause.genres or clause.moods or any(map(knows_word, clause.text.split())):
        return clause
    return Clause("unknown", clause.text, why=NO_WORD)


def free_of(phrases: Sequence[Spanned], taken: Sequence[Span]) -> list[Spanned]:
    """The phrases that share no word with what was recognised before."""
    return [phrase for phrase in phrases if not any(phrase.span.overlaps(span) for span in taken)]


def is_excluded(span: Span, roles: Sequence[Role]) -> bool:
    """Whether a span as a whole is excluded: "not the 90s" and "nothing like Heat", but not "nothing before 1990"."""
    return Role.EXCLUDED in roles[span.start : span.end] and roles[span.start] is not Role.CUE


def years_clause(years: Years, *, excluded: bool) -> Clause:
    """The clause of a period that is asked for or excluded."""
    limits = (max(years.first, FIRST), min(years.last, LAST))
    return Clause("not" if excluded else "years", f"not: {years.label}" if excluded else years.label, years=limits)


def example_clause(movie: Movie, *, excluded: bool) -> Clause:
    """The clause of an example film, whether the wanted films should be similar to it or not."""
    label = f"like {movie.title}"
    return Clause("not" if excluded else "like", f"not: {label}" if excluded else label, like=movie)


def fact_clause(fact: FactPhrase, *, excluded: bool) -> Clause:
    """The clause of a person, a place or a language that is asked for or excluded."""
    if not excluded or fact.is_negation:
        return Clause("fact", fact.label, fact=fact)
    return Clause("not", f"not: {fact.label}", fact=fact)


def parse_wish(words: Sequence[str], lexicon: Lexicon) -> Clause | None:
    """Parse wanted words; None if they are only filler."""
    content = remove_filler(words, lexicon)
    if not content:
        return None
    genres: dict[str, float] = {}
    named: list[str] = []
    topical: list[str] = []
    moods: list[str] = []
    for _, entry in find_meanings(words, lexicon):
        if isinstance(entry, GenreWord):
            named += entry.essential
            for genre in entry.genres:
                genres[genre] = max(genres.get(genre, 0.0), BY_NAME if genre in entry.essential else TYPICAL)
        elif isinstance(entry, Mood):
            moods.append(entry.text)
            for genre, weight in entry.genres.items():
                genres[genre] = genres.get(genre, 0.0) + BY_MOOD * weight
        else:
            topical.append(entry)
            genres[entry] = max(genres.get(entry, 0.0), BY_TOPIC)
    return Clause(
        "wish",
        strip_filler(words, lexicon),
        text=" ".join(content),
        moods=tuple(dict.fromkeys(moods)),
        genres=genres,
        named_genres=tuple(dict.fromkeys(named)),
        topic_genres=tuple(dict.fromkeys(topical)),
    )


def parse_exclusion(words: Sequence[str], lexicon: Lexicon, wishes: Sequence[Clause]) -> Clause | None:
    """Parse excluded words; None if they are only filler.

    A genre that is also asked for by name is never excluded ("scary but no gore"). A genre that is asked for by a topic
    is not excluded by another topic.

    Args:
        words: the excluded words.
        lexicon: the vocabulary.
        wishes: what the same prompt asks for.
    """
    content = remove_filler(words, lexicon)
    if not content:
        return None
    named = {genre for wish in wishes for genre in wish.named_genres}
    wanted = named | {genre for wish in wishes for genre in wish.topic_genres}
    genres: dict[str, float] = {}
    for _, entry in find_meanings(words, lexicon):
        if isinstance(entry, GenreWord):
            genres |= {genre: EXCLUDED for genre in entry.essential if genre not in named}
        elif isinstance(entry, Mood):
            for genre, weight in entry.genres.items():
                if weight >= UNWANTED and genre not in wanted:
                    genres.setdefault(genre, UNWANTED)
        elif entry not in wanted:
            genres[entry] = EXCLUDED
    return Clause("not", f"not: {strip_filler(words, lexicon)}", " ".join(content), genres=genres)


def find_examples(words: Sequence[str], lexicon: Lexicon, find_title: FindTitle) -> Iterator[tuple[Movie, Span]]:
    """Yield the films named as examples, "like Heat or Casino but funnier": after a cue, and after "or" and a film."""
    end = -1
    for cue in find_spans(lexicon.example_cues, words, Span(0, len(words))):
        start, place = cue.start, cue.end
        while start >= end and (match := match_longest_title(words, place, find_title)) is not None:
            movie, end = match
            yield movie, Span(start, end)
            if end + 1 >= len(words) or words[end] not in CONJUNCTIONS:
                break
            start, place = end, end + 1


def match_longest_title(words: Sequence[str], start: int, find_title: FindTitle) -> tuple[Movie, int] | None:
    """The film whose title is the longest run of words from ``start`` on, and the position where its title ends."""
    limit = next((place for place in range(start, len(words)) if words[place] in PUNCTUATION), len(words))
    for end in range(min(limit, start + MAX_TITLE_WORDS), start, -1):
        movie = find_title(" ".join(words[start:end]))
        if movie is not None:
            return movie, end
    return None


def spans_of(roles: Sequence[Role], role: Role) -> Iterator[Span]:
    """Yield the runs of words with one role."""
    start = None
    for place, current in enumerate([*roles, None]):
        if current is role and start is None:
            start = place
        elif current is not role and start is not None:
            yield Span(start, place)
            start = None
