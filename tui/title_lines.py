"""Finds favourites by titles: those of the command line, and the lines of a pasted list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie
    from matinee.engine.recommender import Recommender

MAX_LINES = 50
"""Lines that are searched for; a list of favourites is shorter, and a pasted book would take minutes."""
MAX_QUOTED = 3
"""Lines that a note quotes."""
MAX_QUOTE = 40
"""Characters that are quoted of a line."""


@dataclass(frozen=True)
class FoundLines:
    """What was found for some lines.

    Attributes:
        movies: the films, in the order of their lines.
        people: lines that name a person, of whose films the user chooses one.
        repeated: lines that name a film chosen before them.
        unknown: lines that no film matches.
        surplus: lines that there was no room for.
    """

    movies: "Sequence[Movie]"
    people: Sequence[str]
    repeated: Sequence[str]
    unknown: Sequence[str]
    surplus: Sequence[str]

    def notes(self) -> list[str]:
        """What became of the lines that gave no film, as sentences."""
        notes = []
        if self.unknown:
            notes.append(f"No film found for {quote_lines(self.unknown)}. Try fewer words, or another film.")
        if self.repeated:
            notes.append(f"Already one of your favourites: {quote_lines(self.repeated)}.")
        if self.people[1:]:
            notes.append(f"Type again, and choose a film, for {quote_lines(self.people[1:])}.")
        if self.surplus:
            notes.append(f"A session starts from ten films at most; left out: {quote_lines(self.surplus)}.")
        return notes


def find_lines(lines: Iterable[str], recommender: "Recommender", chosen: "Sequence[Movie]", room: int) -> FoundLines:
    """Search for one film per line.

    Args:
        lines: titles.
        recommender: what is searched.
        chosen: films that are favourites already.
        room: films to find at most.
    """
    movies: list[Movie] = []
    people: list[str] = []
    repeated: list[str] = []
    unknown: list[str] = []
    surplus: list[str] = []
    for number, line in enumerate(lines):
        if len(movies) == room or number >= MAX_LINES:
            surplus.append(line)
            continue
        match = next(iter(recommender.search(line, 1)), None)
        if match is None or match.is_near:
            unknown.append(line)
        elif match.person is not None:
            people.append(line)
        elif match.movie in chosen:
            repeated.append(line)
        elif match.movie not in movies:
            movies.append(match.movie)
    return FoundLines(movies, people, repeated, unknown, surplus)


def resolve_favourites(recommender: "Recommender", titles: Sequence[str], option: str = "--like") -> tuple[int, ...]:
    """Find at most ten favourites by title, as movie ids.

    Args:
        recommender: has the films.
        titles: of the favourites.
        option: the option that names them.

    Raises:
        MatineeError: a title that is not found, or too many.
    """
    from matinee.engine.errors import MatineeError
    from matinee.engine.models.profile import MAX_FAVOURITES

    ids = tuple(dict.fromkeys(recommender.find(title, title_first=True).id for title in titles))
    if len(ids) > MAX_FAVOURITES:
        raise MatineeError(f"A session starts from one to ten films, but {option} names {len(ids)}.")
    return ids


def quote_lines(lines: Sequence[str]) -> str:
    """The first lines in quotes, and how many more there are."""
    quoted = [f"“{line[:MAX_QUOTE]}{'…' if len(line) > MAX_QUOTE else ''}”" for line in lines[:MAX_QUOTED]]
    more = f" and {len(lines) - MAX_QUOTED} more" if len(lines) > MAX_QUOTED else ""
    return " · ".join(quoted) + more
