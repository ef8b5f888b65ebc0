"""`matinee import` and `matinee session export`."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matinee.engine.cli.output import BUNDLE, JSON, echo_json, load_recommender, movie_row

if TYPE_CHECKING:
    from matinee.engine.exchange.export import ExportFormat, FilmList
    from matinee.engine.exchange.import_plan import ImportPlan
    from matinee.engine.recommender import Recommender


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--session", "name", metavar="NAME", help="Save a session with the suggested favourites.")
@BUNDLE
@JSON
def import_(file: Path, name: str | None, bundle: Path | None, as_json: bool) -> None:
    """Read a Letterboxd or IMDb export, and list the films found, suggested favourites, and films not found.

    FILE is a Letterboxd export (the zip, its folder or one of its CSVs) or an IMDb CSV of ratings or a watchlist.
    Nothing is written unless --session is given.
    """
    from matinee.engine.exchange.import_plan import plan_import
    from matinee.engine.exchange.readers.detect import read_export

    export = read_export(file)
    recommender = load_recommender(bundle)
    plan = plan_import(export, recommender.catalogue, recommender.model().known)
    if name is not None:
        save_session(name, plan, recommender)
    if as_json:
        echo_json(import_document(plan) | {"session": name})
        return
    click.echo("\n".join(plan.lines()))
    if name is not None:
        click.echo(f"\nSaved as session '{name}'; start it with `matinee --session {shlex.quote(name)}`.")


@click.command()
@click.argument("name")
@click.option(
    "--format", "form", type=click.Choice(["letterboxd", "markdown", "json"]), default="letterboxd", show_default=True,
    help="For Letterboxd's importer, for people or for scripts.",
)  # fmt: skip
@click.option(
    "--what", "which", type=click.Choice(["likes", "watchlist"]),
    help="Only this list; a Letterboxd file has one, by default the watchlist.",
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="File to write; default standard output.")
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
@BUNDLE
def export(
    name: str, form: "ExportFormat", which: "FilmList | None", out: Path | None, force: bool, bundle: Path | None
) -> None:
    """Export the films of a session: the likes, which include the favourites, and the watchlist."""
    from matinee.engine.exchange.export import render_export, session_films, write_export
    from matinee.engine.storage.store import read_session

    saved = read_session(name)
    catalogue = load_recommender(bundle).catalogue
    films = session_films(saved.favourites, saved.history.events, catalogue)
    if form == "letterboxd":
        which = which or "watchlist"
    if not (films.films(which) if which else films.films("likes") + films.films("watchlist")):
        click.echo(f"There are no films in the {which or 'session'} yet.", err=True)
    text = render_export(films, form, which, catalogue)
    if out is None:
        click.echo(text, nl=False)
    else:
        write_export(out, text, force=force)


def save_session(name: str, plan: "ImportPlan", recommender: "Recommender") -> None:
    """Save a session that starts from the suggested favourites and knows the answers for all other films found.

    Raises:
        ExchangeError: fewer than four favourites are suggested.
        SessionError: the session cannot be saved, or one with this name exists.
    """
    from matinee.engine.errors import ExchangeError
    from matinee.engine.models.profile import FAVOURITES
    from matinee.engine.session.events import History
    from matinee.engine.storage.log import SessionLog

    favourites = [movie.id for movie in plan.favourites]
    if len(favourites) < FAVOURITES:
        raise ExchangeError(
            f"A session needs four favourites, but only {len(favourites)} of the films found "
            f"{'is' if len(favourites) == 1 else 'are'} liked; nothing was written."
        )
    others = plan.event_for(favourites)
    SessionLog.create(
        name,
        favourites=favourites,
        model=None,
        seed=0,
        bundle=recommender.bundle.version,
        policy=recommender.policy,
        history=History((others,) if others.answers else ()),
    ).close()


def import_document(plan: "ImportPlan") -> dict[str, Any]:
    """An import for JSON."""
    from matinee.engine.exchange.import_plan import COUNT_NAMES

    unmatched = [
        {
            "title": each.film.title,
            "year": each.film.year,
            "why": each.why,
            "nearest": movie_row(each.nearest) if each.nearest else None,
        }
        for each in plan.unmatched
    ]
    unreadable = [{"file": row.file, "line": row.line, "problem": row.problem} for row in plan.skipped]
    return {
        "source": plan.source,
        "read": plan.n_films,
        "found": len(plan.answers),
        **{word: plan.counts[answer] for answer, word in COUNT_NAMES.items()},
        "not_films": plan.not_films,
        "favourites": [movie_row(movie) for movie in plan.favourites],
        "unmatched": unmatched,
        "unreadable": unreadable,
    }
