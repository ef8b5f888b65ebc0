"""What the app may fetch about films, and when."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from textual.app import App

from matinee.tui.config.config import Config
from matinee.tui.web.visitor import files_allowed

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie
    from matinee.engine.online.film_page import FilmAddress, FilmPages
    from matinee.engine.recommender import Recommender

    OpenPages = Callable[[], FilmPages]


@dataclass(frozen=True)
class Online:
    """Permission to fetch plots and posters.

    Attributes:
        open_pages: creates what finds pages; called once, when it is first needed.
        always: whether a page is fetched as soon as the details of a film are opened.
        poster: how posters are drawn, as in ``Config``.
    """

    open_pages: "OpenPages"
    always: bool = False
    poster: str = Config.poster

    @cached_property
    def pages(self) -> "FilmPages":
        """Finds pages of films."""
        return self.open_pages()


def create_online(config: Config, open_pages: "OpenPages | None" = None) -> Online | None:
    """Create the permission that the configuration gives; None for visitors who may not use files.

    Args:
        config: the user's configuration.
        open_pages: creates what finds pages; None for the pages of Wikipedia and TMDB in the user's cache folder.
    """
    if not files_allowed():
        return None
    return Online(open_pages or partial(open_user_pages, config), config.plot == "always", config.poster)


def open_user_pages(config: Config) -> "FilmPages":
    """Create what finds the pages of Wikipedia and TMDB, and keeps them in the user's cache folder."""
    from matinee.engine.online.film_page import FilmPages
    from matinee.engine.paths import user_cache

    return FilmPages(user_cache(), config.tmdb_key, posters=config.poster != "off")


def film_address(recommender: "Recommender", movie: "Movie") -> "FilmAddress":
    """Where a film is described."""
    from matinee.engine.online.film import FilmAddress

    catalogue = recommender.catalogue
    row, page = catalogue.row(movie.id), recommender.facts(movie.id).page
    return FilmAddress(page or None, int(catalogue.tmdb[row]), int(catalogue.imdb[row]))


def cached_plot(app: App[Any], film: "FilmAddress") -> str:
    """The beginning of a film's plot and its source, without a request; empty unless it was fetched before.

    Args:
        app: the app.
        film: the film.
    """
    online = online_of(app)
    page = online.pages.cached(film) if online is not None else None
    if page is None:
        return ""
    from matinee.engine.online.plots import excerpt

    source = page.source if page.source in page.licence else f"{page.source}, {page.licence}"
    return f"{excerpt(page.plot)} ({source})"


def online_of(app: App[Any]) -> Online | None:
    """The permission of an app; None for one that fetches nothing."""
    found: Online | None = getattr(app, "online", None)
    return found
