"""The app in web browsers: each visitor gets a Matinee of their own, drawn in a page by textual-serve.

The page is ours: the one that comes with textual-serve asks the network for a font.
"""

import asyncio
import json
import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from aiohttp import WSMsgType, web
from aiohttp.typedefs import Handler
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager
from textual_serve.server import Server, to_int

from matinee.tui.web.request_guard import Door
from matinee.tui.web.visiting import FILES, VISITOR_DRIVER

PAGES = Path(__file__).parent
GRACE = 2.0
"""Seconds the visitors' apps have to end, and then their browsers to say goodbye, once the server is told to."""
USUAL_SIZE = {"width": 80, "height": 24}
MOST_COLUMNS, MOST_ROWS = 500, 200
"""The largest screen a visitor gets: every cell of it takes memory and time."""
LONGEST_MESSAGE = 2**16
"""Bytes of one message; a paste is one."""


def command_line(arguments: Sequence[str]) -> str:
    """What a shell runs for each visitor: this Matinee, wherever it is installed, in place of the shell."""
    return "exec " + shlex.join([sys.executable, "-P", "-m", "matinee", *arguments])


def screen_size(width: int, height: int) -> tuple[int, int]:
    """Columns and rows that a visitor gets who asks for so many."""
    return max(1, min(width, MOST_COLUMNS)), max(1, min(height, MOST_ROWS))


def understood(text: str) -> object:
    """What a message says; None where it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


async def obey(app: AppService, said: object) -> None:
    """Do what a message says; what no page of ours would send is passed over."""
    match said:
        case ["stdin", str(keys)] if keys:  # Textual takes no keys for the end of all keys
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


class Visit(AppService):
    """The app of one visitor."""

    def __init__(self, command: str, websocket: web.WebSocketResponse, downloads: DownloadManager, files: bool) -> None:
        """``files`` is whether the visitor may read and write files of this machine."""
        super().__init__(
            command,
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=websocket.close,  # type: ignore[arg-type]  # nobody asks for its answer
            download_manager=downloads,
        )
        self._files = files

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        """What the owner allows is said here, where no visitor can say otherwise."""
        environment = super()._build_environment(width, height)
        return environment | {"TEXTUAL_DRIVER": VISITOR_DRIVER, FILES: "1" if self._files else "0"}

    async def on_data(self, payload: bytes) -> None:
        """Show what the app painted; where nobody looks any more, it is read all the same, or the app would wait."""
        with suppress(ConnectionError):
            await super().on_data(payload)

    async def stop(self) -> None:
        """End the app by hanging up: a request to quit would wait behind keys, and not every key leaves a reader."""
        if self._stdin is not None:
            self._stdin.transport.abort()
        await super().stop()


class MatineeServer(Server):
    """textual-serve with our page, without its banner, and for pages of its own address alone."""

    def __init__(
        self, arguments: Sequence[str], host: str, port: int, public_url: str | None, *, allow_files: bool
    ) -> None:
        """``arguments`` are the app's options that every visitor gets; ``allow_files`` lets them have files here."""
        super().__init__(
            command_line(arguments), host, port, title="Matinee", public_url=public_url, templates_path=PAGES
        )
        self._door = Door(host, port, public_url)
        self._allow_files = allow_files
        self._visits: set[asyncio.Task[object]] = set()

    def initialize_logging(self) -> None:
        """Nothing is logged: what goes wrong is said where it goes wrong."""

    async def on_startup(self, app: web.Application) -> None:
        """No banner: the command has said where the app is."""

    async def on_shutdown(self, app: web.Application) -> None:  # noqa: ARG002 - aiohttp's signature
        """End the visitors' apps, then the talk with their browsers; the web server alone would wait for both."""
        for _ in range(2):
            if visits := set(self._visits):
                for visit in visits:
                    visit.cancel()
                await asyncio.wait(visits, timeout=GRACE)

    async def _make_app(self) -> web.Application:
        """textual-serve's application behind the door."""
        app = await super()._make_app()
        app.middlewares.append(self._let_in)
        app.on_response_prepare.append(forbid_frames)
        return app

    @web.middleware
    async def _let_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        refusal = self._door.refusal(request.headers.getall("Host", []), request.headers.getall("Origin", []))
        if refusal:
            raise web.HTTPForbidden(text=refusal)
        return await handler(request)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """An evening of one visitor."""
        websocket = web.WebSocketResponse(heartbeat=15, max_msg_size=LONGEST_MESSAGE)
        await websocket.prepare(request)
        visit = Visit(self.command, websocket, self.download_manager, self._allow_files)
        task = asyncio.current_task()
        assert task is not None
        self._visits.add(task)
        width, height = (to_int(request.query.get(side, ""), usual) for side, usual in USUAL_SIZE.items())
        try:
            try:
                await visit.start(*screen_size(width, height))
                await self._process_messages(websocket, visit)
            finally:
                await visit.stop()
        except asyncio.CancelledError:
            await websocket.close()
        finally:
            self._visits.discard(task)
        return websocket

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        async for message in websocket:
            if message.type is WSMsgType.TEXT:
                await obey(app_service, understood(message.data))


async def forbid_frames(_request: web.Request, response: web.StreamResponse) -> None:
    """Let no other page show this one inside itself."""
    response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
