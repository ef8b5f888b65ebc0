"""Downloads a file over HTTP, and resumes where an earlier attempt stopped.

What has arrived stays in a part file and is not requested again: neither after a temporary failure within a call, nor
by the next call.
"""

import logging
import re
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from matinee.engine.scrubbing import scrub_text
from matinee.policy.bounded_files import format_limit
from matinee.training.errors import DownloadError

Log = Callable[[str], None]
"""Receives a line for the user."""
Progress = Callable[[int, int | None], None]
"""Receives the bytes done so far, and their total where it is known."""
Result = TypeVar("Result")

logger = logging.getLogger(__name__)
PAUSES = (0.5, 1.0, 2.0)
"""Seconds before each further attempt."""
TIMEOUT = (10, 30)
"""Seconds to wait for a connection, and for the next bytes on it."""
CHUNK = 1 << 16
MAX_BYTES = 2_000_000_000
"""Size of a download; the largest data set, ml-25m, has 262 MB."""
TRANSIENT = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
NO_SUCH_RANGE = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE


class TransientError(DownloadError):
    """A failure that may be over at the next attempt; the message is a clause without its full stop."""


def retry(attempt: Callable[[], Result], log: Log) -> Result:
    """Call a function again, a few times, while it fails with a temporary error.

    Args:
        attempt: the function.
        log: receives a line for each failure.

    Raises:
        DownloadError: whatever the last attempt raised; a ``TransientError`` if it was temporary.
    """
    for pause in PAUSES:
        try:
            return attempt()
        except TransientError as error:
            log(f"{error}; trying again.")
            logger.info("attempt failed: %s; next one in %s s", error, pause)
            time.sleep(pause)
    return attempt()


def fetch_text(url: str) -> str:
    """Fetch a short ASCII file; a longer one is cut after the first 64 KiB.

    Raises:
        DownloadError: the file cannot be fetched.
    """
    with request(url) as response:
        return next(chunks(response), b"").decode("ascii", errors="replace")


def resume(url: str, part: Path, progress: Progress) -> None:
    """Fetch what a part file lacks; start over if the server or the part file does not allow to continue.

    Args:
        url: the file.
        part: the part file; it keeps what has arrived if the call fails.
        progress: receives the size of the part file, and the total.

    Raises:
        DownloadError: the file cannot be fetched; a ``TransientError`` is worth another attempt.
        OSError: the part file cannot be written.
    """
    start = part.stat().st_size if part.exists() else 0
    with request(url, start) as response:
        if response.status_code == NO_SUCH_RANGE and total_size(response) == start:
            return
        first = first_byte(response)
        if first in (0, start):
            save(response, part, first, progress)
            return
    part.unlink()  # it is not the beginning of the file that the server has now
    resume(url, part, progress)


def save(response: requests.Response, part: Path, start: int, progress: Progress) -> None:
    """Write the content of a response into a part file from a byte on.

    Raises:
        DownloadError: the file is larger than ``MAX_BYTES``.
        TransientError: the connection was lost.
    """
    length = re.fullmatch(r"\d{1,15}", response.headers.get("Content-Length", ""), re.ASCII)
    total = start + int(length.group()) if length else None
    size = start
    check_size(response, total or 0)
    with part.open("ab" if start else "wb") as stream:
        for chunk in chunks(response):
            stream.write(chunk)
            size += len(chunk)
            check_size(response, size)
            progress(size, total)
    if total is not None and size < total:
        raise connection_lost(response)


def check_size(response: requests.Response, size: int) -> None:
    """Check that a file is no larger than a data set. Raises DownloadError."""
    if size > MAX_BYTES:
        raise DownloadError(
            f"{response.url} is larger than {format_limit(MAX_BYTES)}, which no data set is; "
            "--mirror takes another place to fetch from."
        )


def request(url: str, start: int = 0) -> requests.Response:
    """Request a file from a byte on.

    Returns:
        A response with the content; or ``NO_SUCH_RANGE`` if the file ends before that byte.

    Raises:
        DownloadError: the server cannot be reached, or refuses.
    """
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
    accepted = {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT, NO_SUCH_RANGE} if start else {HTTPStatus.OK}
    try:
        response = requests.get(url, headers=headers, stream=True, timeout=TIMEOUT)
    except requests.exceptions.SSLError as error:
        raise DownloadError(f"The certificate of {host(url)} cannot be verified ({error}).") from error
    except (requests.ConnectionError, requests.Timeout) as error:
        raise TransientError(f"{host(url)} cannot be reached") from error
    except (requests.RequestException, HTTPError, ValueError) as error:  # the last two from an address it redirects to
        raise DownloadError(
            f"{url} cannot be fetched ({error}); --mirror takes another place to fetch from."
        ) from error
    if response.status_code not in accepted:
        response.close()
        raise status_error(url, response)
    if response.headers.get("Content-Encoding", "identity").strip().casefold() not in ("", "identity"):
        response.close()
        raise DownloadError(f"{host(url)} compresses {url} once more; --mirror takes another place to fetch from.")
    return response


def status_error(url: str, response: requests.Response) -> DownloadError:
    """Create the error for a response that is not the file."""
    code, status = response.status_code, f"HTTP {response.status_code} {scrub_text(response.reason or '')[:60]}"
    if code in TRANSIENT or code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return TransientError(f"{host(url)} refuses for now ({status})")
    if code == HTTPStatus.NOT_FOUND:
        return DownloadError(f"{url} does not exist ({status}); --mirror takes the address of the folder above it.")
    return DownloadError(f"{host(url)} refuses {url} ({status}); --mirror takes another place to fetch from.")


def chunks(response: requests.Response) -> Iterator[bytes]:
    """Read the content chunk by chunk.

    Raises:
        TransientError: the connection was lost.
    """
    try:
        yield from response.iter_content(CHUNK)
    except (requests.RequestException, HTTPError) as error:
        raise connection_lost(response) from error


def first_byte(response: requests.Response) -> int | None:
    """Read the position in the file of the first byte of a response; None for a response without content."""
    if response.status_code == HTTPStatus.OK:
        return 0
    found = re.match(r"bytes (\d{1,15})-", response.headers.get("Content-Range", ""))
    return int(found.group(1)) if found else None


def total_size(response: requests.Response) -> int | None:
    """Read the size of the whole file from the response to a range request."""
    found = re.search(r"/(\d{1,15})$", response.headers.get("Content-Range", ""))
    return int(found.group(1)) if found else None


def connection_lost(response: requests.Response) -> TransientError:
    """Create the error for a file that ended too early."""
    return TransientError(f"the connection to {host(response.url)} broke off")


def host(url: str) -> str:
    """Extract the host of an address."""
    return urlsplit(url).netloc
