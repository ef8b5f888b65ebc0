"""A network of two films on numbers worked out by hand."""

from dataclasses import replace
from math import exp, log, sqrt

import numpy as np
import pytest

from matinee.engine.models.neural import Attention, FeedbackScale, IntentTower, Network, NetworkModel
from matinee.engine.models.profile import Answer, Profile

LIKE, DISLIKE, SKIP = Answer.LIKE, Answer.DISLIKE, Answer.SKIP
USER = np.array([2.0, 1.0])
"""u_g = 2, u_m = 1."""

NETWORK = Network(
    rows=np.array([0, 2]),
    history=np.array([[1.0, 2.0], [3.0, -1.0]]),
    expected=np.array([0.5, 0.0]),
    factors=np.array([[1.0], [-1.0]]),
    hidden=np.array([[0.0, -3.0], [1.0, 0.0]]),
    from_user=np.array([[1.0, 1.0]]),
    second=np.array([[1.0], [2.0]]),
    second_bias=np.array([-1.5]),
    output=np.array([2.0]),
    bias=np.array([0.25, 0.5]),
    scale=FeedbackScale(like=1.0, dislike=-0.5, shrinkage=1.0, odds=False),
)
ATTENTION = Attention(
    keys=np.array([[[0.0], [log(3.0)]], [[1.0], [1.0]]]),
    values=np.array([[[4.0, 0.0], [0.0, 8.0]], [[2.0, 0.0], [0.0, 4.0]]]),
    to_query=np.array([[1.0]]),
)
TOWER = IntentTower(
    first=np.eye(2),
    first_bias=np.array([0.0, -1.0]),
    second=np.array([[1.0], [1.0]]),
    second_bias=np.array([-0.5]),
    to_hidden=np.array([[2.0, -1.0]]),
)
INTENT = np.array([2.0, 0.5])


def test_the_user_bias_is_the_shrunk_mean_deviation() -> None:
    # 1 − .5 and 1 − 0, over two answers and a shrinkage of one
    assert NETWORK.user_bias(np.array([0, 1]), np.array([1.0, 1.0])) == pytest.approx(1.5 / 3)
    without = replace(NETWORK, scale=replace(NETWORK.scale, shrinkage=None))
    assert without.user_bias(np.array([0, 1]), np.array([1.0, 1.0])) == 0.0


def test_a_user_is_the_sum_of_answers_less_expectations() -> None:
    # deviations .5 and 1, bias .5: weights 0 and .5, over √2
    user = NETWORK.user(np.array([0, 1]), np.array([1.0, 1.0]))
    assert user == pytest.approx(np.array([1.5, -0.5]) / sqrt(2))
    assert NETWORK.user(np.array([], dtype=np.int64), np.array([])).tolist() == [0.0, 0.0]


def test_a_score_goes_through_both_layers() -> None:
    # first: relu(0 + 1, −3 + 1) = (1, 0) and (2, 1); second: relu(1 − 1.5) = 0 and relu(2 + 2 − 1.5) = 2.5
    assert NETWORK.score(USER) == pytest.approx([2 + 2 * 0 + 0.25, -2 + 2 * 2.5 + 0.5])
    assert NETWORK.score(USER, np.array([1])) == pytest.approx([3.5])


def test_attention_weights_texts_by_the_user() -> None:
    attentive = replace(NETWORK, attention=ATTENTION)
    # film 0: softmax(0, ln 3) = (¼, ¾), so (1, 6) is added: first (2, 4), second 2 + 8 − 1.5 = 8.5
    # film 1: both texts have equal weight, so (1, 2) is added: first (3, 3), second 3 + 6 − 1.5 = 7.5
    assert attentive.score(USER) == pytest.approx([2 + 17 + 0.25, -2 + 15 + 0.5])
    assert attentive.score(USER, np.array([1])) == pytest.approx([13.5])
    # a zero query gives the mean of the texts, (2, 4) and (1, 2)
    first = np.maximum(NETWORK.hidden + np.array([[2.0, 4.0], [1.0, 2.0]]), 0.0)
    expected = 2 * np.maximum(first @ [1.0, 2.0] - 1.5, 0.0) + NETWORK.bias
    assert attentive.score(np.zeros(2)) == pytest.approx(expected)


