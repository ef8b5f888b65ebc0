"""More of a genre: the next film has it, and most of the following ones; and names that are no genres."""

import numpy as np
import pytest

from matinee.engine.errors import GenreNotFoundError
from matinee.engine.recommender import Recommender
from matinee.engine.session.session import Session
from tests.conftest import FAVOURITES
from tests.engine.session.test_session_requests import HEAT

ACTIONS = (Session.like, Session.dislike, Session.skip)


def has_genre(session: Session, genre: str) -> bool:
    card = session.next()
    assert card is not None
    return genre in card.movie.genres


@pytest.mark.parametrize("genre", ["Children", "Western", "Documentary", "Musical", "Drama", "Horror"])
def test_the_next_film_has_the_genre_and_most_of_the_next_ten(recommender: Recommender, genre: str) -> None:
    for seed in range(3):
        favourites = [movie.id for movie in recommender.sample_favourites(4, seed)]
        session, generator = recommender.session(favourites, seed=seed), np.random.default_rng(seed)
        for _ in range(seed * 2):
            session.skip()
        session.request_genre(genre)
        carried = []
        for _ in range(10):
            carried.append(has_genre(session, genre))
            ACTIONS[generator.integers(len(ACTIONS))](session)
        assert carried[0]
        assert sum(carried) >= 7


@pytest.mark.parametrize("mood", ["", "sad", "a 90s comedy"])
@pytest.mark.parametrize("mode", ["open", "soft"])
def test_the_next_film_has_the_genre_in_a_mood_too(session: Session, mood: str, mode: str) -> None:
    session.more_like(HEAT)
    if mood:
        session.prompt(mood)
    session.set_weight("prompt_mode", mode)
    session.request_genre("Musical")
    assert has_genre(session, "Musical")


def test_undo_redo_and_replay_keep_what_the_request_shows(recommender: Recommender, session: Session) -> None:
    session.skip()
    before = session.next()
    session.request_genre("Western")
    shown = [session.next()]
    for _ in range(6):
        session.skip()
        shown.append(session.next())
    assert recommender.session(FAVOURITES, history=session.history).next() == shown[-1]
    for film in reversed(shown[:-1]):
        session.undo()
        assert session.next() == film
    session.undo()
    assert session.next() == before
    for film in shown:
        session.redo()
        assert session.next() == film


def test_a_new_request_starts_again(session: Session) -> None:
    session.request_genre("Drama")
    for _ in range(5):
        session.skip()
    session.request_genre("Western")
    assert has_genre(session, "Western")


def test_without_films_of_the_genre_others_follow(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    western = catalogue.genres[:, catalogue.genre("Western")]
    few = catalogue.rating_counts > 60
    few[np.flatnonzero(few & western)[2:]] = False
    session = recommender.session(FAVOURITES, candidates=few)
    session.request_genre("Western")
    carried = []
    for _ in range(4):
        carried.append(has_genre(session, "Western"))
        session.skip()
    assert carried == [True, True, False, False]


@pytest.mark.parametrize("genre", ["Western", "Children", "Musical"])
def test_recommend_lists_most_of_the_genre_and_one_first(recommender: Recommender, genre: str) -> None:
    found = recommender.recommend(FAVOURITES, genre=genre, limit=10)
    carried = [genre in film.movie.genres for film in found]
    assert carried[0]
    assert 7 <= sum(carried) < 10


@pytest.mark.parametrize("genre", [None, "Western"])
def test_the_films_announced_are_those_that_come(session: Session, genre: str | None) -> None:
    session.request_genre(genre)
    announced = session.upcoming(8)
    came = []
    for _ in range(8):
        card = session.next()
        assert card is not None
        came.append(session.catalogue.row(card.movie.id))
        session.skip()
    assert came[0] == announced[0]
    assert len({*came} & {*announced}) >= 6  # scores are standardised over the films that are left


def test_nothing_is_announced_where_nothing_is_left(recommender: Recommender) -> None:
    nothing = np.zeros(len(recommender.catalogue), dtype=np.bool_)
    assert recommender.session(FAVOURITES, candidates=nothing).upcoming(5) == []


def test_imax_is_no_genre_to_show_but_can_be_asked_for(recommender: Recommender, session: Session) -> None:
    catalogue = recommender.catalogue
    column = catalogue.genre("imax")
    rows = np.flatnonzero(catalogue.genres[:, column])
    assert len(rows)
    assert not any("IMAX" in catalogue.movie(int(row)).genres for row in rows)
    assert "IMAX" not in catalogue.shown_genres
    with pytest.raises(GenreNotFoundError) as error:
        catalogue.genre("nothing")
    assert "IMAX" not in str(error.value)
    session.request_genre("IMAX", strict=True)  # a saved session may have done so
    card = session.next()
    assert card is not None
    assert catalogue.genres[catalogue.row(card.movie.id), column]
