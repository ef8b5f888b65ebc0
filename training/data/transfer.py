"""Getting a file over HTTP, going on where an earlier try broke off.

What has arrived stays in a part file and is not asked for again: neither after a passing trouble within a call, nor by
the next call when this one gives up.
"""

import re
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import requests

from matinee.training.errors import DownloadError

Say = Callable[[str], None]
Count = Callable[[int, int | None], None]
"""Takes how many bytes are there, and of how many where that is known."""
Result = TypeVar("Result")

PAUSES = (0.5, 1.0, 2.0)
"""Seconds before each further try."""
TIMEOUT = (10, 30)
"""Seconds to wait for a connection, and for the next bytes on it."""
CHUNK = 1 << 16
PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
UNFIT = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE


class PassingTrouble(DownloadError):  # noqa: N818 - read as what it is
    """A trouble that may be over at the next try; the message is a clause without its full stop."""


def persistently(attempt: Callable[[], Result], say: Say) -> Result:
    """Try a few times while the trouble may pass. Raises DownloadError, a PassingTrouble if it does not."""
    for pause in PAUSES:
        try:
            return attempt()
        except PassingTrouble as trouble:
            say(f"{trouble}; trying again.")
            time.sleep(pause)
    return attempt()


def read_start(url: str) -> str:
    """The first bytes of a file, which is all of a short one, as ASCII. Raises DownloadError."""
    with ask(url) as response:
        return next(arriving(response), b"").decode("ascii", errors="replace")


def fetch_rest(url: str, part: Path, count: Count) -> None:
    """Add to a part file whatever it still lacks; fetch from the start where the server or the part does not allow it.

    Raises:
        DownloadError: it cannot be had; a PassingTrouble is worth another try. What has arrived stays.
        OSError: it cannot be written.
    """
    start = part.stat().st_size if part.exists() else 0
    with ask(url, start) as response:
        if response.status_code == UNFIT and whole_size(response) == start:
            return
        first = first_byte(response)
        if first in (0, start):
            receive(response, part, first, count)
            return
    part.unlink()  # it is no beginning of what lies there now
    fetch_rest(url, part, count)


def receive(response: requests.Response, part: Path, start: int, count: Count) -> None:
    """Write the content into a part file from a byte on."""
    length = response.headers.get("Content-Length", "")
    total = start + int(length) if length.isdecimal() else None
    there = start
    with part.open("ab" if start else "wb") as stream:
        for chunk in arriving(response):
            stream.write(chunk)
            there += len(chunk)
            count(there, total)
    if total is not None and there < total:
        raise PassingTrouble(broke_off(response))


def ask(url: str, start: int = 0) -> requests.Response:
    """Ask for a file from a byte on: an answer with its content, or UNFIT where it ends before that byte."""
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
    try:
        response = requests.get(url, headers=headers, stream=True, timeout=TIMEOUT)
    except requests.exceptions.SSLError as error:
        raise DownloadError(f"{host(url)} shows no certificate that can be trusted ({error}).") from error
    except (requests.ConnectionError, requests.Timeout) as error:
        raise PassingTrouble(f"{host(url)} cannot be reached") from error
    except requests.RequestException as error:
        raise DownloadError(f"{url} cannot be fetched ({error}).") from error
    if response.status_code not in ({HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT, UNFIT} if start else {HTTPStatus.OK}):
        response.close()
        raise refusal(url, response)
    return response


def refusal(url: str, response: requests.Response) -> DownloadError:
    """The error for an answer that is not the file."""
    status, said = response.status_code, f"HTTP {response.status_code} {response.reason}"
    if status in PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return PassingTrouble(f"{host(url)} refuses for now ({said})")
    if status == HTTPStatus.NOT_FOUND:
        return DownloadError(f"{url} does not exist ({said}); --mirror takes the address of the folder above it.")
    return DownloadError(f"{host(url)} refuses {url} ({said}); --mirror takes another place to fetch from.")


def arriving(response: requests.Response) -> Iterator[bytes]:
    """The content, piece by piece."""
    try:
        yield from response.iter_content(CHUNK)
    except requests.RequestException as error:
        raise PassingTrouble(broke_off(response)) from error


def first_byte(response: requests.Response) -> int | None:
    """Place in the file of the first byte of the content; None where there is none."""
    if response.status_code == HTTPStatus.OK:
        return 0
    found = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    return int(found.group(1)) if found else None


def whole_size(response: requests.Response) -> int | None:
    """Size of the file by an answer about a range of it."""
    found = re.search(r"/(\d+)$", response.headers.get("Content-Range", ""))
    return int(found.group(1)) if found else None


def broke_off(response: requests.Response) -> str:
    """The clause for a file that ended too early."""
    return f"the connection to {host(response.url)} broke off"


def host(url: str) -> str:
    """The machine an address leads to."""
    return urlsplit(url).netloc
