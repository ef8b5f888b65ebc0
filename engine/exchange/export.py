"""Films given out: a list for Letterboxd's importer, a page of Markdown, a document of JSON."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.session.events import Answer, Event
from matinee.engine.session.state import standing

List = Literal["likes", "watchlist"]
Form = Literal["letterboxd", "markdown", "json"]
COLUMNS = ("imdbID", "tmdbID", "Title", "Year")
"""What Letterboxd's importer knows a film by (letterboxd.com/about/importing-data)."""
MEANS_SOMETHING = re.compile(r"[\\`*_\[\]<>#~]|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|&(?=#?\w+;)")
"""What Markdown would not leave as it is in a line of a list, or at its beginning: "1." would number it."""


@dataclass(frozen=True)
class Evening:
    """The films of a session that are worth keeping, each list in the order they came."""

    favourites: tuple[Movie, ...]
    liked: tuple[Movie, ...]
    watchlist: tuple[Movie, ...]

    def films(self, which: List) -> tuple[Movie, ...]:
        """One list; the favourites are the first of the likes."""
        return self.watchlist if which == "watchlist" else self.favourites + self.liked

    def only(self, which: List) -> "Evening":
        """The evening with the other list empty."""
        return replace(self, favourites=(), liked=()) if which == "watchlist" else replace(self, watchlist=())


def evening(favourites: Sequence[int], events: Sequence[Event], catalogue: Catalogue) -> Evening:
    """The films of a session from its favourites (movie ids) and what happened since. Raises UnknownMovie."""
    stands = standing(events)
    liked, later = stands.of(Answer.LIKE), stands.of(Answer.LATER)
    return Evening(catalogue.movies(favourites), catalogue.movies(liked), catalogue.movies(later))


def given_out(films: Evening, form: Form, which: List | None, catalogue: Catalogue) -> str:
    """The films in one of the three forms, both lists or one; Letterboxd takes one, by default the watchlist."""
    if form == "letterboxd":
        return letterboxd_csv(films.films(which or "watchlist"), catalogue)
    shown = films if which is None else films.only(which)
    if form == "markdown":
        return markdown(shown)
    return json.dumps(json_document(shown, catalogue), ensure_ascii=False, indent=2) + "\n"


def letterboxd_csv(movies: Iterable[Movie], catalogue: Catalogue) -> str:
    """Films as Letterboxd's importer takes them; a title is what it is, quoted, whatever it begins with."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow(COLUMNS)
    for movie in movies:
        imdb, tmdb = outer_ids(movie, catalogue)
        writer.writerow([imdb or "", tmdb or "", movie.title, movie.year or ""])
    return written.getvalue()


def markdown(films: Evening) -> str:
    """The lists that are not empty, each under its heading."""
    lists = {"Favourites": films.favourites, "Liked": films.liked, "Watchlist": films.watchlist}
    parts = [
        "\n".join([f"## {heading}", "", *(f"- {as_text(movie.label)}" for movie in movies)])
        for heading, movies in lists.items()
        if movies
    ]
    return "\n\n".join(parts) + "\n" * bool(parts)


def json_document(films: Evening, catalogue: Catalogue) -> dict[str, Any]:
    """The three lists, each film with its ids here, at IMDb and at TMDB; an id that is not known is null."""
    return {
        "favourites": [film_row(movie, catalogue) for movie in films.favourites],
        "liked": [film_row(movie, catalogue) for movie in films.liked],
        "watchlist": [film_row(movie, catalogue) for movie in films.watchlist],
    }


def film_row(movie: Movie, catalogue: Catalogue) -> dict[str, Any]:
    """A film as JSON."""
    imdb, tmdb = outer_ids(movie, catalogue)
    return {"movie_id": movie.id, "title": movie.title, "year": movie.year, "imdb_id": imdb, "tmdb_id": tmdb}


def outer_ids(movie: Movie, catalogue: Catalogue) -> tuple[str | None, int | None]:
    """A film's ids at IMDb ("tt0111161") and at TMDB; None where unknown."""
    row = catalogue.row(movie.id)
    imdb, tmdb = int(catalogue.imdb[row]), int(catalogue.tmdb[row])
    return f"tt{imdb:07}" if imdb else None, tmdb or None


def as_text(title: str) -> str:
    """A title that Markdown shows as it is."""
    return MEANS_SOMETHING.sub(r"\\\g<0>", title)
