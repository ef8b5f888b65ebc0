"""Where a taste lies on the map, the way it goes, and where the genres are."""

from dataclasses import replace

import numpy as np
import pytest

from matinee.engine.models.film_map import MOST_POINTS, landmarks, path, placed, position
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Answer, Answered, History, Imported
from matinee.engine.session.session import Session
from matinee.policy.array_types import FloatArray
from tests.conftest import FAVOURITES

EVERYTHING = np.ones(60, dtype=np.bool_)


@pytest.fixture(scope="module")
def places(recommender: Recommender) -> FloatArray:
    """The map that ships."""
    taste_map = recommender.bundle.read_map()
    assert taste_map is not None
    return taste_map.places


@pytest.fixture
def scattered() -> FloatArray:
    """60 films anywhere, the same every time."""
    return np.random.default_rng(5).uniform(-1, 1, (60, 2))


def answered(session: Session, count: int) -> None:
    """Like two films of three, dislike the third."""
    for place in range(count):
        session.dislike() if place % 3 == 2 else session.like()


def test_the_map_that_ships_has_a_place_for_every_film_of_the_space(
    recommender: Recommender, places: FloatArray
) -> None:
    known = recommender.bundle.trained["svd_likes"].vectors.any(axis=1)  # type: ignore[union-attr]
    assert np.array_equal(placed(places), known)
    assert places.shape == (len(recommender.catalogue), 2)
    assert np.nanmin(places, axis=0).tolist() == [-1, -1]
    assert np.nanmax(places, axis=0).tolist() == [1, 1]


def test_films_hardly_anybody_knows_do_not_pile_up_at_the_rim(recommender: Recommender, places: FloatArray) -> None:
    rows = np.flatnonzero(placed(places))
    counts = recommender.catalogue.rating_counts[rows]
    away = np.linalg.norm(places[rows], axis=1)
    rare, known = away[counts <= np.quantile(counts, 0.25)], away[counts >= np.quantile(counts, 0.75)]
    assert np.median(rare) < np.median(known) * 1.1


def test_a_taste_lies_where_most_of_the_films_it_likes_best_are(scattered: FloatArray) -> None:
    scores = np.zeros(60)
    scores[:9] = 5.0
    scattered[:6] = np.array([0.6, -0.4]) + np.random.default_rng(1).normal(0, 0.02, (6, 2))
    scattered[6:9] = [-0.8, 0.8]
    assert position(scores, scattered, EVERYTHING, count=9) == pytest.approx([0.6, -0.4], abs=0.05)
    scores[6:9] = 50.0  # the better ones, although fewer
    assert position(scores, scattered, EVERYTHING, count=9) == pytest.approx([-0.8, 0.8], abs=0.05)


def test_films_without_a_place_or_out_of_the_question_do_not_count(scattered: FloatArray) -> None:
    scores = np.arange(60.0)
    whole = position(scores, scattered, EVERYTHING)
    scattered[59] = np.nan
    without = position(scores, scattered, EVERYTHING)
    assert np.isfinite(without).all()
    assert whole.tolist() != without.tolist()
    scattered[59] = [9, 9]
    assert position(scores, scattered, np.arange(60) < 59).tolist() == without.tolist()


def test_a_taste_that_prefers_nothing_is_in_the_middle_of_things(scattered: FloatArray) -> None:
    middle = position(np.zeros(60), scattered, EVERYTHING, count=60)
    assert np.linalg.norm(middle) < 0.4
    assert np.isnan(position(np.zeros(60), scattered, ~EVERYTHING)).all()


def test_the_way_has_a_point_for_each_answer_that_moves_the_taste(session: Session, places: FloatArray) -> None:
    start = path(session, places)
    assert start.shape == (1, 2)
    session.like()
    session.skip()
    session.later()
    session.dislike()
    way = path(session, places)
    assert way.shape == (3, 2)
    assert way[0].tolist() == start[0].tolist()
    assert way[-1] == pytest.approx(position(session.model.scores(session.profile), places, session.model.scorable))
    assert (np.diff(way, axis=0) != 0).any(axis=1).all()
    assert (abs(way) <= 1).all()
    session.undo()
    assert path(session, places).tolist() == way[:-1].tolist()


def test_a_mood_does_not_bend_the_way(session: Session, places: FloatArray) -> None:
    answered(session, 3)
    before = path(session, places).tolist()
    session.prompt("horror")
    assert path(session, places).tolist() == before


def test_a_long_way_is_told_in_few_points(recommender: Recommender, places: FloatArray) -> None:
    known = [int(movie) for movie in recommender.catalogue.ids[placed(places)] if movie not in FAVOURITES]
    films = tuple((movie, Answer.LIKE if movie % 2 else Answer.DISLIKE) for movie in known[:400])
    session = recommender.session(FAVOURITES, history=History((Imported("elsewhere", films),)))
    way = path(session, places)
    assert len(way) == MOST_POINTS
    assert way[0].tolist() == path(recommender.session(FAVOURITES), places)[0].tolist()
    assert way[-1] == pytest.approx(position(session.model.scores(session.profile), places, session.model.scorable))


@pytest.mark.parametrize("model", ["svd_likes+ema", "edlae", "neumf", "popularity"])
def test_every_model_has_a_way(recommender: Recommender, places: FloatArray, model: str) -> None:
    session = recommender.session(FAVOURITES, model=model, history=History((Answered(6, Answer.LIKE),)))
    assert np.isfinite(path(session, places)).all()


def test_a_model_that_knows_no_film_with_a_place_has_no_way(recommender: Recommender, places: FloatArray) -> None:
    assert path(recommender.session(FAVOURITES), np.full_like(places, np.nan)).shape == (0, 2)


def test_a_genre_is_named_where_its_films_are(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    places = np.random.default_rng(3).uniform(-1, 1, (len(catalogue), 2))
    horror, western = (catalogue.genres[:, catalogue.genre(name)] for name in ("Horror", "Western"))
    places[horror] = [-0.7, 0.6] + places[horror] / 10
    places[western & ~horror] = [0.5, -0.8] + places[western & ~horror] / 10
    found = {name: (x, y) for name, x, y in landmarks(places, catalogue)}
    assert list(found)[:2] == ["Horror", "Western"]
    assert found["Horror"] == pytest.approx((-0.7, 0.6), abs=0.1)
    assert found["Western"] == pytest.approx((0.5, -0.8), abs=0.1)


def test_two_genres_in_one_place_are_not_named_on_top_of_each_other(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    places = np.random.default_rng(3).uniform(-1, 1, (len(catalogue), 2))
    for name in ("Horror", "Western", "Musical"):
        carried = catalogue.genres[:, catalogue.genre(name)]
        places[carried] = [0.3, 0.3] + places[carried] / 20
    assert len({name for name, _, _ in landmarks(places, catalogue)} & {"Horror", "Western", "Musical"}) == 1


def test_the_map_that_ships_names_enough_genres_and_none_near_another(
    recommender: Recommender, places: FloatArray
) -> None:
    found = landmarks(places, recommender.catalogue)
    assert 8 <= len(found) <= 10
    for place, (_, x, y) in enumerate(found):
        for _, other_x, other_y in found[:place]:
            assert abs(x - other_x) >= 0.3 or abs(y - other_y) >= 0.15


def test_a_bundle_need_not_have_a_map(recommender: Recommender) -> None:
    from matinee.engine.bundle.bundle import no_map

    assert replace(recommender.bundle, read_map=no_map).read_map() is None
