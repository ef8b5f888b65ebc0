"""The offline commands. Nothing heavy is imported before a command runs."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from training.progress import steps, user_progress

if TYPE_CHECKING:
    from training.config import BuildConfig
    from training.data.formats import Dataset

DATA = click.option(
    "--data", type=click.Path(path_type=Path), required=True, help="A MovieLens folder, of any of its layouts."
)
SAMPLE = click.option("--max-ratings", type=click.IntRange(1), help="Use a random sample of so many ratings.")
SEED = click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of every random draw.")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")


def thresholds(films: str) -> Callable[[Any], Any]:
    """The two rating thresholds; ``films`` says what the second one is by default."""

    def decorate(command: Any) -> Any:
        at_least = click.IntRange(1)
        films_option = click.option(
            "--min-movie-ratings", type=at_least, help=f"Fewest ratings of a film to learn from it.  [default: {films}]"
        )
        users_option = click.option(
            "--min-user-ratings", type=at_least, help="Fewest ratings of a user to learn from them.  [default: 20]"
        )
        return users_option(films_option(command))

    return decorate


def transform_switches(command: Any) -> Any:
    """Each part of the transform can be switched off."""
    for option in (
        click.option("--half-life-days", type=click.FloatRange(0, min_open=True), default=365.0, show_default=True),
        click.option("--no-time-decay", is_flag=True, help="Old ratings count like new ones."),
        click.option("--no-popularity", is_flag=True, help="Do not weaken ratings of popular films."),
        click.option("--no-user-mean", is_flag=True, help="Do not take the user's mean off."),
    ):
        command = option(command)
    return command


@click.command()
@DATA
@SAMPLE
@click.option("--out", type=click.Path(path_type=Path), default=Path("processed"), show_default=True)
@thresholds(films="50")
@transform_switches
@JSON
def preprocess(
    data: Path,
    max_ratings: int | None,
    out: Path,
    min_user_ratings: int | None,
    min_movie_ratings: int | None,
    no_user_mean: bool,
    no_popularity: bool,
    no_time_decay: bool,
    half_life_days: float,
    as_json: bool,
) -> None:
    """Filter, split and transform ratings into readable tables."""
    from training.data.formats import read_dataset
    from training.preprocess.tables import write_tables
    from training.preprocess.transform import TransformConfig

    config = TransformConfig(not no_user_mean, not no_popularity, not no_time_decay, half_life_days)
    with steps(total=12) as step:
        step("reading the ratings")
        dataset = read_dataset(data, max_ratings)
        for stage in write_tables(dataset, out, min_user_ratings or 20, min_movie_ratings or 50, config):
            step(stage)
    report = json.loads((out / "statistics.json").read_text(encoding="utf-8"))
    if as_json:
        click.echo(json.dumps(report))
    else:
        for name, counts in report["stages"].items():
            click.echo(
                f"{name:12}{counts['ratings']:>11,} ratings{counts['users']:>8,} users{counts['films']:>8,} films"
            )
        click.echo(f"{dataset.bad_timestamps:,} ratings dropped for unreadable times. Written to {out}.")


@click.command()
@DATA
@SAMPLE
@click.option("--model", "models", multiple=True, help="A model to train; repeat for more.  [default: all]")
@click.option("--out", type=click.Path(path_type=Path), default=Path("artifacts"), show_default=True)
@thresholds(films="what measures best for each model; docs/evaluation.md")
@click.option("--dimensions", type=click.IntRange(1), help="Length of the vectors of svd and svd_likes.  [default: 50]")
@transform_switches
@click.option("--config", "settings", type=click.Path(path_type=Path), help="Settings of the models, as YAML.")
@SEED
@JSON
def train(
    data: Path,
    max_ratings: int | None,
    models: tuple[str, ...],
    out: Path,
    min_user_ratings: int | None,
    min_movie_ratings: int | None,
    dimensions: int | None,
    no_user_mean: bool,
    no_popularity: bool,
    no_time_decay: bool,
    half_life_days: float,
    settings: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Train models and write them as a bundle, whole or not at all.

    The settings of everything trained are written beside it as training.yaml; --config takes such a file, whole or
    in part, and the other options go before it.
    """
    from training.build import MODELS, build_bundle
    from training.preprocess.transform import TransformConfig
    from training.publish import publish

    for name in models:
        if name not in MODELS:
            raise click.BadParameter(
                f"there is no model '{name}'; choose from {', '.join(MODELS)}.", param_hint="--model"
            )
    chosen = models or MODELS
    transform = TransformConfig(not no_user_mean, not no_popularity, not no_time_decay, half_life_days)
    config = build_config(settings, min_user_ratings, min_movie_ratings, dimensions, seed)
    if transform != TransformConfig():
        config = replace(config, svd=replace(config.svd, transform=transform))
    with steps(total=3 + len(chosen) + ("session" in chosen)) as step:
        dataset = read(data, step, max_ratings, seed)
        bundle = build_bundle(dataset, chosen, config, step)
        step("writing the bundle")
        version = publish(bundle, out)
    metrics = {name: entry["metrics"] for name, entry in bundle.models.items()}
    if as_json:
        click.echo(json.dumps({"out": str(out), "version": version, "dataset": bundle.dataset, "metrics": metrics}))
    else:
        for name, values in metrics.items():
            click.echo(f"{name:12}" + "  ".join(f"{key} {value:,.6g}" for key, value in values.items()))
        click.echo(f"Bundle {version} written to {out}.")


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
@click.option("--model", "models", multiple=True, help="A model to measure, as in svd_likes+ema; repeat for more.")
@click.option("--no-policy", is_flag=True, help="The model alone, without filters and other score terms.")
@click.option("--pool", is_flag=True, help="Also with only the user's rated films as candidates.")
@click.option("--users", type=click.IntRange(1), help="At most so many users of each fold.")
@thresholds(films="what measures best for each model")
@click.option("--config", "settings", type=click.Path(path_type=Path), help="Settings of the models, as YAML.")
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
    import engine
    from engine.paths import find_bundle
    from training.catalogue import same_films
    from training.evaluate import report as reports
    from training.evaluate.users import Fold, reported_folds, unknown_users, validation_fold

    with steps(total=1) as step:
        dataset = read(data, step, max_ratings, seed)
    recommender = engine.load(bundle)
    policy = recommender.policy.model_alone() if no_policy else recommender.policy
    options = reports.ReplayOptions(models or None, seed, pool, users)
    own = recommender.bundle.dataset["sha256"] == dataset.digest
    if bundle is not None and (own or folds or validation):
        raise click.UsageError(
            f"{find_bundle(bundle)} was trained on these very users; leave --bundle out to train without them."
            if own
            else "--bundle measures that bundle as it is; leave out --folds and --validation."
        )
    with user_progress() as progress:
        if folds or validation or own:
            parts = [validation_fold(dataset, seed)] if validation else list(reported_folds(dataset, folds or 5, seed))
            split = "validation users" if validation else f"{folds or 5} folds over users, validation users left out"
            config = build_config(settings, min_user_ratings, min_movie_ratings, None, seed)
            tallies, size = reports.measure_folds(parts, policy, config, options, progress)
        else:
            if not same_films(dataset, recommender.catalogue):
                raise click.UsageError(f"{data} numbers films otherwise than the bundle; add --folds 5 to train on it.")
            served = engine.Recommender(recommender.bundle, policy)
            measured = unknown_users(dataset.ratings, recommender.bundle)
            known = dataset.ratings["user"].nunique() - measured["user"].nunique()
            if known:
                click.echo(f"{known} users left out: the bundle was trained on them.", err=True)
            fold = Fold(training=dataset, measured=measured)
            tallies, size = reports.measure_bundle(served, fold, options, progress), len(recommender.catalogue)
            split = f"users of {dataset.name}, bundle {recommender.bundle.version}"
    document = reports.report(tallies, size, split + (", no policy" if no_policy else ""), seed)
    click.echo(json.dumps(document) if as_json else reports.as_table(document))


def build_config(
    settings: Path | None,
    min_user_ratings: int | None,
    min_movie_ratings: int | None,
    dimensions: int | None,
    seed: int | None,
) -> "BuildConfig":
    """The settings of every model: the defaults, changed by a file, changed by what the options say."""
    from training.config import BuildConfig
    from training.config_file import read_config

    options = {
        "min_user_ratings": min_user_ratings,
        "min_movie_ratings": min_movie_ratings,
        "dimensions": dimensions,
        "seed": seed,
    }
    given = {name: value for name, value in options.items() if value is not None}
    default = BuildConfig() if settings is None else read_config(settings)
    changed = {}
    for model in fields(default):
        settings = getattr(default, model.name)
        known = {setting.name for setting in fields(settings)}
        changed[model.name] = replace(settings, **{name: value for name, value in given.items() if name in known})
    return replace(default, **changed)


def read(data: Path, step: Callable[[str], None], max_ratings: int | None, seed: int) -> "Dataset":
    """Read a data set, saying so."""
    from training.data.formats import read_dataset

    step("reading the ratings")
    return read_dataset(data, max_ratings, seed)
