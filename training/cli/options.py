"""Options shared by the offline commands, and what they are read into."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from matinee.policy.renamed import MODELS, renamed
from matinee.training.config.setting_bounds import MAX_CORE, MAX_COUNT, MAX_HALF_LIFE, MAX_SEED, MIN_HALF_LIFE

if TYPE_CHECKING:
    from matinee.training.cluster.rating_pass import RatingPass
    from matinee.training.config.config import BuildConfig
    from matinee.training.data.movielens import Dataset

Decorator = Callable[[Any], Any]


def current_names(_context: click.Context, _option: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    """The values of ``--model``, with former names of models replaced by their current ones."""
    return tuple(renamed(name, MODELS) for name in names)


class NumberRange(click.FloatRange):
    """A range of numbers; "nan" lies in none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        if isnan(number):
            self.fail(f"'{value}' is not a number.", param, ctx)
        return number


COUNT = click.IntRange(1, MAX_COUNT)
DATA = click.option(
    "--data", type=click.Path(path_type=Path), required=True, help="A MovieLens folder, in any of its layouts."
)
SAMPLE = click.option("--max-ratings", type=COUNT, help="Use a random sample of this many ratings.")
SEED = click.option(
    "--seed", type=click.IntRange(0, MAX_SEED), default=0, show_default=True, help="Seed of all random draws."
)
MODEL = click.option(
    "--model",
    "models",
    multiple=True,
    callback=current_names,
    help="A model to measure, such as svd_likes+ema; repeat for more.",
)
CONFIG = click.option(
    "--config", "settings", type=click.Path(path_type=Path), help="YAML file with settings of the models, all or some."
)
CORE_FILMS = click.option(
    "--core-films",
    type=click.IntRange(2, MAX_CORE),
    help="Most films that svd_likes, ease, edlae (in blend) and item_item compare with each other; the others are "
    "compared with these.  [default: 8000]",
)


def parse_cluster(_context: click.Context, _option: click.Parameter, address: str | None) -> str | None:
    """Check the address of a cluster. Raises BadParameter."""
    from matinee.training.cluster.connection import count_local

    try:
        if address is not None:
            count_local(address)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return address


CLUSTER = click.option(
    "--cluster",
    metavar="ADDRESS",
    callback=parse_cluster,
    help="Read the ratings and sum over pairs of films on this Dask cluster, such as tcp://scheduler:8786, or on "
    "processes of this machine, such as local:2. The bundle is the same.",
)
RATINGS = click.option(
    "--ratings",
    metavar="PLACE",
    help="CSV or Parquet file with the ratings, a path or a URL that fsspec opens, or a folder or a pattern such as "
    "'ratings/*.parquet' of such files; with --cluster, what all workers can read.  [default: the file in the folder "
    "of --data]",
)
KINSHIP = click.option(
    "--kinship",
    type=click.Choice(["choose", "default"]),
    default="choose",
    show_default=True,
    help="Choose the weights of the kinship terms on users left out of the training, or use those of the policy file.",
)


FACTS = click.option(
    "--facts",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Table of film facts.  [default: film_facts.tsv.gz in the folder of the data, or else the one that ships]",
)
NO_FACTS = click.option("--no-facts", is_flag=True, help="Leave film facts out.")


