"""What was measured, gathered into one report: means, intervals, differences paired by user."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from matinee.engine.bundle.model_factory import BASELINES, no_such_model
from matinee.engine.errors import UnknownModel
from matinee.engine.recommender import Recommender
from matinee.policy import Policy
from matinee.training.build import MODELS, QUICK, build_bundle
from matinee.training.config.config import BuildConfig
from matinee.training.evaluate.metrics import bootstrap_mean, paired_difference
from matinee.training.evaluate.replay import Replayed, coverage, per_user_metrics, replay_all
from matinee.training.evaluate.replay_users import Fold, ReplayUser, replay_users

LOWER_IS_BETTER = ("rmse", "mae")
REFERENCES = ("popularity", "ease")
"""Every model is also compared with these, paired by user: what is trivial, and the peer to beat."""


@dataclass
class Tally:
    """What has been measured of one model so far."""

    metrics: dict[str, list[np.ndarray]] = field(default_factory=dict)
    replayed: list[Replayed] = field(default_factory=list)

    def add(self, recommender: Recommender, replayed: list[Replayed], suffix: str = "") -> None:
        for name, values in per_user_metrics(replayed, recommender.catalogue).items():
            if not suffix or name in ("l5", "l20"):
                self.metrics.setdefault(name + suffix, []).append(values)
        if not suffix:
            self.replayed += replayed

    def values(self, metric: str) -> np.ndarray:
        """(n_users,) of one metric."""
        return np.concatenate(self.metrics[metric])


@dataclass(frozen=True)
class ReplayOptions:
    """How a replay is run."""

    models: tuple[str, ...] | None = None
    seed: int = 0
    pool: bool = False
    users: int | None = None
    """At most so many users of each fold; everybody for None."""


Progress = Callable[[Iterable[ReplayUser], str], Iterable[ReplayUser]]
Measured = Mapping[str, Mapping[str, np.ndarray]]
"""model → metric → (n_users,), the same users in the same order for every model."""


def measure_bundle(
    recommender: Recommender, fold: Fold, options: ReplayOptions, progress: Progress
) -> dict[str, Tally]:
    """Replay a fold's measured users against one recommender.

    The baselines are served as they are: the policy's penalty on popularity would turn both into something else.
    """
    tallies: dict[str, Tally] = {}
    users = replay_users(fold.measured, options.seed)[: options.users]
    plain = Recommender(recommender.bundle, recommender.policy.model_alone())
    for model in options.models or recommender.model_names:
        served = plain if model in BASELINES else recommender
        tally = tallies.setdefault(model, Tally())
        runs = {"": False} | ({"_pool": True} if options.pool else {})
        for suffix, pool in runs.items():
            replayed = replay_all(served, progress(users, model), model, seed=options.seed, pool=pool)
            tally.add(served, replayed, suffix)
    return tallies


def measure_folds(
    folds: Iterable[Fold], policy: Policy, config: BuildConfig, options: ReplayOptions, progress: Progress
) -> tuple[dict[str, Tally], int]:
    """Train on each fold's training users and replay the others; also the size of the catalogue."""
    total: dict[str, Tally] = {}
    size = 0
    for fold in folds:
        recommender = Recommender(build_bundle(fold.training, trainable(options.models), config), policy)
        size = len(recommender.catalogue)
        for model, tally in measure_bundle(recommender, fold, options, progress).items():
            known = total.setdefault(model, Tally())
            known.replayed += tally.replayed
            for name, parts in tally.metrics.items():
                known.metrics.setdefault(name, []).extend(parts)
    return total, size


def trainable(models: Sequence[str] | None) -> list[str]:
    """Which models have to be trained to serve these names; the quick ones for None. Raises UnknownModel."""
    if models is None:
        return list(QUICK)
    wanted = set()
    for model in models:
        base = model.partition("+")[0]
        if base not in (*MODELS, "edlae", *BASELINES):
            raise UnknownModel(no_such_model(model, [*MODELS, "edlae", *BASELINES]))
        wanted.add("session" if base == "edlae" else base)
    return [name for name in MODELS if name in wanted] or [MODELS[0]]


def report(tallies: dict[str, Tally], catalogue_size: int, split: str, seed: int) -> dict[str, Any]:
    """The JSON document of a replay: protocol, split, seed, and for every model each metric with its interval."""
    models: dict[str, Any] = {}
    values = {name: {metric: tally.values(metric) for metric in tally.metrics} for name, tally in tallies.items()}
    for name, tally in tallies.items():
        models[name] = means(values[name], seed)
        models[name]["coverage"] = {"value": round(coverage(tally.replayed, catalogue_size), 4), "ci95": None}
        models[name] |= gains(values, name, ("l20",), seed)
    users = max((len(tally.replayed) for tally in tallies.values()), default=0)
    return {"protocol": "replay", "split": split, "seed": seed, "users": users, "models": models}


def held_out_report(protocol: str, measured: Measured, split: str, seed: int) -> dict[str, Any]:
    """The JSON document of a protocol with held-out films, in the shape of a replay's."""
    models = {
        name: means(metrics, seed) | gains(measured, name, ("ndcg@10", "recall@10"), seed)
        for name, metrics in measured.items()
    }
    users = max(len(values) for metrics in measured.values() for values in metrics.values())
    return {"protocol": protocol, "split": split, "seed": seed, "users": users, "models": models}


def means(metrics: Mapping[str, np.ndarray], seed: int) -> dict[str, Any]:
    """metric → its mean over users with its interval."""
    return {metric: bootstrap_mean(values, seed).as_json() for metric, values in metrics.items()}


def gains(measured: Measured, name: str, metrics: Sequence[str], seed: int) -> dict[str, Any]:
    """What a model has over each of ``REFERENCES`` that was measured too, paired by user."""
    return {
        f"{metric}_over_{other}": paired_difference(measured[name][metric], measured[other][metric], seed).as_json()
        for metric in metrics
        for other in REFERENCES
        if other in measured and other != name
    }


def as_table(document: dict[str, Any], best_by: str, columns: Sequence[str] | None = None, decimals: int = 2) -> str:
    """The report for people: a line a model, best first by one metric, value ± half the interval.

    ``columns`` are the metrics shown, those that nobody has left out; all for None.
    """
    models: dict[str, dict[str, Any]] = document["models"]
    known = list(dict.fromkeys(metric for metrics in models.values() for metric in metrics))
    shown = known if columns is None else [column for column in columns if column in known]
    rows = [["model", *shown]]
    sign = 1 if best_by in LOWER_IS_BETTER else -1
    for name, metrics in sorted(models.items(), key=lambda entry: sign * entry[1][best_by]["value"]):
        rows.append([name, *(cell(metrics.get(column), decimals) for column in shown)])
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    counted = next(unit for unit in ("users", "prompts", "ratings") if unit in document)
    head = f"{document['protocol']} · {document['split']} · {document[counted]:,} {counted} · seed {document['seed']}"
    return "\n".join([head, *lines])


def cell(estimate: dict[str, Any] | None, decimals: int) -> str:
    """ "7.20 ±0.35", or nothing."""
    if estimate is None:
        return ""
    text = f"{estimate['value']:.{decimals}f}"
    if estimate["ci95"] is None:
        return text
    low, high = estimate["ci95"]
    return f"{text} ±{(high - low) / 2:.{decimals}f}"
