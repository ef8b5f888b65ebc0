"""Who is answered when several clients ask at once."""

import asyncio
import os
import signal
import time
from multiprocessing import get_context
from typing import Any

import pytest

from matinee.engine.api.starting_gate import StartingGate

pytest.importorskip("fastapi", reason="the extra `api` is not installed: pip install 'matinee[api]'")


NO_BODY = {"type": "http.request", "body": b"", "more_body": False}


async def ask(app: Any, path: str, received: dict[str, Any] = NO_BODY) -> list[dict[str, Any]]:
    """Send a request to an application, without a network; the messages that it sends."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return received

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
    await app(scope | {"headers": [], "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1)}, receive, send)
    return sent


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


def test_a_client_that_leaves_while_it_sends_is_no_fault() -> None:
    from fastapi import FastAPI, Response

    from matinee.engine.api.replies import JsonReply, StrictRoute, add_error_handlers

    app = FastAPI()
    app.router.route_class = StrictRoute
    app.state.turn = asyncio.Lock()
    add_error_handlers(app)

    @app.get("/work")
    async def answer() -> Response:
        return JsonReply({})

    sent = asyncio.run(ask(app, "/work", {"type": "http.disconnect"}))
    assert sent[0]["status"] == 400


def start_worker(gate: StartingGate, seconds: float, ready: Any) -> None:
    """A worker that takes some time to start, then says when it begins; killed at the start if it takes none."""
    if not seconds:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(seconds)
    gate.wait()
    ready.put(time.monotonic())


def test_workers_begin_together_also_if_one_is_killed() -> None:
    context = get_context("spawn")
    gate, ready = StartingGate(*context.Pipe(duplex=False)), context.Queue()
    workers = [context.Process(target=start_worker, args=(gate, seconds, ready)) for seconds in (0.01, 1.5, 0.0)]
    for worker in workers:
        worker.start()
    gate.writer.close()
    first, second = sorted(ready.get(timeout=20) for _ in range(2))
    for worker in workers:
        worker.join()
    assert second - first < 0.5
