"""A careful HTTP client: bounded time and size, no compression, redirects only within a service.

Proxies named by the environment are used, certificates are verified, and nothing but the named scheme is spoken. A
failure is reported without its cause, since errors of the standard library may quote an address with a key in it.

Imported when something is fetched: urllib.request and ssl take 30 ms.
"""

import json
import logging
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse, IncompleteRead
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.error import URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import OpenerDirector, ProxyHandler, Request

from matinee.engine.online.connections import WatchedHTTPHandler, WatchedHTTPSHandler
from matinee.engine.online.errors import OnlineError, UnusableAnswerError
from matinee.engine.online.images import MAX_BYTES
from matinee.engine.online.services import Service
from matinee.engine.online.watch import Watch

logger = logging.getLogger(__name__)
CONNECT_SECONDS = 5.0
"""Time for each step of a connection: reaching one address of the host, the handshake, the request."""
MAX_REDIRECTS = 3
REDIRECTS = (301, 302, 303, 307, 308)
CHUNK = 1 << 14


@dataclass(frozen=True)
class Expected:
    """What an answer may be.

    Attributes:
        accept: the types asked for.
        types: the types accepted.
        max_bytes: its greatest size.
    """

    accept: str
    types: re.Pattern[str]
    max_bytes: int


JSON = Expected("application/json", re.compile(r"application/(?:[\w.-]+\+)?json", re.ASCII), 512 << 10)
IMAGE = Expected("image/jpeg, image/png", re.compile(r"image/(?:jpeg|png)"), MAX_BYTES)


def get_json(url: str, service: Service, watch: Watch, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Fetch a JSON object.

    Args:
        url: its address.
        service: the service that is asked.
        watch: the time limit.
        headers: further headers, sent to the host of ``url`` alone.

    Raises:
        UnusableAnswerError: the service does not answer with a JSON object.
        OnlineError: the service cannot be reached.
    """
    content = get(url, service, JSON, watch, headers)
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise unusable(service)
    return document


def get(
    url: str, service: Service, expected: Expected, watch: Watch, headers: Mapping[str, str] | None = None
) -> bytes:
    """Fetch the content of an address.

    Args:
        url: the address.
        service: the service that is asked.
        expected: what the answer may be.
        watch: the time limit.
        headers: further headers, sent to the host of ``url`` alone.

    Raises:
        UnusableAnswerError: the answer is not what is expected, or an address is not one of the service.
        OnlineError: the service cannot be reached, or has a fault.
    """
    url = resolve("", url, service)
    own = {"Accept": expected.accept, "Accept-Encoding": "identity", "User-Agent": user_agent()}
    try:
        opener = create_opener(service.scheme, watch)
        for _ in range(1 + MAX_REDIRECTS):
            request = Request(url, headers={**own, **(headers or {})})
            with opener.open(request, timeout=min(CONNECT_SECONDS, watch.remaining())) as response:
                logger.debug("%s: HTTP %d", urlsplit(url).netloc, response.status)
                if response.status not in REDIRECTS:
                    return read(response, service, expected)
                target = resolve(url, response.headers.get("Location", ""), service)
            if urlsplit(target).netloc != urlsplit(url).netloc:
                headers = None
            url = target
    except (OSError, HTTPException, ValueError) as error:
        raise translate(error, service) from None
    raise UnusableAnswerError(f"{service.name} redirects too often.")


def resolve(base: str, target: str, service: Service) -> str:
    """Return an address, absolute or relative to another, if it belongs to a service. Raises UnusableAnswerError."""
    try:
        url = urljoin(base, target)
    except ValueError:
        url = ""
    if not service.owns(url):
        raise UnusableAnswerError(f"{service.name} refers to an address that Matinee does not follow.")
    return url


def create_opener(scheme: str, watch: Watch) -> OpenerDirector:
    """Create what opens addresses of one scheme, and neither follows redirects nor raises for a status."""
    opener = OpenerDirector()
    opener.add_handler(ProxyHandler())
    opener.add_handler(WatchedHTTPSHandler(watch, tls_context()) if scheme == "https" else WatchedHTTPHandler(watch))
    return opener


@cache
def tls_context() -> ssl.SSLContext:
    """Return the settings of secure connections; reading the certificates takes 16 ms."""
    return ssl.create_default_context()


@cache
def user_agent() -> str:
    """Return how Matinee introduces itself."""
    try:
        number = version("matinee")
    except PackageNotFoundError:  # run from a checkout
        number = "0"
    return f"Matinee/{number} (film recommender for the terminal; fetches a page when its user asks for it)"


def read(response: HTTPResponse, service: Service, expected: Expected) -> bytes:
    """Read an answer after its status, type and encoding are checked. Raises OnlineError, OSError and HTTPException."""
    check_status(response.status, service)
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding != "identity" or not expected.types.fullmatch(response.headers.get_content_type()):
        raise unusable(service)
    content = bytearray()
    while chunk := response.read1(CHUNK):
        content += chunk
        if len(content) > expected.max_bytes:
            raise UnusableAnswerError(f"{service.name} sends more than Matinee accepts.")
    if response.length:  # read1 does not raise for an answer that ends before its Content-Length
        raise IncompleteRead(b"")
    return bytes(content)


def check_status(status: int, service: Service) -> None:
    """Raise OnlineError unless an answer has the status 200."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise OnlineError(f"{service.name} asks for fewer requests; try again in a few minutes.")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise OnlineError(f"{service.name} has a fault (HTTP {status}); try again later.")
    if status != HTTPStatus.OK:
        raise UnusableAnswerError(f"{service.name} refuses the request (HTTP {status}).", status)


def unusable(service: Service) -> UnusableAnswerError:
    """Create the error for an answer of another kind than expected."""
    return UnusableAnswerError(f"{service.name} sent an answer that Matinee cannot read.")


def translate(error: OSError | HTTPException | ValueError, service: Service) -> OnlineError:
    """Create the error to show for one of the standard library."""
    cause = error.reason if isinstance(error, URLError) else error
    logger.debug("%s: %s", service.name, type(cause).__name__)
    match cause:
        case TimeoutError():
            return OnlineError(f"{service.name} did not answer in time.")
        case ssl.SSLCertVerificationError():
            return OnlineError(f"The certificate of {service.name} cannot be verified.")
        case IncompleteRead():
            return OnlineError(f"The connection to {service.name} broke off.")
    return OnlineError(f"{service.name} cannot be reached.")
