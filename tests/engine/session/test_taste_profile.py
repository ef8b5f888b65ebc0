"""A taste for the eye: the genres of the films a model finds best, and how far one film stands out."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.engine.recommender import Recommender
from matinee.engine.session.session import Session
from matinee.engine.session.taste_profile import LOOKED_AT, fit, genre_profile
from tests.conftest import FAVOURITES

FIVE = np.array([3.0, 1.0, 2.0, 5.0, 4.0])
ALL = np.ones(5, dtype=np.bool_)


def test_a_taste_is_the_share_of_the_best_films_that_carry_a_genre() -> None:
    genres = np.array([[1, 0], [1, 0], [1, 1], [0, 1], [1, 1]], dtype=np.bool_)
    assert genre_profile(FIVE, ALL, genres).tolist() == [0.8, 0.6]


def test_only_the_best_films_are_looked_at() -> None:
    scores = np.arange(LOOKED_AT + 10, dtype=np.float64)
    genres = np.zeros((LOOKED_AT + 10, 2), dtype=np.bool_)
    genres[:10, 0] = True  # the ten worst
    genres[-1, 1] = True  # the best
    assert genre_profile(scores, np.ones(LOOKED_AT + 10, dtype=np.bool_), genres).tolist() == [0.0, 1 / LOOKED_AT]


def test_films_the_model_does_not_know_are_not_looked_at() -> None:
    genres = np.array([[1], [0], [0], [1], [0]], dtype=np.bool_)
    known = np.array([True, True, False, False, False])
    assert genre_profile(FIVE, known, genres).tolist() == [0.5]


def test_where_no_film_is_known_there_is_no_taste() -> None:
    assert genre_profile(FIVE, ~ALL, np.ones((5, 3), dtype=np.bool_)).tolist() == [0.0, 0.0, 0.0]


def test_a_fit_is_counted_in_deviations_from_the_usual_film() -> None:
    assert fit(FIVE, ALL, 3) == pytest.approx(2 / sqrt(2))
    assert fit(FIVE, ALL, 0) == 0
    only_three = np.array([True, True, True, False, False])  # 3, 1 and 2
    assert fit(FIVE, only_three, 0) == pytest.approx(1 / sqrt(2 / 3))


def test_where_all_films_fit_alike_none_stands_out() -> None:
    assert fit(np.full(5, 0.1), ALL, 2) == 0


def test_a_like_and_a_dislike_move_the_taste(recommender: Recommender) -> None:
    for answer in ("like", "dislike"):
        session = recommender.session(FAVOURITES)
        for _ in range(5):
            getattr(session, answer)()
        assert session.taste.tolist() != session.starting_taste.tolist()


@pytest.mark.parametrize("model", ["session", "svd_likes", "svd_likes+ema", "ease", "als", "item_item+recent"])
@settings(max_examples=5, deadline=None)
@given(answers=st.lists(st.sampled_from(["skip", "later"]), min_size=1, max_size=8))
def test_what_is_skipped_or_kept_for_later_never_moves_the_taste(
    recommender: Recommender, model: str, answers: list[str]
) -> None:
    session = recommender.session(FAVOURITES, model=model)
    session.like()
    before = session.taste.tolist()
    for answer in answers:
        getattr(session, answer)()
    assert session.taste.tolist() == before


def test_undo_puts_the_taste_back(session: Session) -> None:
    before = session.taste.tolist()
    session.dislike()
    assert session.taste.tolist() != before
    session.undo()
    assert session.taste.tolist() == before == session.starting_taste.tolist()
