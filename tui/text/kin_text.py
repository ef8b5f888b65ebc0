"""What a suggestion has in common with liked films, in words: "a Japanese film by Akira Kurosawa, like Ran"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from matinee.tui.text.fact_text import and_list, cut, repeated_genres
from matinee.tui.text.film_nouns import Place, place_words, with_article

if TYPE_CHECKING:
    from matinee.engine.session.suggestion import Kin, Suggestion

MAX_KINDS = 2
MIN_SHARE, MIN_SHARES = 0.05, {"director": 0.02, "cast": 0.005, "keyword": 0.01}
"""Share of the score's positive terms that a kind must contribute to be named. For people and keywords it is lower:
their terms are small, since films share few of them."""
MIN_ADDED = 0.05
"""Least that a kind must add to the score to be named: that a film is in English adds next to nothing."""
USUAL_SHARE, MANY = 0.5, 6
"""What more than this share of so many liked films have is not named beside something more particular: it would be on
almost every card."""
PEOPLE = ("director", "cast")
MAX_NAMES = 2
"""People named together."""
BILLED = 5
"""Actors of a film who are named; a smaller part says nothing of it."""
MAX_TITLES_WIDTH = 40
"""Cells that titles may take; two longer ones are counted instead."""
PREPOSITIONS = {"language": "in", "country": "from", "decade": "from the"}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True)
class Shared:
    """One thing that a suggestion shares with liked films.

    Attributes:
        place: where its words stand.
        words: such as "documentary", "Japanese" and "by Akira Kurosawa".
        kin: what it says in words.
    """

    place: Place
    words: str
    kin: "Kin"


def kin_clauses(suggestion: "Suggestion", adjectives: Mapping[str, str], cast: Sequence[str] = ()) -> list[str]:
    """What a suggestion has in common with liked films, the most telling one or two things.

    Args:
        suggestion: with its terms and kin.
        adjectives: country → its adjective.
        cast: actors of the suggestion, the most important first.

    Returns:
        One clause for each group of liked films: "a documentary, like all four of yours", "by Errol Morris, like two of
        your four"; empty if nothing contributes enough to the score.
    """
    groups: dict[tuple[int, ...], list[Shared]] = {}
    for shared in select_shared(suggestion, adjectives, cast):
        groups.setdefault(tuple(movie.id for movie in shared.kin.movies), []).append(shared)
    return [f"{compose(group)}, like {which_films(group)}" for group in groups.values()]


def select_shared(suggestion: "Suggestion", adjectives: Mapping[str, str], cast: Sequence[str]) -> Iterator[Shared]:
    """Yield the most telling things to name, at most ``MAX_KINDS``, without those that repeat another.

    Beside the first one, what the same films share comes first, since it makes one phrase with it.
    """
    by_kind: dict[str, list[Kin]] = {}
    directors = [kin.name for kin in suggestion.kin if kin.kind == "director"]
    for kin in suggestion.kin:
        if kin.kind == "cast" and kin.name in (*cast[BILLED:], *directors):
            continue
        by_kind.setdefault(kin.kind, []).append(kin)
    total = sum(value for value in suggestion.terms.values() if value > 0)
    least = {kind: max(MIN_SHARES.get(kind, MIN_SHARE) * total, MIN_ADDED) for kind in by_kind}
    enough = [kins for kind, kins in by_kind.items() if suggestion.terms.get(f"kin_{kind}", 0.0) >= least[kind]]
    chosen: list[Kin] = []
    for kins in enough[:1] + sorted(enough[1:], key=lambda kins: place_beside(enough[0][0], kins[0])):
        kin = kins[0]
        is_new = not any(repeats(kin, other) or repeats(other, kin) for other in chosen)
        if is_new and len(chosen) < MAX_KINDS and not (chosen and is_usual(kin)):
            chosen.append(kin)
            yield describe(kins, by_kind.get("country", []), adjectives, cast, 1 if len(chosen) > 1 else MAX_NAMES)


def place_beside(first: "Kin", kin: "Kin") -> int:
    """The place of a feature among those that may be named beside the first one."""
    if kin.movies != first.movies:
        return 2
    return int(kin.kind == "cast")  # a film by the same director often has the same actors


def is_usual(kin: "Kin") -> bool:
    """Whether most of many liked films have it, so that it says little of one film."""
    return kin.liked >= MANY and len(kin.movies) > USUAL_SHARE * kin.liked


def repeats(kin: "Kin", other: "Kin") -> bool:
    """Whether a keyword says the same as a genre, or a country the same as a language."""
    if (kin.kind, other.kind) == ("keyword", "genre"):
        return other.name in repeated_genres(kin.name) or (other.name == "Animation" and "animation" in kin.name)
    return (kin.kind, other.kind) == ("country", "language")


def describe(
    kins: "Sequence[Kin]",
    countries: "Sequence[Kin]",
    adjectives: Mapping[str, str],
    cast: Sequence[str],
    max_actors: int,
) -> Shared:
    """The words for what is shared in one kind of feature.

    Args:
        kins: of one kind, the most telling first.
        countries: those of the kind "country".
        adjectives, cast: as for ``kin_clauses``.
        max_actors: how many actors to name at most.
    """
    kin = kins[0]
    match kin.kind:
        case "genre" | "keyword":
            return Shared(*place_words(kin.name), kin)
        case "country" if kin.name in adjectives:
            return Shared("adjective", adjectives[kin.name], kin)
        case "language" if (kin.name, kin.movies) in [(adjectives.get(each.name), each.movies) for each in countries]:
            return Shared("adjective", kin.name, kin)
        case "director":
            return Shared("tail", f"by {joined_names(kins, MAX_NAMES)}", kin)
        case "cast":  # those who played in most of the liked films, the best known first
            billing = {name: place for place, name in enumerate(cast)}
            kins = sorted(kins, key=lambda each: (-len(each.movies), billing.get(each.name, len(billing))))
            return Shared("tail", f"with {joined_names(kins, max_actors)}", kins[0])
    return Shared("tail", f"{PREPOSITIONS.get(kin.kind, 'with')} {kin.name}", kin)


def joined_names(kins: "Sequence[Kin]", limit: int) -> str:
    """The names that stand for the same films as the first, at most ``limit``."""
    return and_list([kin.name for kin in kins if kin.movies == kins[0].movies][:limit])


def compose(group: Sequence[Shared]) -> str:
    """Join what is shared with the same films: "a Japanese film by Akira Kurosawa", or alone: "from the 1950s"."""
    ordered = sorted(group, key=lambda each: each.kin.kind in PEOPLE)  # "in Japanese by Akira Kurosawa"
    found = {place: [each.words for each in ordered if each.place == place] for place in ("adjective", "noun", "tail")}
    if len(group) == 1 and not found["noun"]:
        return group[0].words
    nouns = found["noun"] or ["film"]
    first, *others = (with_article(noun) for noun in [" ".join([*found["adjective"], nouns[0]]), *nouns[1:]])
    return " ".join([" and ".join([first, *others]), *found["tail"]])


def which_films(group: Sequence[Shared]) -> str:
    """The liked films of a group, named or counted: "Heat", "three of your four", "all four of yours"."""
    movies, liked = group[0].kin.movies, group[0].kin.liked
    if len(movies) == 1:
        return short_title(movies[0].title)
    titles = and_list([movie.title for movie in movies])
    if len(movies) == 2 and cell_len(titles) <= MAX_TITLES_WIDTH and any(each.kin.kind in PEOPLE for each in group):
        return titles
    if len(movies) == liked:
        return "both of yours" if liked == 2 else f"all {number(liked)} of yours"
    return f"{number(len(movies))} of your {number(liked)}"


def short_title(title: str) -> str:
    """A title, without its subtitle if it is long."""
    if cell_len(title) > MAX_TITLES_WIDTH:
        title = title.partition(": ")[0]
    return cut(title, MAX_TITLES_WIDTH)


def number(count: int) -> str:
    """A number, as a word up to twelve."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"
