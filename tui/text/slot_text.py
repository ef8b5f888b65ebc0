"""Favourites in the picker: the slots that are filled, and what the session that opens begins with."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie


def opening_text(titles: Sequence[str], session: str | None) -> str:
    """What is on screen until the first film: "Opening a session with Heat · Alien…", or "Opening the session “x”…".

    Args:
        titles: favourites as typed.
        session: name of the session.
    """
    if titles:
        return f"Opening a session with {' · '.join(titles)}…"
    return "Opening the session…" if session is None else f"Opening the session “{session}”…"


def slot_lines(chosen: "Sequence[Movie]", pending: Sequence[str]) -> list[Content]:
    """A line for each filled slot, with its number; a click on a favourite removes it.

    Args:
        chosen: the favourites.
        pending: titles to search for once the catalogue is loaded.
    """
    favourites = [
        Content.from_markup(
            f"[$primary]$number[/]  [@click=screen.empty({slot})][b]$title[/b][/]  [dim]$year[/dim]",
            number=str(slot + 1),
            title=movie.title,
            year=str(movie.year or ""),
        )
        for slot, movie in enumerate(chosen)
    ]
    waiting = [
        Content.assemble((str(slot), "$primary"), (f"  {line} …", "dim"))
        for slot, line in enumerate(pending, start=len(favourites) + 1)
    ]
    return favourites + waiting
