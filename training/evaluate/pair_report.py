"""Report of the replay of pairs: every way to rank for two, compared with the ranking for one of them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from matinee.engine.recommender import Recommender
from matinee.training.config.config import BuildConfig
from matinee.training.errors import DataError
from matinee.training.evaluate.metrics import paired_difference
from matinee.training.evaluate.pairs import (
    ALONE,
    Pair,
    draw_pairs,
    list_methods,
    pair_metrics,
    replay_alone,
    replay_together,
)
from matinee.training.evaluate.replay_folds import PolicyOf, train_fold
from matinee.training.evaluate.replay_users import MIN_LIKES, Fold, select_replay_users
from matinee.training.evaluate.report import Measured, Progress, ReplayOptions, format_table, mean_metrics, single_value

COMPARED = ("l20", "less_lucky", "both")
"""Metrics that are compared with the ranking for one person alone."""
USERS_A_PAIR = 20
"""Most users from whom a pair is drawn; of a large data set, more would not fit into memory."""
COLUMNS = ("l20", "l20_by_alone", "less_lucky", "less_lucky_by_alone", "both", "dislikes")


def measure_folds(
    folds: Sequence[Fold],
    policy_of: PolicyOf,
    config: BuildConfig,
    options: ReplayOptions,
    *,
    pairs: int,
    shares: Sequence[float],
    progress: Progress,
) -> Measured:
    """Train on each fold and replay pairs of its measured users.

    Args:
        folds: training data and measured users.
        policy_of: returns the policy for the settings of a fold's bundle.
        config: settings of the models.
        options: how the models are trained.
        pairs: number of pairs, divided among the folds.
        shares: values of ``pair_least_misery`` to compare.
        progress: shows how far each part of the work is.

    Returns:
        Method → metric → (n_pairs,).
    """
    found: dict[str, dict[str, list[np.ndarray]]] = {}
    for number, fold in enumerate(folds, 1):
        recommender = train_fold(fold, policy_of, config, options, progress, f"fold {number}")
        count = pairs * number // len(folds) - pairs * (number - 1) // len(folds)
        users = select_replay_users(fold.measured, options.seed, USERS_A_PAIR * count)
        drawn = draw_pairs(users, recommender, count, options.seed)
        for method, metrics in measure_pairs(recommender, drawn, shares, options.seed, progress).items():
            for metric, values in metrics.items():
                found.setdefault(method, {}).setdefault(metric, []).append(values)
    return {method: {name: np.concatenate(parts) for name, parts in of.items()} for method, of in found.items()}


def measure_pairs(
    recommender: Recommender, pairs: Sequence[Pair], shares: Sequence[float], seed: int, progress: Progress
) -> Measured:
    """Replay pairs with the ranking for one of them and with every way to rank for both."""
    measured = {ALONE: pair_metrics(replay_alone(recommender, progress(pairs, ALONE), seed))}
    for method, used in list_methods(recommender, shares).items():
        measured[method] = pair_metrics(replay_together(used, progress(pairs, method), seed))
    return measured


def build_report(measured: Measured, split: str, seed: int) -> dict[str, Any]:
    """Build the JSON document, in the shape of a replay's, with a method in place of a model.

    Args:
        measured: method → metric → (n_pairs,), the same pairs for every method.
        split: describes the measured users.
        seed: seed of the draws and of the intervals.

    Raises:
        DataError: no pair was measured.
    """
    alone = measured[ALONE]
    if not len(alone["l20"]):
        raise DataError(f"There are no two users to replay: each needs {MIN_LIKES} films of 4 stars and more.")
    models = {}
    for method, metrics in measured.items():
        models[method] = mean_metrics(metrics, seed)
        for metric in COMPARED if method != ALONE else ():
            gain = paired_difference(metrics[metric], alone[metric], seed)
            models[method][f"{metric}_over_alone"] = gain.to_json()
            models[method][f"{metric}_by_alone"] = single_value(
                metrics[metric].mean() / max(alone[metric].mean(), 1e-9)
            )
    return {"protocol": "pairs", "split": split, "seed": seed, "pairs": len(alone["l20"]), "models": models}


def format_report(document: dict[str, Any]) -> str:
    """Format the report as a table, the method with most likes of both first."""
    return format_table(document, "l20", COLUMNS)
