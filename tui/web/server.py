"""The app in web browsers: textual-serve runs one process of Matinee for each visitor.

The page is Matinee's own, because the one of textual-serve loads a font from the network.
"""

import asyncio
import json
import shlex
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from aiohttp import WSMsgType, web
from aiohttp.typedefs import Handler
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager
from textual_serve.server import Server, to_int

from matinee.engine.web.addresses import address_of
from matinee.engine.web.request_guard import RequestGuard
from matinee.tui.web.visitor import FILES, VISITOR_DRIVER

PAGES = Path(__file__).parent
GRACE = 2.0
"""Seconds that the visitors' apps, and then their connections, have to close when the server ends."""
DEFAULT_SIZE = {"width": 80, "height": 24}
MAX_COLUMNS, MAX_ROWS = 500, 200
"""The largest screen a visitor can have, because every cell takes memory and time."""
MAX_VISITORS = 20
"""Visitors at the same time, unless the owner sets another number: each has a process of about 120 MB."""
MAX_MESSAGE_SIZE = 2**16
"""Bytes of one message, such as a paste."""


def command_line(arguments: Sequence[str]) -> str:
    """The shell command run for each visitor: this installation of Matinee, replacing the shell."""
    return "exec " + shlex.join([sys.executable, "-P", "-m", "matinee", *arguments])


def screen_size(width: int, height: int) -> tuple[int, int]:
    """Limit a requested screen size to what is allowed."""
    return max(1, min(width, MAX_COLUMNS)), max(1, min(height, MAX_ROWS))


def parse_message(text: str) -> object:
    """Parse a message as JSON; None if it is invalid."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


async def handle_message(app: AppService, message: object) -> None:
    """Act on a message from the browser; messages that Matinee's page does not send are ignored."""
    match message:
        case ["stdin", str(keys)] if keys:  # Textual takes empty input for the end of input
            await app.send_bytes(keys.encode("utf-8", errors="replace"))
        case ["resize", {"width": int(width), "height": int(height)}]:
            await app.set_terminal_size(*screen_size(width, height))
        case ["ping", str(stamp)]:
            with suppress(ConnectionError):
                await app.remote_write_str(json.dumps(["pong", stamp]))
        case ["blur"]:
            await app.blur()
        case ["focus"]:
            await app.focus()


class VisitorApp(AppService):
    """The process of one visitor."""

    def __init__(self, command: str, websocket: web.WebSocketResponse, downloads: DownloadManager, files: bool) -> None:
        """Create the process; ``files`` is whether the visitor may read and write files on this machine."""
        super().__init__(
            command,
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=websocket.close,  # type: ignore[arg-type]  # its result is not used
            download_manager=downloads,
        )
        self._files = files

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        """Add the owner's permissions to the environment, where visitors cannot change them."""
        environment = super()._build_environment(width, height)
        return environment | {"TEXTUAL_DRIVER": VISITOR_DRIVER, FILES: "1" if self._files else "0"}

    async def on_data(self, payload: bytes) -> None:
        """Send output to the browser. It is read even if the browser has gone, or the app would block."""
        with suppress(ConnectionError):
            await super().on_data(payload)

    async def stop(self) -> None:
        """End the app by closing its input, because a request to quit would wait behind pending keys.

        An app that does not end within the grace is killed.
        """
        if self._stdin is not None:
            self._stdin.transport.abort()
        ending = asyncio.ensure_future(super().stop())
        await asyncio.wait([ending], timeout=GRACE)
        if not ending.done() and self._process is not None:
            self._process.kill()
        await ending


class MatineeServer(Server):
    """textual-serve with Matinee's page, without a banner, and protected by a ``RequestGuard``."""

    def __init__(
        self,
        arguments: Sequence[str],
        host: str,
        port: int,
        public_url: str | None,
        *,
        allow_files: bool,
        max_visitors: int = MAX_VISITORS,
    ) -> None:
        """Create a server.

        Args:
            arguments: options of the app for every visitor.
            host: host name or address to listen at.
            port: port to listen at.
            public_url: URL under which visitors reach it, if that is another one.
            allow_files: whether visitors may read and write files on this machine.
            max_visitors: how many visitors there may be at the same time.
        """
        super().__init__(
            command_line(arguments),
            host,
            port,
            title="Matinee",
            public_url=public_url or address_of(host, port),
            templates_path=PAGES,
        )
        self.ended_by: signal.Signals | None = None
        self._guard = RequestGuard(host, port, public_url)
        self._allow_files = allow_files
        self._max_visitors = max_visitors
        self._connections: set[asyncio.Task[object]] = set()

    def initialize_logging(self) -> None:
        """Disable logging; errors are reported where they occur."""

    async def on_startup(self, app: web.Application) -> None:  # noqa: ARG002 - aiohttp's signature
        """Note the signal that ends the server. No banner is printed: the command has printed the address."""
        with suppress(NotImplementedError):  # Windows
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, self._end, number)

    def _end(self, number: signal.Signals) -> None:
        self.ended_by = number
        self.request_exit()

    async def on_shutdown(self, app: web.Application) -> None:  # noqa: ARG002 - aiohttp's signature
        """End the visitors' apps, then their connections, without waiting for either."""
        for _ in range(2):
            if tasks := set(self._connections):
                for task in tasks:
                    task.cancel()
                await asyncio.wait(tasks, timeout=GRACE)

    async def _make_app(self) -> web.Application:
        """textual-serve's application with the guard."""
        app = await super()._make_app()
        app.middlewares.append(self._check_request)
        app.on_response_prepare.append(forbid_frames)
        return app

    @web.middleware
    async def _check_request(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        refusal = self._guard.refusal(request.headers.getall("Host", []), request.headers.getall("Origin", []))
        if refusal:
            raise web.HTTPForbidden(text=refusal)
        if request.path.startswith("/static") and "." not in request.path.rpartition("/")[2]:
            raise web.HTTPNotFound  # a folder, which aiohttp would list
        return await handler(request)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run the app for one visitor until the connection closes."""
        if len(self._connections) >= self._max_visitors:
            raise web.HTTPServiceUnavailable(text="Matinee has no free seat at the moment; try again later.")
        websocket = web.WebSocketResponse(heartbeat=15, max_msg_size=MAX_MESSAGE_SIZE)
        await websocket.prepare(request)
        visitor = VisitorApp(self.command, websocket, self.download_manager, self._allow_files)
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        width, height = (to_int(request.query.get(side, ""), default) for side, default in DEFAULT_SIZE.items())
        try:
            try:
                await visitor.start(*screen_size(width, height))
                await self._process_messages(websocket, visitor)
            finally:
                await visitor.stop()
        except asyncio.CancelledError:
            await websocket.close()
        finally:
            self._connections.discard(task)
        return websocket

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        async for message in websocket:
            if message.type is WSMsgType.TEXT:
                await handle_message(app_service, parse_message(message.data))


async def forbid_frames(_request: web.Request, response: web.StreamResponse) -> None:
    """Forbid other pages to embed this one."""
    response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
