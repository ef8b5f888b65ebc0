"""Connections whose every read stops when the time is up or the fetch is cancelled.

The timeout of a socket starts anew with each byte, so a slow server could hold a reader for hours: with headers,
trailers or interim answers as well as with content.
"""

from collections.abc import Callable
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from socket import socket
from ssl import SSLContext
from typing import TYPE_CHECKING, Any
from urllib.request import HTTPHandler, HTTPSHandler, Request

from matinee.engine.online.watch import POLL_SECONDS, Watch

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class WatchedStream(RawIOBase):
    """What arrives on a socket."""

    def __init__(self, connection: socket, stream: RawIOBase, watch: Watch) -> None:
        """Create the stream.

        Args:
            connection: the socket that is read.
            stream: its own stream; it keeps the socket open until it is closed.
            watch: the time limit.
        """
        self._connection, self._stream, self._watch = connection, stream, watch

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Wait for the next bytes. Raises TimeoutError when the time is up or the fetch is cancelled."""
        timeout = self._connection.gettimeout()  # of the handshake, which follows when a proxy has answered
        try:
            while True:
                self._connection.settimeout(min(POLL_SECONDS, self._watch.remaining()))
                try:
                    return self._connection.recv_into(buffer)
                except TimeoutError:
                    continue
        finally:
            self._connection.settimeout(timeout)

    def close(self) -> None:
        self._stream.close()
        super().close()


def watched(watch: Watch) -> type[HTTPResponse]:
    """Create the class of answers that are read under a time limit."""

    class WatchedResponse(HTTPResponse):
        def __init__(
            self, connection: socket, debuglevel: int = 0, method: str | None = None, url: str | None = None
        ) -> None:
            super().__init__(connection, debuglevel, method, url)
            self.fp = BufferedReader(WatchedStream(connection, self.fp.detach(), watch))

    return WatchedResponse


def watched_connection(kind: type[HTTPConnection], watch: Watch) -> Callable[..., HTTPConnection]:
    """Return a function that creates connections whose answers are read under a time limit."""

    def create(host: str, **options: Any) -> HTTPConnection:
        connection = kind(host, **options)
        connection.response_class = watched(watch)
        return connection

    return create


class WatchedHTTPSHandler(HTTPSHandler):
    """Opens https addresses."""

    def __init__(self, watch: Watch, context: SSLContext) -> None:
        super().__init__(context=context)
        self._connection, self._tls = watched_connection(HTTPSConnection, watch), context

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(self._connection, req, context=self._tls)


class WatchedHTTPHandler(HTTPHandler):
    """Opens http addresses, for a service that is defined with this scheme; none that is shipped is."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._connection = watched_connection(HTTPConnection, watch)

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(self._connection, req)
