"""A film to look up, and what was found about it."""

import re
from dataclasses import dataclass, field

LICENCES = {
    "Wikipedia": "CC BY-SA 4.0",
    "TMDB": "TMDB's terms; this product uses the TMDB API but is not endorsed or certified by TMDB",
}
"""Source → the licence of its texts."""
PAGE_URL = re.compile(
    r"https://(?:[a-z0-9-]+\.)+wikipedia\.org/[!-~]+|https://www\.themoviedb\.org/movie/[1-9][0-9]*", re.ASCII
)


@dataclass(frozen=True)
class FilmAddress:
    """Where a film is described.

    Attributes:
        page: title of its page in the English Wikipedia; None if unknown.
        tmdb: id at TMDB, 0 if unknown.
        imdb: id at IMDb, 0 if unknown.
    """

    page: str | None
    tmdb: int
    imdb: int


@dataclass(frozen=True)
class FilmPage:
    """Plot and poster of a film.

    Attributes:
        plot: at most 1,500 characters in one line, safe to print; to be shown without markup.
        source: "Wikipedia" or "TMDB".
        licence: the licence of the plot.
        url: https address of the page to read more.
        poster: a JPEG or PNG of at most 512 KiB and 4,000 × 4,000 pixels; None without one.
    """

    plot: str
    source: str
    licence: str
    url: str
    poster: bytes | None = field(repr=False)


@dataclass(frozen=True)
class Summary:
    """What a service says about a film.

    Attributes:
        plot: as in ``FilmPage``.
        source: as in ``FilmPage``.
        url: as in ``FilmPage``.
        posters: addresses of images, the best first; not checked yet.
    """

    plot: str
    source: str
    url: str
    posters: tuple[str, ...]


def is_page_url(url: str) -> bool:
    """Return whether an address is a page of one of the services, and safe to print."""
    return PAGE_URL.fullmatch(url) is not None
