"""Favourites in the picker: the slots that are filled, and what the session that opens begins with."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from matinee.tui.widgets.layout import TALL

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie

INVITED, MOST = 4, 10
"""Favourites that the picker invites to, and the most there can be."""
OTHER_LINES, OTHER_TALL_LINES = 7, 12
"""Lines of the picker that are not for favourites; the second in terminals that are ``TALL``."""


def invitation(filled: int, chosen: int) -> str:
    """What the empty line of the picker says.

    Args:
        filled: slots that are filled.
        chosen: those of them with a film.
    """
    if filled >= MOST:
        return "begin, or ⌫ to change the last"
    if filled >= INVITED:
        return "begin, or add another"
    return "another, or ⏎ to begin" if chosen else "type a title or a name"


def fit_slots(lines: Sequence[Content], height: int) -> list[Content]:
    """The lines of the filled slots that have room in a terminal, the last ones if not all have.

    Args:
        lines: a line for each filled slot.
        height: lines of the terminal.
    """
    room = max(height - (OTHER_TALL_LINES if height >= TALL else OTHER_LINES), 2)
    hidden = len(lines) - room + 1
    return list(lines) if hidden <= 1 else [Content(f"   {hidden} more above").stylize("dim"), *lines[hidden:]]


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