def validate_url(_context: click.Context, _option: click.Parameter, url: str) -> str:
    """Check a web address. Raises BadParameter."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # read to be checked
    except ValueError as error:
        raise click.BadParameter(f"'{url}' is not a valid web address ({error}).") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or not url.isprintable() or " " in url:
        raise click.BadParameter(f"'{url}' is not a web address that begins with https:// or http://.")
    return url


def sampled_users(default: int) -> Decorator:
    """Add the option for the number of users that are measured."""
    return click.option(
        "--users",
        type=COUNT,
        default=default,
        show_default=True,
        help="Most users that are measured, of each fold if there are folds; of more, a sample is drawn.",
    )


def thresholds(films: str, users: int = 20) -> Decorator:
    """Add the options for the fewest ratings of a film and of a user.

    Args:
        films: describes the default for films.
        users: default for users.
    """

    def decorate(command: Any) -> Any:
        films_option = click.option(
            "--min-movie-ratings", type=COUNT, help=f"Fewest ratings of a film to train on.  [default: {films}]"
        )
        users_option = click.option(
            "--min-user-ratings", type=COUNT, help=f"Fewest ratings of a user to train on.  [default: {users}]"
        )
        return users_option(films_option(command))

    return decorate


def transform_switches(command: Any) -> Any:
    """Add the options that switch off parts of the rating transform."""
    for option in (
        click.option(
            "--half-life-days", type=NumberRange(MIN_HALF_LIFE, MAX_HALF_LIFE), default=365.0, show_default=True
        ),
        click.option("--no-time-decay", is_flag=True, help="Weight old ratings like new ones."),
        click.option("--no-popularity", is_flag=True, help="Do not weaken ratings of popular films."),
        click.option("--no-user-mean", is_flag=True, help="Do not subtract the user's mean."),
    ):
        command = option(command)
    return command


def build_config(
    settings: Path | None,
    min_user_ratings: int | None,
    min_movie_ratings: int | None,
    dimensions: int | None,
    seed: int | None,
    core_films: int | None = None,
) -> "BuildConfig":
    """Combine the default settings, a settings file and options, each overriding the one before.

    Args:
        settings: YAML file; None for the defaults.
        min_user_ratings, min_movie_ratings, dimensions: for every model that has this setting; None to keep it.
        seed: likewise; the default of ``--seed`` does not override the file.
        core_films: likewise; None to keep it.

    Raises:
        DataError: the file is missing or wrong.
    """
    from matinee.training.config.config import BuildConfig
    from matinee.training.config.config_file import read_config

    options = {
        "min_user_ratings": min_user_ratings,
        "min_movie_ratings": min_movie_ratings,
        "dimensions": dimensions,
        "seed": None if settings is not None and is_default("seed") else seed,
        "core_films": core_films,
    }
    given = {name: value for name, value in options.items() if value is not None}
    config = BuildConfig() if settings is None else read_config(settings)
    changed = {}
    for model in fields(config):
        own = getattr(config, model.name)
        known = {setting.name for setting in fields(own)}
        changed[model.name] = replace(own, **{name: value for name, value in given.items() if name in known})
    return replace(config, **changed)


def is_default(option: str) -> bool:
    """Check whether the running command uses an option's default value."""
    context = click.get_current_context(silent=True)
    return context is not None and context.get_parameter_source(option) is click.core.ParameterSource.DEFAULT


def load_dataset(
    data: Path,
    step: Callable[[str], None],
    max_ratings: int | None,
    seed: int,
    ratings: str | None = None,
    rating_pass: "RatingPass | None" = None,
) -> "Dataset":
    """Read a data set as a step of a progress bar, on a cluster if there is one. Raises DataError and ClusterError."""
    from matinee.training.data.movielens import read_dataset
    from matinee.training.data.places import parse_place
    from matinee.training.data.rating_blocks import read_in_blocks
    from matinee.training.data.ratings import read_ratings

    step("reading the ratings")
    place = None if ratings is None else parse_place(ratings)
    read = read_ratings if place is None else read_in_blocks
    return read_dataset(
        data, max_ratings, seed, ratings_file=place, read=read if rating_pass is None else rating_pass.read
    )


@contextmanager
def open_pass(address: str | None, on_progress: Callable[[str], None]) -> "Iterator[RatingPass | None]":
    """Connect to a cluster for the pass over ratings; without an address there is none. Raises ClusterError."""
    if address is None:
        yield None
        return
    from matinee.training.cluster.connection import connect
    from matinee.training.cluster.rating_pass import RatingPass

    with connect(address) as client:
        yield RatingPass(client, on_progress)
