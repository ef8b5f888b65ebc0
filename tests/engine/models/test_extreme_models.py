"""Models that training would not make, and a crafted bundle may hold, give finite scores."""

from dataclasses import replace

import numpy as np
import pytest

from matinee.engine.models.base import Model
from matinee.engine.models.baselines import Popularity
from matinee.engine.models.blend import Blend
from matinee.engine.models.neural import FeedbackScale, Network, NetworkModel
from matinee.engine.models.profile import Answer, Profile

PROFILE = Profile((0, 1), ((2, Answer.LIKE),))


def network(bias: float) -> NetworkModel:
    """A network that knows three films and adds the same to the score of each."""
    zeros = np.zeros((3, 2), dtype=np.float32)
    arrays = Network(
        rows=np.arange(3), history=zeros, expected=zeros[:, 0], factors=zeros, hidden=zeros, from_user=zeros[:2],
        second=zeros[:2], second_bias=zeros[0], output=zeros[0], bias=np.full(3, bias, dtype=np.float32),
        scale=FeedbackScale(1.0, -0.3, None, odds=True),
    )  # fmt: skip
    return NetworkModel("network", arrays, 4)


@pytest.mark.parametrize(
    "model",
    [
        network(1e6),
        network(-1e6),
        Blend("blend", [(Popularity(np.array([1.0, 0, 0, 0])), 1.0), (Popularity(np.array([0, 1.0, 0, 0])), 1.0)]),
        Blend("blend", [(Popularity(np.ones(4)), 0.0), (network(1e6), 1e6)]),
    ],
    ids=["large odds", "small odds", "no common film", "large weight"],
)
def test_scores_are_finite(model: Model) -> None:
    scores = model.scores(PROFILE)
    assert np.isfinite(scores).all()
    assert np.isfinite(scores.std())
    assert not scores[~model.known].any()


def test_ordinary_odds_are_not_changed() -> None:
    model = network(2.0)
    assert model.scores(PROFILE)[:3] == pytest.approx(np.exp(2.0))
    stars = replace(model, network=replace(model.network, scale=FeedbackScale(4.5, 2.0, None, odds=False)))
    assert stars.scores(PROFILE)[:3] == pytest.approx(2.0)
