"""Writing the films of an evening into a file, where somebody asked for it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.session import Session

FORMATS = {
    "watchlist.csv": "Watchlist for Letterboxd",
    "likes.csv": "Likes for Letterboxd",
    "evening.md": "Watchlist and likes as Markdown",
    "evening.json": "Watchlist and likes as JSON",
}
"""Usual name of the file → what is written into it."""


def written(session: "Session", kind: str) -> str:
    """What a file of one of the ``FORMATS`` holds."""
    from engine.exchange import export

    catalogue = session.catalogue
    films = export.evening(session.favourites, session.events, catalogue)
    makers: dict[str, Callable[[], str]] = {
        "watchlist.csv": lambda: export.letterboxd_csv(films.films("watchlist"), catalogue),
        "likes.csv": lambda: export.letterboxd_csv(films.films("likes"), catalogue),
        "evening.md": lambda: export.markdown(films),
        "evening.json": lambda: json.dumps(export.json_document(films, catalogue), ensure_ascii=False, indent=2) + "\n",
    }
    return makers[kind]()


def give_out(session: "Session", kind: str, path: str) -> str:
    """Write a file; returns why that cannot be, or nothing when it is done. What is there is never overwritten."""
    if not path:
        return "A file needs a name."
    try:
        with Path(path).expanduser().open("x", encoding="utf-8", newline="") as stream:
            stream.write(written(session, kind))
    except FileExistsError:
        return f"There is a file {path} already; take another name."
    except (OSError, RuntimeError, ValueError) as error:  # no such folder or home, a name that cannot be
        return f"{path} cannot be written: {error}."
    return ""
