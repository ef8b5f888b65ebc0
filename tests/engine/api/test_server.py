"""`matinee api` as a process: its workers, its end, and what it refuses."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from matinee.engine.web.addresses import bind_address
from tests.conftest import FAVOURITES

pytest.importorskip("fastapi", reason="the extra `api` is not installed: pip install 'matinee[api]'")
pytest.importorskip("uvicorn", reason="the extra `api` is not installed: pip install 'matinee[api]'")

PATIENCE = 30


def wait_until(condition: Callable[[], object]) -> None:
    """Wait until something is so."""
    deadline = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < deadline
        sleep(0.05)


class Served:
    """`matinee api` on a free port."""

    def __init__(self, *options: str, **variables: str) -> None:
        with bind_address("127.0.0.1", 0) as probe:
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "matinee", "api", "--port", str(self.port), *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"} | variables,
        )

    def ask(self, path: str, body: object = None, **headers: str) -> Any:
        """The answer of the server, which may still be starting."""
        deadline = monotonic() + PATIENCE
        data = None if body is None else json.dumps(body).encode()
        headers |= {"Content-Type": "application/json"}
        while True:
            try:
                request = Request(f"http://127.0.0.1:{self.port}{path}", data, headers)
                with urlopen(request, timeout=PATIENCE) as answer:
                    return json.load(answer)
            except (URLError, ConnectionError) as error:
                if hasattr(error, "code"):
                    return error.code
                assert self.process.poll() is None
                assert monotonic() < deadline
                sleep(0.05)

    def workers(self) -> list[int]:
        """Process ids of the workers."""
        pid = self.process.pid
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
            return [int(each) for each in children if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]
        except FileNotFoundError:
            return []

    def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """End the server; its exit code and what it printed."""
        self.process.send_signal(number)
        printed, _ = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, printed


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Starts servers, which end with the test."""
    started: list[Served] = []

    def start(*options: str, **variables: str) -> Served:
        started.append(Served(*options, **variables))
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.process.kill()
            server.process.communicate()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_one_worker_answers_and_ends(serve: Callable[..., Served], number: int, code: int) -> None:
    server = serve(MATINEE_API_TOKEN="secret")
    assert server.ask("/health") == 401
    assert server.ask("/health", Authorization="Bearer secret")["status"] == "ok"
    assert server.end(number) == (
        code,
        f"Matinee's API runs at http://127.0.0.1:{server.port}; press Ctrl+C to stop.\n",
    )


linux = pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are found in /proc")


@linux
@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_workers_agree_are_replaced_and_end(serve: Callable[..., Served], number: int, code: int) -> None:
    server = serve("--workers", "2")
    session = {"favourites": list(FAVOURITES), "events": [{"like": 2571}], "seed": 3}
    first = server.ask("/session/next", session)
    wait_until(lambda: len(server.workers()) == 2)
    victim, other = server.workers()
    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: len(set(server.workers()) - {victim}) == 2)
    assert other in server.workers()
    assert all(server.ask("/session/next", session) == first for _ in range(8))
    workers = server.workers()
    returned, printed = server.end(number)
    assert returned == code
    assert "a worker ended (exit code -9) and is replaced" in printed
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


@linux
@pytest.mark.slow
def test_workers_end_with_a_server_that_is_killed(serve: Callable[..., Served]) -> None:
    server = serve("--workers", "2")
    server.ask("/health")
    workers = server.workers()
    server.process.kill()
    server.process.communicate()
    wait_until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`matinee api` that cannot start."""
    return subprocess.run(
        [sys.executable, "-m", "matinee", "api", *arguments], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_port_that_is_taken_is_one_sentence(workers: str) -> None:
    with bind_address("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        done = run("--port", str(port), "--workers", workers)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"matinee: Cannot listen on 127.0.0.1, port {port} (Address already in use); choose another --port or --host.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--host", "not a host"], "Cannot listen on not a host, port 8000"),
        (["--token", " "], "a token has one or more ASCII characters"),
        (["--token", "schlüssel"], "a token has one or more ASCII characters"),
        (["--allow-origin", "films.example"], "it must start with http:// or https://"),
        (["--workers", "0"], "0 is not in the range"),
        (["--bundle", "nowhere", "--port", "18765"], "nowhere"),
        (["--bundle", "nowhere", "--port", "18765", "--workers", "2"], "nowhere"),
    ],
)
def test_what_cannot_be_started_is_one_sentence(arguments: list[str], words: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
