"""Exports the films of a session into a file."""

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
        MatineeError: the path begins with ``~``, and there is no such home folder.
    """
    from matinee.engine.errors import ExchangeError
    from matinee.engine.exchange.export import render_export, session_films, write_export
    from matinee.engine.paths import expand_home

    if not path:
        raise ExchangeError("Enter a file name.")
    _, form, which = FORMATS[kind]
    films = session_films(session.all_favourites, session.events, session.catalogue)
    write_export(expand_home(path), render_export(films, form, which, session.catalogue))
