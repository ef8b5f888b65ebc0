"""A web server with data sets, whose downloads a test can cut, corrupt, refuse or stall."""

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class ArchiveServer:
    """The content, the faults and the request log of a server.

    Attributes:
        files: content by path.
        cuts: bytes after which the next responses with an archive break off, one for each response.
        refusals: HTTP statuses of the next responses to requests for an archive, one for each response.
        ranges: whether it honours Range.
        corrupt: whether a byte of each archive is changed.
        redirect: the Location that the next requests are sent to; empty for none.
        headers: sent with each archive, beside the usual ones.
        stall: bytes after which a response waits until ``resume`` is set.
        requests: the Range header of each request for an archive, and the number of bytes sent.
    """

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    cuts: list[int] = field(default_factory=list)
    refusals: list[int] = field(default_factory=list)
    ranges: bool = True
    corrupt: bool = False
    redirect: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    stall: int | None = None
    resume: threading.Event = field(default_factory=threading.Event)
    requests: list[tuple[str | None, int]] = field(default_factory=list)

    def put(self, name: str, archive: bytes) -> None:
        """Publish an archive and its checksum, in the format of ml-100k."""
        self.files[f"/{name}.zip"] = archive
        self.files[f"/{name}.zip.md5"] = f"MD5 ({name}.zip) = {hashlib.md5(archive).hexdigest()}\n".encode()


@contextmanager
def serve() -> Iterator[ArchiveServer]:
    """Run an empty server on the loopback interface."""
    server = ArchiveServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self, server)

        def log_message(self, *_: object) -> None:
            """Keep standard error empty."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server.address = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.resume.set()
        http.shutdown()
        http.server_close()
        thread.join()


def answer(request: BaseHTTPRequestHandler, server: ArchiveServer) -> None:
    """Answer one request."""
    archive = request.path.endswith(".zip")
    content = server.files.get(request.path)
    if server.redirect:
        request.send_response(302)
        request.send_header("Location", server.redirect)
        request.send_header("Content-Length", "0")
        request.end_headers()
    elif archive and server.refusals:
        request.send_error(server.refusals.pop(0))
    elif content is None:
        request.send_error(404)
    elif not archive:
        request.send_response(200)
        request.end_headers()
        request.wfile.write(content)
    else:
        send_archive(request, server, content)


def send_archive(request: BaseHTTPRequestHandler, server: ArchiveServer, content: bytes) -> None:
    """Send an archive, or the requested end of it."""
    wanted = request.headers["Range"]
    size = len(content)
    start = int(re.fullmatch(r"bytes=(\d+)-", wanted)[1]) if wanted and server.ranges else 0
    if start >= size:
        server.requests.append((wanted, 0))
        request.send_response(416)
        request.send_header("Content-Range", f"bytes */{size}")
        request.send_header("Content-Length", "0")
        request.end_headers()
        return
    if server.corrupt:
        content = content[: size // 2] + bytes([content[size // 2] ^ 1]) + content[size // 2 + 1 :]
    sent = content[start:][: server.cuts.pop(0)] if server.cuts else content[start:]
    request.send_response(206 if wanted and server.ranges else 200)
    if wanted and server.ranges:
        request.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
    for name, value in {"Content-Length": str(size - start), **server.headers}.items():
        request.send_header(name, value)
    request.end_headers()
    server.requests.append((wanted, len(sent)))
    if server.stall is not None:
        request.wfile.write(sent[: server.stall])
        server.resume.wait(60)
        sent = sent[server.stall :]
    try:
        request.wfile.write(sent)
    except ConnectionError:  # the other side was killed, as a test wants it
        request.close_connection = True
