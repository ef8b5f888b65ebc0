"""Fetches plot and poster of a film in a thread, which neither delays keys nor keeps the app from ending."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import TYPE_CHECKING

from textual.message import Message

from matinee.tui.messages import PageFailed, PlotArrived, PosterArrived
from matinee.tui.runtime.background import post_while_running

if TYPE_CHECKING:
    from matinee.engine.online.film_page import FilmAddress, FilmPage, FilmPages

Post = Callable[[Message], object]
logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class PageRequest:
    """One request for the page of a film. Messages name it, so that those of an earlier request can be told apart.

    Attributes:
        film: the film.
        cancelled: set when the page is no longer wanted.
    """

    film: "FilmAddress"
    cancelled: Event = field(default_factory=Event)


def start_page_fetch(request: PageRequest, pages: "FilmPages", post: Post, cached: "FilmPage | None" = None) -> None:
    """Fetch a page in a thread, and decode its poster there.

    Args:
        request: the film, and the way to cancel.
        pages: finds the page.
        post: called with a PlotArrived and, if there is one, a PosterArrived, or with a PageFailed.
        cached: the page if it is known already, of which only the poster is wanted.
    """

    def post_while_open(message: Message) -> None:
        if not request.cancelled.is_set():
            post_while_running(post, message)

    Thread(target=fetch_page, args=(request, pages, post_while_open, cached), name="film page", daemon=True).start()


def fetch_page(request: PageRequest, pages: "FilmPages", post: Post, cached: "FilmPage | None") -> None:
    """Fetch a page and decode its poster; then post the outcome."""
    from matinee.engine.online.errors import FetchCancelledError, OnlineError, UnusableAnswerError

    try:
        page = cached or pages.fetch(
            request.film, request.cancelled.is_set, on_plot=lambda page: post(PlotArrived(request, page))
        )
        if page.poster and not request.cancelled.is_set():
            post_poster(request, page.poster, post)
    except FetchCancelledError:
        pass
    except OnlineError as error:
        post(PageFailed(request, str(error), is_final=isinstance(error, UnusableAnswerError)))
    except Exception as error:  # noqa: BLE001 - the session continues without the page
        logger.warning("page of a film: unexpected %s", type(error).__name__)  # its text may contain a key
        post(PageFailed(request, f"The plot cannot be shown ({type(error).__name__}).", is_final=False))


def post_poster(request: PageRequest, content: bytes, post: Post) -> None:
    """Decode a poster and post it, if it can be shown."""
    from matinee.tui.runtime.image_library import load_image_library
    from matinee.tui.runtime.posters import decode_poster

    image = decode_poster(content)
    if image is not None:
        load_image_library()
        post(PosterArrived(request, image))
