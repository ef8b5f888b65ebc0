"""Report of the personas: how many of their films follow their taste, for several models."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matinee.engine.bundle.model_factory import BASELINES
from matinee.engine.errors import MatineeError
from matinee.engine.recommender import Recommender
from matinee.policy.schema import KIN_WEIGHTS
from matinee.training.evaluate.kinship_choice import at_level
from matinee.training.evaluate.metrics import bootstrap_mean
from matinee.training.evaluate.personas import (
    PersonaResult,
    make_mixed_personas,
    make_personas,
    mean_by_name,
    play_persona,
)
from matinee.training.evaluate.replay import EARLY_FILMS, FILMS
from matinee.training.evaluate.report import Progress, align, format_table, single_value

COMPARED = ("ease", "popularity")
"""Measured beside the default model, where the bundle has them."""
COLUMNS = ("first5", "first20", "worst", "mixed", "scarcer")
Metrics = dict[str, Callable[[PersonaResult], float]]
SINGLE: Metrics = {
    "first5": lambda result: result.share(EARLY_FILMS),
    "first20": lambda result: result.share(FILMS),
}
"""Metrics of personas with one taste."""
MIXED: Metrics = {
    "mixed": lambda result: result.share(FILMS),
    "scarcer": lambda result: result.scarcer(FILMS),
}
"""Metrics of personas with two tastes: films of either, and of the one that was followed less, in twenty."""


@dataclass(frozen=True)
class Contender:
    """A model to measure, under the name it has in the report, with a recommender of its policy."""

    name: str
    model: str
    recommender: Recommender


def build_report(
    recommender: Recommender, models: Sequence[str], seed: int, draws: int, progress: Progress
) -> dict[str, Any]:
    """Play the personas with every model.

    Args:
        recommender: the bundle to measure and its policy.
        models: names of the models; empty for the default model and ``COMPARED``.
        seed: seed of the first draw of favourites and of the intervals.
        draws: personas of each feature, and of each pair of features.
        progress: shows how far each model is.

    Returns:
        The JSON document: shares for every model, and for every feature and pair.

    Raises:
        ModelNotFoundError: a model is unknown.
        MatineeError: no feature of the catalogue makes a persona.
    """
    seeds = range(seed, seed + draws)
    personas = make_personas(recommender, "reported", seeds)
    mixed = make_mixed_personas(recommender, "reported", seeds)
    if not personas:
        raise MatineeError("No genre, language or decade of this catalogue has enough films for a persona.")
    found: dict[str, Any] = {}
    by_feature: dict[str, dict[str, Any]] = {persona.name: {} for persona in personas}
    by_pair: dict[str, dict[str, Any]] = {persona.name: {} for persona in mixed}
    for contender in list_contenders(recommender, models):
        played = [
            play_persona(contender.recommender, persona, contender.model)
            for persona in progress([*personas, *mixed], contender.name)
        ]
        single, double = played[: len(personas)], played[len(personas) :]
        found[contender.name] = mean_shares(single, SINGLE, seed) | mean_shares(double, MIXED, seed)
        found[contender.name]["worst"] = lowest(single)
        for shares, results, metrics in ((by_feature, single, SINGLE), (by_pair, double, MIXED)):
            for feature, values in shares_by_name(results, metrics).items():
                shares[feature][contender.name] = values
    return {
        "protocol": "personas",
        "split": f"reported features, bundle {recommender.bundle.version}",
        "seed": seed,
        "personas": len(personas) + len(mixed),
        "models": found,
        "features": by_feature,
        "pairs": by_pair,
    }


def list_contenders(recommender: Recommender, models: Sequence[str]) -> list[Contender]:
    """List what is measured: each model, and the same without kinship terms; baselines without the policy.

    Raises:
        ModelNotFoundError: a model is unknown.
    """
    bundle, policy = recommender.bundle, recommender.policy
    names = models or dict.fromkeys(
        (bundle.default_model, *(name for name in COMPARED if name in recommender.model_names))
    )
    neutral = Recommender(bundle, policy.neutral())
    unrelated = Recommender(bundle, at_level(policy, 0.0, 0.0))
    contenders = []
    for name in names:
        recommender.model(name)  # raises for an unknown name before anything is measured
        contenders.append(Contender(name, name, neutral if name in BASELINES else recommender))
        if name not in BASELINES and any(getattr(policy, weight) for weight in KIN_WEIGHTS):
            contenders.append(Contender(f"{name} without kinship", name, unrelated))
    return contenders


def mean_shares(results: Sequence[PersonaResult], metrics: Metrics, seed: int) -> dict[str, Any]:
    """Estimate the mean of each metric over the features or pairs, with intervals over these; nothing without results.

    The personas of one feature are averaged first: they are too much alike to count as independent.
    """
    if not results:
        return {}
    values = {metric: list(mean_by_name(results, value).values()) for metric, value in metrics.items()}
    return {metric: bootstrap_mean(np.array(of_metric), seed).to_json() for metric, of_metric in values.items()}


def lowest(results: Sequence[PersonaResult]) -> dict[str, Any]:
    """The lowest share of twenty films that any feature has, and which; a lowest value has no bootstrap interval."""
    whole = mean_by_name(results, SINGLE["first20"])
    feature = min(whole, key=lambda name: whole[name])
    return single_value(whole[feature]) | {"feature": feature}


def shares_by_name(results: Sequence[PersonaResult], metrics: Metrics) -> dict[str, dict[str, float]]:
    """Feature or pair → metric → mean over its personas, rounded."""
    values = {metric: mean_by_name(results, value) for metric, value in metrics.items()}
    names = dict.fromkeys(result.name for result in results)
    return {name: {metric: round(means[name], 4) for metric, means in values.items()} for name in names}


def format_tables(document: dict[str, Any]) -> str:
    """Format the report: a table of the models, and one of the features with the share of all films."""
    models = list(document["models"])
    rows = [["first20 by feature", *models]]
    for feature, shares in document["features"].items():
        rows.append([feature, *(f"{shares[model]['first20']:.2f}" for model in models)])
    return "\n".join([format_table(document, "first20", COLUMNS), "", *align(rows)])
