"""Who is answered when several clients ask at once."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.engine.api.test_server import Served, linux, serve, wait_until

pytest.importorskip("fastapi", reason="the extra `api` is not installed: pip install 'matinee[api]'")

__all__ = ["serve"]
CLIENTS = 8


async def ask(app: Any, path: str) -> None:
    """Send a request to an application, without a network."""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message: dict[str, Any]) -> None:
        pass

    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
    await app(scope | {"headers": [], "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1)}, receive, send)


def test_what_arrives_is_taken_in_between_two_answers() -> None:
    from fastapi import FastAPI, Response

    from matinee.engine.api.replies import JsonReply, StrictRoute

    app = FastAPI()
    app.router.route_class = StrictRoute
    app.state.turn = asyncio.Lock()
    seen: list[str] = []

    @app.get("/{name}")
    async def answer(name: str) -> Response:
        seen.append(name)
        asyncio.get_running_loop().call_soon(seen.append, "the event loop")
        return JsonReply({})

    async def ask_together() -> None:
        await asyncio.gather(*(ask(app, f"/{name}") for name in ("first", "second", "third")))

    asyncio.run(ask_together())
    assert seen == ["first", "the event loop", "second", "the event loop", "third", "the event loop"]


@linux
@pytest.mark.slow
def test_the_first_clients_are_divided_among_the_workers(serve: Callable[..., Served]) -> None:
    server = serve("--workers", "2")
    server.ask("/health")
    before = count_sockets(server)

    async def connect() -> list[int]:
        opened = [await asyncio.open_connection("127.0.0.1", server.port) for _ in range(CLIENTS)]
        await asyncio.to_thread(wait_until, lambda: sum(count_sockets(server)) >= sum(before) + CLIENTS - 1)
        after = count_sockets(server)
        for _, writer in opened:
            writer.close()
        return [now - then for now, then in zip(after, before, strict=True)]

    assert min(asyncio.run(connect())) >= CLIENTS // 2 - 2  # the connection of the first request may end meanwhile


def count_sockets(server: Served) -> list[int]:
    """How many sockets each worker has open."""
    return [
        sum(str(each.readlink()).startswith("socket:") for each in Path(f"/proc/{worker}/fd").iterdir())
        for worker in server.workers()
    ]
