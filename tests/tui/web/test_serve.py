"""The app in a web browser: the page, the session, and no process left when the server ends."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import monotonic, sleep

import aiohttp
import pyte
import pytest

from matinee.engine.models.profile import Answer
from matinee.engine.storage.store import read_session
from matinee.tui.export_file import FORMATS
from matinee.tui.web.server import MAX_COLUMNS, MAX_ROWS, address_of, screen_size
from matinee.tui.web.visitor import FILES, VISITOR_DRIVER, WEB_DRIVER, files_allowed
from tests.tui.browser import Page, page
from tests.tui.raw_terminal import plain

MATINEE = [sys.executable, "-m", "matinee"]
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
        """The processes of visitors."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()]

    def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Stop it with a signal, and return its exit code and output."""
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
    """The output of the app, once it contains a text."""
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
    assert served.end() == (130, f"Matinee runs at http://{served.address}; press Ctrl+C to stop.\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_ending_the_server_ends_the_evenings(served: Served, number: int) -> None:
    async with aiohttp.ClientSession() as client, client.ws_connect(f"http://{served.address}/ws") as web:
        await listen(web, "films, up to")
        (visitor,) = served.visitors()
        code, said = await asyncio.to_thread(served.end, number)
    assert code == 128 + number
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


PATHS = ("ws", "", "download/key", "static/js/textual.js", "nowhere")


async def status(served: Served, path: str, headers: dict[str, str]) -> int:
    """The status of the response; 101 for an open web socket."""
    async with aiohttp.ClientSession(headers=headers) as client:
        if path != "ws":
            async with client.get(f"http://{served.address}/{path}") as answer:
                return answer.status
        try:
            async with client.ws_connect(f"http://{served.address}/ws"):
                return 101
        except aiohttp.WSServerHandshakeError as refused:
            return refused.status


async def test_pages_from_elsewhere_are_refused_everywhere(served: Served) -> None:
    port = served.port
    origins = ["null", "file://", "", "http://", "chrome-extension://abc", "http://elsewhere.example"]
    beside = [
        f"https://127.0.0.1:{port}",
        f"http://127.0.0.1:{port + 1}",
        "http://127.0.0.1",
        f"http://192.0.2.1:{port}",
    ]
    for origin in origins + beside:
        for path in PATHS:
            assert await status(served, path, {"Origin": origin}) == 403, (origin, path)
    for name in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"192.0.2.1:{port}", f"a@127.0.0.1:{port}", ":"):
        for path in PATHS:
            assert await status(served, path, {"Host": name, "Origin": f"http://{name}"}) == 403, (name, path)
            assert await status(served, path, {"Host": name}) == 403, (name, path)
    assert served.visitors() == []


async def test_its_folders_are_not_listed(served: Served) -> None:
    own = {"Host": served.address}
    assert await status(served, "static/js/textual.js", own) == 200
    for folder in ("static", "static/", "static/js/", "static/./", "static//"):
        assert await status(served, folder, own) in (403, 404), folder


async def test_a_plain_request_for_a_session_is_an_error_of_the_request(served: Served) -> None:
    async with aiohttp.ClientSession() as client, client.get(f"http://{served.address}/ws") as answer:
        assert answer.status == 400
    code, said = served.end()
    assert (code, len(said.splitlines())) == (130, 1)


async def test_there_are_only_so_many_visitors() -> None:
    served = Served("--max-visitors", "1")
    try:
        async with aiohttp.ClientSession() as client:
            async with client.ws_connect(f"http://{served.address}/ws") as web:
                await listen(web, "films, up to")
                with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                    await client.ws_connect(f"http://{served.address}/ws")
                assert refused.value.status == 503
            async with asyncio.timeout(5):
                while served.visitors():
                    await asyncio.sleep(0.05)
            async with client.ws_connect(f"http://{served.address}/ws") as web:
                await listen(web, "films, up to")
    finally:
        served.end()


async def test_a_visitor_that_does_not_end_is_killed(served: Served) -> None:
    async with aiohttp.ClientSession() as client, client.ws_connect(f"http://{served.address}/ws") as web:
        await listen(web, "films, up to")
        (visitor,) = served.visitors()
        os.kill(visitor, signal.SIGSTOP)
    async with asyncio.timeout(10):
        while served.visitors():
            await asyncio.sleep(0.05)


def test_an_address_of_ip_version_6_is_written_as_one() -> None:
    assert address_of("::1", 8000) == "http://[::1]:8000"
    assert address_of("127.0.0.1", 8000) == "http://127.0.0.1:8000"


async def test_a_request_without_a_host_is_refused(served: Served) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(b"GET / HTTP/1.0\r\n\r\n")
    assert b" 403 " in await asyncio.wait_for(reader.readline(), 5)
    writer.close()


async def test_its_own_page_is_let_in_by_every_name_of_its_own(served: Served) -> None:
    for name in (served.address, f"localhost:{served.port}", f"LocalHost:{served.port}", f"[::1]:{served.port}"):
        for headers in ({"Host": name}, {"Host": name, "Origin": f"http://{name}"}):
            assert await status(served, "", headers) == 200
            assert await status(served, "ws", headers) == 101
    async with aiohttp.ClientSession() as client, client.get(f"http://{served.address}/") as answer:
        assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"


async def test_listening_everywhere_it_has_numbers_and_the_name_it_is_given() -> None:
    served = Served("--host", "0.0.0.0", "--public-url", "https://films.example/here")
    try:
        for host, origin, expected in (
            (f"192.0.2.1:{served.port}", f"http://192.0.2.1:{served.port}", 200),
            (f"192.0.2.1:{served.port}", f"http://192.0.2.2:{served.port}", 403),
            ("films.example", "https://films.example", 200),
            (served.address, "https://films.example", 200),
            ("films.example", "http://films.example", 403),
            (f"evil.example:{served.port}", f"http://evil.example:{served.port}", 403),
        ):
            assert await status(served, "", {"Host": host, "Origin": origin}) == expected, (host, origin)
    finally:
        served.end()


def most_memory(pid: int) -> int:
    """Peak memory of a process in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


