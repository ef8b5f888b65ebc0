"""Export of films: a list for Letterboxd's importer, Markdown or JSON."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from matinee.engine.atomic import replace_file
from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.errors import ExchangeError
from matinee.engine.models.profile import Answer
from matinee.engine.session.events import Event
from matinee.engine.session.state import replay

FilmList = Literal["likes", "watchlist"]
ExportFormat = Literal["letterboxd", "markdown", "json"]
COLUMNS = ("imdbID", "tmdbID", "Title", "Year")
"""Columns by which Letterboxd's importer identifies a film (letterboxd.com/about/importing-data)."""
MARKDOWN_SYNTAX = re.compile(r"[\\`*_\[\]<>#~]|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|&(?=#?\w+;)")
"""Characters that Markdown would interpret in a list item, or at its beginning, such as "1."."""


@dataclass(frozen=True)
class SessionFilms:
    """The films of a session to export, each list in the order of the answers."""

    favourites: tuple[Movie, ...]
    liked: tuple[Movie, ...]
    watchlist: tuple[Movie, ...]

    def films(self, which: FilmList) -> tuple[Movie, ...]:
        """The films of one list; the likes begin with the favourites."""
        return self.watchlist if which == "watchlist" else self.favourites + self.liked

    def only(self, which: FilmList) -> "SessionFilms":
        """A copy with the other list empty."""
        return replace(self, favourites=(), liked=()) if which == "watchlist" else replace(self, watchlist=())


def session_films(favourites: Sequence[int], events: Sequence[Event], catalogue: Catalogue) -> SessionFilms:
    """Collect the films of a session from its favourites (movie ids) and events. Raises MovieNotFoundError."""
    state = replay(events)
    liked = state.answered(Answer.LIKE)
    return SessionFilms(catalogue.movies(favourites), catalogue.movies(liked), catalogue.movies(state.watchlist))


def render_export(films: SessionFilms, form: ExportFormat, which: FilmList | None, catalogue: Catalogue) -> str:
    """Render films in a format.

    Args:
        films: the films of a session.
        form: "letterboxd" (CSV for its importer), "markdown" or "json".
        which: the only list to include; None for both. Letterboxd takes one list, by default the watchlist.
        catalogue: where the ids at IMDb and TMDB come from.
    """
    if form == "letterboxd":
        return to_letterboxd_csv(films.films(which or "watchlist"), catalogue)
    selected = films if which is None else films.only(which)
    if form == "markdown":
        return to_markdown(selected)
    return json.dumps(to_json(selected, catalogue), ensure_ascii=False, indent=2) + "\n"


def to_letterboxd_csv(movies: Iterable[Movie], catalogue: Catalogue) -> str:
    """Render films as CSV for Letterboxd's importer; titles are quoted and otherwise unchanged."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow(COLUMNS)
    for movie in movies:
        imdb, tmdb = external_ids(movie, catalogue)
        writer.writerow([imdb or "", tmdb or "", movie.title, movie.year or ""])
    return text.getvalue()


def to_markdown(films: SessionFilms) -> str:
    """Render the lists that are not empty as Markdown, each under its heading."""
    lists = {"Favourites": films.favourites, "Liked": films.liked, "Watchlist": films.watchlist}
    parts = [
        "\n".join([f"## {heading}", "", *(f"- {escape_markdown(movie.label)}" for movie in movies)])
        for heading, movies in lists.items()
        if movies
    ]
    return "\n\n".join(parts) + "\n" * bool(parts)


def to_json(films: SessionFilms, catalogue: Catalogue) -> dict[str, Any]:
    """The three lists as a JSON document; each film with its ids in MovieLens, IMDb and TMDB, null if unknown."""
    return {
        "favourites": [film_row(movie, catalogue) for movie in films.favourites],
        "liked": [film_row(movie, catalogue) for movie in films.liked],
        "watchlist": [film_row(movie, catalogue) for movie in films.watchlist],
    }


def film_row(movie: Movie, catalogue: Catalogue) -> dict[str, Any]:
    """A film of the JSON document."""
    imdb, tmdb = external_ids(movie, catalogue)
    return {"movie_id": movie.id, "title": movie.title, "year": movie.year, "imdb_id": imdb, "tmdb_id": tmdb}


def external_ids(movie: Movie, catalogue: Catalogue) -> tuple[str | None, int | None]:
    """A film's ids in IMDb ("tt0111161") and TMDB; None if unknown."""
    row = catalogue.row(movie.id)
    imdb, tmdb = int(catalogue.imdb[row]), int(catalogue.tmdb[row])
    return f"tt{imdb:07}" if imdb else None, tmdb or None


def escape_markdown(title: str) -> str:
    """Escape a title so that Markdown shows it unchanged."""
    return MARKDOWN_SYNTAX.sub(r"\\\g<0>", title)


def write_export(path: Path, text: str, *, force: bool = False) -> None:
    """Write an export, whole or not at all.

    Args:
        path: the file to write.
        text: its content, written as UTF-8.
        force: replace the file if it exists.

    Raises:
        ExchangeError: the file exists and ``force`` is not given, or it cannot be written.
    """
    try:
        if path.is_dir():
            raise ExchangeError(f"{path} is a folder; name a file in it.")
        if path.exists() and not force:
            raise ExchangeError(f"{path} exists already; name another file, or remove that one first.")
        replace_file(path, text.encode())
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ExchangeError(f"{path} cannot be written ({reason}); name another file.") from error
