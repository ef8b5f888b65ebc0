"""The update rules on numbers worked out by hand."""

import numpy as np
import pytest

from matinee.engine.models.factor_models import Ema, FactorModel, Posterior, TastePrior, least_squares
from matinee.engine.models.profile import Answer, Profile, genre_weights
from matinee.policy import Policy

VECTORS = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]])
LIKE, DISLIKE, SKIP = Answer.LIKE, Answer.DISLIKE, Answer.SKIP


def posterior(skip_weight: float = 0.0) -> Posterior:
    measurements = {LIKE: (2.0, 1.0), DISLIKE: (1.0, -0.5), SKIP: (skip_weight, 0.0)}
    return Posterior(mean=np.array([0.5, 0.5]), precision=np.eye(2) * 2, measurements=measurements)


def test_ema_starts_from_the_mean_of_the_favourites() -> None:
    assert Ema(0.15, 0.6).fold_in(VECTORS, Profile((0, 1))).tolist() == [0.5, 0.5]


def test_ema_follows_its_formula() -> None:
    rule = Ema(learning_rate=0.2, negative_weight=0.5)
    liked = rule.fold_in(VECTORS, Profile((0, 1), ((2, LIKE),)))
    assert liked == pytest.approx([0.6, 0.6])  # .8·.5 + .2·1
    disliked = rule.fold_in(VECTORS, Profile((0, 1), ((2, LIKE), (0, DISLIKE))))
    assert disliked == pytest.approx([0.38, 0.48])  # .8·.6 − .2·.5·(1, 0)
    skipped = rule.fold_in(VECTORS, Profile((0, 1), ((2, LIKE), (0, SKIP))))
    assert skipped.tolist() == liked.tolist()


def test_posterior_solves_the_normal_equations() -> None:
    # P0 = 2I, μ = (.5, .5); favourite (1,0) with w 2, y 1: A = diag(4, 2), b = (1 + 2, 1) → u = (.75, .5)
    assert posterior().fold_in(VECTORS, Profile((0,))) == pytest.approx([0.75, 0.5])
    # dislike (0,1) with w 1, y −.5: A = diag(4, 3), b = (3, .5)
    assert posterior().fold_in(VECTORS, Profile((0,), ((1, DISLIKE),))) == pytest.approx([0.75, 1 / 6])


def test_posterior_ignores_the_order_of_answers() -> None:
    answers = ((1, DISLIKE), (2, LIKE), (0, LIKE))
    one, other = (posterior().fold_in(VECTORS, Profile((2,), given)) for given in (answers, answers[::-1]))
    assert one == pytest.approx(other)


def test_posterior_uses_a_skip_only_when_it_has_weight() -> None:
    profile = Profile((0,), ((1, SKIP),))
    assert posterior(0.0).fold_in(VECTORS, profile) == pytest.approx([0.75, 0.5])
    assert posterior(2.0).fold_in(VECTORS, profile) == pytest.approx([0.75, 0.25])


@pytest.mark.parametrize("rule", [Ema(0.2, 0.5), posterior()])
def test_contributions_are_what_each_film_adds_to_the_score(rule: Ema | Posterior) -> None:
    profile = Profile((0,), ((2, LIKE), (1, DISLIKE)))
    without_evidence = rule.fold_in(VECTORS, profile)
    contributions = rule.contributions(VECTORS, profile, row=2)
    if isinstance(rule, Ema):
        assert sum(contributions.values()) == pytest.approx(float(without_evidence @ VECTORS[2]))
    else:
        nothing_said = np.linalg.solve(
            rule.precision + sum(w * np.outer(VECTORS[r], VECTORS[r]) for r, w in ((0, 2), (2, 2), (1, 1))),
            rule.precision @ rule.mean,
        )
        expected = float((without_evidence - nothing_said) @ VECTORS[2])
        assert sum(contributions.values()) == pytest.approx(expected, abs=1e-9)


def test_least_squares_solves_the_dense_problem(policy: Policy) -> None:
    generator = np.random.default_rng(3)
    films, confidence, regularisation = generator.normal(size=(12, 4)), 5.0, 2.0
    prior = TastePrior(np.zeros(4), films.T @ films + regularisation * np.eye(4))
    rule = least_squares(policy, prior, confidence)
    # confidence and preference of all twelve films: likes 1 + α and 1, everything else 1 and 0
    sure, chosen = np.ones(12), np.zeros(12)
    sure[[2, 7, 9]], chosen[[2, 7, 9]] = 1 + confidence, 1.0
    sure[4] = 1 + policy.least_squares_dislike_confidence
    dense = np.linalg.solve(films.T @ np.diag(sure) @ films + regularisation * np.eye(4), films.T @ (sure * chosen))
    assert rule.fold_in(films, Profile((2, 7), ((4, DISLIKE), (9, LIKE), (1, SKIP)))) == pytest.approx(dense)
    assert rule.fold_in(films, Profile(())).tolist() == [0.0] * 4


def test_a_film_without_a_vector_is_unknown_and_ignored() -> None:
    model = FactorModel("m", VECTORS, Ema(0.2, 0.5))
    assert model.known.tolist() == [True, True, True, False]
    assert model.scores(Profile((0, 3))).tolist() == model.scores(Profile((0,))).tolist()
    assert model.contributions(Profile((0, 3)), 2).keys() == {0}


def test_genre_weights_are_shares_of_the_films() -> None:
    genres = np.array([[1, 0], [1, 1], [0, 0], [1, 0]], dtype=bool)
    assert genre_weights(genres, (0, 1, 2, 3)).tolist() == [0.75, 0.25]
    assert genre_weights(genres, ()).tolist() == [0.0, 0.0]
