"""Writing the films of an evening into a file, where somebody asked for it."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matinee.engine.exchange.export import Form, List
    from matinee.engine.session.session import Session

FORMATS: "dict[str, tuple[str, Form, List | None]]" = {
    "watchlist.csv": ("Watchlist for Letterboxd", "letterboxd", "watchlist"),
    "likes.csv": ("Likes for Letterboxd", "letterboxd", "likes"),
    "evening.md": ("Watchlist and likes as Markdown", "markdown", None),
    "evening.json": ("Watchlist and likes as JSON", "json", None),
}
"""Usual name of the file → what is written into it: what it is called, its form, and which list."""


def give_out(session: "Session", kind: str, path: str) -> None:
    """Write a file. Raises MatineeError where that cannot be, or one of the name is there."""
    from matinee.engine.exchange.errors import ExchangeError
    from matinee.engine.exchange.export import evening, given_out
    from matinee.engine.exchange.output import write_text

    if not path:
        raise ExchangeError("A file needs a name.")
    _, form, which = FORMATS[kind]
    films = evening(session.favourites, session.events, session.catalogue)
    try:
        whole = Path(path).expanduser()
    except RuntimeError as error:  # ~ of nobody
        raise ExchangeError(f"{path}: {error}") from error
    write_text(whole, given_out(films, form, which, session.catalogue))
