"""Asks a SPARQL service politely: one query at a time, with pauses, and never before it allows the next one."""

import json
import logging
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from matinee.training.data.transfer import CHUNK, TIMEOUT, TRANSIENT, Log, TransientError, host
from matinee.training.errors import DownloadError

logger = logging.getLogger(__name__)
RESULTS = "application/sparql-results+json"
PAUSE = 1.0
"""Seconds between an answer and the next query, at least."""
RETRY_PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each further attempt at a query that got no answer."""
REFUSAL_PAUSES = (5.0, 15.0, 30.0, 60.0)
"""Seconds before each further attempt at a query that was refused; the service may ask for more."""
RATE_LIMIT_PAUSE = 60.0
"""Seconds to wait after too many queries, where the service does not say how long."""
MAX_WAIT = 300.0
"""A service that asks for a longer wait, in seconds, is not waited for."""
MAX_SECONDS = 120.0
"""Time for a whole answer; the service itself stops a query after 60 seconds."""
TIMEOUTS = (TIMEOUT[0], MAX_SECONDS)
"""Seconds to wait for a connection, and for the next bytes on it."""
MAX_BYTES = 64 << 20
TIMED_OUT = re.compile(rb"TimeoutException|[Qq]uery timeout")
"""How the service reports a query that took too long, also in the middle of an answer."""

Row = dict[str, str]
"""Variable → its value in one result; unbound variables are missing."""


class QueryTooSlowError(DownloadError):
    """A query that the service stopped because it took too long; a smaller one may succeed."""


class RefusedError(TransientError):
    """A refusal of the service.

    Attributes:
        wait: seconds before the next attempt, as the service asks.
    """

    def __init__(self, message: str, wait: float = 0.0) -> None:
        super().__init__(message)
        self.wait = wait


class QueryService:
    """A SPARQL service, such as that of Wikidata."""

    def __init__(self, endpoint: str, log: Log = lambda _: None, sleep: Callable[[float], None] = time.sleep) -> None:
        """Choose a service; nothing is sent yet.

        Args:
            endpoint: its address.
            log: receives a line for each query that has to be repeated.
            sleep: waits for a number of seconds; another one is for tests.
        """
        self.endpoint = endpoint
        self._log = log
        self._sleep = sleep
        self._session = requests.Session()
        self._session.headers.update({"Accept": RESULTS, "User-Agent": user_agent()})
        self._next = 0.0

    def select(self, query: str) -> list[Row]:
        """Send a SELECT query, again after temporary failures.

        Args:
            query: the query.

        Returns:
            The results, in the order of the answer.

        Raises:
            QueryTooSlowError: the service stopped the query.
            TransientError: it failed several times; the message is a clause without its full stop.
            DownloadError: it failed for good.
        """
        for pause, refusal_pause in zip(RETRY_PAUSES, REFUSAL_PAUSES, strict=True):
            try:
                return self._attempt(query)
            except TransientError as error:
                wait = max(refusal_pause, error.wait) if isinstance(error, RefusedError) else pause
                if wait > MAX_WAIT:
                    raise TransientError(f"{error} and asks to wait {format_wait(wait)}") from error
                self._log(f"{error}; trying again in {format_wait(wait)}.")
                logger.info("query failed: %s; next attempt in %s s", error, wait)
                self._sleep(wait)
        return self._attempt(query)

    def _attempt(self, query: str) -> list[Row]:
        """Send a query once, not before the pause is over. Raises DownloadError."""
        self._sleep(max(0.0, self._next - time.monotonic()))
        try:
            return parse_results(self._post(query), host(self.endpoint))
        finally:
            self._next = time.monotonic() + PAUSE

    def _post(self, query: str) -> bytes:
        """Send a query and read the whole answer. Raises DownloadError."""
        name = host(self.endpoint)
        try:
            with self._session.post(
                self.endpoint, data={"query": query}, stream=True, timeout=TIMEOUTS, allow_redirects=False
            ) as response:
                content = read_content(response, name)
        except requests.exceptions.SSLError as error:
            raise DownloadError(f"The certificate of {name} cannot be verified ({error}).") from error
        except requests.exceptions.ReadTimeout as error:
            raise QueryTooSlowError(f"{name} does not answer in time.") from error
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError) as error:
            raise TransientError(f"the connection to {name} broke off") from error
        except (requests.ConnectionError, requests.Timeout) as error:
            raise TransientError(f"{name} cannot be reached") from error
        except (requests.RequestException, HTTPError, ValueError) as error:
            raise DownloadError(f"{self.endpoint} cannot be asked ({error}).") from error
        check_status(response, content, name)
        return content


def user_agent() -> str:
    """How Matinee introduces itself, as Wikimedia asks of programs: a name, a version, what it is."""
    try:
        number = version("matinee")
    except PackageNotFoundError:  # run from a checkout
        number = "0"
    return f"Matinee/{number} (film recommender; `matinee data film-facts`) requests/{requests.__version__}"


def read_content(response: requests.Response, name: str) -> bytes:
    """Read an answer of limited size in limited time.

    Raises:
        QueryTooSlowError: it takes too long, or is too large.
    """
    deadline = time.monotonic() + MAX_SECONDS
    content = bytearray()
    for chunk in response.iter_content(CHUNK):
        content += chunk
        if len(content) > MAX_BYTES:
            raise QueryTooSlowError(f"{name} sends more than {MAX_BYTES >> 20} MiB.")
        if time.monotonic() > deadline:
            raise QueryTooSlowError(f"{name} does not answer in time.")
    return bytes(content)


def check_status(response: requests.Response, content: bytes, name: str) -> None:
    """Check the status of an answer.

    Raises:
        QueryTooSlowError: the service stopped the query.
        RefusedError: it refuses for now.
        DownloadError: it refuses for good.
    """
    code, status = response.status_code, f"HTTP {response.status_code} {response.reason}"
    if code == HTTPStatus.OK:
        return
    if code == HTTPStatus.GATEWAY_TIMEOUT or TIMED_OUT.search(content):
        raise QueryTooSlowError(f"{name} stopped the query ({status}).")
    if code in TRANSIENT or code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        least = RATE_LIMIT_PAUSE if code == HTTPStatus.TOO_MANY_REQUESTS else 0.0
        wait = parse_retry_after(response.headers.get("Retry-After", ""), datetime.now(UTC))
        raise RefusedError(f"{name} refuses for now ({status})", least if wait is None else wait)
    raise DownloadError(f"{name} refuses the query ({status}); --endpoint takes the address of another SPARQL service.")


def parse_retry_after(value: str, now: datetime) -> float | None:
    """Parse the header Retry-After, a number of seconds or a date.

    >>> parse_retry_after("Wed, 21 Oct 2026 07:28:00 GMT", datetime(2026, 10, 21, 7, 27, tzinfo=UTC))
    60.0

    Args:
        value: the header; empty if it is missing.
        now: the time, with its zone.

    Returns:
        Seconds to wait, at least 0; None if the header says nothing.
    """
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now.timestamp())


def parse_results(content: bytes, name: str) -> list[Row]:
    """Parse an answer in the JSON format of SPARQL 1.1.

    Args:
        content: the answer.
        name: the host that sent it, for messages.

    Raises:
        QueryTooSlowError: the service broke off because the query took too long.
        TransientError: it is something else, such as an error page.
    """
    try:
        bindings: list[dict[str, dict[str, Any]]] = json.loads(content)["results"]["bindings"]
        return [{variable: str(term["value"]) for variable, term in row.items()} for row in bindings]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if TIMED_OUT.search(content):
            raise QueryTooSlowError(f"{name} stopped the query.") from error
        raise TransientError(f"{name} does not answer with results of a query") from error


def format_wait(seconds: float) -> str:
    """A time to wait, as shown.

    >>> format_wait(8), format_wait(3600)
    ('8 seconds', '60 minutes')
    """
    return f"{seconds / 60:.0f} minutes" if seconds > 120 else f"{seconds:.0f} seconds"
