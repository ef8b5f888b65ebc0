"""Reports of the protocols: means with intervals, and differences to reference models paired by user."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from matinee.engine.bundle.model_factory import BASELINES, unknown_model_message
from matinee.engine.errors import ModelNotFoundError
from matinee.engine.models.profile import FAVOURITES
from matinee.engine.recommender import Recommender
from matinee.training.build import MODELS, QUICK
from matinee.training.errors import DataError
from matinee.training.evaluate.metrics import bootstrap_mean, paired_difference
from matinee.training.evaluate.replay import (
    ReplayResult,
    coverage,
    favourite_novelty,
    overlap,
    per_user_metrics,
    rarest,
    replay_all,
)
from matinee.training.evaluate.replay_users import MIN_LIKES, Fold, select_replay_users
from matinee.training.facts.table import SHIPPED_TABLE

LOWER_IS_BETTER = ("rmse", "mae")
REPLAY_COLUMNS = ("l5", "l20", "weighted", "l20_rare", "novelty", "coverage", "overlap", "l20_over_ease")
POOL_COLUMNS = ("l5", "l20", "l5_pool", "l20_pool", "weighted", "l20_rare", "novelty", "overlap")
"""Columns of a replay's table, without and with a pool: what fits in 120 columns. JSON has all metrics."""
REFERENCES = ("popularity", "ease")
"""Every model is also compared with these, paired by user: the trivial baseline and the strongest simple model."""


@dataclass
class Results:
    """Measurements of one model, collected over folds.

    Attributes:
        metrics: metric → (n_users,) of each fold.
        folds: the sessions of each fold.
        favourites: (n_users,) novelty of the users' favourites, of each fold.
    """

    metrics: dict[str, list[np.ndarray]] = field(default_factory=dict)
    folds: list[list[ReplayResult]] = field(default_factory=list)
    favourites: list[np.ndarray] = field(default_factory=list)

    def add(self, recommender: Recommender, replayed: list[ReplayResult], suffix: str = "") -> None:
        """Add the replays of a fold; with a suffix, only their likes, under names that end in it."""
        for name, values in per_user_metrics(replayed, recommender.catalogue).items():
            if not suffix or name in ("l5", "l20"):
                self.metrics.setdefault(name + suffix, []).append(values)
        if not suffix:
            self.folds.append(replayed)
            self.favourites.append(favourite_novelty(replayed, recommender.catalogue))

    def extend(self, other: "Results") -> None:
        """Add what was measured on another fold."""
        self.folds += other.folds
        self.favourites += other.favourites
        for name, parts in other.metrics.items():
            self.metrics.setdefault(name, []).extend(parts)

    @property
    def replayed(self) -> list[ReplayResult]:
        """The sessions of all folds."""
        return [result for fold in self.folds for result in fold]

    def values(self, metric: str) -> np.ndarray:
        """Join one metric over the folds: (n_users,)."""
        return np.concatenate(self.metrics[metric])

    def overlap(self, seed: int) -> float:
        """Average the overlap of users' sessions over the folds; only users of one fold have one recommender."""
        users = [max(len(fold), 1) for fold in self.folds]
        return float(np.average([overlap(fold, seed) for fold in self.folds], weights=users))

    def rare_likes(self) -> np.ndarray:
        """Likes in 20 films of the users with the rarest favourites: (n_selected,)."""
        return np.asarray(self.values("l20")[rarest(np.concatenate(self.favourites))])


@dataclass(frozen=True)
class ReplayOptions:
    """How a replay is run.

    Attributes:
        models: names of the models; None for all of the bundle, or the quick ones where models are trained.
        seed: seed of favourites and sessions.
        pool: replay a second time with only the user's rated films as candidates.
        users: most users of each fold, of whom a sample is drawn if there are more; None for all.
        choose_kinship: choose the kinship weights of each fold on its training users, as `matinee train` does.
        facts: the table of film facts, where models are trained; None to do without facts.
    """

    models: tuple[str, ...] | None = None
    seed: int = 0
    pool: bool = False
    users: int | None = None
    choose_kinship: bool = True
    facts: Path | None = SHIPPED_TABLE


Progress = Callable[[Iterable[Any], str], Iterable[Any]]
"""Wraps an iteration, with a description, to show how far it is."""
Measured = Mapping[str, Mapping[str, np.ndarray]]
"""model → metric → (n_users,), the same users in the same order for every model."""


def measure_bundle(
    recommender: Recommender, fold: Fold, options: ReplayOptions, progress: Progress
) -> dict[str, Results]:
    """Replay a fold's measured users with one recommender.

    Baselines are replayed under the neutral policy: its penalty on popularity would turn them into something else.

    Returns:
        model → results.
    """
    results: dict[str, Results] = {}
    users = select_replay_users(fold.measured, options.seed, options.users)
    neutral = Recommender(recommender.bundle, recommender.policy.neutral())
    for model in options.models or recommender.model_names:
        used = neutral if model in BASELINES else recommender
        runs = {"": False} | ({"_pool": True} if options.pool else {})
        for suffix, pool in runs.items():
            replayed = replay_all(used, progress(users, model), model, seed=options.seed, pool=pool)
            results.setdefault(model, Results()).add(used, replayed, suffix)
    return results


