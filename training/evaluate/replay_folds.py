"""Trains a recommender for each fold of a replay, as `matinee train` would have made it from the same ratings."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

from matinee.engine.bundle.manifest import Trained
from matinee.engine.recommender import Recommender
from matinee.policy import Policy
from matinee.training.build import build_bundle
from matinee.training.build import models_to_train as parts_to_train
from matinee.training.config.config import BuildConfig
from matinee.training.evaluate.kinship_choice import LEVELS, choose_kinship
from matinee.training.evaluate.replay_users import Fold
from matinee.training.evaluate.report import Progress, ReplayOptions, Results, measure_bundle, models_to_train


class FoldsMeasured(NamedTuple):
    """What was measured over all folds.

    Attributes:
        results: model → its results.
        catalogue_size: number of films.
        kinship: the weights chosen for each fold, and the frontier they were chosen from; None where none were.
    """

    results: dict[str, Results]
    catalogue_size: int
    kinship: list[Trained | None]


PolicyOf = Callable[[Mapping[str, float]], Policy]
"""Settings chosen for a bundle → the policy of its sessions."""


def measure_folds(
    folds: Iterable[Fold], policy_of: PolicyOf, config: BuildConfig, options: ReplayOptions, progress: Progress
) -> FoldsMeasured:
    """Train on each fold and replay its measured users.

    Args:
        folds: training data and measured users.
        policy_of: returns the policy for the settings of a fold's bundle.
        config: settings of the models.
        options: how the replay is run.
        progress: shows how far each part of the work is.
    """
    total: dict[str, Results] = {}
    size, kinship = 0, []
    for number, fold in enumerate(folds, 1):
        recommender = train_fold(fold, policy_of, config, options, progress, f"fold {number}")
        size = len(recommender.catalogue)
        kinship.append(recommender.bundle.kinship)
        for model, results in measure_bundle(recommender, fold, options, progress).items():
            total.setdefault(model, Results()).extend(results)
    return FoldsMeasured(total, size, kinship)


def train_fold(
    fold: Fold, policy_of: PolicyOf, config: BuildConfig, options: ReplayOptions, progress: Progress, name: str
) -> Recommender:
    """Train the models of a fold and, if the blend is one of them, choose the weights of its kinship terms.

    The weights are chosen on some of the fold's training users, so the measured users have no influence on them.
    """
    models = models_to_train(options.models)
    with as_steps(progress, f"{name}: training", 1 + len(parts_to_train(models, config))) as step:
        bundle = build_bundle(fold.training, models, config, step, facts=options.facts)
    if options.choose_kinship and "blend" in models:
        with as_steps(progress, f"{name}: kinship weights", 1 + len(LEVELS)) as step:
            kinship = choose_kinship(fold.training, config, options.seed, facts=options.facts, on_step=step)
        bundle = replace(bundle, kinship=kinship)
    return Recommender(bundle, policy_of(bundle.settings))


@contextmanager
def as_steps(progress: Progress, description: str, total: int) -> Iterator[Callable[[str], None]]:
    """Show named steps as one bar; yields the function to call at the beginning of each step."""
    ticks = iter(progress(range(total), description))

    def step(_name: str) -> None:
        next(ticks, None)

    yield step
    for _ in ticks:  # completes the bar
        pass
