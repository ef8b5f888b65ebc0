"""Films not found that may be films of the catalogue: which they may be, and what follows if the user accepts some."""

from collections.abc import Mapping

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.exchange.matching import MatchResult, Unmatched

NEXT_YEAR = 1
"""A film whose year differs by more than this and whose IMDb id differs is another film of the same title."""


def near_misses(matched: MatchResult, catalogue: Catalogue) -> dict[int, Unmatched]:
    """The films not found that may be a film which no other entry matches.

    Returns:
        Position among the films not found → the film.
    """
    found = {int(catalogue.ids[row]) for _, row in matched.found}
    return {
        position: each
        for position, each in enumerate(matched.unmatched)
        if each.nearest is not None and each.nearest.id not in found
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


def is_another_film(unmatched: Unmatched, catalogue: Catalogue) -> bool:
    """Whether the IMDb id and the year show that a film not found is not the nearest one, such as a remake."""
    film, nearest = unmatched.film, unmatched.nearest
    if nearest is None or not film.imdb_id or not film.year or not nearest.year:
        return nearest is None
    other = int(catalogue.imdb[catalogue.row(nearest.id)])
    return bool(other) and other != film.imdb_id and abs(nearest.year - film.year) > NEXT_YEAR
