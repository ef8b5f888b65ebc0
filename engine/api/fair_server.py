"""A worker among several: it leaves new connections to the workers that have fewer."""

import asyncio
import socket
from contextlib import suppress

import uvicorn

STEP, LONGEST = 0.001, 0.02
"""Seconds that a worker waits for each connection it has, and at most, before it takes another."""
TROUBLE = 0.1
"""Seconds to wait after a connection that could not be accepted, for example because too many files are open."""


class FairServer(uvicorn.Server):
    """uvicorn's server, for workers that share a socket.

    uvicorn's own takes all connections that wait as soon as it wakes up, so one of two workers may have all clients.
    """

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept connections from the sockets."""
        await super().startup(sockets=[])
        self._accepting = [asyncio.create_task(self._accept_fairly(each)) for each in sockets or ()]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop accepting connections, then end those that are open."""
        for task in self._accepting:
            task.cancel()
        await super().shutdown(sockets)

    async def _accept_fairly(self, listener: socket.socket) -> None:
        listener.setblocking(False)
        while True:
            await until_readable(listener)
            await asyncio.sleep(min(STEP * len(self.server_state.connections), LONGEST))
            try:
                connection, _ = listener.accept()
            except BlockingIOError:  # another worker has taken it
                continue
            except OSError:
                await asyncio.sleep(TROUBLE)
                continue
            connection.setblocking(False)
            with suppress(OSError):  # it has gone already
                await asyncio.get_running_loop().connect_accepted_socket(self._make_protocol, connection)

    def _make_protocol(self) -> asyncio.Protocol:
        protocol: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return protocol


async def until_readable(listener: socket.socket) -> None:
    """Wait until a socket has something to read or to accept."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()

    def note() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(listener, note)
    try:
        await ready
    finally:
        loop.remove_reader(listener)
