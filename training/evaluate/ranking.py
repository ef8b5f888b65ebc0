"""Ranking protocols: rank films held out of training against the others.

Models are evaluated alone, without the policy. ``leave_one_out`` and ``temporal`` decide what is held out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matinee.engine.bundle.bundle import Bundle
from matinee.engine.bundle.model_factory import BASELINES, create_model, model_names
from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.models.base import Model
from matinee.engine.models.profile import Answer, Profile
from matinee.policy import Policy
from matinee.training.data.movielens import Dataset
from matinee.training.evaluate.metrics import ndcg

CUTOFFS = (5, 10, 20)


@dataclass(frozen=True, eq=False)
class RankingCase:
    """One user's held-out films; all arrays hold movie ids.

    Attributes:
        user_id: as in the data set.
        answers: (movie id, answer) by time: the profile the model is given.
        excluded: films that are not ranked.
        targets: the held-out films, at least one.
        negatives: the films the targets are ranked among; None for every film the model knows.
    """

    user_id: int
    answers: tuple[tuple[int, Answer], ...]
    excluded: np.ndarray
    targets: np.ndarray
    negatives: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class HeldOut:
    """A data set without its held-out ratings, the cases made from these, and a description of the split."""

    training: Dataset
    cases: list[RankingCase]
    split: str


Progress = Callable[[Iterable[RankingCase], str], Iterable[RankingCase]]


def measure(
    bundle: Bundle, policy: Policy, cases: Sequence[RankingCase], models: Sequence[str] | None, progress: Progress
) -> dict[str, dict[str, np.ndarray]]:
    """Measure models and the baselines on held-out films.

    Args:
        bundle: trained without the held-out films.
        policy: decides how dislikes and blends are weighted inside the models; its other terms are not used.
        cases: at least one.
        models: names of the models; None for all in the bundle.
        progress: wraps the cases of a model into a progress bar.

    Returns:
        model → metric → (n_cases,).

    Raises:
        ModelNotFoundError: the bundle has no model of that name.
    """
    names = list(dict.fromkeys([*(models or model_names(bundle)), *BASELINES]))
    created = [create_model(bundle, name, policy) for name in names]  # rejects a wrong name before the first is run
    measured = {}
    for model in created:
        rows = [rank_metrics(rank_targets(model, case, bundle.catalogue)) for case in progress(cases, model.name)]
        measured[model.name] = {metric: np.array([row[metric] for row in rows]) for metric in rows[0]}
    return measured


def rank_targets(model: Model, case: RankingCase, catalogue: Catalogue) -> np.ndarray:
    """Rank one user's held-out films by a model.

    Returns:
        (n_targets,) ranks as from ``target_ranks``.
    """
    profile = Profile((), tuple((catalogue.row(movie), answer) for movie, answer in case.answers))
    targets = rows_of(case.targets, catalogue)
    candidates = model.known.copy()
    if case.negatives is not None:
        drawn = np.zeros_like(candidates)
        drawn[rows_of(case.negatives, catalogue)] = True
        drawn[targets] = True
        candidates &= drawn
    candidates[rows_of(case.excluded, catalogue)] = False
    return target_ranks(model.scores(profile), candidates, targets)


def rows_of(movies: np.ndarray, catalogue: Catalogue) -> np.ndarray:
    """Look up the catalogue rows of movie ids."""
    return np.array([catalogue.row(int(movie)) for movie in movies], dtype=np.int64)


def target_ranks(scores: np.ndarray, candidates: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Find the ranks of the targets, from 1, best first.

    A target ranks behind every other film of the same score, so that constant scores earn nothing: a single target
    has rank 1 + films with a higher score + other films with the same score. Targets with equal scores take
    consecutive ranks.

    Args:
        scores: (n_movies,) higher is better.
        candidates: (n_movies,) True for the films that are ranked, targets included.
        targets: (n_targets,) rows.

    Returns:
        (n_targets,) ascending; infinity for each target that is not a candidate.
    """
    own = np.sort(scores[targets[candidates[targets]]])[::-1]
    others = candidates.copy()
    others[targets] = False
    rivals = np.sort(scores[others])
    ahead = len(rivals) - np.searchsorted(rivals, own, side="left")
    return np.concatenate([ahead + np.arange(1, len(own) + 1), np.full(len(targets) - len(own), np.inf)])


def rank_metrics(ranks: np.ndarray) -> dict[str, float]:
    """Compute recall, NDCG and precision at 5, 10 and 20, and the hit rate at 10.

    Args:
        ranks: (n_targets,) ranks of a user's held-out films, from 1. With a single target, recall is the hit rate.
    """
    values = {}
    for cutoff in CUTOFFS:
        values[f"recall@{cutoff}"] = float((ranks <= cutoff).mean())
        values[f"ndcg@{cutoff}"] = ndcg(ranks, len(ranks), cutoff)
        values[f"precision@{cutoff}"] = float((ranks <= cutoff).sum() / cutoff)
    return values | {"hit_rate@10": float((ranks <= 10).any())}
