"""Exports the films of a session into a file."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matinee.engine.exchange.export import ExportFormat, FilmList
    from matinee.engine.session.session import Session

FORMATS: "dict[str, tuple[str, ExportFormat, FilmList | None]]" = {
    "watchlist.csv": ("Watchlist for Letterboxd", "letterboxd", "watchlist"),
    "likes.csv": ("Likes for Letterboxd", "letterboxd", "likes"),
    "session.md": ("Watchlist and likes as Markdown", "markdown", None),
    "session.json": ("Watchlist and likes as JSON", "json", None),
}
"""Default file name → its title on screen, its format, and the exported list (None for both lists)."""


def export_films(session: "Session", kind: str, path: str) -> None:
    """Write films of a session into a new file.

    Args:
        session: whose films.
        kind: a key of ``FORMATS``.
        path: where to write; ``~`` is expanded.

    Raises:
        ExchangeError: an empty or unusable path, or a file that already exists.
    """
    from matinee.engine.errors import ExchangeError
    from matinee.engine.exchange.export import render_export, session_films, write_export

    if not path:
        raise ExchangeError("Enter a file name.")
    _, form, which = FORMATS[kind]
    films = session_films(session.favourites, session.events, session.catalogue)
    try:
        target = Path(path).expanduser()
    except RuntimeError as error:  # the home folder of an unknown user
        raise ExchangeError(f"{path}: {error}") from error
    write_export(target, render_export(films, form, which, session.catalogue))
