"""What a network is told and asked, and the levels that stars are freed of, on numbers worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from matinee.training.models.embedding_bags import Histories, bags, draw, histories
from matinee.training.models.residuals import Observed

TOLD = Histories(
    liked=[np.array([0, 1, 2, 3, 4, 5]), np.array([6, 7]), np.arange(0, 20, 2)],
    disliked=[np.array([8, 9]), np.array([], dtype=np.int64), np.array([1, 3, 5])],
    films=20,
)


def test_likes_and_dislikes_are_told_by_stars() -> None:
    ratings = pd.DataFrame(
        {"user": [7, 3, 7, 3, 7, 3], "movie": [10, 10, 30, 40, 40, 30], "rating": [4.0, 2.5, 3.5, 5.0, 0.5, 3.0]}
    )
    told = histories(ratings, np.array([10, 30, 40]))
    assert [films.tolist() for films in told.liked] == [[2], [0]]
    assert [films.tolist() for films in told.disliked] == [[0], [2]]
    assert told.films == 3


@pytest.mark.parametrize("seed", range(20))
def test_a_draw_asks_for_what_it_does_not_tell(seed: int) -> None:
    targets, negatives = 3, 4
    drawn = draw(TOLD, np.array([2, 0, 1]), targets, negatives, np.random.default_rng(seed))
    assert drawn.items.shape == drawn.labels.shape == (3, targets * (1 + negatives))
    for place, user in enumerate((2, 0, 1)):
        liked = set(TOLD.liked[user].tolist())
        told, items, labels = set(drawn.likes[place].tolist()), drawn.items[place], drawn.labels[place]
        hidden = items[labels == 1].tolist()
        assert told and told < liked
        assert hidden and set(hidden) <= liked - told
        assert len(set(hidden)) == len(hidden) == min(targets, len(liked) - len(told))
        assert not set(items[labels == 0].tolist()) & liked
        asked = items[targets : targets + len(hidden) * negatives]
        assert set(labels[targets : targets + len(hidden) * negatives]) <= {0.0, -1.0}
        assert (labels == 0).sum() == (~np.isin(asked, TOLD.liked[user])).sum()
        assert set(drawn.dislikes[place].tolist()) <= set(TOLD.disliked[user].tolist())


def test_a_draw_tells_every_share_of_the_likes() -> None:
    generator = np.random.default_rng(0)
    sizes = [len(draw(TOLD, np.array([0]), 3, 1, generator).likes[0]) for _ in range(200)]
    assert set(sizes) == {1, 2, 3, 4, 5}


def test_bags_weigh_each_history_by_its_root() -> None:
    likes = [np.array([4, 2]), np.array([], dtype=np.int64), np.array([1])]
    dislikes = [np.array([0, 3]), np.array([], dtype=np.int64), np.array([], dtype=np.int64)]
    films, starts, weights = bags(likes, dislikes, dislike=-0.5)
    assert films.tolist() == [4, 2, 0, 3, 1]
    assert starts.tolist() == [0, 4, 4]
    assert weights.tolist() == [0.5, 0.5, -0.25, -0.25, 1.0]


@pytest.fixture
def observed() -> Observed:
    """User 0 gives 5 and 3, user 1 gives 4: the mean is 4."""
    return Observed(np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([5.0, 3.0, 4.0]), n_users=3, n_films=3)


def test_levels_are_shrunk_mean_deviations(observed: Observed) -> None:
    assert observed.mean == 4.0
    # film 0: (1 + 0) / (2 + 5); film 1: −1 / (1 + 5); film 2: nothing is known
    assert observed.film_levels == pytest.approx([1 / 7, -1 / 6, 0.0])
    # user 0: (1 − 1/7) + (−1 + 1/6) = 1/42 over 2 + 5; user 1: −1/7 over 1 + 5
    assert observed.user_levels == pytest.approx([1 / 42 / 7, -1 / 7 / 6, 0.0])
    assert observed.residuals == pytest.approx([6 / 7 - 1 / 294, -5 / 6 - 1 / 294, -1 / 7 + 1 / 42])


def test_levels_without_ones_own_rating(observed: Observed) -> None:
    film, user = observed.levels_without_own()
    # film 0 without the 5: 0 / (1 + 5); film 1 without its only rating: nothing; film 0 without the 4: 1 / (1 + 5)
    assert film == pytest.approx([0.0, 0.0, 1 / 6])
    # user 0 without the 5: −5/6 / (1 + 5), without the 3: 6/7 / (1 + 5); user 1 without all: nothing
    assert user == pytest.approx([-5 / 36, 1 / 7, 0.0])


def test_numbers_of_films(observed: Observed) -> None:
    numbers = observed.numbers(observed.film_levels, observed.film_counts)
    assert numbers[:, 0] == pytest.approx(observed.film_levels, abs=1e-6)
    assert (numbers[:, 1].mean(), numbers[:, 1].std()) == pytest.approx((0.0, 1.0), abs=1e-6)
    assert numbers[:, 2].tolist() == [1.0, 0.5, 0.0]


def test_a_part_keeps_who_there_is(observed: Observed) -> None:
    part = observed.part(np.array([1]))
    assert (part.stars.tolist(), part.n_users, part.n_films) == ([3.0], 3, 3)
    assert part.film_counts.tolist() == [0.0, 1.0, 0.0]
