"""Chooses how much the kinship terms of a bundle count, on users and personas that its models never saw.

The more the ratings know, the more kinship costs, so no set of weights fits every bundle. The weights keep their
proportions; what is chosen is a level: the strongest that keeps the likes of validation users.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from matinee.engine.bundle.manifest import Trained
from matinee.engine.recommender import Recommender
from matinee.policy import Policy, load_policy
from matinee.policy.array_types import FloatArray
from matinee.policy.schema import KIN_WEIGHTS
from matinee.training.build import build_bundle
from matinee.training.config.config import BuildConfig
from matinee.training.data.movielens import Dataset
from matinee.training.errors import DataError
from matinee.training.evaluate.personas import Persona, make_personas, play_persona, summarise_personas
from matinee.training.evaluate.replay import per_user_metrics, replay_all
from matinee.training.evaluate.replay_users import ReplayUser, select_replay_users, validation_fold
from matinee.training.facts.table import SHIPPED_TABLE
from matinee.training.models.interactions import PairSource, sum_in_memory

LEVELS = ((0.0, 0.0), (0.25, 0.0), (0.5, 0.0), (0.75, 0.0), (1.0, 0.0), (1.0, 0.5), (1.25, 1.0), (1.5, 1.0))
"""(factor of the weights in the policy file, ``kin_absence_share``), from weak to strong. Absent features help where
there are few ratings, and cost likes where there are many."""
MIN_LIKES_KEPT = 0.985
"""Share of the likes at the best level that has to be kept."""
HOPELESS = 0.95
"""Stronger levels are not measured once a level keeps less than this share of the likes."""
MIN_USERS, MAX_USERS = 30, 450
"""With fewer validation users nothing is chosen; more are not needed."""
SAMPLE_USERS, MAX_SCORED = 150, 450 * 30_000
"""A film chosen for a user takes time in proportion to the catalogue: in large catalogues, no more users than there are
catalogues in this many films are measured, but at least these."""
DRAWS = (0, 1, 2)
"""Seeds of the favourites: every user and every feature is measured with several, up to ``count_users`` in all."""


@dataclass(frozen=True)
class FrontierPoint:
    """What one scale of the weights reaches.

    Attributes:
        scale: factor of the weights.
        absence: ``kin_absence_share``.
        likes: mean likes in twenty films.
        weighted_likes: the same, each like weighted by 1/√(share of viewers).
        first5, first20, worst: share of films that are the personas'; see ``PersonaShares``. None without personas.
    """

    scale: float
    absence: float
    likes: float
    weighted_likes: float
    first5: float | None
    first20: float | None
    worst: float | None


def choose_kinship(
    dataset: Dataset,
    config: BuildConfig,
    seed: int = 0,
    *,
    facts: Path | None = SHIPPED_TABLE,
    on_step: Callable[[str], None] = lambda _step: None,
    sum_pairs: PairSource = sum_in_memory,
) -> Trained | None:
    """Choose the kinship weights for a data set.

    Args:
        dataset: the ratings; a fifth of the users is left out of the training and measured.
        config: settings of the models.
        seed: decides which users are left out, and all draws.
        facts: the table of film facts; None to do without facts.
        on_step: receives the name of the next step.
        sum_pairs: sums over pairs of films, here or on a cluster.

    Returns:
        The chosen weights as ``config``, and the frontier as ``metrics``; None with fewer than ``MIN_USERS`` users, or
        if none of them likes a film.

    Raises:
        DataError: the models cannot be trained without these users.
    """
    fold = validation_fold(dataset, seed)
    most = count_users(len(dataset.movies))
    drawn = [select_replay_users(fold.measured, seed + draw, most) for draw in DRAWS]
    if len(drawn[0]) < MIN_USERS:
        return None
    users = list(chain.from_iterable(drawn))[:most]
    on_step("training without the validation users")
    try:
        bundle = build_bundle(fold.training, ("blend",), config, facts=facts, sum_pairs=sum_pairs, with_users=False)
    except DataError as error:
        raise DataError(
            f"The weights of the kinship terms cannot be chosen, since without a fifth of the users: {error} "
            "Or use --kinship default."
        ) from error
    policy = load_policy()
    personas = make_personas(Recommender(bundle, policy), "validation", DRAWS)
    frontier = []
    for scale, absence in LEVELS:
        on_step(f"measuring kinship × {scale:g}, absence {absence:g}")
        leveled = at_level(policy, scale, absence)
        frontier.append(measure_level(Recommender(bundle, leveled), scale, users, personas))
        if frontier[-1].likes < HOPELESS * max(point.likes for point in frontier):
            break
    if not any(point.likes for point in frontier):
        return None
    chosen = choose_level(frontier)
    leveled = at_level(policy, chosen.scale, chosen.absence)
    return Trained(
        config={name: getattr(leveled, name) for name in (*KIN_WEIGHTS, "kin_absence_share")},
        metrics={"scale": chosen.scale, "frontier": [rounded(point) for point in frontier]},
    )


def count_users(films: int) -> int:
    """The most users that are measured in a catalogue.

    >>> count_users(9_742), count_users(45_000), count_users(87_585)
    (450, 300, 154)

    Args:
        films: size of the catalogue, at least 1.
    """
    return min(MAX_USERS, max(SAMPLE_USERS, MAX_SCORED // films))


def at_level(policy: Policy, scale: float, absence: float) -> Policy:
    """A policy with its kinship weights multiplied by a factor, and a share for absent features."""
    weights = {name: round(getattr(policy, name) * scale, 4) for name in KIN_WEIGHTS}
    return replace(policy, **weights, kin_absence_share=absence)


def measure_level(
    recommender: Recommender, scale: float, users: Sequence[ReplayUser], personas: Sequence[Persona]
) -> FrontierPoint:
    """Replay users and personas."""
    replayed = replay_all(recommender, users, recommender.bundle.default_model)
    metrics = per_user_metrics(replayed, recommender.catalogue)
    shares = summarise_personas([play_persona(recommender, persona) for persona in personas]) if personas else None
    return FrontierPoint(
        scale=scale,
        absence=recommender.policy.kin_absence_share,
        likes=float(metrics["l20"].mean()),
        weighted_likes=float(metrics["weighted"].mean()),
        first5=shares.first5 if shares else None,
        first20=shares.first20 if shares else None,
        worst=shares.worst if shares else None,
    )


def choose_level(frontier: Sequence[FrontierPoint]) -> FrontierPoint:
    """The strongest level that keeps the likes.

    Args:
        frontier: from the weakest level to the strongest, at least one.
    """
    likes = smooth([point.likes for point in frontier])
    return frontier[int(np.flatnonzero(likes >= MIN_LIKES_KEPT * likes.max()).max())]


def smooth(values: Sequence[float]) -> FloatArray:
    """Average each value with its neighbours, which count half: single means are noisy.

    >>> smooth([4.0, 8.0, 4.0]).tolist()
    [5.0, 6.0, 5.0]

    Args:
        values: (n,), at least one; the first and the last are their own missing neighbours.
    """
    padded = np.pad(values, 1, mode="edge")
    return np.asarray((padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4)


def rounded(point: FrontierPoint) -> dict[str, Any]:
    """A point of the frontier for the manifest."""
    return {name: value if value is None else round(value, 4) for name, value in asdict(point).items()}
