"""Films not found that may be films of the catalogue: which they may be, and what follows if the user accepts some."""

from collections.abc import Mapping

from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.exchange.matching import MatchResult, Unmatched
from matinee.engine.exchange.records import ImportedFilm

MAX_YEARS_APART, MAX_YEARS_APART_BY_ID = 3, 1
"""A film whose year differs by more is another film of the same title, the second number if its IMDb id differs."""


def near_misses(matched: MatchResult, catalogue: Catalogue) -> dict[int, Unmatched]:
    """The films not found that may be a film which no other entry matches.

    Returns:
        Position among the films not found → the film.
    """
    found = {int(catalogue.ids[row]) for _, row in matched.found}
    return {
        position: each
        for position, each in enumerate(matched.unmatched)
        if each.nearest is not None
        and each.nearest.id not in found
        and not is_another_film(each.film, each.nearest, catalogue)
    }


def accept_matches(matched: MatchResult, accepted: Mapping[int, int], catalogue: Catalogue) -> MatchResult:
    """Take films as found that were not found by themselves.

    Of several entries for one film, the first counts, and one that was found by itself before the accepted ones; the
    others are reported as the same film.

    Args:
        matched: the films found, and those not found.
        accepted: position among the films not found → id of the film that it is.
        catalogue: all films.

    Raises:
        MovieNotFoundError: the catalogue does not have a film.
    """
    found = list(matched.found)
    by_row = {row: film for film, row in found}
    unmatched: list[Unmatched] = []
    for position, each in enumerate(matched.unmatched):
        if position not in accepted:
            unmatched.append(each)
            continue
        named = catalogue.row(accepted[position])
        row = catalogue.twins.get(named, (named,))[0]
        if row in by_row:
            why = f"the same film as {by_row[row].label}"
            unmatched.append(Unmatched(each.film, catalogue.movie(row), why))
        else:
            by_row[row] = each.film
            found.append((each.film, row))
    return MatchResult(tuple(found), tuple(unmatched))


def is_another_film(film: ImportedFilm, nearest: Movie, catalogue: Catalogue) -> bool:
    """Whether the years, or the IMDb ids, show that a film not found is not the nearest one, such as a remake."""
    if not film.year or not nearest.year:
        return False
    known = int(catalogue.imdb[catalogue.row(nearest.id)])
    other_id = bool(film.imdb_id and known) and known != film.imdb_id
    return abs(nearest.year - film.year) > (MAX_YEARS_APART_BY_ID if other_id else MAX_YEARS_APART)
