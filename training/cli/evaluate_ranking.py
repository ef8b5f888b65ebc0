"""`matinee evaluate leave-one-out` and `temporal`: protocols that rank held-out films."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matinee.engine.cli.output import JSON, echo_json
from matinee.training.cli.options import (
    CONFIG,
    CORE_FILMS,
    COUNT,
    DATA,
    MODEL,
    SAMPLE,
    SEED,
    build_config,
    load_dataset,
    sampled_users,
    thresholds,
)
from matinee.training.cli.progress import steps, user_progress

if TYPE_CHECKING:
    from matinee.training.config.config import BuildConfig
    from matinee.training.data.movielens import Dataset
    from matinee.training.evaluate.ranking import HeldOut

GAINS = ("ndcg@10_over_popularity", "ndcg@10_over_ease")
LEAVE_ONE_OUT_COLUMNS = ("recall@5", "recall@10", "recall@20", "ndcg@10", "ndcg@20", *GAINS)
"""Columns of the table; with a single target, precision and hit rate follow from recall."""
TEMPORAL_COLUMNS = ("recall@10", "recall@20", "ndcg@10", "ndcg@20", "precision@10", "hit_rate@10", *GAINS)
VALIDATION = click.option("--validation", is_flag=True, help="Measure on the part on which settings are chosen.")


@click.command("leave-one-out")
@DATA
@SAMPLE
@click.option("--implicit", is_flag=True, help="Count every rating as a like.  [default: ratings of 4 stars and more]")
@click.option("--negatives", type=COUNT, help="Rank among this many unrated films.  [default: all films]")
@VALIDATION
@sampled_users(10_000)
@MODEL
@thresholds(films="1", users=1)
@CORE_FILMS
@CONFIG
@SEED
@JSON
def leave_one_out(
    data: Path,
    max_ratings: int | None,
    implicit: bool,
    negatives: int | None,
    validation: bool,
    users: int,
    models: tuple[str, ...],
    min_user_ratings: int | None,
    min_movie_ratings: int | None,
    core_films: int | None,
    settings: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Leave-one-out: rank each user's last film among all others.

    Models are trained without the last two films of every user, given the films before the target, and evaluated
    without the policy. Popularity and random are always measured too.
    """
    from matinee.training.evaluate.leave_one_out import split_leave_one_out

    def split(dataset: "Dataset") -> "HeldOut":
        return split_leave_one_out(
            dataset, implicit=implicit, validation=validation, negatives=negatives, users=users, seed=seed
        )

    config = build_config(settings, min_user_ratings or 1, min_movie_ratings or 1, None, seed, core_films)
    if implicit:  # all ratings are equal, so subtracting the user's mean would leave nothing
        transform = replace(config.svd.transform, user_mean=False)
        config = replace(config, svd=replace(config.svd, transform=transform))
    document = measure_held_out("leave-one-out", split, data, max_ratings, models, config, seed)
    print_report(document, as_json, LEAVE_ONE_OUT_COLUMNS)


@click.command()
@DATA
@SAMPLE
@VALIDATION
@sampled_users(10_000)
@MODEL
@thresholds(films="the best for each model", users=1)
@CORE_FILMS
@CONFIG
@SEED
@JSON
def temporal(
    data: Path,
    max_ratings: int | None,
    validation: bool,
    users: int,
    models: tuple[str, ...],
    min_user_ratings: int | None,
    min_movie_ratings: int | None,
    core_films: int | None,
    settings: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Temporal: from the first 70 % of each user's ratings, rank the films liked in the last 15 %.

    Models are trained on the first parts of all users, given the user's own, and evaluated without the policy.
    Popularity and random are always measured too.
    """
    from matinee.training.evaluate.temporal import split_temporal

    def split(dataset: "Dataset") -> "HeldOut":
        return split_temporal(dataset, validation=validation, users=users, seed=seed)

    config = build_config(settings, min_user_ratings or 1, min_movie_ratings, None, seed, core_films)
    document = measure_held_out("temporal", split, data, max_ratings, models, config, seed)
    print_report(document, as_json, TEMPORAL_COLUMNS)


def measure_held_out(
    protocol: str,
    split: "Callable[[Dataset], HeldOut]",
    data: Path,
    max_ratings: int | None,
    models: tuple[str, ...],
    config: "BuildConfig",
    seed: int,
) -> dict[str, Any]:
    """Read a data set, split it, train, and measure.

    Args:
        protocol: name of the protocol, for the report.
        split: divides the data set into training data and cases.
        data: a MovieLens folder.
        max_ratings: size of the sample; None for all ratings.
        models: names of the models; empty for the quick ones.
        config: settings of the models.
        seed: seed of the sample and of the intervals.

    Returns:
        The JSON document.

    Raises:
        DataError: the data cannot be read, or there is no user to test.
        ModelNotFoundError: a model is unknown.
    """
    from matinee.engine.recommender import load_user_policy
    from matinee.training.build import build_bundle
    from matinee.training.evaluate.ranking import measure
    from matinee.training.evaluate.report import build_held_out_report, models_to_train

    policy = load_user_policy()
    chosen = models_to_train(models or None)
    with steps(total=3 + len(chosen) + ("blend" in chosen)) as step:
        dataset = load_dataset(data, step, max_ratings, seed)
        step("splitting the ratings")
        held_out = split(dataset)
        bundle = build_bundle(held_out.training, chosen, config, step)
    with user_progress() as progress:
        measured = measure(bundle, policy, held_out.cases, models, progress)
    return build_held_out_report(protocol, measured, held_out.split, seed)


def print_report(document: dict[str, Any], as_json: bool, columns: tuple[str, ...]) -> None:
    """Print a report as one JSON document, or these columns of it as a table."""
    from matinee.training.evaluate.report import format_table

    if as_json:
        echo_json(document)
    else:
        click.echo(format_table(document, "ndcg@10", columns, decimals=3))
