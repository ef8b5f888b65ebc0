"""Training batches on numbers worked out by hand: visible and hidden likes, weights of histories."""

import numpy as np
import pandas as pd
import pytest

from matinee.training.models.embedding_bags import Histories, embedding_bags, sample_batch, user_histories

HISTORIES = Histories(
    liked=[np.array([0, 1, 2, 3, 4, 5]), np.array([6, 7]), np.arange(0, 20, 2)],
    disliked=[np.array([8, 9]), np.array([], dtype=np.int64), np.array([1, 3, 5])],
    n_films=20,
)


def test_likes_and_dislikes_are_split_by_stars() -> None:
    ratings = pd.DataFrame(
        {"user": [7, 3, 7, 3, 7, 3], "movie": [10, 10, 30, 40, 40, 30], "rating": [4.0, 2.5, 3.5, 5.0, 0.5, 3.0]}
    )
    histories = user_histories(ratings, np.array([10, 30, 40]))
    assert [films.tolist() for films in histories.liked] == [[2], [0]]
    assert [films.tolist() for films in histories.disliked] == [[0], [2]]
    assert histories.n_films == 3


@pytest.mark.parametrize("seed", range(20))
def test_a_batch_predicts_what_it_hides(seed: int) -> None:
    targets, negatives = 3, 4
    drawn = sample_batch(HISTORIES, np.array([2, 0, 1]), targets, negatives, np.random.default_rng(seed))
    assert drawn.items.shape == drawn.labels.shape == (3, targets * (1 + negatives))
    for place, user in enumerate((2, 0, 1)):
        liked = set(HISTORIES.liked[user].tolist())
        visible, items, labels = set(drawn.likes[place].tolist()), drawn.items[place], drawn.labels[place]
        hidden = items[labels == 1].tolist()
        assert visible and visible < liked
        assert hidden and set(hidden) <= liked - visible
        assert len(set(hidden)) == len(hidden) == min(targets, len(liked) - len(visible))
        assert not set(items[labels == 0].tolist()) & liked
        asked = items[targets : targets + len(hidden) * negatives]
        assert set(labels[targets : targets + len(hidden) * negatives]) <= {0.0, -1.0}
        assert (labels == 0).sum() == (~np.isin(asked, HISTORIES.liked[user])).sum()
        assert set(drawn.dislikes[place].tolist()) <= set(HISTORIES.disliked[user].tolist())


def test_a_batch_shows_every_share_of_the_likes() -> None:
    generator = np.random.default_rng(0)
    sizes = [len(sample_batch(HISTORIES, np.array([0]), 3, 1, generator).likes[0]) for _ in range(200)]
    assert set(sizes) == {1, 2, 3, 4, 5}


def test_bags_weigh_each_history_by_its_root() -> None:
    likes = [np.array([4, 2]), np.array([], dtype=np.int64), np.array([1])]
    dislikes = [np.array([0, 3]), np.array([], dtype=np.int64), np.array([], dtype=np.int64)]
    films, starts, weights = embedding_bags(likes, dislikes, dislike=-0.5)
    assert films.tolist() == [4, 2, 0, 3, 1]
    assert starts.tolist() == [0, 4, 4]
    assert weights.tolist() == [0.5, 0.5, -0.25, -0.25, 1.0]
