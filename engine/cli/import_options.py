"""Options of `matinee recommend` that start from an export: its likes and dislikes, and its watchlist."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from matinee.engine.cli.exchange_commands import load_plan

if TYPE_CHECKING:
    from matinee.engine.exchange.import_plan import ImportPlan
    from matinee.engine.exchange.records import ListedAs
    from matinee.engine.recommender import Recommender

IMPORT = click.option(
    "--import", "import_file", type=click.Path(path_type=Path), metavar="FILE",
    help="Likes and dislikes from a Letterboxd or IMDb export; what you rated, watched or want is left out.",
)  # fmt: skip
CHOOSE_FROM = click.option(
    "--from", "choose_from", type=click.Choice(["watchlist"]), help="With --import: only films of its watchlist."
)


@dataclass(frozen=True)
class Taste:
    """What recommendations start from, as movie ids.

    Attributes:
        likes, dislikes: each film in one of them.
        seen: other films not to recommend.
        only: the only films to recommend; None for all.
    """

    likes: tuple[int, ...]
    dislikes: tuple[int, ...]
    seen: tuple[int, ...] = ()
    only: tuple[int, ...] | None = None


def read_taste(
    file: Path,
    recommender: "Recommender",
    likes: Sequence[int],
    dislikes: Sequence[int],
    *,
    choose_from: str | None,
    listed_as: "ListedAs | None",
    accept: str | None,
) -> Taste:
    """Read the taste in an export, and add films named on the command line.

    Args:
        file: the export.
        recommender: whose catalogue the films are matched with.
        likes, dislikes: movie ids from the command line; these count before the export.
        choose_from: "watchlist" to recommend only films of its watchlist; None for all others.
        listed_as, accept: see ``load_plan``.

    Raises:
        ExchangeError: the export cannot be read, or no film of its watchlist was found.
    """
    from matinee.engine.errors import ExchangeError

    plan = load_plan(file, recommender, listed_as, accept)
    click.echo("\n".join([plan.summary, *plan.export.notes]), err=True)
    taste = merge_taste(plan, likes, dislikes, from_watchlist=choose_from is not None)
    if taste.only == ():
        raise ExchangeError(f"No film of a watchlist in {file} was found; leave --from out, or give the whole export.")
    return taste


def merge_taste(plan: "ImportPlan", likes: Sequence[int], dislikes: Sequence[int], *, from_watchlist: bool) -> Taste:
    """The taste in an import, with films named on the command line, which count before the import."""
    from matinee.engine.models.profile import Answer

    named = {*likes, *dislikes}
    wanted = plan.answered(Answer.WATCHLIST)
    return Taste(
        likes=(*(movie for movie in plan.answered(Answer.LIKE) if movie not in named), *likes),
        dislikes=(*(movie for movie in plan.answered(Answer.DISLIKE) if movie not in named), *dislikes),
        seen=(*plan.answered(Answer.SEEN), *plan.likely_seen, *(() if from_watchlist else wanted)),
        only=wanted if from_watchlist else None,
    )
