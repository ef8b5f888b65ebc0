"""Films not found that may be films of the catalogue: accepted, or else treated as seen."""

import numpy as np
import pytest

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.errors import MovieNotFoundError
from matinee.engine.exchange.import_plan import ImportPlan, plan_import
from matinee.engine.exchange.matching import MatchResult, Unmatched
from matinee.engine.exchange.records import Export, ImportedFilm
from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender

HEAT, FARGO, ALIEN, CASABLANCA = 6, 608, 1214, 912


@pytest.fixture(scope="module")
def catalogue(recommender: Recommender) -> Catalogue:
    return recommender.catalogue


def missed(catalogue: Catalogue, title: str, year: int, nearest: int | None, **marks: object) -> Unmatched:
    """A film not found, and the id of the film it may be."""
    film = ImportedFilm(title, year, **marks)  # type: ignore[arg-type]
    return Unmatched(film, None if nearest is None else catalogue.movie(catalogue.row(nearest)), "not found")


def plan_of(catalogue: Catalogue, found: dict[str, int], *unmatched: Unmatched) -> ImportPlan:
    """A plan with some liked films found (title → movie id) and some films not found."""
    films = tuple((ImportedFilm(title, stars=5.0), catalogue.row(movie)) for title, movie in found.items())
    export = Export("Letterboxd", (*(film for film, _ in films), *(each.film for each in unmatched)))
    return ImportPlan(export, MatchResult(films, unmatched), catalogue, np.ones(len(catalogue), dtype=np.bool_))


def test_what_is_accepted_counts_like_a_film_found(catalogue: Catalogue) -> None:
    plan = plan_of(
        catalogue,
        {"Heat": HEAT},
        missed(catalogue, "Fargoo", 1996, FARGO, stars=5.0),
        missed(catalogue, "Nothing", 1996, None, stars=5.0),
        missed(catalogue, "Alien!", 1981, ALIEN, stars=1.0),
    )
    assert list(plan.near_misses) == [0, 2]
    after = plan.accept({0: FARGO})
    assert after.answers == ((HEAT, Answer.LIKE), (FARGO, Answer.LIKE))
    assert {movie.id for movie in after.favourites} == {HEAT, FARGO}
    assert [each.film.title for each in after.unmatched] == ["Nothing", "Alien!"]
    assert "2 found (1 accepted): 2 liked" in after.summary
    everything = after.accept_all()
    assert everything.answers[-1] == (ALIEN, Answer.DISLIKE)
    assert [film.title for film in everything.accepted] == ["Fargoo", "Alien!"]
    assert everything.near_misses == {}
    assert plan.answers == ((HEAT, Answer.LIKE),)


def test_of_two_entries_for_one_film_one_counts_and_the_other_is_said_to_be_the_same(catalogue: Catalogue) -> None:
    plan = plan_of(
        catalogue,
        {"Heat": HEAT},
        missed(catalogue, "Heet", 1995, HEAT, stars=1.0),
        missed(catalogue, "Fargoo", 1996, FARGO, stars=4.0),
        missed(catalogue, "Fargho", 1996, FARGO, stars=1.0),
    )
    assert list(plan.near_misses) == [1, 2]  # the first was found already
    after = plan.accept({0: HEAT, 1: FARGO, 2: FARGO})
    assert after.answers == ((HEAT, Answer.LIKE), (FARGO, Answer.LIKE))
    assert [(each.film.title, each.why) for each in after.unmatched] == [
        ("Heet", "the same film as Heat"),
        ("Fargho", "the same film as Fargoo (1996)"),
    ]
    assert after.near_misses == {}


def test_another_film_than_the_nearest_can_be_accepted_and_an_unknown_one_not(catalogue: Catalogue) -> None:
    plan = plan_of(catalogue, {}, missed(catalogue, "Heet", 1995, HEAT, watched=True))
    assert plan.accept({0: FARGO}).answers == ((FARGO, Answer.SEEN),)
    with pytest.raises(MovieNotFoundError):
        plan.accept({0: 999999999})


