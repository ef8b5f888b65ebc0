"""How many of the films have a genre that was asked for."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matinee.policy.genre_share import GENRE_SHARE, favour_genre, is_genre_due

masks = st.lists(st.booleans(), max_size=40).map(lambda flags: np.array(flags, dtype=np.bool_))


def test_the_first_film_is_of_the_genre() -> None:
    assert is_genre_due(0, 0)
    assert not is_genre_due(5, 5)


@given(masks, st.integers(0, 50), st.integers(0, 10), st.integers(0, 10))
def test_the_genre_has_its_share_until_its_films_run_out(
    requested: np.ndarray, count: int, of_genre: int, others: int
) -> None:
    order = favour_genre(np.arange(len(requested)), requested, count, of_genre + others, of_genre)
    assert len(order) == min(count, len(requested))
    assert len({*order.tolist()}) == len(order)
    for mask in (requested, ~requested):  # neither part is reordered in itself
        part = order[mask[order]]
        assert part.tolist() == np.flatnonzero(mask)[: len(part)].tolist()
    for place in range(len(order)):
        left = requested.sum() - requested[order[:place]].sum()
        have = of_genre + requested[order[: place + 1]].sum()
        enough = have >= GENRE_SHARE * (of_genre + others + place + 1)
        assert enough or not left or requested[order[place]]


def test_without_films_of_the_genre_the_order_stays() -> None:
    assert favour_genre(np.array([2, 0, 1]), np.zeros(3, dtype=np.bool_), 3).tolist() == [2, 0, 1]
