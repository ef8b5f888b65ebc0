"""The app in a web browser: the page, the evening behind it, and nothing left when the server ends."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import monotonic, sleep

import aiohttp
import pyte
import pytest

from tests.conftest import ROOT
from tests.tui.browser import Page, page
from tests.tui.raw_terminal import plain
from tui.serve_commands import is_loopback

MATINEE = [sys.executable, str(ROOT / "matinee.py")]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Served:
    """`matinee serve` on a free port."""

    def __init__(self, *options: str) -> None:
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [*MATINEE, "serve", "--port", str(self.port), *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        deadline = monotonic() + 20
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self.process.poll() is None
            assert monotonic() < deadline
            sleep(0.05)

    def visitors(self) -> list[int]:
        """The processes that run for visitors."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()]

    def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Stop it as the keyboard does; its exit code and what it said."""
        self.process.send_signal(number)
        said, _ = self.process.communicate(timeout=15)
        return self.process.returncode, said


@pytest.fixture
def served() -> Iterator[Served]:
    server = Served()
    yield server
    if server.process.poll() is None:
        server.process.kill()
        server.process.communicate()


async def listen(web: aiohttp.ClientWebSocketResponse, text: str) -> str:
    """What the app painted, once a text is among it."""
    seen = b""
    async with asyncio.timeout(20):
        while text not in plain(seen):
            seen += await web.receive_bytes()
    return plain(seen)


async def test_the_page_is_ours_and_asks_nobody_else_for_anything(served: Served) -> None:
    async with aiohttp.ClientSession() as client:
        async with client.get(f"http://{served.address}/") as answer:
            text = await answer.text()
        assert "<title>Matinee</title>" in text
        assert "http" not in text.replace('"http", "ws"', "")
        for path in ("static/js/textual.js", "static/css/xterm.css", "static/fonts/RobotoMono-VariableFont_wght.ttf"):
            assert path in text
            async with client.get(f"http://{served.address}/{path}") as answer:
                assert answer.status == 200


async def test_a_visitor_sees_the_picker_and_is_gone_with_the_connection(served: Served) -> None:
    address = f"http://{served.address}/ws?width=80&height=24"
    async with aiohttp.ClientSession() as client, client.ws_connect(address) as web:
        await listen(web, "films, up to")
        assert len(served.visitors()) == 1
    async with asyncio.timeout(5):
        while served.visitors():
            await asyncio.sleep(0.05)
    assert served.end() == (0, f"Matinee is at http://{served.address}; Ctrl+C ends it.\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_ending_the_server_ends_the_evenings(served: Served, number: int) -> None:
    async with aiohttp.ClientSession() as client, client.ws_connect(f"http://{served.address}/ws") as web:
        await listen(web, "films, up to")
        (visitor,) = served.visitors()
        code, said = await asyncio.to_thread(served.end, number)
    assert code == 0
    assert "Traceback" not in said
    assert not Path(f"/proc/{visitor}").exists()


async def test_a_server_that_is_killed_leaves_no_visitor(served: Served) -> None:
    async with aiohttp.ClientSession() as client, client.ws_connect(f"http://{served.address}/ws") as web:
        await listen(web, "films, up to")
        (visitor,) = served.visitors()
        served.process.kill()
        async with asyncio.timeout(3):
            while Path(f"/proc/{visitor}").exists() and "Z" not in stat_of(visitor):
                await asyncio.sleep(0.05)


def stat_of(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]


async def test_options_are_every_visitors() -> None:
    server = Served("--like", "heat", "amelie", "spirited away", "lebowski", "--model", "svd")
    try:
        async with aiohttp.ClientSession() as client, client.ws_connect(f"http://{server.address}/ws") as web:
            await listen(web, "because you liked")
            (visitor,) = server.visitors()
            assert "--model=svd" in Path(f"/proc/{visitor}/cmdline").read_text(encoding="utf-8").split("\0")
    finally:
        server.end()


async def test_other_pages_may_not_open_an_evening(served: Served) -> None:
    async with aiohttp.ClientSession() as client:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await client.ws_connect(f"http://{served.address}/ws", origin="http://elsewhere.example")
        assert refused.value.status == 403
        async with client.ws_connect(f"http://{served.address}/ws", origin=f"http://{served.address}") as web:
            await listen(web, "Name four films")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--port", "{taken}"], "Nothing can be served at 127.0.0.1, port {taken} (Address already in use)"),
        (["--host", "192.0.2.1"], "Nothing can be served at 192.0.2.1, port 8000 (Cannot assign requested address)"),
        (["--like", "zzzqqq"], "No film matches 'zzzqqq'"),
        (["--model", "sdv"], "did you mean 'svd'?"),
        (["--public-url", "films.example"], "it must begin with http:// or https://"),
    ],
)
def test_what_cannot_be_served_is_one_sentence(served: Served, options: list[str], said: str) -> None:
    filled = [option.format(taken=served.port) for option in options]
    done = subprocess.run([*MATINEE, "serve", *filled], capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 2
    assert said.format(taken=served.port) in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


def test_who_can_reach_it_is_said() -> None:
    server = Served("--host", "0.0.0.0")
    assert "Everybody in your network can reach it, and there is no password." in server.end()[1]
    assert all(map(is_loopback, ["127.0.0.1", "127.8.8.8", "::1", "localhost"]))
    assert not any(map(is_loopback, ["0.0.0.0", "::", "192.168.1.2", "example.org"]))


async def screen(tab: Page, wanted: Callable[[str], bool]) -> str:
    """The screen drawn from everything the page received, once it is as wanted."""
    text = ""
    try:
        async with asyncio.timeout(20):
            while not wanted(text):
                await asyncio.sleep(0.1)
                columns, lines = 200, 80
                drawn = pyte.Screen(columns, lines)
                pyte.ByteStream(drawn).feed(bytes(await tab.run("window.received")))
                text = "\n".join(drawn.display)
    except TimeoutError:
        pytest.fail(f"what was wanted never came on screen:\n{text}")
    return text


async def test_an_evening_in_a_real_browser(served: Served, tmp_path: Path) -> None:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip(f"none of {', '.join(BROWSERS)} is installed")
    async with page(browser, tmp_path) as tab:
        await tab.open(f"http://{served.address}/")
        await screen(tab, partial(contains, "films, up to"))
        await tab.run("document.querySelector('.xterm-helper-textarea').focus()")
        for typed, found in {"heat": "Heat", "amelie": "Amelie", "spirited": "Spirited Away", "fargo": "Fargo"}.items():
            await tab.type(typed)
            await screen(tab, partial(contains, found))
            await tab.press_enter()
        await screen(tab, partial(contains, "because you liked"))
        for count, key in enumerate("yny", start=1):
            await tab.type(key)
            await screen(tab, partial(counts, count))
        assert "✓ 2  ✗ 1" in (await screen(tab, partial(counts, 3))).splitlines()[0]
        assert all(url.startswith(f"http://{served.address}/") or url.startswith("data:") for url in tab.asked_for)
        assert await tab.run("document.fonts.check('16px \"Roboto Mono\"')")


def contains(wanted: str, text: str) -> bool:
    return wanted in text


def counts(answers: int, text: str) -> bool:
    """Whether the first line counts so many answers."""
    return sum(int(part) for part in text.partition("\n")[0].split() if part.isdecimal()) == answers
