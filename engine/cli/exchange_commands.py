"""`matinee import` and `matinee session export`: films taken in from other worlds, and given out to them."""

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matinee.engine.cli.commands import BUNDLE, JSON, movie_row, open_bundle

if TYPE_CHECKING:
    from matinee.engine.exchange.export import Form, List
    from matinee.engine.exchange.import_plan import ImportPlan
    from matinee.engine.recommender import Recommender


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--session", "name", metavar="NAME", help="Keep a session of that name, from the favourites proposed.")
@BUNDLE
@JSON
def import_(file: Path, name: str | None, bundle: Path | None, as_json: bool) -> None:
    """Read a Letterboxd or IMDb export: what was found, the four favourites it proposes, and what was not found.

    FILE is Letterboxd's zip, its folder or one CSV of it, or a CSV of ratings or the watchlist of IMDb. Nothing is
    written unless --session is given.
    """
    from matinee.engine.exchange.import_plan import plan
    from matinee.engine.exchange.readers.dispatch import read_export

    export = read_export(file)
    recommender = open_bundle(bundle)
    planned = plan(export, recommender.catalogue, recommender.model().scorable)
    if name is not None:
        keep_session(name, planned, recommender)
    if as_json:
        click.echo(json.dumps(import_document(planned) | {"session": name}, ensure_ascii=False))
        return
    click.echo("\n".join(planned.lines()))
    if name is not None:
        click.echo(f"\nThe session '{name}' is kept; begin with `matinee --session {shlex.quote(name)}`.")


@click.command()
@click.argument("name")
@click.option(
    "--format", "form", type=click.Choice(["letterboxd", "markdown", "json"]), default="letterboxd", show_default=True,
    help="For Letterboxd's importer, for people or for scripts.",
)  # fmt: skip
@click.option(
    "--what", "which", type=click.Choice(["likes", "watchlist"]),
    help="Only this list; Letterboxd takes one a file, by default the watchlist.",
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file, not standard output.")
@click.option("--force", is_flag=True, help="Replace FILE where it exists.")
@BUNDLE
def export(name: str, form: "Form", which: "List | None", out: Path | None, force: bool, bundle: Path | None) -> None:
    """Give out the films of a session: the likes, which include the favourites, and the watchlist."""
    from matinee.engine.exchange.export import evening, given_out
    from matinee.engine.exchange.output import write_text
    from matinee.engine.storage.store import read_session

    saved = read_session(name)
    catalogue = open_bundle(bundle).catalogue
    films = evening(saved.favourites, saved.history.events, catalogue)
    if form == "letterboxd":
        which = which or "watchlist"
    if not (films.films(which) if which else films.films("likes") + films.films("watchlist")):
        click.echo(f"There are no films in the {which or 'session'} yet.", err=True)
    text = given_out(films, form, which, catalogue)
    if out is None:
        click.echo(text, nl=False)
    else:
        write_text(out, text, force=force)


def keep_session(name: str, planned: "ImportPlan", recommender: "Recommender") -> None:
    """Save a session from the favourites proposed that knows all other films found.

    Raises:
        ExchangeError: fewer than four favourites are proposed.
        SessionError: it cannot be kept, or there is one of that name.
    """
    from matinee.engine.exchange.errors import ExchangeError
    from matinee.engine.models.profile import FAVOURITES
    from matinee.engine.session.events import History
    from matinee.engine.storage.log import SessionLog

    favourites = [movie.id for movie in planned.favourites]
    if len(favourites) < FAVOURITES:
        raise ExchangeError(
            f"A session starts from four favourites, and of the films found only {len(favourites)} "
            f"{'is' if len(favourites) == 1 else 'are'} liked; nothing was written."
        )
    others = planned.event_for(favourites)
    SessionLog.create(
        name,
        favourites=favourites,
        model=None,
        seed=0,
        bundle=recommender.bundle.version,
        policy=recommender.policy,
        history=History((others,) if others.answers else ()),
    ).close()


def import_document(planned: "ImportPlan") -> dict[str, Any]:
    """What an export means, as JSON."""
    from matinee.engine.exchange.import_plan import WORDS

    unmatched = [
        {
            "title": each.film.title,
            "year": each.film.year,
            "why": each.why,
            "nearest": movie_row(each.nearest) if each.nearest else None,
        }
        for each in planned.unmatched
    ]
    unreadable = [{"file": row.file, "line": row.line, "problem": row.problem} for row in planned.unreadable]
    return {
        "source": planned.source,
        "read": planned.read,
        "found": len(planned.answers),
        **{word: planned.counts[answer] for answer, word in WORDS.items()},
        "not_films": planned.not_films,
        "favourites": [movie_row(movie) for movie in planned.favourites],
        "unmatched": unmatched,
        "unreadable": unreadable,
    }
