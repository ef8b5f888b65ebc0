"""The offline commands. Nothing heavy is imported before a command runs."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matinee.training.cli.progress import steps

if TYPE_CHECKING:
    from matinee.training.config.config import BuildConfig
    from matinee.training.data.movielens import Dataset

DATA = click.option(
    "--data", type=click.Path(path_type=Path), required=True, help="A MovieLens folder, of any of its layouts."
)
SAMPLE = click.option("--max-ratings", type=click.IntRange(1), help="Use a random sample of so many ratings.")
SEED = click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of every random draw.")
CONFIG = click.option(
    "--config", "settings", type=click.Path(path_type=Path), help="Settings of the models, as YAML; or a part of them."
)
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")


def thresholds(films: str, users: int = 20) -> Callable[[Any], Any]:
    """The two rating thresholds: the first is ``users`` by default; ``films`` says what the second one is."""

    def decorate(command: Any) -> Any:
        at_least = click.IntRange(1)
        films_option = click.option(
            "--min-movie-ratings", type=at_least, help=f"Fewest ratings of a film to learn from it.  [default: {films}]"
        )
        users_option = click.option(
            "--min-user-ratings",
            type=at_least,
            help=f"Fewest ratings of a user to learn from.  [default: {users}]",
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
    from matinee.training.data.movielens import read_dataset
    from matinee.training.preprocess.signal import TransformConfig
    from matinee.training.preprocess.tables import write_tables

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
@click.argument("what", type=click.Choice(["bundle", "encoder"]), default="bundle")
@click.option("--data", type=click.Path(path_type=Path), help="A MovieLens folder, of any of its layouts.")
@SAMPLE
@click.option("--model", "models", multiple=True, help="A model to train; repeat for more.  [default: the quick ones]")
@click.option("--all", "everything", is_flag=True, help="Train every model, those of minutes too; --text, --map.")
@click.option("--text", "with_texts", is_flag=True, help="Encode the films' texts too, which mood prompts need.")
@click.option("--map", "with_map", is_flag=True, help="Draw the map of the films too, which a taste moves on.")
@click.option(
    "--plots",
    type=click.Path(path_type=Path),
    help="With --text: the folder of the Wikipedia Movie Data, whose first paragraphs are encoded, not stored.",
)
@click.option("--out", type=click.Path(path_type=Path), default=Path("artifacts"), show_default=True)
@thresholds(films="what measures best for each model; docs/evaluation.md")
@click.option("--dimensions", type=click.IntRange(1), help="Length of the vectors, where a model has this setting.")
@transform_switches
@CONFIG
@SEED
@JSON
def train(
    what: str,
    data: Path | None,
    max_ratings: int | None,
    models: tuple[str, ...],
    everything: bool,
    with_texts: bool,
    with_map: bool,
    plots: Path | None,
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

    `train encoder` makes the sentence encoder that prompts need: it exports all-MiniLM-L6-v2 with 8-bit weights, and
    trains what tells from its states which words of a prompt are ruled out.
    """
    if what == "encoder":
        train_encoder(out, seed, as_json)
        return
    if data is None:
        raise click.UsageError("Missing option '--data': name a MovieLens folder; `matinee data` fetches one.")
    if plots is not None and not (with_texts or everything):
        raise click.UsageError("--plots goes with --text or --all.")
    from matinee.training.build import MODELS, QUICK, build_bundle
    from matinee.training.preprocess.signal import TransformConfig
    from matinee.training.publish import publish

    for name in models:
        if name not in MODELS:
            raise click.BadParameter(
                f"there is no model '{name}'; choose from {', '.join(MODELS)}.", param_hint="--model"
            )
    chosen = models or (MODELS if everything else QUICK)
    transform = TransformConfig(not no_user_mean, not no_popularity, not no_time_decay, half_life_days)
    config = build_config(settings, min_user_ratings, min_movie_ratings, dimensions, seed)
    if transform != TransformConfig():
        config = replace(config, svd=replace(config.svd, transform=transform))
    with_texts, with_map = with_texts or everything, with_map or everything
    with steps(total=3 + len(chosen) + ("session" in chosen) + with_texts + with_map) as step:
        dataset = read(data, step, max_ratings, seed)
        bundle = build_bundle(dataset, chosen, config, step, with_texts=with_texts, with_map=with_map, plots=plots)
        step("writing the bundle")
        version = publish(bundle, out)
    metrics = {name: entry["metrics"] for name, entry in bundle.models.items()}
    if (drawn := bundle.read_map()) is not None:
        metrics["map"] = drawn.metrics
    if as_json:
        click.echo(json.dumps({"out": str(out), "version": version, "dataset": bundle.dataset, "metrics": metrics}))
    else:
        for name, values in metrics.items():
            click.echo(f"{name:12}" + "  ".join(f"{key} {value:,.6g}" for key, value in values.items()))
        click.echo(f"Bundle {version} written to {out}.")
        if not with_texts:
            click.echo("It has no texts of films: mood prompts are read by the lexicon alone. --text adds them.")


def train_encoder(out: Path, seed: int, as_json: bool) -> None:
    """Make the encoder and say how near it is to the original. Raises DataError."""
    from matinee.training.text.onnx_export import compared_texts, export_encoder

    with steps(total=3) as step:
        card = export_encoder(out, compared_texts(), seed, step)
    if as_json:
        click.echo(json.dumps(card))
    else:
        agreement, told = card["metrics"]["agreement"], card["metrics"]["refusals"]
        click.echo(
            f"cosine with the original over {agreement['texts']:.0f} texts: {agreement['mean']:.4f} on average, "
            f"{agreement['lowest']:.4f} at the least"
        )
        click.echo(
            f"words ruled out: {told['accuracy']:.1%} of {told['marks']:.0f} told rightly, recall "
            f"{told['recall']:.1%}, precision {told['precision']:.1%}"
        )
        click.echo(f"Encoder written to {out / 'encoder'}, {sum(card['bytes'].values()) / 1e6:.1f} MB.")


def build_config(
    settings: Path | None,
    min_user_ratings: int | None,
    min_movie_ratings: int | None,
    dimensions: int | None,
    seed: int | None,
) -> "BuildConfig":
    """The settings of every model: the defaults, changed by a file, changed by what the options say.

    A seed that nobody asked for leaves those of the file.
    """
    from matinee.training.config.config import BuildConfig
    from matinee.training.config.config_file import read_config

    options = {
        "min_user_ratings": min_user_ratings,
        "min_movie_ratings": min_movie_ratings,
        "dimensions": dimensions,
        "seed": None if settings is not None and by_default("seed") else seed,
    }
    given = {name: value for name, value in options.items() if value is not None}
    default = BuildConfig() if settings is None else read_config(settings)
    changed = {}
    for model in fields(default):
        own = getattr(default, model.name)
        known = {setting.name for setting in fields(own)}
        changed[model.name] = replace(own, **{name: value for name, value in given.items() if name in known})
    return replace(default, **changed)


def by_default(option: str) -> bool:
    """Whether the running command has an option's value from nobody but itself."""
    context = click.get_current_context(silent=True)
    return context is not None and context.get_parameter_source(option) is click.core.ParameterSource.DEFAULT


def read(data: Path, step: Callable[[str], None], max_ratings: int | None, seed: int) -> "Dataset":
    """Read a data set, saying so."""
    from matinee.training.data.movielens import read_dataset

    step("reading the ratings")
    return read_dataset(data, max_ratings, seed)
