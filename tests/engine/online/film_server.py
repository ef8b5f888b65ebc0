"""A web server on the loopback interface that answers like Wikipedia and TMDB, well or badly, as a test decides."""

import json
import socket
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from matinee.engine.online.services import Service, Services

PLOT = "A lighthouse keeper finds a reel of film on the beach. Each night one more scene of it comes true."
OVERVIEW = "Two projectionists restore a lost film. Somebody does not want it to be seen."
Handler = BaseHTTPRequestHandler


@dataclass
class Reply:
    """An answer.

    Attributes:
        body: its content.
        kind: its Content-Type.
        status: its status.
        headers: further headers.
        send: sends the whole answer instead, by writing to the handler.
    """

    body: bytes = b""
    kind: str = "application/json; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    send: Callable[[Handler], None] | None = None


@dataclass
class FilmServer:
    """What a server answers, and what it was asked.

    Attributes:
        host: its network location.
        scheme: the scheme it speaks.
        replies: path → answer; anything else is 404.
        requests: the address and headers of each request.
        proxied: hosts that it was asked to connect to.
        released: set when the test is over; answers that wait do so for this.
        lost: set when an answer could not be written, since the client is gone.
    """

    host: str = ""
    scheme: str = "http"
    replies: dict[str, Reply] = field(default_factory=dict)
    requests: list[tuple[str, Message]] = field(default_factory=list)
    proxied: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    lost: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        """The address of its root."""
        return f"{self.scheme}://{self.host}"

    @property
    def paths(self) -> list[str]:
        """The paths of the requests."""
        return [urlsplit(address).path for address, _ in self.requests]

    def services(self, *others: "FilmServer") -> Services:
        """The services as this server plays them, which may redirect to other servers."""
        hosts = (self.host, *(other.host for other in others))
        return Services(
            wikipedia=Service("Wikipedia", f"{self.address}/summary", hosts, self.scheme),
            wikipedia_images=Service("Wikipedia", self.address, hosts, self.scheme),
            tmdb=Service("TMDB", f"{self.address}/movie", hosts, self.scheme),
            tmdb_images=Service("TMDB", f"{self.address}/w342", hosts, self.scheme),
        )

    def put_page(self, title: str, **changes: Any) -> None:
        """Publish the summary of a Wikipedia page with a poster, in the shape of the REST interface."""
        self.replies[f"/summary/{title}"] = Reply(json.dumps(self.summary(title) | changes).encode())
        self.replies.setdefault("/poster.png", Reply(png(220, 330), "image/png"))

    def summary(self, title: str) -> dict[str, Any]:
        """The summary of a page."""
        page = f"https://en.wikipedia.org/wiki/{title}"
        return {
            "type": "standard",
            "title": title,
            "displaytitle": f"<i>{title}</i>",
            "namespace": {"id": 0, "text": ""},
            "thumbnail": {"source": f"{self.address}/poster.png", "width": 220, "height": 330},
            "originalimage": {"source": f"{self.address}/original.jpg", "width": 440, "height": 660},
            "content_urls": {"desktop": {"page": page, "edit": f"{page}?action=edit"}, "mobile": {"page": page}},
            "extract": PLOT,
            "extract_html": f"<p>{PLOT}</p>",
        }

    def put_film(self, film: int, **changes: Any) -> None:
        """Publish a film of TMDB with a poster, in the shape of version 3."""
        document = {"id": film, "title": "The Lost Reel", "overview": OVERVIEW, "poster_path": "/reel-1.jpg"}
        self.replies[f"/movie/{film}"] = Reply(json.dumps({"adult": False, **document, **changes}).encode())
        self.replies["/w342/reel-1.jpg"] = Reply(jpeg(342, 513), "image/jpeg")


@contextmanager
def serve(tls: ssl.SSLContext | None = None) -> Iterator[FilmServer]:
    """Run an empty server."""
    server = FilmServer(scheme="https" if tls else "http")

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer(self, server)

        def do_CONNECT(self) -> None:
            server.proxied.append(self.path)
            self.send_error(502)

        def log_message(self, *_: object) -> None:
            """Keep standard error empty."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Keep standard error empty when a client goes away."""
            server.lost.set()

    http = Quiet(("127.0.0.1", 0), Answering)
    if tls:
        http.socket = tls.wrap_socket(http.socket, server_side=True, do_handshake_on_connect=False)
    server.host = f"127.0.0.1:{http.server_address[1]}"
    threading.Thread(target=http.serve_forever, args=(0.002,), daemon=True).start()
    try:
        yield server
    finally:
        server.released.set()
        http.shutdown()
        http.server_close()


def answer(handler: Handler, server: FilmServer) -> None:
    """Answer a request."""
    server.requests.append((handler.path, handler.headers))
    reply = server.replies.get(urlsplit(handler.path).path, Reply(b'{"type": "not_found"}', status=404))
    handler.close_connection = True
    if reply.send:
        reply.send(handler)
        return
    handler.send_response(reply.status)
    headers = {"Content-Type": reply.kind, "Content-Length": str(len(reply.body)), "Connection": "close"}
    for name, value in (headers | reply.headers).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(reply.body)


def png(width: int, height: int, size: int = 0) -> bytes:
    """A PNG that states this size, filled up to a number of bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 9))
    return (content + chunk(b"IEND", b"")).ljust(size, b"\0")


def chunk(kind: bytes, content: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def jpeg(width: int, height: int) -> bytes:
    """A JPEG that states this size, after a comment as long as a real header."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    segments = b"".join(
        b"\xff" + marker + struct.pack(">H", 2 + len(content)) + content
        for marker, content in (
            (b"\xe0", b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            (b"\xfe", b"\xff" * 300),
            (b"\xc0", frame),
        )
    )
    return b"\xff\xd8" + segments + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00\xff\xd9"


@contextmanager
def tunnel(host: str, pause: float) -> Iterator[tuple[str, list[str]]]:
    """Run a proxy for one connection to a server, which waits before it passes on what the server sends.

    Yields:
        Its network location, and the requests it received.
    """
    asked: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        client, _ = listener.accept()
        asked.append(client.recv(4096).decode())
        name, _, port = host.partition(":")
        remote = socket.create_connection((name, int(port)))
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        threading.Thread(target=forward, args=(client, remote, 0.0), daemon=True).start()
        forward(remote, client, pause)

    threading.Thread(target=run, daemon=True).start()
    with listener:
        yield f"127.0.0.1:{listener.getsockname()[1]}", asked


def forward(source: socket.socket, target: socket.socket, pause: float) -> None:
    """Pass on what arrives until the connection is closed."""
    try:
        while content := source.recv(4096):
            time.sleep(pause)
            target.sendall(content)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass
