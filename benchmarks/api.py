"""Requests that `matinee api` answers: steps of sessions from several connections at once.

Each connection plays sessions: four popular favourites, then up to twenty answers to the films suggested, every request
with all events so far. Beside it, in the same run, a handler that returns a constant of the same size under the same
framework, server and load: what is left of a second once nothing is computed. The load comes from this process and
takes a share of the same cores.

CPU ms: processor time of the workers for a request, which a busy machine changes less than the rest.

Bars on two idle cores: ≥ 300 requests/s, p99 ≤ 50 ms, no error, memory flat (± 5 MB after the first fifth).

    python -m benchmarks.api [--seconds 60] [--workers 2] [--connections 16] [--json]
"""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import uvicorn
from fastapi import FastAPI, Response

import matinee
from benchmarks.report import Row, make_parser, print_tables, with_bar
from matinee.engine.api.fair_server import FairServer
from matinee.engine.api.replies import JsonReply, StrictRoute
from matinee.engine.api.session_route import SessionBody
from matinee.engine.web.addresses import bind_address

ANSWERS = 20
KINDS = ("like", "dislike", "skip")
WARM_UP = 0.2
"""Share of the time after which memory is first read."""
PATIENCE = 30
"""Seconds in which the server has to listen."""
HOST = "127.0.0.1"
ADDRESS = "/session/next"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Load:
    """What came back: seconds of each request, and how many failed."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0


def free_port() -> int:
    """A port that nothing listens at."""
    with bind_address(HOST, 0) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def real_server(workers: int, port: int) -> Iterator[list[int]]:
    """`matinee api`; gives the process ids of its workers."""
    command = [sys.executable, "-m", "matinee", "api", "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield [process.pid] if workers == 1 else wait_for_children(process.pid, workers)
    finally:
        process.terminate()
        process.wait()


def wait_for_children(pid: int, count: int) -> list[int]:
    """The ids of the workers of a process, as soon as it has them all."""
    while True:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        workers = [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
        if len(workers) == count:
            return workers
        time.sleep(0.05)


def run_bare(listener: socket.socket, constant: dict[str, Any]) -> None:
    """A worker whose handler returns a constant."""
    app = FastAPI()
    app.router.route_class = StrictRoute
    app.state.turn = asyncio.Lock()

    @app.post(ADDRESS)
    async def answer(_body: SessionBody) -> Response:
        return JsonReply(constant)

    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", server_header=False)
    FairServer(config).run(sockets=[listener])


@contextmanager
def bare_server(workers: int, port: int, constant: dict[str, Any]) -> Iterator[list[int]]:
    """The bare framework; gives the process ids of its workers."""
    with bind_address(HOST, port) as listener:
        listener.listen()
        context = get_context("spawn")
        processes = [context.Process(target=run_bare, args=(listener, constant)) for _ in range(workers)]
        for process in processes:
            process.start()
        try:
            yield [process.pid for process in processes if process.pid is not None]
        finally:
            for process in processes:
                process.terminate()
                process.join()


class Connection:
    """One connection that stays open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
        self._reader, self._writer = reader, writer
        self._head = f"POST {ADDRESS} HTTP/1.1\r\nHost: {HOST}:{port}\r\nContent-Type: application/json\r\n".encode()

    async def post(self, document: object) -> tuple[int, Any]:
        """Send a document; the status and the document that comes back."""
        body = msgspec.json.encode(document)
        self._writer.write(self._head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        return int(head[9:12]), msgspec.json.decode(await self._reader.readexactly(length))


async def connect(port: int) -> Connection:
    """Connect, as soon as the server listens. Raises OSError if it does not."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return Connection(*await asyncio.open_connection(HOST, port), port)
        except OSError:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.1)


async def play(connection: Connection, load: Load, popular: list[int], seed: int, until: float) -> None:
    """Play sessions until a time."""
    generator = np.random.default_rng(seed)
    while True:
        favourites = generator.choice(popular, 4, replace=False).tolist()
        events: list[dict[str, int]] = []
        for _ in range(ANSWERS):
            started = time.perf_counter()
            if started >= until:
                return
            status, answer = await connection.post({"favourites": favourites, "events": events, "seed": seed})
            load.seconds.append(time.perf_counter() - started)
            if status != 200 or answer["suggestion"] is None:
                load.errors += 1
                break
            movie_id = answer["suggestion"]["movie_id"]
            if any(movie_id in event.values() for event in events):  # of the bare server
                continue
            events.append({KINDS[int(generator.integers(len(KINDS)))]: movie_id})


def cpu_seconds(pids: list[int]) -> float:
    """Processor time that processes have used."""
    fields = [Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split() for pid in pids]
    return sum(int(each[11]) + int(each[12]) for each in fields) / TICKS


def megabytes(pids: list[int]) -> float:
    """Resident memory of processes."""
    lines = [line for pid in pids for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


async def put_under_load(port: int, pids: list[int], popular: list[int], connections: int, seconds: float) -> Row:
    """Play sessions from all connections, and summarise."""
    opened = [await connect(port) for _ in range(connections)]
    warm = Load()
    await asyncio.gather(*(play(each, warm, popular, 0, time.perf_counter() + 1) for each in opened))
    load, start, cpu = Load(), time.perf_counter(), cpu_seconds(pids)
    playing = [play(each, load, popular, seed, start + seconds) for seed, each in enumerate(opened)]
    running = asyncio.gather(*playing)
    await asyncio.sleep(seconds * WARM_UP)
    before = megabytes(pids)
    await running
    took = time.perf_counter() - start
    count = len(load.seconds)
    median, high = np.percentile(np.asarray(load.seconds) * 1000, [50, 99]).round(1).tolist()
    return {
        "requests/s": round(count / took, 1),
        "p50 ms": median,
        "p99 ms": high,
        "CPU ms": round((cpu_seconds(pids) - cpu) / count * 1000, 2),
        "errors": load.errors,
        "MB": round(megabytes(pids), 1),
        "MB more": round(megabytes(pids) - before, 1),
    }


def main() -> None:
    """Measure both servers, one after the other."""
    parser = make_parser(__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    recommender = matinee.load()
    popular = [movie.id for movie in recommender.sample_favourites(200, seed=0)]

    def measure(port: int, pids: list[int]) -> Row:
        return asyncio.run(put_under_load(port, pids, popular, options.connections, options.seconds))

    async def first_answer(port: int) -> Any:
        return (await (await connect(port)).post({"favourites": popular[:4]}))[1]

    port = free_port()
    with real_server(options.workers, port) as pids:
        constant = asyncio.run(first_answer(port))
        row = measure(port, pids)
    bare_port = free_port()
    with bare_server(options.workers, bare_port, constant) as pids:
        bare = measure(bare_port, pids)
    judged = [
        with_bar(row, "requests/s", 300, at_least=True),
        with_bar(row, "p99 ms", 50),
        with_bar(row, "errors", 0),
        with_bar(row, "MB more", 5),
    ]
    what = f"{options.workers} workers, {options.connections} connections, {options.seconds:g} s"
    rows = [{"server": "matinee api", **each} for each in judged] + [
        {"server": "a constant, same framework", **bare, "bar": "", "met": ""}
    ]
    print_tables({f"session steps: {what}": rows}, as_json=options.json)


if __name__ == "__main__":
    main()