def models_to_train(models: Sequence[str] | None) -> list[str]:
    """List the models that have to be trained so that these can be used.

    Args:
        models: names as given to ``--model``, such as ``svd_likes+ema``; None for the quick models.

    Raises:
        ModelNotFoundError: a name is unknown.
    """
    if models is None:
        return list(QUICK)
    wanted = set()
    for model in models:
        base = model.partition("+")[0]
        if base not in (*MODELS, "edlae", *BASELINES):
            raise ModelNotFoundError(unknown_model_message(model, [*MODELS, "edlae", *BASELINES]))
        wanted.add("blend" if base == "edlae" else base)
    return [name for name in MODELS if name in wanted] or [MODELS[0]]


def build_replay_report(results: dict[str, Results], catalogue_size: int, split: str, seed: int) -> dict[str, Any]:
    """Build the JSON document of a replay.

    Args:
        results: model → results.
        catalogue_size: number of films, for the coverage.
        split: describes the measured users.
        seed: seed of the replay and of the intervals.

    Returns:
        Protocol, split, seed, number of users, and for every model each metric with its interval.

    Raises:
        DataError: no user was measured.
    """
    users = max((len(found.replayed) for found in results.values()), default=0)
    if not users:
        raise DataError(
            f"There is no user to replay: a session starts from {FAVOURITES} films of 4 stars and more, and needs "
            f"{MIN_LIKES} such films of a user in all."
        )
    models: dict[str, Any] = {}
    values = {name: {metric: found.values(metric) for metric in found.metrics} for name, found in results.items()}
    for name, found in results.items():
        models[name] = mean_metrics(values[name], seed)
        models[name]["l20_rare"] = bootstrap_mean(found.rare_likes(), seed).to_json()
        models[name]["coverage"] = single_value(coverage(found.replayed, catalogue_size))
        models[name]["overlap"] = single_value(found.overlap(seed))
        models[name] |= paired_gains(values, name, ("l20",), seed)
    return {"protocol": "replay", "split": split, "seed": seed, "users": users, "models": models}


def build_held_out_report(protocol: str, measured: Measured, split: str, seed: int) -> dict[str, Any]:
    """Build the JSON document of a ranking protocol, in the shape of a replay's."""
    models = {
        name: mean_metrics(metrics, seed) | paired_gains(measured, name, ("ndcg@10", "recall@10"), seed)
        for name, metrics in measured.items()
    }
    users = max(len(values) for metrics in measured.values() for values in metrics.values())
    return {"protocol": protocol, "split": split, "seed": seed, "users": users, "models": models}


def mean_metrics(metrics: Mapping[str, np.ndarray], seed: int) -> dict[str, Any]:
    """Estimate the mean over users of every metric, with its interval."""
    return {metric: bootstrap_mean(values, seed).to_json() for metric, values in metrics.items()}


def single_value(value: float) -> dict[str, Any]:
    """A value without an interval for a report."""
    return {"value": round(value, 4), "ci95": None}


def paired_gains(measured: Measured, name: str, metrics: Sequence[str], seed: int) -> dict[str, Any]:
    """Estimate a model's gain over each of ``REFERENCES`` that was measured too, paired by user."""
    return {
        f"{metric}_over_{other}": paired_difference(measured[name][metric], measured[other][metric], seed).to_json()
        for metric in metrics
        for other in REFERENCES
        if other in measured and other != name
    }


def format_table(
    document: dict[str, Any], best_by: str, columns: Sequence[str] | None = None, decimals: int = 2
) -> str:
    """Format a report as a table: one model a line, best first, each value ± half its interval.

    Args:
        document: as built by one of the reports.
        best_by: metric that decides the order.
        columns: metrics to show, where any model has them; None for all.
        decimals: of every value.
    """
    models: dict[str, dict[str, Any]] = document["models"]
    known = list(dict.fromkeys(metric for metrics in models.values() for metric in metrics))
    shown = known if columns is None else [column for column in columns if column in known]
    rows = [["model", *shown]]
    sign = 1 if best_by in LOWER_IS_BETTER else -1
    for name, metrics in sorted(models.items(), key=lambda entry: sign * entry[1][best_by]["value"]):
        rows.append([name, *(format_cell(metrics.get(column), decimals) for column in shown)])
    counted = next(unit for unit in ("users", "prompts", "ratings", "personas", "pairs") if unit in document)
    head = f"{document['protocol']} · {document['split']} · {document[counted]:,} {counted} · seed {document['seed']}"
    return "\n".join([head, *align(rows)])


def align(rows: Sequence[Sequence[str]]) -> list[str]:
    """Format the rows of a table as lines, with columns as wide as they need."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def format_cell(estimate: dict[str, Any] | None, decimals: int) -> str:
    """Format an estimate as in ``7.20 ±0.35``; empty without one."""
    if estimate is None:
        return ""
    text = f"{estimate['value']:.{decimals}f}"
    if estimate["ci95"] is None:
        return text
    low, high = estimate["ci95"]
    return f"{text} ±{(high - low) / 2:.{decimals}f}"
