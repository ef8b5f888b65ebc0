"""Films held out of training: in which place does a model rank what a person really turned to?

The model is asked alone, without the policy. ``leave_one_out`` and ``temporal`` say what is held out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matinee.engine.bundle.bundle import Bundle
from matinee.engine.bundle.model_factory import BASELINES, model_names, select_model
from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.models.base import Model
from matinee.engine.models.profile import Profile
from matinee.engine.session.events import Answer
from matinee.policy import Policy
from matinee.training.data.movielens import Dataset

CUTOFFS = (5, 10, 20)


@dataclass(frozen=True, eq=False)
class Case:
    """One user's held-out films; all arrays hold movie ids.

    Attributes:
        user_id: as in the data set.
        answers: (movie id, answer) in the order of time: what the model is told.
        known: films that are not ranked.
        targets: the held-out films, at least one.
        negatives: the films the targets are ranked among; None for every film the model can score.
    """

    user_id: int
    answers: tuple[tuple[int, Answer], ...]
    known: np.ndarray
    targets: np.ndarray
    negatives: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class HeldOut:
    """A data set less what is held out, the cases, and in words how it was divided."""

    training: Dataset
    cases: list[Case]
    split: str


Progress = Callable[[Iterable[Case], str], Iterable[Case]]


def measure(
    bundle: Bundle, policy: Policy, cases: Sequence[Case], models: Sequence[str] | None, progress: Progress
) -> dict[str, dict[str, np.ndarray]]:
    """model → metric → (n_cases,), for the models named and the baselines; every model there is for None.

    Raises:
        UnknownModel: a name that is not there.
    """
    names = list(dict.fromkeys([*(models or model_names(bundle)), *BASELINES]))
    served = [select_model(bundle, name, policy) for name in names]  # a wrong name is refused before the first is run
    measured = {}
    for model in served:
        rows = [place_metrics(ask(model, case, bundle.catalogue)) for case in progress(cases, model.name)]
        measured[model.name] = {metric: np.array([row[metric] for row in rows]) for metric in rows[0]}
    return measured


def ask(model: Model, case: Case, catalogue: Catalogue) -> np.ndarray:
    """The places a model gives one user's held-out films, as ``places`` does."""
    profile = Profile((), tuple((catalogue.row(movie), answer) for movie, answer in case.answers))
    targets = rows_of(case.targets, catalogue)
    ranked = model.scorable.copy()
    if case.negatives is not None:
        drawn = np.zeros_like(ranked)
        drawn[rows_of(case.negatives, catalogue)] = True
        drawn[targets] = True
        ranked &= drawn
    ranked[rows_of(case.known, catalogue)] = False
    return places(model.scores(profile), ranked, targets)


def rows_of(movies: np.ndarray, catalogue: Catalogue) -> np.ndarray:
    """Rows of movie ids."""
    return np.array([catalogue.row(int(movie)) for movie in movies], dtype=np.int64)


def places(scores: np.ndarray, ranked: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Places of the targets in the ranking, from 1, best first; infinity for a target that is not ranked.

    A target stands behind every other film of the same score, so that equal scores earn nothing: with one target its
    place is 1 + films with a higher score + other films with the same. Targets of one score stand one behind the other.

    Args:
        scores: (n_movies,) higher is better.
        ranked: (n_movies,) True for the films that are ranked, targets included.
        targets: (n_targets,) rows.
    """
    own = np.sort(scores[targets[ranked[targets]]])[::-1]
    others = ranked.copy()
    others[targets] = False
    rivals = np.sort(scores[others])
    ahead = len(rivals) - np.searchsorted(rivals, own, side="left")
    return np.concatenate([ahead + np.arange(1, len(own) + 1), np.full(len(targets) - len(own), np.inf)])


def place_metrics(found: np.ndarray) -> dict[str, float]:
    """Recall, NDCG and precision in the first 5, 10 and 20 places, and whether anything is in the first 10.

    Args:
        found: (n_targets,) places of a user's held-out films, from 1. With one of them recall is the hit rate.
    """
    values = {}
    for first in CUTOFFS:
        ideal = np.arange(1, min(first, len(found)) + 1)
        values[f"recall@{first}"] = float((found <= first).mean())
        values[f"ndcg@{first}"] = gain(found[found <= first]) / gain(ideal)
        values[f"precision@{first}"] = float((found <= first).sum() / first)
    return values | {"hit_rate@10": float((found <= 10).any())}


def gain(found: np.ndarray) -> float:
    """Discounted gain: Σ 1 / log2(place + 1)."""
    return float((1 / np.log2(found + 1)).sum())
