"""The film map: locating a taste, and labelling the genres."""

from dataclasses import replace

import numpy as np
import pytest

from matinee.engine.models.film_map import genre_labels, is_placed, locate_taste
from matinee.engine.recommender import Recommender
from matinee.policy.array_types import FloatArray

EVERYTHING = np.ones(60, dtype=np.bool_)


@pytest.fixture(scope="module")
def positions(recommender: Recommender) -> FloatArray:
    """Positions of the films on the map in the shipped bundle."""
    taste_map = recommender.bundle.read_map()
    assert taste_map is not None
    return taste_map.positions


@pytest.fixture
def scattered() -> FloatArray:
    """60 films at random positions."""
    return np.random.default_rng(5).uniform(-1, 1, (60, 2))


def test_the_map_that_ships_has_a_place_for_every_film_of_the_space(
    recommender: Recommender, positions: FloatArray
) -> None:
    known = recommender.bundle.trained["svd_likes"].vectors.any(axis=1)  # type: ignore[union-attr]
    assert np.array_equal(is_placed(positions), known)
    assert positions.shape == (len(recommender.catalogue), 2)
    assert np.nanmin(positions, axis=0).tolist() == [-1, -1]
    assert np.nanmax(positions, axis=0).tolist() == [1, 1]


def test_films_hardly_anybody_knows_do_not_pile_up_at_the_rim(recommender: Recommender, positions: FloatArray) -> None:
    rows = np.flatnonzero(is_placed(positions))
    counts = recommender.catalogue.rating_counts[rows]
    away = np.linalg.norm(positions[rows], axis=1)
    rare, known = away[counts <= np.quantile(counts, 0.25)], away[counts >= np.quantile(counts, 0.75)]
    assert np.median(rare) < np.median(known) * 1.1


def test_a_taste_lies_where_most_of_the_films_it_likes_best_are(scattered: FloatArray) -> None:
    scores = np.zeros(60)
    scores[:9] = 5.0
    scattered[:6] = np.array([0.6, -0.4]) + np.random.default_rng(1).normal(0, 0.02, (6, 2))
    scattered[6:9] = [-0.8, 0.8]
    assert locate_taste(scores, scattered, EVERYTHING, count=9) == pytest.approx([0.6, -0.4], abs=0.05)
    scores[6:9] = 50.0  # the better ones, although fewer
    assert locate_taste(scores, scattered, EVERYTHING, count=9) == pytest.approx([-0.8, 0.8], abs=0.05)


def test_films_without_a_place_or_out_of_the_question_do_not_count(scattered: FloatArray) -> None:
    scores = np.arange(60.0)
    whole = locate_taste(scores, scattered, EVERYTHING)
    scattered[59] = np.nan
    without = locate_taste(scores, scattered, EVERYTHING)
    assert np.isfinite(without).all()
    assert whole.tolist() != without.tolist()
    scattered[59] = [9, 9]
    assert locate_taste(scores, scattered, np.arange(60) < 59).tolist() == without.tolist()


def test_a_taste_that_prefers_nothing_is_in_the_middle_of_things(scattered: FloatArray) -> None:
    middle = locate_taste(np.zeros(60), scattered, EVERYTHING, count=60)
    assert np.linalg.norm(middle) < 0.4
    assert np.isnan(locate_taste(np.zeros(60), scattered, ~EVERYTHING)).all()


def test_a_genre_is_named_where_its_films_are(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    positions = np.random.default_rng(3).uniform(-1, 1, (len(catalogue), 2))
    horror, western = (catalogue.genres[:, catalogue.genre(name)] for name in ("Horror", "Western"))
    positions[horror] = [-0.7, 0.6] + positions[horror] / 10
    positions[western & ~horror] = [0.5, -0.8] + positions[western & ~horror] / 10
    found = {name: (x, y) for name, x, y in genre_labels(positions, catalogue)}
    assert list(found)[:2] == ["Horror", "Western"]
    assert found["Horror"] == pytest.approx((-0.7, 0.6), abs=0.1)
    assert found["Western"] == pytest.approx((0.5, -0.8), abs=0.1)


def test_two_genres_in_one_place_are_not_named_on_top_of_each_other(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    positions = np.random.default_rng(3).uniform(-1, 1, (len(catalogue), 2))
    for name in ("Horror", "Western", "Musical"):
        carried = catalogue.genres[:, catalogue.genre(name)]
        positions[carried] = [0.3, 0.3] + positions[carried] / 20
    assert len({name for name, _, _ in genre_labels(positions, catalogue)} & {"Horror", "Western", "Musical"}) == 1


def test_the_map_that_ships_names_enough_genres_and_none_near_another(
    recommender: Recommender, positions: FloatArray
) -> None:
    found = genre_labels(positions, recommender.catalogue)
    assert 8 <= len(found) <= 10
    for place, (_, x, y) in enumerate(found):
        for _, other_x, other_y in found[:place]:
            assert abs(x - other_x) >= 0.3 or abs(y - other_y) >= 0.15


def test_a_bundle_need_not_have_a_map(recommender: Recommender) -> None:
    from matinee.engine.bundle.bundle import no_map

    assert replace(recommender.bundle, read_map=no_map).read_map() is None
