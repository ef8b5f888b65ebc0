"""Ids and links of films as people paste them: IMDb, TMDB, MovieLens, Letterboxd and Wikipedia."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue

IMDB = re.compile(r"(?<![a-z0-9])tt(\d{5,10})(?!\d)|^\s*(\d{7,8})\s*$", re.IGNORECASE)
"""With "tt", or as seven or eight digits alone, more than MovieLens ids have."""
TMDB = re.compile(r"(?:themoviedb\.org/movie/|\btmdb[:\s/#]+)(\d{1,9})(?!\d)", re.IGNORECASE)
MOVIELENS = re.compile(r"(?:movielens\.org/movies/|\bmovielens[:\s/#]+)(\d{1,9})(?!\d)", re.IGNORECASE)
LETTERBOXD = re.compile(r"letterboxd\.com/(?:[\w-]+/)?film/([\w-]+)", re.IGNORECASE)
WIKIPEDIA = re.compile(r"wikipedia\.org/wiki/([^\s?#]+)", re.IGNORECASE)
PAGE_KIND = re.compile(r"\s*\((?:(\d{4}) )?(?:[\w-]+ )?film\)$")
"""At the end of the name of a Wikipedia page: "Heat (1995 film)"."""


@dataclass(frozen=True)
class FilmLink:
    """A film as another site names it.

    Attributes:
        site: the site.
        number: id of the film there; 0 for the sites that use names.
        name: name of the page as typed; empty for the sites that use ids.
    """

    site: Literal["imdb", "tmdb", "movielens", "letterboxd", "wikipedia"]
    number: int = 0
    name: str = ""

    @property
    def title(self) -> str:
        """The title in the name of the page, with the year if it has one.

        >>> FilmLink("letterboxd", name="suspiria-1977").title
        'suspiria 1977'
        >>> FilmLink("wikipedia", name="Heat_(1995_film)").title
        'Heat 1995'
        """
        if self.site == "letterboxd":
            return self.name.replace("-", " ")
        return PAGE_KIND.sub(lambda kind: f" {kind[1] or ''}", self.page).strip()

    @property
    def page(self) -> str:
        """The name of the page with spaces, as Wikipedia shows it."""
        return unquote(self.name).replace("_", " ")


def parse_link(text: str) -> FilmLink | None:
    """The first id or link of a film in a text; None if there is none.

    >>> parse_link("https://m.imdb.com/title/tt0133093/?ref_=x")
    FilmLink(site='imdb', number=133093, name='')
    """
    if found := IMDB.search(text):
        return FilmLink("imdb", int(found[1] or found[2]))
    if found := TMDB.search(text):
        return FilmLink("tmdb", int(found[1]))
    if found := MOVIELENS.search(text):
        return FilmLink("movielens", int(found[1]))
    if found := LETTERBOXD.search(text):
        return FilmLink("letterboxd", name=found[1])
    if found := WIKIPEDIA.search(text):
        return FilmLink("wikipedia", name=found[1])
    return None


def linked_rows(link: FilmLink, catalogue: Catalogue, pages: Sequence[str]) -> list[int] | None:
    """The rows of the film that a link names, the most rated first.

    Args:
        link: an id or a link.
        catalogue: the films.
        pages: (n_movies,) titles of their Wikipedia pages; may be empty.

    Returns:
        Rows, none if the catalogue does not have the film; None if only the title in the link can tell.
    """
    if link.site == "letterboxd":
        return None
    if link.site == "wikipedia":
        return [row for row, page in enumerate(pages) if page == link.page] or None
    ids = {"imdb": catalogue.imdb, "tmdb": catalogue.tmdb, "movielens": catalogue.ids}[link.site]
    rows = np.flatnonzero(ids == link.number)
    return [int(row) for row in rows[np.argsort(-catalogue.rating_counts[rows], kind="stable")] if link.number]
