"""The protocols as commands. Nothing heavy is imported before one runs."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from matinee.training.cli.commands import CONFIG, DATA, JSON, SAMPLE, SEED, build_config, read, thresholds
from matinee.training.cli.progress import steps, user_progress

if TYPE_CHECKING:
    from matinee.training.config.config import BuildConfig
    from matinee.training.data.movielens import Dataset
    from matinee.training.evaluate.ranking import HeldOut

MODEL = click.option(
    "--model", "models", multiple=True, help="A model to measure, as in svd_likes+ema; repeat for more."
)
GAINS = ("ndcg@10_over_popularity", "ndcg@10_over_ease")
LEAVE_ONE_OUT_COLUMNS = ("recall@5", "recall@10", "recall@20", "ndcg@10", "ndcg@20", *GAINS)
"""What the table shows; with one film asked for, precision and hit rate say what recall says."""
TEMPORAL_COLUMNS = ("recall@10", "recall@20", "ndcg@10", "ndcg@20", "precision@10", "hit_rate@10", *GAINS)
VALIDATION = click.option("--validation", is_flag=True, help="Ask on the part on which settings are chosen.")


@click.group()
def evaluate() -> None:
    """Measure models by a protocol."""


@evaluate.command()
@DATA
@SAMPLE
@click.option("--bundle", type=click.Path(path_type=Path), help="Measure this bundle on users it was not trained on.")
@click.option("--folds", type=click.IntRange(2), help="Train on folds of the data instead of using a bundle.")
@click.option(
    "--validation", is_flag=True, help="Measure the users on which settings are chosen, not the reported ones."
)
@MODEL
@click.option("--no-policy", is_flag=True, help="The model alone, without filters and other score terms.")
@click.option("--pool", is_flag=True, help="Also with only the user's rated films as candidates.")
@click.option("--users", type=click.IntRange(1), help="At most so many users of each fold.")
@thresholds(films="what measures best for each model")
@CONFIG
@SEED
@JSON
def replay(
    data: Path,
    max_ratings: int | None,
    bundle: Path | None,
    folds: int | None,
    validation: bool,
    models: tuple[str, ...],
    no_policy: bool,
    pool: bool,
    users: int | None,
    min_user_ratings: int | None,
    min_movie_ratings: int | None,
    settings: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Session replay: four favourites and twenty films, answered as unseen users rated them.

    Serves the bundle (--bundle, or the one Matinee finds) when it was trained on other users than --data holds.
    On its own training data, or with --folds or --validation, models are trained anew without the measured users.
    """
    import matinee
    from matinee.engine.paths import find_bundle
    from matinee.engine.recommender import own_policy
    from matinee.training.evaluate import report as reports
    from matinee.training.evaluate.replay_users import Fold, reported_folds, unknown_users, validation_fold
    from matinee.training.preprocess.catalogue import same_films

    with steps(total=1) as step:
        dataset = read(data, step, max_ratings, seed)
    # with folds nothing of a bundle is asked, so none need be there
    recommender = None if (folds or validation) and bundle is None else matinee.load(bundle)
    policy = own_policy().model_alone() if no_policy else own_policy()
    options = reports.ReplayOptions(models or None, seed, pool, users)
    own = recommender is not None and recommender.bundle.dataset["sha256"] == dataset.digest
    if bundle is not None and (own or folds or validation):
        raise click.UsageError(
            f"{find_bundle(bundle)} was trained on these very users; leave --bundle out to train without them."
            if own
            else "--bundle measures that bundle as it is; leave out --folds and --validation."
        )
    with user_progress() as progress:
        if recommender is None or own:
            parts = [validation_fold(dataset, seed)] if validation else list(reported_folds(dataset, folds or 5, seed))
            split = "validation users" if validation else f"{folds or 5} folds over users, validation users left out"
            config = build_config(settings, min_user_ratings, min_movie_ratings, None, seed)
            tallies, size = reports.measure_folds(parts, policy, config, options, progress)
        else:
            if not same_films(dataset, recommender.catalogue):
                raise click.UsageError(f"{data} numbers films otherwise than the bundle; add --folds 5 to train on it.")
            served = matinee.Recommender(recommender.bundle, policy)
            measured = unknown_users(dataset.ratings, recommender.bundle)
            known = dataset.ratings["user"].nunique() - measured["user"].nunique()
            if known:
                click.echo(f"{known} users left out: the bundle was trained on them.", err=True)
            fold = Fold(training=dataset, measured=measured)
            tallies, size = reports.measure_bundle(served, fold, options, progress), len(recommender.catalogue)
            split = f"users of {dataset.name}, bundle {recommender.bundle.version}"
    document = reports.report(tallies, size, split + (", no policy" if no_policy else ""), seed)
    click.echo(json.dumps(document) if as_json else reports.as_table(document, best_by="l20"))


