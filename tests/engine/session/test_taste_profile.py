"""The genre profile of the top-ranked films, and the z-score of one film."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.engine.recommender import Recommender
from matinee.engine.session.session import Session
from matinee.engine.session.taste_profile import TOP_FILMS, fit_zscore, genre_profile
from tests.conftest import FAVOURITES

FIVE = np.array([3.0, 1.0, 2.0, 5.0, 4.0])
ALL = np.ones(5, dtype=np.bool_)


def test_a_genre_profile_is_the_share_of_top_films_with_each_genre() -> None:
    genres = np.array([[1, 0], [1, 0], [1, 1], [0, 1], [1, 1]], dtype=np.bool_)
    assert genre_profile(FIVE, ALL, genres).tolist() == [0.8, 0.6]


def test_only_the_top_films_count() -> None:
    scores = np.arange(TOP_FILMS + 10, dtype=np.float64)
    genres = np.zeros((TOP_FILMS + 10, 2), dtype=np.bool_)
    genres[:10, 0] = True  # the ten worst
    genres[-1, 1] = True  # the best
    assert genre_profile(scores, np.ones(TOP_FILMS + 10, dtype=np.bool_), genres).tolist() == [0.0, 1 / TOP_FILMS]


def test_films_the_model_does_not_know_do_not_count() -> None:
    genres = np.array([[1], [0], [0], [1], [0]], dtype=np.bool_)
    known = np.array([True, True, False, False, False])
    assert genre_profile(FIVE, known, genres).tolist() == [0.5]


def test_without_known_films_the_profile_is_zero() -> None:
    assert genre_profile(FIVE, ~ALL, np.ones((5, 3), dtype=np.bool_)).tolist() == [0.0, 0.0, 0.0]


def test_a_fit_is_a_zscore_over_the_known_films() -> None:
    assert fit_zscore(FIVE, ALL, 3) == pytest.approx(2 / sqrt(2))
    assert fit_zscore(FIVE, ALL, 0) == 0
    only_three = np.array([True, True, True, False, False])  # 3, 1 and 2
    assert fit_zscore(FIVE, only_three, 0) == pytest.approx(1 / sqrt(2 / 3))


def test_equal_scores_have_a_zscore_of_zero() -> None:
    assert fit_zscore(np.full(5, 0.1), ALL, 2) == 0


def test_a_like_and_a_dislike_change_the_profile(recommender: Recommender) -> None:
    for answer in ("like", "dislike"):
        session = recommender.session(FAVOURITES)
        for _ in range(5):
            getattr(session, answer)()
        assert session.taste.tolist() != session.starting_taste.tolist()


@pytest.mark.parametrize("model", ["blend", "svd_likes", "svd_likes+ema", "ease", "als", "item_item+recent"])
@settings(max_examples=5, deadline=None)
@given(answers=st.lists(st.sampled_from(["skip", "add_to_watchlist"]), min_size=1, max_size=8))
def test_skips_and_the_watchlist_never_change_the_profile(
    recommender: Recommender, model: str, answers: list[str]
) -> None:
    session = recommender.session(FAVOURITES, model=model)
    session.like()
    before = session.taste.tolist()
    for answer in answers:
        getattr(session, answer)()
    assert session.taste.tolist() == before


def test_undo_restores_the_profile(session: Session) -> None:
    before = session.taste.tolist()
    session.dislike()
    assert session.taste.tolist() != before
    session.undo()
    assert session.taste.tolist() == before == session.starting_taste.tolist()
