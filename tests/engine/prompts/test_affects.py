"""Affects and the genres they imply, on numbers calculated by hand."""

import numpy as np
import pytest

from matinee.engine.prompts.words.affects import Affects, boost_exciting, normalize_affects, score_affects, weigh_genres
from matinee.engine.prompts.words.lexicon import load_lexicon

LEXICON = load_lexicon()
WORDS = LEXICON.action_words


def test_scores_are_cosines_with_the_anchors() -> None:
    anchors = {"sad": np.array([1.0, 0.0]), "funny": np.array([0.6, 0.8])}
    assert score_affects(np.array([0.0, 1.0]), anchors) == {"sad": 0.0, "funny": 0.8}


@pytest.mark.parametrize(
    ("exciting", "scary", "expected"),
    [
        (0.25, 0.20, (0.31, 0.20)),  # + .3·.20; scary is lower
        (0.20, 0.30, (0.29, 0.255)),  # + .3·.30; scary is still higher: × .85
        (0.20, 0.60, (0.35, 0.51)),  # never more than + .15
        (0.20, 0.50, (0.35, 0.425)),  # exactly .15
        (0.27, 0.30, (0.36, 0.30)),  # is no longer higher
        (0.00, 0.60, (0.00, 0.60)),
        (-0.1, 0.60, (-0.1, 0.60)),
        (0.60, 0.00, (0.60, 0.00)),
        (0.60, -0.2, (0.60, -0.2)),
    ],
)
def test_action_words_raise_exciting(exciting: float, scary: float, expected: tuple[float, float]) -> None:
    scores = {"exciting": exciting, "scary": scary, "sad": 0.1}
    boosted = boost_exciting(scores, "something thrilling", WORDS)
    assert (boosted["exciting"], boosted["scary"]) == pytest.approx(expected)
    assert boosted["sad"] == 0.1
    assert scores == {"exciting": exciting, "scary": scary, "sad": 0.1}  # the argument is not changed


@pytest.mark.parametrize(
    "line",
    ["Action", "an action film", "thrilling, dark", "my heart racing tonight", "PUMP it up", "awesome", "adrenaline"],
)
def test_each_action_word_counts(line: str) -> None:
    assert boost_exciting({"exciting": 0.2, "scary": 0.3}, line, WORDS)["exciting"] == pytest.approx(0.29)


@pytest.mark.parametrize("line", ["reaction shots", "thrillingly", "a pumpkin", "heart", "racing", ""])
def test_other_words_change_nothing(line: str) -> None:
    scores = {"exciting": 0.2, "scary": 0.3}
    assert boost_exciting(scores, line, WORDS) == scores


@pytest.mark.parametrize(
    "line", ["action!", "thrilling.", "heart-racing", "action-packed", "awesome; dark", "(action)"]
)
def test_punctuation_around_an_action_word_does_not_matter(line: str) -> None:
    assert boost_exciting({"exciting": 0.2, "scary": 0.3}, line, WORDS)["exciting"] == pytest.approx(0.29)


def test_positive_scores_become_shares() -> None:
    found = normalize_affects({"sad": 0.3, "funny": -0.5, "scary": 0.1, "dark": 0.0})
    assert found.shares == pytest.approx({"sad": 0.75, "scary": 0.25})
    assert found.top == "sad"
    assert found.confidence == pytest.approx(0.75)


@pytest.mark.parametrize("scores", [{}, {"sad": 0.0}, {"sad": -0.2, "dark": -0.1}])
def test_there_may_be_no_affect(scores: dict[str, float]) -> None:
    assert normalize_affects(scores) == Affects({}, None)
    assert normalize_affects(scores).confidence == 0.0


def test_genres_are_weighed_by_similarity_and_affect() -> None:
    names = ["Comedy", "Horror", "Thriller", "Drama"]
    scary = Affects({"scary": 0.75, "dark": 0.25}, "scary")
    weights = weigh_genres(np.array([0.30, 0.26, 0.24, -0.10]), scary, LEXICON.affects, names)
    # .24 is under .25; priors count .9: horror .9·.75·.7, thriller .9·(.75·.3 + .25·.5); scary conflicts with comedy
    expected = np.array([0.30 * 0.2, 0.26 + 0.4725, 0.2025 + 0.1125, 0.0])
    assert weights == pytest.approx(expected / expected.sum())


def test_an_uncertain_affect_counts_less() -> None:
    names = ["Comedy", "Horror", "Thriller", "Drama"]
    unsure = Affects({"scary": 0.30, "dark": 0.25, "sad": 0.25, "family": 0.20}, "scary")
    weights = weigh_genres(np.array([0.30, 0.26, 0.22, 0.19]), unsure, LEXICON.affects, names)
    # the limit is .20, priors count .7, a conflict × .5; of scary, dark and sad in that order
    expected = np.array([0.30 * 0.5, 0.26 + 0.7 * 0.30 * 0.7, 0.22 + 0.7 * (0.30 * 0.3 + 0.25 * 0.5), 0.7 * 0.25 * 0.6])
    assert weights == pytest.approx(expected / expected.sum())


@pytest.mark.parametrize(
    ("confidence", "near", "kept"),
    [(0.35, 0.25, True), (0.35, 0.24, False), (0.34, 0.20, True), (0.34, 0.19, False)],
)
def test_the_thresholds_are_inclusive(confidence: float, near: float, kept: bool) -> None:
    rest = dict.fromkeys(("sad", "dark"), (1 - confidence) / 2)
    affects = Affects({"funny": confidence, **rest}, "funny")
    weights = weigh_genres(np.array([near]), affects, LEXICON.affects, ["Western"])
    assert weights.tolist() == [1.0 if kept else 0.0]


def test_without_an_affect_the_lower_threshold_applies() -> None:
    weights = weigh_genres(np.array([0.30, 0.20, 0.19]), Affects({}, None), LEXICON.affects, ["Horror", "War", "Crime"])
    assert weights == pytest.approx([0.6, 0.4, 0])


def test_dissimilar_genres_have_no_weight() -> None:
    weights = weigh_genres(np.array([-0.5, 0.1]), Affects({}, None), LEXICON.affects, ["Horror", "War"])
    assert weights.tolist() == [0, 0]


def test_genres_missing_from_the_catalogue_are_ignored() -> None:
    weights = weigh_genres(np.array([0.0]), normalize_affects({"sad": 0.5}), LEXICON.affects, ["Drama"])
    assert weights.tolist() == [1.0]
