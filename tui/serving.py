"""The app in web browsers: each visitor gets a Matinee of their own, drawn in a page by textual-serve.

The page is ours: the one that comes with textual-serve asks the network for a font.
"""

import asyncio
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.server import Server

PAGES = Path(__file__).with_name("web")
GRACE = 2.0
"""Seconds the visitors' apps have to end, and then their browsers to say goodbye, once the server is told to."""


def command_line(arguments: Sequence[str]) -> str:
    """What a shell runs for each visitor: this Matinee, wherever it is installed, in place of the shell."""
    import matinee

    return "exec " + shlex.join([sys.executable, str(Path(matinee.__file__).resolve()), *arguments])


class MatineeServer(Server):
    """textual-serve with our page, without its banner, and for pages of its own address alone."""

    def __init__(self, arguments: Sequence[str], host: str, port: int, public_url: str | None) -> None:
        """``arguments`` are the app's options that every visitor gets."""
        super().__init__(
            command_line(arguments), host, port, title="Matinee", public_url=public_url, templates_path=PAGES
        )
        self._own_address = urlsplit(public_url).netloc if public_url else ""
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

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """An evening of one visitor. A page from elsewhere must not open one: a browser would let it."""
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc not in {request.host, self._own_address}:
            raise web.HTTPForbidden(text="This Matinee is not shown inside other pages.")
        visit = asyncio.current_task()
        assert visit is not None
        self._visits.add(visit)
        try:
            return await super().handle_websocket(request)
        finally:
            self._visits.discard(visit)