def test_attention_does_not_overflow() -> None:
    assert np.isfinite(replace(NETWORK, attention=ATTENTION).score(np.array([0.0, 1e4]))).all()


def test_a_prompt_is_added_to_the_first_layer() -> None:
    # relu(2, .5 − 1) = (2, 0); relu(2 − .5) = 1.5; (3, −1.5) is added to (1, −2) and (2, 1)
    minded = replace(NETWORK, intent=TOWER)
    assert TOWER(INTENT) == pytest.approx([3.0, -1.5])
    assert minded.score(USER, intent=INTENT) == pytest.approx([2 + 2 * 2.5 + 0.25, -2 + 2 * 3.5 + 0.5])
    assert minded.score(USER).tolist() == NETWORK.score(USER).tolist()
    assert NETWORK.score(USER, intent=INTENT).tolist() == NETWORK.score(USER).tolist()


def test_one_history_can_serve_both_parts() -> None:
    shared = replace(NETWORK, factors=np.array([[1.0, 0.0], [0.0, 1.0]]), from_user=np.array([[1.0, 1.0], [0.0, 0.0]]))
    # u_g = u_m = (2, 1): products 2 and 1; first (2, −1 → 0) and (3, 2); second .5 and 5.5
    assert shared.score(USER) == pytest.approx([2 + 1 + 0.25, 1 + 11 + 0.5])


def served(**changes: object) -> NetworkModel:
    """The network in a catalogue of four films, two of which it knows."""
    return NetworkModel("n", replace(NETWORK, **changes), n_movies=4)  # type: ignore[arg-type]


def test_a_model_knows_its_rows() -> None:
    model = served()
    assert model.known.tolist() == [True, False, True, False]
    scores = model.scores(Profile((0,), ((2, LIKE),)))
    # as for the user above: u = (1.5, −.5)/√2, whose first layers relu(−.35, …) and relu(.65, …) the bias stops
    assert scores == pytest.approx([1.5 / sqrt(2) + 0.25, 0.0, -1.5 / sqrt(2) + 0.5, 0.0])


def test_unknown_films_and_skips_are_ignored() -> None:
    model = served()
    plain = model.scores(Profile((0,), ((2, DISLIKE),)))
    assert model.scores(Profile((0, 1), ((3, LIKE), (2, DISLIKE), (2, SKIP)))).tolist() == plain.tolist()


def test_odds_are_served_as_odds() -> None:
    log_odds, odds = (
        served(scale=replace(NETWORK.scale, odds=whether)).scores(Profile((0,), ((2, LIKE),)))
        for whether in (False, True)
    )
    assert odds == pytest.approx([exp(log_odds[0]), 0.0, exp(log_odds[2]), 0.0])


def test_the_intent_of_a_profile_reaches_the_network() -> None:
    model = served(intent=TOWER)
    scores = model.scores(Profile((), intent=INTENT))
    # without answers: first relu(0 + 3, −3 − 1.5) = (3, 0) and relu(1 + 3, −1.5) = (4, 0); second 1.5 and 2.5
    assert scores == pytest.approx([3 + 0.25, 0.0, 5 + 0.5, 0.0])


def test_a_contribution_is_what_the_score_loses_without_the_film() -> None:
    model = served()
    contributions = model.contributions(Profile((0,), ((2, LIKE),)), row=0)
    # without film 2: deviation .5, bias .25, weight .25: u = (.25, .5), first relu(.5, −2.5), second 0: .25 + .25
    # without film 0: deviation 1, bias .5, weight .5: u = (1.5, −.5), first 0, second 0: 1.5 + .25
    whole = 1.5 / sqrt(2)
    assert contributions == pytest.approx({2: whole - 0.25, 0: whole - 1.5})
    assert model.contributions(Profile((0,), ((2, LIKE),)), row=1) == {}
    assert model.contributions(Profile((1,)), row=0) == {}


def test_a_contribution_to_odds_is_in_the_units_of_the_score() -> None:
    model = served(scale=replace(NETWORK.scale, odds=True))
    whole, without_2, without_0 = exp(1.5 / sqrt(2) + 0.25), exp(0.5), exp(1.75)
    profile = Profile((0,), ((2, LIKE),))
    assert model.scores(profile)[0] == pytest.approx(whole)
    assert model.contributions(profile, row=0) == pytest.approx({2: whole - without_2, 0: whole - without_0})
