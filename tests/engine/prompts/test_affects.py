"""Affects and the genres they speak for, on numbers worked out by hand."""

import numpy as np
import pytest

from matinee.engine.prompts.affects import Affects, affect_scores, genre_weights, heard, with_action_words
from matinee.engine.prompts.lexicon import load_lexicon

LEXICON = load_lexicon()
WORDS = LEXICON.action_words


def test_scores_are_cosines_with_the_anchors() -> None:
    anchors = {"sad": np.array([1.0, 0.0]), "funny": np.array([0.6, 0.8])}
    assert affect_scores(np.array([0.0, 1.0]), anchors) == {"sad": 0.0, "funny": 0.8}


@pytest.mark.parametrize(
    ("exciting", "scary", "expected"),
    [
        (0.25, 0.20, (0.31, 0.20)),  # + .3·.20; scary does not lead
        (0.20, 0.30, (0.29, 0.255)),  # + .3·.30; scary still leads: × .85
        (0.20, 0.60, (0.35, 0.51)),  # never more than + .15
        (0.20, 0.50, (0.35, 0.425)),  # exactly .15
        (0.27, 0.30, (0.36, 0.30)),  # no longer leads
        (0.00, 0.60, (0.00, 0.60)),
        (-0.1, 0.60, (-0.1, 0.60)),
        (0.60, 0.00, (0.60, 0.00)),
        (0.60, -0.2, (0.60, -0.2)),
    ],
)
def test_words_of_action_are_heard_as_exciting(exciting: float, scary: float, expected: tuple[float, float]) -> None:
    scores = {"exciting": exciting, "scary": scary, "sad": 0.1}
    boosted = with_action_words(scores, "something thrilling", WORDS)
    assert (boosted["exciting"], boosted["scary"]) == pytest.approx(expected)
    assert boosted["sad"] == 0.1
    assert scores == {"exciting": exciting, "scary": scary, "sad": 0.1}  # what was given stays


@pytest.mark.parametrize(
    "line",
    ["Action", "an action film", "thrilling, dark", "my heart racing tonight", "PUMP it up", "awesome", "adrenaline"],
)
def test_each_word_of_action_counts(line: str) -> None:
    assert with_action_words({"exciting": 0.2, "scary": 0.3}, line, WORDS)["exciting"] == pytest.approx(0.29)


@pytest.mark.parametrize("line", ["reaction shots", "thrillingly", "a pumpkin", "heart", "racing", ""])
def test_other_words_change_nothing(line: str) -> None:
    scores = {"exciting": 0.2, "scary": 0.3}
    assert with_action_words(scores, line, WORDS) == scores


@pytest.mark.parametrize(
    "line", ["action!", "thrilling.", "heart-racing", "action-packed", "awesome; dark", "(action)"]
)
def test_marks_around_a_word_of_action_do_not_matter(line: str) -> None:
    assert with_action_words({"exciting": 0.2, "scary": 0.3}, line, WORDS)["exciting"] == pytest.approx(0.29)


def test_what_is_heard_is_the_positive_scores_as_shares() -> None:
    found = heard({"sad": 0.3, "funny": -0.5, "scary": 0.1, "dark": 0.0})
    assert found.shares == pytest.approx({"sad": 0.75, "scary": 0.25})
    assert found.top == "sad"
    assert found.confidence == pytest.approx(0.75)


@pytest.mark.parametrize("scores", [{}, {"sad": 0.0}, {"sad": -0.2, "dark": -0.1}])
def test_nothing_may_be_heard(scores: dict[str, float]) -> None:
    assert heard(scores) == Affects({}, None)
    assert heard(scores).confidence == 0.0


def test_genres_are_weighed_by_nearness_and_affect() -> None:
    names = ["Comedy", "Horror", "Thriller", "Drama"]
    scary = Affects({"scary": 0.75, "dark": 0.25}, "scary")
    weights = genre_weights(np.array([0.30, 0.26, 0.24, -0.10]), scary, LEXICON.affects, names)
    # .24 is under .25; priors count .9: horror .9·.75·.7, thriller .9·(.75·.3 + .25·.5); scary conflicts with comedy
    expected = np.array([0.30 * 0.2, 0.26 + 0.4725, 0.2025 + 0.1125, 0.0])
    assert weights == pytest.approx(expected / expected.sum())


def test_an_unsure_affect_counts_for_less() -> None:
    names = ["Comedy", "Horror", "Thriller", "Drama"]
    unsure = Affects({"scary": 0.30, "dark": 0.25, "sad": 0.25, "family": 0.20}, "scary")
    weights = genre_weights(np.array([0.30, 0.26, 0.22, 0.19]), unsure, LEXICON.affects, names)
    # the limit is .20, priors count .7, a conflict × .5; of scary, dark and sad in that order
    expected = np.array([0.30 * 0.5, 0.26 + 0.7 * 0.30 * 0.7, 0.22 + 0.7 * (0.30 * 0.3 + 0.25 * 0.5), 0.7 * 0.25 * 0.6])
    assert weights == pytest.approx(expected / expected.sum())


@pytest.mark.parametrize(
    ("confidence", "near", "kept"),
    [(0.35, 0.25, True), (0.35, 0.24, False), (0.34, 0.20, True), (0.34, 0.19, False)],
)
def test_the_limits_themselves_count_as_near_and_sure(confidence: float, near: float, kept: bool) -> None:
    rest = dict.fromkeys(("sad", "dark"), (1 - confidence) / 2)
    affects = Affects({"funny": confidence, **rest}, "funny")
    weights = genre_weights(np.array([near]), affects, LEXICON.affects, ["Western"])
    assert weights.tolist() == [1.0 if kept else 0.0]


def test_without_an_affect_the_lower_limit_holds_and_nothing_conflicts() -> None:
    weights = genre_weights(
        np.array([0.30, 0.20, 0.19]), Affects({}, None), LEXICON.affects, ["Horror", "War", "Crime"]
    )
    assert weights == pytest.approx([0.6, 0.4, 0])


def test_nothing_asked_is_nothing_weighed() -> None:
    weights = genre_weights(np.array([-0.5, 0.1]), Affects({}, None), LEXICON.affects, ["Horror", "War"])
    assert weights.tolist() == [0, 0]


def test_genres_the_catalogue_lacks_are_left_out() -> None:
    weights = genre_weights(np.array([0.0]), heard({"sad": 0.5}), LEXICON.affects, ["Drama"])
    assert weights.tolist() == [1.0]