def test_a_film_listed_twice_in_the_catalogue_is_one_film(catalogue: Catalogue) -> None:
    main, twin = next(iter(catalogue.twins.values()))
    ids = [int(catalogue.ids[row]) for row in (main, twin)]
    plan = plan_of(catalogue, {}, *(missed(catalogue, title, 1995, HEAT, stars=4.0) for title in ("Heet", "Haet")))
    after = plan.accept({0: ids[1], 1: ids[0]})
    assert after.answers == ((ids[0], Answer.LIKE),)
    assert after.unmatched[0].why == "the same film as Heet (1995)"


def test_what_was_seen_and_not_accepted_is_not_shown(catalogue: Catalogue) -> None:
    plan = plan_of(
        catalogue,
        {"Heat": HEAT},
        missed(catalogue, "Fargoo", 1996, FARGO, stars=1.0),
        missed(catalogue, "Alien!", 1981, ALIEN, watched=True),
        missed(catalogue, "Casablanka", 1942, CASABLANCA, on_watchlist=True),
    )
    assert plan.likely_seen == (FARGO, ALIEN)
    event = plan.event_for([HEAT])
    assert event.answers == ((FARGO, Answer.SEEN), (ALIEN, Answer.SEEN))
    assert plan.counts[Answer.SEEN] == 0
    assert plan.accept({0: CASABLANCA}).likely_seen == (ALIEN,)


def test_a_favourite_chosen_by_hand_is_no_longer_seen(catalogue: Catalogue) -> None:
    plan = plan_of(catalogue, {}, missed(catalogue, "Fargoo", 1996, FARGO, stars=1.0))
    assert plan.event_for([FARGO]).answers == ()


@pytest.mark.parametrize(
    ("year", "imdb_id", "offered"),
    [(2019, None, False), (1999, None, False), (1998, None, True), (1998, 99999999, False), (1996, 99999999, True)],
)
def test_a_film_of_a_distant_year_is_a_remake_neither_offered_nor_taken_for_seen(
    catalogue: Catalogue, year: int, imdb_id: int | None, offered: bool
) -> None:
    plan = plan_of(catalogue, {}, missed(catalogue, "Heat", year, HEAT, imdb_id=imdb_id, watched=True))
    assert bool(plan.near_misses) is offered
    assert bool(plan.likely_seen) is offered


def test_no_film_of_an_export_with_other_years_is_ever_shown(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    liked = (("Heat", 1995), ("Fargo", 1996), ("Alien", 1979), ("Casablanca", 1942))
    disliked = [("The Godfather", 1975), ("Pulp Fiction", 1996), ("Fight Club", 2001), ("Goodfellas", 1988)]
    films = [
        *(ImportedFilm(title, year, stars=5.0, watched=True) for title, year in liked),
        *(ImportedFilm(title, year, stars=0.5, watched=True) for title, year in disliked),
    ]
    plan = plan_import(Export("Letterboxd", tuple(films)), catalogue, recommender.model().known)
    favourites = [movie.id for movie in plan.favourites]
    session = recommender.session(favourites)
    session.import_films(plan.event_for(favourites))
    titles = set()
    for _ in range(30):
        suggestion = session.next()
        assert suggestion is not None
        titles.add(suggestion.movie.title)
        session.like()
    assert titles.isdisjoint({title for title, _ in (*liked, *disliked)})


def test_the_favourites_of_the_profile_are_proposed_first_in_their_order(catalogue: Catalogue) -> None:
    films = (
        (ImportedFilm("Heat", stars=5.0, liked=True), catalogue.row(HEAT)),
        (ImportedFilm("Fargo", favourite=1), catalogue.row(FARGO)),
        (ImportedFilm("Alien", favourite=0, stars=3.0), catalogue.row(ALIEN)),
        (ImportedFilm("Casablanca", stars=4.0), catalogue.row(CASABLANCA)),
    )
    export = Export("Letterboxd", tuple(film for film, _ in films))
    known = np.ones(len(catalogue), dtype=np.bool_)
    known[catalogue.row(ALIEN)] = False
    plan = ImportPlan(export, MatchResult(films, ()), catalogue, known)
    assert [movie.id for movie in plan.favourites] == [ALIEN, FARGO, HEAT, CASABLANCA]
    assert set(plan.answered(Answer.LIKE)) == {ALIEN, FARGO, HEAT, CASABLANCA}
