"""A web server with data sets on it, that cuts, corrupts, refuses and stalls as it is told to."""

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Shelf:
    """What the server offers, how it behaves, and what was asked of it.

    Attributes:
        files: content by path.
        cuts: bytes of content after which the next answers with an archive break off, one an answer.
        refusals: HTTP statuses of the next answers to requests for an archive, one an answer.
        ranges: whether it honours Range.
        corrupt: whether a byte of each archive is flipped on the way.
        stall: bytes of content after which an archive goes no further until ``resume`` is set.
        asked: each request for an archive: its Range header, and how many bytes of content it got.
    """

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    cuts: list[int] = field(default_factory=list)
    refusals: list[int] = field(default_factory=list)
    ranges: bool = True
    corrupt: bool = False
    stall: int | None = None
    resume: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[str | None, int]] = field(default_factory=list)

    def put(self, name: str, archive: bytes) -> None:
        """Publish an archive and its checksum, in the way of ml-100k."""
        self.files[f"/{name}.zip"] = archive
        self.files[f"/{name}.zip.md5"] = f"MD5 ({name}.zip) = {hashlib.md5(archive).hexdigest()}\n".encode()


@contextmanager
def serve() -> Iterator[Shelf]:
    """A shelf on the loopback, empty at first."""
    shelf = Shelf()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self, shelf)

        def log_message(self, *_: object) -> None:
            """Not on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    shelf.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield shelf
    finally:
        shelf.resume.set()
        server.shutdown()
        server.server_close()
        thread.join()


def answer(request: BaseHTTPRequestHandler, shelf: Shelf) -> None:
    """Answer one request as the shelf says."""
    archive = request.path.endswith(".zip")
    content = shelf.files.get(request.path)
    if archive and shelf.refusals:
        request.send_error(shelf.refusals.pop(0))
    elif content is None:
        request.send_error(404)
    elif not archive:
        request.send_response(200)
        request.end_headers()
        request.wfile.write(content)
    else:
        send_archive(request, shelf, content)


def send_archive(request: BaseHTTPRequestHandler, shelf: Shelf, content: bytes) -> None:
    """Send an archive, or the end of it that was asked for."""
    wanted = request.headers["Range"]
    size = len(content)
    start = int(re.fullmatch(r"bytes=(\d+)-", wanted)[1]) if wanted and shelf.ranges else 0
    if start >= size:
        shelf.asked.append((wanted, 0))
        request.send_response(416)
        request.send_header("Content-Range", f"bytes */{size}")
        request.send_header("Content-Length", "0")
        request.end_headers()
        return
    if shelf.corrupt:
        content = content[: size // 2] + bytes([content[size // 2] ^ 1]) + content[size // 2 + 1 :]
    sent = content[start:][: shelf.cuts.pop(0)] if shelf.cuts else content[start:]
    request.send_response(206 if wanted and shelf.ranges else 200)
    if wanted and shelf.ranges:
        request.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
    request.send_header("Content-Length", str(size - start))
    request.end_headers()
    shelf.asked.append((wanted, len(sent)))
    if shelf.stall is not None:
        request.wfile.write(sent[: shelf.stall])
        shelf.resume.wait(60)
        sent = sent[shelf.stall :]
    try:
        request.wfile.write(sent)
    except ConnectionError:  # the other side was killed, as a test wants it
        request.close_connection = True
