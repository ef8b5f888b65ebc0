"""The offline commands. Nothing heavy is imported before a command runs."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.progress import Progress

    from training.build import BuildConfig
    from training.data.formats import Dataset

DATA = click.option(
    "--data", type=click.Path(path_type=Path), required=True, help="A MovieLens folder, of any of its layouts."
)
SAMPLE = click.option("--max-ratings", type=click.IntRange(1), help="Use a random sample of so many ratings.")
SEED = click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of every random draw.")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")


def thresholds(films: str, users: int = 20) -> Callable[[Any], Any]:
    """The two rating thresholds: the first is ``users`` by default; ``films`` says what the second one is."""

    def decorate(command: Any) -> Any:
        at_least = click.IntRange(1)
        films_option = click.option(
            "--min-movie-ratings", type=at_least, help=f"Fewest ratings of a film to learn from it.  [default: {films}]"
        )
        users_option = click.option(
            "--min-user-ratings", type=at_least, default=users, show_default=True, help="Fewest ratings of a user."
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
    min_user_ratings: int,
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
    with steps(total=6) as step:
        step("ratings")
        dataset = read_dataset(data, max_ratings)
        for stage in write_tables(dataset, out, min_user_ratings, min_movie_ratings or 50, config):
            step(stage)
    report = json.loads((out / "statistics.json").read_text(encoding="utf-8"))
    if as_json:
        click.echo(json.dumps(report))
    else:
        for name, counts in report["stages"].items():
            click.echo(
                f"{name:12}{counts['ratings']:>9,} ratings{counts['users']:>8,} users{counts['films']:>8,} films"
            )
        click.echo(f"{dataset.bad_timestamps:,} ratings dropped for unreadable times. Written to {out}.")


@click.command()
@DATA
@SAMPLE
@click.option("--model", "models", multiple=True, help="A model to train; repeat for more.  [default: all]")
@click.option("--out", type=click.Path(path_type=Path), default=Path("artifacts"), show_default=True)
@thresholds(films="what measures best for each model; docs/evaluation.md")
@click.option("--dimensions", type=click.IntRange(1), default=50, show_default=True, help="Length of the vectors.")
@transform_switches
@SEED
@JSON
def train(
    data: Path,
    max_ratings: int | None,
    models: tuple[str, ...],
    out: Path,
    min_user_ratings: int,
    min_movie_ratings: int | None,
    dimensions: int,
    no_user_mean: bool,
    no_popularity: bool,
    no_time_decay: bool,
    half_life_days: float,
    seed: int,
    as_json: bool,
) -> None:
    """Train models and write them as a bundle, whole or not at all."""
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
    config = build_config(min_user_ratings, min_movie_ratings, dimensions, seed)
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


def build_config(min_user_ratings: int, min_movie_ratings: int | None, dimensions: int, seed: int) -> "BuildConfig":
    """The settings of every model; a film threshold left open keeps each model's own."""
    from training.build import BuildConfig

    shared: dict[str, Any] = {"min_user_ratings": min_user_ratings}
    if min_movie_ratings is not None:
        shared["min_movie_ratings"] = min_movie_ratings
    spaces = shared | {"dimensions": dimensions, "seed": seed}
    default = BuildConfig()
    return replace(
        default,
        svd=replace(default.svd, **spaces),
        svd_likes=replace(default.svd_likes, **spaces),
        ease=replace(default.ease, **shared),
        edlae=replace(default.edlae, **shared),
    )


def read(data: Path, step: Callable[[str], None], max_ratings: int | None, seed: int) -> "Dataset":
    """Read a data set, saying so."""
    from training.data.formats import read_dataset

    step("reading the ratings")
    return read_dataset(data, max_ratings, seed)


def progress_bar() -> "Progress":
    """A progress bar on standard error; silent where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:32}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)


@contextmanager
def steps(total: int) -> Iterator[Callable[[str], None]]:
    """A bar that moves on with every named step."""
    with progress_bar() as bar:
        task = bar.add_task("", total=total)
        started = 0

        def step(name: str) -> None:
            nonlocal started
            bar.update(task, description=name, completed=started)
            started += 1

        yield step
        bar.update(task, description="done", completed=total)


@contextmanager
def user_progress() -> Iterator[Callable[[Iterable[Any], str], Iterable[Any]]]:
    """Wraps an iteration over users into a bar a model."""
    with progress_bar() as bar:
        yield lambda users, model: bar.track(list(users), description=model)