HUGE = 10**9
ODD_MESSAGES = (
    *[["resize", {"width": HUGE, "height": HUGE}], ["resize", {"width": -1, "height": 0}], ["resize", {"width": 80}]],
    *[["resize", {"width": float("nan"), "height": float("inf")}], ["resize", {"width": "80", "height": None}]],
    *[["resize", [80, 24]], ["resize"], ["stdin", 5], ["stdin", ""], ["stdin"], ["ping", {}], ["no_journal of", 1], []],
    *[["stdin", f"\x1b[48;{HUGE};{HUGE};1;1t"], {"resize": 1}, "resize", None, 5],
)
"""Input with sizes among the keys, as some terminals send them."""


async def test_no_message_costs_much_or_ends_the_evening(served: Served) -> None:
    address = f"http://{served.address}/ws?width={HUGE}&height={HUGE}"
    async with aiohttp.ClientSession() as client, client.ws_connect(address, max_msg_size=0) as web:
        await listen(web, "films, up to")
        (visitor,) = served.visitors()
        for message in ODD_MESSAGES:
            await web.send_json(message)
        for text in ("", "no JSON", "[" * 60_000, f'["resize", {{"width": {"9" * 9_000}, "height": 1}}]'):
            await web.send_str(text)
        await web.send_bytes(b"bytes")
        await web.send_json(["resize", {"width": 80, "height": 24}])
        await web.send_json(["stdin", "\ud800"])  # is no character; shown as "?"
        await web.send_json(["stdin", "\x7famelie"])
        await listen(web, "Amelie")
        assert most_memory(visitor) < 300
    assert "Traceback" not in served.end()[1]


async def test_a_message_too_long_ends_the_visit_and_no_other(served: Served) -> None:
    async with aiohttp.ClientSession() as client, client.ws_connect(f"http://{served.address}/ws") as other:
        async with client.ws_connect(f"http://{served.address}/ws") as web:
            await web.send_json(["stdin", "a" * 2**16])
            async with asyncio.timeout(20):
                while not web.closed:
                    await web.receive()
            assert web.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
        await listen(other, "films, up to")
    assert "Traceback" not in served.end()[1]


async def test_an_app_that_no_longer_listens_is_gone_with_its_visitor(served: Served) -> None:
    async with aiohttp.ClientSession() as client, client.ws_connect(f"http://{served.address}/ws") as web:
        await listen(web, "films, up to")
        await web.send_json(["stdin", "\x1b[48;0;0;0;0t\x1b[<35;5;5M"])  # Textual divides by that size
        await asyncio.sleep(0.5)
    async with asyncio.timeout(5):
        while served.visitors():
            await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    ("asked", "given"),
    [((80, 24), (80, 24)), ((HUGE, HUGE), (MAX_COLUMNS, MAX_ROWS)), ((-5, 0), (1, 1)), ((True, False), (1, 1))],
)
def test_a_screen_is_never_larger_than_can_be_looked_at(asked: tuple[int, int], given: tuple[int, int]) -> None:
    assert screen_size(*asked) == given


async def test_a_font_is_never_larger_than_can_be_read(served: Served) -> None:
    sizes = {"": 16, "20": 20, "1": 4, "-9": 4, str(HUGE): 64, "nan": 16, "9" * 5_000: 16}
    async with aiohttp.ClientSession() as client:
        for asked, given in sizes.items():
            async with client.get(f"http://{served.address}/", params={"fontsize": asked}) as answer:
                assert f'data-font-size="{given}"' in await answer.text()


