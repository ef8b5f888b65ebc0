"""`matinee import` and `matinee session export`."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matinee.engine.cli.output import BUNDLE, JSON, echo_json, load_recommender
from matinee.engine.rows import movie_row

if TYPE_CHECKING:
    from matinee.engine.exchange.export import ExportFormat, FilmList
    from matinee.engine.exchange.import_plan import ImportPlan
    from matinee.engine.exchange.records import ImportedFilm, ListedAs
    from matinee.engine.recommender import Recommender


ACCEPT_ALL = "all"
ACCEPT = click.option(
    "--accept", metavar="all|TABLE",
    help="Take films not found for their closest matches: all, or those with yes in an edited TABLE.",
)  # fmt: skip

LISTED_AS = click.option(
    "--as", "listed_as", type=click.Choice(["liked", "wanted", "watched"]),
    help="What the films of a list without ratings are.  [default: by its name]",
)  # fmt: skip


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--session", "name", metavar="NAME", help="Save a session with the suggested favourites.")
@LISTED_AS
@ACCEPT
@click.option(
    "--table", type=click.Path(path_type=Path), metavar="TABLE",
    help="Write the films not found and their closest matches to a CSV file to edit, for --accept.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Replace TABLE if it exists.")
@BUNDLE
@JSON
def import_(
    file: Path,
    name: str | None,
    listed_as: "ListedAs | None",
    accept: str | None,
    table: Path | None,
    force: bool,
    bundle: Path | None,
    as_json: bool,
) -> None:
    """Read a Letterboxd or IMDb export, and list the films found, suggested favourites, and films not found.

    FILE is a Letterboxd export (the zip, its folder or one of its CSVs), or a table from IMDb, Trakt, TMDB, Criticker,
    Simkl, MovieLens or Netflix, or with the columns Title and Year.
    Nothing is written unless --session or --table is given.
    """
    recommender = load_recommender(bundle)
    plan = load_plan(file, recommender, listed_as, accept)
    if table is not None:
        write_table(table, plan, force=force)
    if name is not None:
        save_session(name, file, plan, recommender)
    if as_json:
        accepted = {} if accept is None else {"accepted": [film_document(film) for film in plan.accepted]}
        echo_json(import_document(plan) | accepted | {"session": name})
        for note in plan.export.notes:
            click.echo(note, err=True)
        return
    click.echo("\n".join(plan.lines()))
    if plan.near_misses and table is None:
        click.echo(f"\n{near_miss_hint(len(plan.near_misses))}")
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
    films = session_films(saved.all_favourites, saved.history.events, catalogue)
    if form == "letterboxd":
        which = which or "watchlist"
    if not (films.films(which) if which else films.films("likes") + films.films("watchlist")):
        click.echo(f"There are no films in the {which or 'session'} yet.", err=True)
    text = render_export(films, form, which, catalogue)
    if out is None:
        click.echo(text, nl=False)
    else:
        write_export(out, text, force=force)


def load_plan(file: Path, recommender: "Recommender", listed_as: "ListedAs | None", accept: str | None) -> "ImportPlan":
    """Read an export and plan its import.

    Args:
        file: the export.
        recommender: whose catalogue the films are matched with.
        listed_as: what the films of a list without ratings are; None to decide by its name.
        accept: which films not found to take for their closest matches: "all", an edited table, or None.

    Raises:
        ExchangeError: the export or the table cannot be read.
    """
    from matinee.engine.exchange.import_plan import plan_import
    from matinee.engine.exchange.match_table import read_accepted
    from matinee.engine.exchange.readers.detect import read_export

    plan = plan_import(read_export(file, listed_as), recommender.catalogue, recommender.model().known)
    if accept is None:
        return plan
    if accept == ACCEPT_ALL:
        return plan.accept_all()
    accepted = read_accepted(Path(accept), plan)
    if not accepted:
        click.echo(f"No film of {accept} is accepted: write yes in its column accept.", err=True)
    return plan.accept(accepted)


def write_table(path: Path, plan: "ImportPlan", *, force: bool) -> None:
    """Write the films not found to a table, and say what to do with it. Raises ExchangeError."""
    from matinee.engine.exchange.export import write_export
    from matinee.engine.exchange.import_plan import pluralize
    from matinee.engine.exchange.match_table import render_table

    write_export(path, render_table(plan.unmatched), force=force)
    click.echo(
        f"{pluralize(len(plan.unmatched), 'film')} written to {path}; write yes in the column accept, correct movie_id "
        f"where it is another film, and import again with `--accept {shlex.quote(str(path))}`.",
        err=True,
    )


def near_miss_hint(count: int) -> str:
    """How to accept films not found for their closest matches."""
    have = "1 film not found has a closest match" if count == 1 else f"{count:,} films not found have a closest match"
    return (
        f"{have}. `--accept all` takes {'it' if count == 1 else 'them'}; `--table TABLE.csv` writes a table to edit, "
        "which `--accept TABLE.csv` reads. Those you have seen are not suggested in any case."
    )


def save_session(name: str, file: Path, plan: "ImportPlan", recommender: "Recommender") -> None:
    """Save a session that starts from the suggested favourites and knows the answers for all other films found.

    Raises:
        ExchangeError: no favourites are suggested.
        SessionError: the session cannot be saved, or one with this name exists.
    """
    from matinee.engine.errors import ExchangeError
    from matinee.engine.session.events import History
    from matinee.engine.storage.lock import log_path
    from matinee.engine.storage.log import SessionLog

    log_path(name)  # an invalid name is refused before it is recommended for the app
    favourites = [movie.id for movie in plan.favourites]
    if not favourites:
        raise ExchangeError(
            "A session needs a favourite, but none of the films found is liked; no session was saved. Choose some in "
            f"the app: `matinee --import {shlex.quote(str(file))} --session {shlex.quote(name)}`."
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
        film_document(each.film) | {"why": each.why, "nearest": movie_row(each.nearest) if each.nearest else None}
        for each in plan.unmatched
    ]
    unreadable = [
        {"file": row.file, "line": row.line, "problem": row.problem, "rows": row.count, "film_read": row.film_read}
        for row in plan.skipped
    ]
    return {
        "source": plan.source,
        "read": plan.n_films,
        "found": len(plan.answers),
        **{word: plan.counts[answer] for answer, word in COUNT_NAMES.items()},
        "not_films": plan.export.not_films,
        "favourites": [movie_row(movie) for movie in plan.favourites],
        "unmatched": unmatched,
        "unreadable": unreadable,
    }


def film_document(film: "ImportedFilm") -> dict[str, Any]:
    """An imported film for JSON."""
    return {"title": film.title, "year": film.year}