@evaluate.command("leave-one-out")
@DATA
@SAMPLE
@click.option("--implicit", is_flag=True, help="Every rating counts as a like.  [default: ratings of 4 stars on]")
@click.option("--negatives", type=click.IntRange(1), help="Rank among so many films never rated.  [default: all films]")
@VALIDATION
@MODEL
@thresholds(films="1", users=1)
@CONFIG
@SEED
@JSON
def leave_one_out(
    data: Path,
    max_ratings: int | None,
    implicit: bool,
    negatives: int | None,
    validation: bool,
    models: tuple[str, ...],
    min_user_ratings: int | None,
    min_movie_ratings: int | None,
    settings: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Leave one out: where is each user's last film among all the others?

    Models are trained without the last two films of every user, told of what came before the film asked for, and
    asked alone, without the policy. Popularity and random are always measured too.
    """
    from matinee.training.evaluate import leave_one_out as protocol

    def divide(dataset: "Dataset") -> "HeldOut":
        return protocol.leave_one_out(dataset, implicit=implicit, validation=validation, negatives=negatives, seed=seed)

    config = build_config(settings, min_user_ratings or 1, min_movie_ratings or 1, None, seed)
    if implicit:  # every rating is the user's mean, so taking that off would leave nothing
        transform = replace(config.svd.transform, user_mean=False)
        config = replace(config, svd=replace(config.svd, transform=transform))
    document = ask_held_out("leave-one-out", divide, data, max_ratings, models, config, seed)
    tell(document, as_json, LEAVE_ONE_OUT_COLUMNS)


@evaluate.command()
@DATA
@SAMPLE
@VALIDATION
@MODEL
@thresholds(films="what measures best for each model", users=1)
@CONFIG
@SEED
@JSON
def temporal(
    data: Path,
    max_ratings: int | None,
    validation: bool,
    models: tuple[str, ...],
    min_user_ratings: int | None,
    min_movie_ratings: int | None,
    settings: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Temporal: from the first 70 % of what each user rated, which films do they like in the last 15 %?

    Models are trained on these first parts, told the user's own, and asked alone, without the policy. Popularity
    and random are always measured too.
    """
    from matinee.training.evaluate import temporal as protocol

    def divide(dataset: "Dataset") -> "HeldOut":
        return protocol.temporal(dataset, validation=validation)

    config = build_config(settings, min_user_ratings or 1, min_movie_ratings, None, seed)
    document = ask_held_out("temporal", divide, data, max_ratings, models, config, seed)
    tell(document, as_json, TEMPORAL_COLUMNS)


@evaluate.command()
@DATA
@SAMPLE
@click.option("--split", "given", metavar="NAME", help="A split that the data brings along, as u1 of ml-100k.")
@click.option("--seeds", type=click.IntRange(1), default=5, show_default=True, help="How many random 80/20 splits.")
@click.option("--model", "models", multiple=True, help="rating or hybrid; repeat for more.  [default: both]")
@thresholds(films="1", users=1)
@CONFIG
@SEED
@JSON
def rating(
    data: Path,
    max_ratings: int | None,
    given: str | None,
    seeds: int,
    models: tuple[str, ...],
    min_user_ratings: int | None,
    min_movie_ratings: int | None,
    settings: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Rating: how many stars will people give? Errors on ratings held out of training.

    The levels of film and user alone, the film's level (popularity) and random stars are always measured too.
    """
    from matinee.training.data.layouts import recognise
    from matinee.training.evaluate import rating_prediction as protocol
    from matinee.training.evaluate.report import as_table

    for name in models:
        if name not in protocol.PREDICTORS:
            raise click.BadParameter(f"'{name}' predicts no stars; choose from {', '.join(protocol.PREDICTORS)}.")
    chosen = models or protocol.PREDICTORS
    config = build_config(settings, min_user_ratings or 1, min_movie_ratings or 1, None, seed)
    with steps(total=2 + (1 if given else seeds)) as step:
        dataset = read(data, step, max_ratings, seed)
        if given:
            parts, split = iter([protocol.given_parts(recognise(data)[0], given)]), f"{given} of {dataset.name}"
        else:
            parts = protocol.random_parts(dataset, range(seed, seed + seeds))
            split = f"{seeds} random 80/20 splits of {dataset.name}"
        errors = protocol.measure(dataset, parts, chosen, config, step)
    document = protocol.report(errors, split, seed)
    click.echo(json.dumps(document) if as_json else as_table(document, "rmse", decimals=4))


@evaluate.command()
@click.option("--bundle", type=click.Path(path_type=Path), help="Folder of the bundle to measure.")
@click.option("--tuned", is_flag=True, help="The prompts on which settings were chosen, not the reported ones.")
@click.option("--ablation", is_flag=True, help="Also without each ingredient.")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Also find films by their tags, with vectors made without tags."
)
@click.option("--plots", type=click.Path(path_type=Path), help="With --data: the folder of the Wikipedia Movie Data.")
@SEED
@JSON
def intent(
    bundle: Path | None,
    tuned: bool,
    ablation: bool,
    data: Path | None,
    plots: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Mood prompts: do the films that fit come first, and those that were ruled out not at all?

    Plain cosine, the documented pipeline of source 000, popularity and random are always measured too; and how well
    "more like this" tells good recommendations from poor ones.
    """
    import matinee
    from matinee.training.evaluate import prompt_report as reports

    if plots is not None and data is None:
        raise click.UsageError("--plots goes with --data.")
    recommender = matinee.load(bundle)
    part: Literal["tuned", "reported"] = "tuned" if tuned else "reported"
    with steps(total=5) as step:
        document = reports.report(recommender, part, seed, ablation=ablation, on_step=step)
        if data is not None:
            document |= reports.tag_report(read(data, step, None, seed), recommender, plots, seed, step)
    click.echo(json.dumps(document) if as_json else reports.as_tables(document))


def ask_held_out(
    protocol: str,
    divide: "Callable[[Dataset], HeldOut]",
    data: Path,
    max_ratings: int | None,
    models: tuple[str, ...],
    config: "BuildConfig",
    seed: int,
) -> dict[str, Any]:
    """Read, divide, train and measure; the report. Raises DataError, UnknownModel, MatineeError."""
    from matinee.engine.recommender import own_policy
    from matinee.training.build import build_bundle
    from matinee.training.evaluate.ranking import measure
    from matinee.training.evaluate.report import held_out_report, trainable

    policy = own_policy()
    chosen = trainable(models or None)
    with steps(total=3 + len(chosen) + ("session" in chosen)) as step:
        dataset = read(data, step, max_ratings, seed)
        step("dividing the ratings")
        held_out = divide(dataset)
        bundle = build_bundle(held_out.training, chosen, config, step)
    with user_progress() as progress:
        measured = measure(bundle, policy, held_out.cases, models, progress)
    return held_out_report(protocol, measured, held_out.split, seed)


def tell(document: dict[str, Any], as_json: bool, columns: tuple[str, ...]) -> None:
    """Print a report of held-out films: all of it as JSON, these columns as a table."""
    from matinee.training.evaluate.report import as_table

    click.echo(json.dumps(document) if as_json else as_table(document, "ndcg@10", columns, decimals=3))