class Visitor:
    """A visitor who types and reads the screen."""

    def __init__(self, web: aiohttp.ClientWebSocketResponse) -> None:
        self._web = web
        self._screen = pyte.Screen(*LARGE)
        self._stream = pyte.ByteStream(self._screen)

    async def type(self, keys: str) -> None:
        await self._web.send_json(["stdin", keys])

    async def sees(self, text: str) -> str:
        """The screen a moment after a text appears, because a screen that is opening ignores keys."""
        async with asyncio.timeout(20):
            while text not in (screen := "\n".join(self._screen.display)):
                await self.receives(b"")
        await asyncio.sleep(0.2)
        return screen

    async def receives(self, wanted: bytes) -> None:
        """Wait for output, of which the bytes may be needed."""
        async with asyncio.timeout(20):
            while True:
                data = await self._web.receive_bytes()
                self._stream.feed(data)
                if wanted in data:
                    return


LARGE = 100, 80
FOUR = ("--like", "heat", "amelie", "spirited away", "lebowski")


@asynccontextmanager
async def visit(*options: str) -> AsyncIterator[Visitor]:
    """A server with some options, and its only visitor."""
    served = Served(*options)
    address = "http://{}/ws?width={}&height={}".format(served.address, *LARGE)
    try:
        async with aiohttp.ClientSession() as client, client.ws_connect(address) as web:
            yield Visitor(web)
    finally:
        served.end()


@pytest.mark.parametrize(("options", "allowed"), [([], False), (["--allow-files"], True)])
async def test_visitors_have_files_where_the_owner_allows_it(
    options: list[str], allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FILES, "1")  # what the server inherits allows nothing
    async with visit(*options) as visitor:
        await visitor.sees("films, up to")
        await visitor.type("\x10")
        palette = await visitor.sees("Theme")  # the last one
        assert [name in palette for name in ("Import", "Resume")] == [allowed] * 2
    async with visit(*options, *FOUR) as visitor:
        await visitor.sees("because you liked")
        await visitor.type("\x10")
        palette = await visitor.sees("Tune")  # the last one
        assert [name in palette for name in ("Save", *(title for title, *_ in FORMATS.values()))] == [allowed] * 5


@pytest.mark.parametrize(
    ("driver", "said", "allowed"),
    [
        ("matinee.tui.runtime.drivers:TerminalDriver", "0", True),
        *((driver, said, said == "1") for driver in (WEB_DRIVER, VISITOR_DRIVER) for said in ("0", "1", "")),
    ],
)
def test_only_who_sits_in_a_browser_has_to_be_allowed_files(
    driver: str, said: str, allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEXTUAL_DRIVER", driver)
    monkeypatch.setenv(FILES, said)
    assert files_allowed() == allowed


async def test_an_evening_the_owner_keeps_is_kept_and_nothing_else() -> None:
    async with visit(*FOUR, "--session", "Friday") as visitor:
        await visitor.sees("because you liked")
        await visitor.type("y")
        await visitor.sees("✓ 1")
    assert [event.answer for event in read_session("Friday").history.events] == [Answer.LIKE]


async def test_a_visitor_leaves_nothing_behind() -> None:
    async with visit(*FOUR) as visitor:
        await visitor.sees("because you liked")
        await visitor.type("y\x1a")  # ctrl+z has nobody to go back to
        await visitor.sees("✓ 1")
        await visitor.type("\x10theme")
        await visitor.sees("Change the colours")
        await visitor.type("\r")
        await visitor.sees("Search for theme")
        await visitor.type("nord")
        await visitor.sees("nord")
        await visitor.type("\r")
        await visitor.receives(b"48;2;46;52;64")  # its background
        await visitor.sees("because you liked")
    assert list(Path(os.environ["MATINEE_HOME"]).rglob("*")) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--port", "{taken}"], "Cannot listen on 127.0.0.1, port {taken} (Address already in use)"),
        (["--host", "192.0.2.1"], "Cannot listen on 192.0.2.1, port 8000 (Cannot assign requested address)"),
        (["--like", "zzzqqq"], "No film matches 'zzzqqq'"),
        (["--model", "sdv"], "did you mean 'svd'?"),
        (["--public-url", "films.example"], "it must start with http:// or https://"),
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
    assert "Anyone in your network can use it; there is no password." in server.end()[1]


async def screen(tab: Page, wanted: Callable[[str], bool]) -> str:
    """The screen drawn from everything the page received, once a condition holds."""
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


@pytest.mark.browser
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
    """Whether the first line shows a number of answers."""
    return sum(int(part) for part in text.partition("\n")[0].split() if part.isdecimal()) == answers
