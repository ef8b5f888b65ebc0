"""Plot and poster of a film, fetched when a person asks for them and kept for the next time.

The HTTP client is imported by the first fetch, so that importing this module takes no time.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from matinee.engine.online.errors import FetchCancelledError, OnlineError, UnusableAnswerError
from matinee.engine.online.film import LICENCES, FilmAddress, FilmPage, Summary
from matinee.engine.online.images import image_suffix
from matinee.engine.online.page_cache import PageCache, entry_name
from matinee.engine.online.services import SERVICES, Services
from matinee.engine.online.tmdb_key import TmdbKey

if TYPE_CHECKING:
    from matinee.engine.online.watch import Watch

__all__ = ["FilmAddress", "FilmPage", "FilmPages"]
logger = logging.getLogger(__name__)
FETCH_SECONDS = 15.0
"""Time for a whole fetch; a poster that does not come within it is left out."""
FOLDER = "film_pages"


class FilmPages:
    """Finds pages of films, in the cache or online."""

    def __init__(
        self, cache: Path | None, tmdb_key: str | None = None, services: Services = SERVICES, *, posters: bool = True
    ) -> None:
        """Choose where pages come from; nothing is read or fetched yet.

        Args:
            cache: the folder for what can be fetched again; pages get a folder of their own in it. None to store
                nothing.
            tmdb_key: the user's key or read access token for TMDB, which is then asked before Wikipedia.
            services: the services; others than the default are for tests.
            posters: whether posters are fetched too.
        """
        self._cache = PageCache(cache / FOLDER) if cache is not None else None
        self._key = TmdbKey(tmdb_key.strip()) if tmdb_key and tmdb_key.strip() else None
        self._services = services
        self._posters = posters

    @property
    def has_key(self) -> bool:
        """Whether TMDB is asked."""
        return self._key is not None

    def cached(self, film: FilmAddress) -> FilmPage | None:
        """Return the page of a film if it was fetched before; None otherwise. Takes a millisecond.

        Args:
            film: the film.
        """
        if self._cache is None:
            return None
        return self._cache.read(entry_name(film, self.has_key), needs_poster=self._posters)

    def fetch(
        self, film: FilmAddress, is_cancelled: Callable[[], bool], on_plot: Callable[[FilmPage], object] | None = None
    ) -> FilmPage:
        """Return the page of a film from the cache, or fetch it and store it; to be called in a thread.

        A page whose poster did not come because of a passing fault is returned without it and not stored.

        Args:
            film: the film.
            is_cancelled: returns whether the page is no longer wanted; called every 50 ms, in the calling thread.
            on_plot: called with the page as soon as its plot is known; its poster may take much longer.

        Raises:
            FetchCancelledError: the fetch was cancelled.
            OnlineError: there is no page, or it cannot be fetched within 15 seconds.
        """
        notify = on_plot or (lambda _page: None)
        if page := self.cached(film):
            notify(page)
            return page
        from matinee.engine.online.watch import Watch

        watch = Watch(FETCH_SECONDS, is_cancelled)
        summary = self._find_summary(film, watch)
        page = FilmPage(summary.plot, summary.source, LICENCES[summary.source], summary.url, None)
        notify(page)
        try:
            poster, is_complete = self._fetch_poster(summary, watch) if self._posters else None, True
        except FetchCancelledError:
            raise
        except OnlineError as error:
            logger.debug("no poster: %s", error)
            poster, is_complete = None, False
        page = replace(page, poster=poster)
        if is_complete and self._cache is not None:
            self._cache.write(entry_name(film, self.has_key), page, has_poster=self._posters)
        return page

    def _find_summary(self, film: FilmAddress, watch: "Watch") -> Summary:
        """Ask TMDB if there is a key, and Wikipedia if that has no plot. Raises OnlineError."""
        from matinee.engine.online import tmdb, wikipedia

        key, title, services = self._key, film.page, self._services
        if key and film.tmdb:
            found = watch.run(tmdb.NAME, partial(tmdb.find_summary, film.tmdb, key, services, watch))
            if found:
                return found
        if not title:
            raise UnusableAnswerError("Wikipedia has no page for this film.")
        return watch.run(wikipedia.NAME, partial(wikipedia.find_summary, title, services, watch))

    def _fetch_poster(self, summary: Summary, watch: "Watch") -> bytes | None:
        """Fetch the first poster that can be shown; None if none can. Raises OnlineError for a passing fault."""
        from matinee.engine.online.http_client import IMAGE, get

        services = self._services
        service = services.tmdb_images if summary.source == "TMDB" else services.wikipedia_images
        for url in summary.posters:
            try:
                image = watch.run(service.name, partial(get, url, service, IMAGE, watch))
            except UnusableAnswerError as error:
                logger.debug("a poster is not used: %s", error)
                continue
            if image_suffix(image):
                return image
        return None
