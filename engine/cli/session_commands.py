"""`matinee session`: which sessions were kept, what is in one, other names for them, and throwing away."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matinee.engine.cli.commands import BUNDLE, JSON, movie_row, open_bundle
from matinee.engine.cli.exchange_commands import export
from matinee.engine.cli.tables import print_table
from matinee.engine.session.events import Answer
from matinee.engine.session.state import standing
from matinee.engine.storage.lock import log_path
from matinee.engine.storage.saved_session import SavedSession
from matinee.engine.storage.store import (
    SessionSummary,
    delete_session,
    last_changed,
    list_sessions,
    read_session,
    rename_session,
)

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue

COUNTED = {"likes": Answer.LIKE, "dislikes": Answer.DISLIKE, "skips": Answer.SKIP, "later": Answer.LATER}
"""What a list of sessions counts."""
NOTHING_KEPT = "No session is kept yet; begin one with `matinee --session NAME`."


@click.group()
def session() -> None:
    """List, show, rename, export and delete saved sessions."""


session.add_command(export)


@session.command("list")
@JSON
def list_saved(as_json: bool) -> None:
    """The sessions there are, the one changed last first; ✗ marks one that cannot be read."""
    summaries = list_sessions()
    if as_json:
        click.echo(json.dumps([summary_row(each) for each in summaries], ensure_ascii=False))
    elif not summaries:
        click.echo(NOTHING_KEPT)
    else:
        print_summaries(summaries)


@session.command()
@click.argument("name")
@BUNDLE
@JSON
def show(name: str, bundle: Path | None, as_json: bool) -> None:
    """The films of a session: favourites, liked, disliked and kept for later."""
    saved = read_session(name)
    recommender = open_bundle(bundle)
    films = film_rows(saved, recommender.catalogue)
    notes = saved.notes(recommender.bundle.version)
    changed = last_changed(log_path(name))
    if as_json:
        head = {"name": name, "changed": iso(changed), "model": saved.model, "seed": saved.seed, "bundle": saved.bundle}
        click.echo(json.dumps({**head, **films, "notes": notes}, ensure_ascii=False))
    else:
        print_session(name, changed, films, notes)


@session.command()
@click.argument("old")
@click.argument("new")
def rename(old: str, new: str) -> None:
    """Call a session otherwise."""
    rename_session(old, new)
    click.echo(f"The session '{old}' is called '{new}' now.")


@session.command()
@click.argument("name")
def delete(name: str) -> None:
    """Delete a session for good."""
    delete_session(name)
    click.echo(f"The session '{name}' is deleted.")


def summary_row(summary: SessionSummary) -> dict[str, Any]:
    """A session in a list, as JSON."""
    counts = {name: summary.tally.get(answer, 0) for name, answer in COUNTED.items()}
    head = {"name": summary.name, "changed": iso(summary.changed), "favourites": summary.favourites}
    return {**head, **counts, "damage": summary.damage}


def print_summaries(summaries: Sequence[SessionSummary]) -> None:
    """Sessions, a line each, and below why some cannot be read."""
    columns = {"": "bold", "session": "bold", "last changed": "dim", "favourites": "", **dict.fromkeys(COUNTED, "")}
    cells = []
    for each in summaries:
        row = summary_row(each)
        numbers = ["" if each.damage else str(row[name]) for name in ("favourites", *COUNTED)]
        cells.append(["✗" if each.damage else "", each.name, by_the_clock(each.changed), *numbers])
    print_table(columns, cells, to_the_right={"favourites", *COUNTED})
    for each in summaries:
        if each.damage:
            click.echo(f"\n✗ {each.damage}")


def film_rows(saved: SavedSession, catalogue: "Catalogue") -> dict[str, list[dict[str, Any]]]:
    """The films of a session as JSON, by what was said of them. Raises UnknownMovie."""
    stands = standing(saved.history.events)
    groups = {
        "favourites": saved.favourites,
        "liked": stands.of(Answer.LIKE),
        "disliked": stands.of(Answer.DISLIKE),
        "watchlist": stands.of(Answer.LATER),
    }
    return {group: [movie_row(movie) for movie in catalogue.movies(movie_ids)] for group, movie_ids in groups.items()}


def print_session(name: str, changed: datetime, films: dict[str, list[dict[str, Any]]], notes: Sequence[str]) -> None:
    """A session for people."""
    click.echo(f"{name}, last changed {by_the_clock(changed)}")
    for group, rows in films.items():
        click.echo(f"\n{group}" + ("" if rows else ": none"))
        for row in rows:
            click.echo(f"  {row['title']}" + (f" ({row['year']})" if row["year"] else ""))
    for note in notes:
        click.echo(f"\n{note}")


def iso(moment: datetime) -> str:
    """A moment for scripts."""
    return moment.isoformat(timespec="seconds")


def by_the_clock(moment: datetime) -> str:
    """A moment by the clock on the wall."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
