"""Reads summaries of pages of the English Wikipedia."""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from matinee.engine.online.errors import UnusableAnswerError
from matinee.engine.online.film import Summary, is_page_url
from matinee.engine.online.http_client import get_json
from matinee.engine.online.plots import clean_plot
from matinee.engine.online.services import Services
from matinee.engine.online.watch import Watch

NAME = "Wikipedia"
PAGES = "https://en.wikipedia.org/wiki/"


def find_summary(page: str, services: Services, watch: Watch) -> Summary:
    """Fetch the summary of a page.

    Args:
        page: title of the page.
        services: the services.
        watch: the time limit.

    Raises:
        OnlineError: Wikipedia cannot be reached, or has no plot under this title.
    """
    title = quote(page.replace(" ", "_"), safe="", errors="replace")
    try:
        document = get_json(f"{services.wikipedia.address}/{title}", services.wikipedia, watch)
    except UnusableAnswerError as error:
        if error.status == HTTPStatus.NOT_FOUND:
            raise UnusableAnswerError("Wikipedia has no page for this film.", error.status) from None
        raise
    extract = document.get("extract")
    plot = clean_plot(extract) if isinstance(extract, str) and document.get("type") == "standard" else ""
    if not plot:
        raise UnusableAnswerError("Wikipedia has no plot for this film.")
    url = text_at(document, "content_urls", "desktop", "page")
    images = (text_at(document, name, "source") for name in ("thumbnail", "originalimage"))
    return Summary(plot, NAME, url if is_page_url(url) else PAGES + title, tuple(image for image in images if image))


def text_at(document: dict[str, Any], *path: str) -> str:
    """Return the text at a path of names in a JSON object; empty if there is none."""
    found: Any = document
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, str) else ""
