"""`matinee evaluate pairs`: two users in one session."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from matinee.engine.cli.output import JSON, echo_json
from matinee.training.cli.options import (
    CONFIG,
    COUNT,
    DATA,
    KINSHIP,
    SAMPLE,
    SEED,
    build_config,
    load_dataset,
    thresholds,
)
from matinee.training.cli.progress import steps, user_progress

if TYPE_CHECKING:
    from matinee.policy import Policy


@click.command()
@DATA
@SAMPLE
@click.option("--folds", type=click.IntRange(2, 1000), default=5, show_default=True, help="Folds over the users.")
@click.option("--validation", is_flag=True, help="Measure on the users on whom settings are chosen.")
@click.option("--pairs", "count", type=COUNT, default=300, show_default=True, help="Pairs of users, in all folds.")
@click.option(
    "--least-misery",
    "shares",
    type=click.FloatRange(0, 1),
    multiple=True,
    help="A value of pair_least_misery to measure; repeat for more.  [default: 0, 0.25, 0.5, 0.75, 1]",
)
@KINSHIP
@thresholds(films="the best for each model")
@CONFIG
@SEED
@JSON
def pairs(
    data: Path,
    max_ratings: int | None,
    folds: int,
    validation: bool,
    count: int,
    shares: tuple[float, ...],
    kinship: Literal["choose", "default"],
    min_user_ratings: int | None,
    min_movie_ratings: int | None,
    settings: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Pairs: two people watch together; how many of twenty films does each of them like?

    Random pairs of unseen users start with four favourites each, and each answers as that user rated the film. Ranking
    by the average of both scores, by the lower one (least misery) and by mixtures is compared with ranking for one of
    the two alone. The models are trained without the measured users.
    """
    from matinee.engine.recommender import load_user_policy
    from matinee.training.data.layouts import find_layout
    from matinee.training.evaluate import pair_report as reports
    from matinee.training.evaluate.pairs import SHARES
    from matinee.training.evaluate.replay_users import reported_folds, validation_fold
    from matinee.training.evaluate.report import ReplayOptions
    from matinee.training.facts.table import find_table

    choose = kinship == "choose"

    def policy_of(chosen: Mapping[str, float]) -> "Policy":
        return load_user_policy(chosen if choose else None)

    policy_of({})  # so that a mistake in the user's file is reported before anything is trained
    with steps(total=1) as step:
        dataset = load_dataset(data, step, max_ratings, seed)
    parts = [validation_fold(dataset, seed)] if validation else list(reported_folds(dataset, folds, seed))
    split = "validation users" if validation else f"{folds} folds over users, validation users left out"
    config = build_config(settings, min_user_ratings, min_movie_ratings, None, seed)
    facts = find_table(find_layout(data).folder)
    options = ReplayOptions(("blend",), seed, choose_kinship=choose, facts=facts)
    with user_progress() as progress:
        measured = reports.measure_folds(
            parts, policy_of, config, options, pairs=count, shares=shares or SHARES, progress=progress
        )
    document = reports.build_report(measured, split + ("" if choose else ", default kinship weights"), seed)
    if as_json:
        echo_json(document)
    else:
        click.echo(reports.format_report(document))
