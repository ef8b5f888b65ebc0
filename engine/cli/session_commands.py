"""`matinee session`: list, show, rename, export, delete and restore saved sessions."""

import shlex
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matinee.engine.cli.exchange_commands import export
from matinee.engine.cli.output import BUNDLE, JSON, echo_json, format_time, load_recommender, print_table
from matinee.engine.models.profile import Answer
from matinee.engine.rows import movie_row
from matinee.engine.session.state import replay
from matinee.engine.storage.lock import log_path
from matinee.engine.storage.saved_session import SavedSession
from matinee.engine.storage.store import (
    SessionSummary,
    delete_session,
    list_sessions,
    modified_at,
    read_session,
    rename_session,
    restore_session,
)

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue, Movie

COUNTED = {"likes": Answer.LIKE, "dislikes": Answer.DISLIKE, "skips": Answer.SKIP, "later": Answer.WATCHLIST}
"""Answers counted in the list of sessions."""
NO_SESSIONS = "No sessions saved yet; start one with `matinee --session NAME`."


@click.group()
def session() -> None:
    """List, show, rename, export, delete and restore saved sessions."""


session.add_command(export)


@session.command("list")
@JSON
def list_saved(as_json: bool) -> None:
    """List saved sessions, the last changed first; ✗ marks one that cannot be read."""
    summaries = list_sessions()
    if as_json:
        echo_json([summary_row(each) for each in summaries])
    elif not summaries:
        click.echo(NO_SESSIONS)
    else:
        print_summaries(summaries)


@session.command()
@click.argument("name")
@BUNDLE
@JSON
def show(name: str, bundle: Path | None, as_json: bool) -> None:
    """Show the films of a session: favourites, likes, dislikes and watchlist."""
    saved = read_session(name)
    recommender = load_recommender(bundle)
    films = films_by_answer(saved, recommender.catalogue)
    notes = saved.notes(recommender.bundle.version)
    changed = modified_at(log_path(name))
    if as_json:
        head: dict[str, Any] = {
            "name": name,
            "changed": iso_time(changed),
            "model": saved.model,
            "seed": saved.seed,
            "bundle": saved.bundle,
        }
        if saved.companion is not None:
            head["companion"] = saved.companion.name
        rows = {group: [movie_row(movie) for movie in movies] for group, movies in films.items()}
        echo_json({**head, **rows, "notes": notes})
    else:
        print_session(name, changed, films, notes)


@session.command()
@click.argument("old")
@click.argument("new")
def rename(old: str, new: str) -> None:
    """Rename a session."""
    rename_session(old, new)
    click.echo(f"Session '{old}' renamed to '{new}'.")


@session.command()
@click.argument("name")
def delete(name: str) -> None:
    """Delete a session; it can be restored for a day."""
    delete_session(name)
    click.echo(f"Session '{name}' deleted.")
    click.echo(f"`matinee session restore {shlex.quote(name)}` brings it back within a day.", err=True)


@session.command()
@click.argument("name")
def restore(name: str) -> None:
    """Bring back a session that was deleted within the last day."""
    others = restore_session(name)
    click.echo(f"Session '{name}' is back.")
    if others:
        quoted = shlex.quote(name)
        click.echo(
            f"It is the last of {others + 1} deleted sessions of that name; for the one before it, rename this one "
            f"with `matinee session rename {quoted} NEW`, then run `matinee session restore {quoted}` again.",
            err=True,
        )


def summary_row(summary: SessionSummary) -> dict[str, Any]:
    """A session of the list for JSON."""
    counts = {name: summary.tally.get(answer, 0) for name, answer in COUNTED.items()}
    head = {"name": summary.name, "changed": iso_time(summary.changed), "favourites": summary.favourites}
    return {**head, **counts, "damage": summary.damage}


def print_summaries(summaries: Sequence[SessionSummary]) -> None:
    """Print a table of sessions, followed by the reasons why some cannot be read."""
    columns = {"": "bold", "session": "bold", "last changed": "dim", "favourites": "", **dict.fromkeys(COUNTED, "")}
    cells = []
    for each in summaries:
        row = summary_row(each)
        numbers = ["" if each.damage else str(row[name]) for name in ("favourites", *COUNTED)]
        cells.append(["✗" if each.damage else "", each.name, format_time(each.changed), *numbers])
    print_table(columns, cells, right_aligned={"favourites", *COUNTED})
    for each in summaries:
        if each.damage:
            click.echo(f"\n✗ {each.damage}")


def films_by_answer(saved: SavedSession, catalogue: "Catalogue") -> dict[str, tuple["Movie", ...]]:
    """The films of a session, grouped by answer. Raises MovieNotFoundError."""
    state = replay(saved.history.events)
    companion = {} if saved.companion is None else {f"favourites of {saved.companion.name}": saved.companion.favourites}
    groups = {
        "favourites": saved.favourites,
        **companion,
        "liked": state.answered(Answer.LIKE),
        "disliked": state.answered(Answer.DISLIKE),
        "watchlist": state.watchlist,
    }
    return {group: catalogue.movies(movie_ids) for group, movie_ids in groups.items()}


def print_session(name: str, changed: datetime, films: Mapping[str, Sequence["Movie"]], notes: Sequence[str]) -> None:
    """Print the films of a session by answer, then the notes."""
    click.echo(f"{name}, last changed {format_time(changed)}")
    for group, movies in films.items():
        click.echo(f"\n{group}" + ("" if movies else ": none"))
        for movie in movies:
            click.echo(f"  {movie.label}")
    for note in notes:
        click.echo(f"\n{note}")


def iso_time(moment: datetime) -> str:
    """ISO 8601 time for JSON."""
    return moment.isoformat(timespec="seconds")
