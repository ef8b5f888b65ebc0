"""The path of a taste across the film map."""

import numpy as np
import pytest

from matinee.engine.models.film_map import is_placed, locate_taste
from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender
from matinee.engine.session.companion import Companion
from matinee.engine.session.events import Answered, History, Imported
from matinee.engine.session.session import Session
from matinee.engine.session.taste_path import MAX_POINTS, taste_path, taste_paths
from matinee.policy.array_types import FloatArray
from tests.conftest import FAVOURITES


@pytest.fixture(scope="module")
def positions(recommender: Recommender) -> FloatArray:
    """Positions of the films on the map in the shipped bundle."""
    taste_map = recommender.bundle.read_map()
    assert taste_map is not None
    return taste_map.positions


def answered(session: Session, count: int) -> None:
    """Like two films of three, dislike the third."""
    for place in range(count):
        session.dislike() if place % 3 == 2 else session.like()


def test_the_way_has_a_point_for_each_answer_that_moves_the_taste(session: Session, positions: FloatArray) -> None:
    start = taste_path(session, positions)
    assert start.shape == (1, 2)
    session.like()
    session.skip()
    session.add_to_watchlist()
    session.dislike()
    way = taste_path(session, positions)
    assert way.shape == (3, 2)
    assert way[0].tolist() == start[0].tolist()
    assert way[-1] == pytest.approx(locate_taste(session.model.scores(session.profile), positions, session.model.known))
    assert (np.diff(way, axis=0) != 0).any(axis=1).all()
    assert (abs(way) <= 1).all()
    session.undo()
    assert taste_path(session, positions).tolist() == way[:-1].tolist()


def test_a_mood_does_not_bend_the_way(session: Session, positions: FloatArray) -> None:
    answered(session, 3)
    before = taste_path(session, positions).tolist()
    session.prompt("horror")
    assert taste_path(session, positions).tolist() == before


def test_a_long_way_is_told_in_few_points(recommender: Recommender, positions: FloatArray) -> None:
    known = [int(movie) for movie in recommender.catalogue.ids[is_placed(positions)] if movie not in FAVOURITES]
    films = tuple((movie, Answer.LIKE if movie % 2 else Answer.DISLIKE) for movie in known[:400])
    session = recommender.session(FAVOURITES, history=History((Imported("elsewhere", films),)))
    way = taste_path(session, positions)
    assert len(way) == MAX_POINTS
    assert way[0].tolist() == taste_path(recommender.session(FAVOURITES), positions)[0].tolist()
    assert way[-1] == pytest.approx(locate_taste(session.model.scores(session.profile), positions, session.model.known))


@pytest.mark.parametrize("model", ["svd_likes+ema", "edlae", "neumf", "popularity"])
def test_every_model_has_a_way(recommender: Recommender, positions: FloatArray, model: str) -> None:
    session = recommender.session(FAVOURITES, model=model, history=History((Answered(6, Answer.LIKE),)))
    assert np.isfinite(taste_path(session, positions)).all()


def test_a_model_that_knows_no_film_with_a_place_has_no_way(recommender: Recommender, positions: FloatArray) -> None:
    assert taste_path(recommender.session(FAVOURITES), np.full_like(positions, np.nan)).shape == (0, 2)


def test_each_of_two_people_has_a_path_that_their_own_answers_move(
    recommender: Recommender, positions: FloatArray
) -> None:
    session = recommender.session(FAVOURITES[:2], companion=Companion(FAVOURITES[2:], "Anna"))
    own, companion = taste_paths(session, positions)
    assert own.shape == companion.shape == (1, 2)
    assert own.tolist() != companion.tolist()
    session.like("companion")
    moved = taste_paths(session, positions)
    assert moved[0].tolist() == own.tolist() == taste_path(session, positions).tolist()
    assert len(moved[1]) == 2
    session.like()
    assert [len(path) for path in taste_paths(session, positions)] == [2, 3]


def test_alone_there_is_one_path(session: Session, positions: FloatArray) -> None:
    (path,) = taste_paths(session, positions)
    assert path.tolist() == taste_path(session, positions).tolist()
