"""Plot and poster in the details of a film: only when asked for, without delaying a key, and with their source."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.pilot import Pilot

from matinee.engine.online.film import FilmAddress, FilmPage
from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.messages import PageFailed, PlotArrived
from matinee.tui.runtime.page_fetch import PageRequest
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.help import HelpScreen
from matinee.tui.screens.info import InfoScreen
from matinee.tui.web.visitor import FILES, VISITOR_DRIVER
from matinee.tui.widgets.film_page import NEEDS_KEY, NO_PAGE, FilmPageView, PageText
from matinee.tui.widgets.key_bar import KeyBar
from matinee.tui.widgets.poster import Poster
from tests.conftest import ROOT
from tests.engine.online.film_server import OVERVIEW, PLOT, Reply, png
from tests.tui.driving import click_on, drive, screen_sentences, screen_text
from tests.tui.film_site import START_OF_PLOT, FilmSite, open_site, see
from tests.tui.raw_terminal import RawTerminal

KEY = "0123456789abcdef0123456789abcdef"
TITLE = "The_Godfather_Part_II"
"""Page of the first film from the four favourites, seed 0."""
ASKING = "asking Wikipedia…"
DRIVER = "matinee.tui.runtime.drivers:TerminalDriver"
PIXELS = (100, 30, 1000, 600)
"""Columns and lines of a terminal, and its size in pixels."""
QUESTIONS = (b"\x1b[c", b"\x1b[16t", b"\x1b[14t", b"a=q")
"""What textual-image asks terminals: their kind, the size of a cell, of the window, and whether they show pictures."""


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal with all colours, and no proxy."""
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FilmSite]:
    """A server with a page for every film."""
    with open_site(tmp_path / "cache") as site:
        yield site


def view(app: MatineeApp) -> FilmPageView:
    """The plot and the poster on the screen."""
    return app.screen.query_one(FilmPageView)


def is_fetching() -> bool:
    """Whether a thread fetches a page."""
    return any(thread.name in ("film page", "online") for thread in threading.enumerate())


async def poster_box(pilot: Pilot[None]) -> tuple[int, int]:
    """Columns and rows of the poster, once it is there; (0, 0) while it is not displayed."""
    await until(pilot, lambda: bool(pilot.app.screen.query(Poster)), "there is no poster")
    await pilot.pause()
    return tuple(pilot.app.screen.query_one(Poster).size)


async def until(pilot: Pilot[None], condition: Callable[[], bool], problem: str) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, problem
        await pilot.pause(0.01)


async def test_plot_source_licence_link_and_poster(recommender: Recommender, site: FilmSite) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i")
        assert START_OF_PLOT not in screen_sentences(app)
        await pilot.press("p")
        await see(pilot, START_OF_PLOT)
        await see(pilot, "text: Wikipedia, CC BY-SA 4.0")
        assert f"en.wikipedia.org/wiki/{TITLE}" in screen_text(app)
        assert await poster_box(pilot) == (28, 21)
        await see(pilot, "▀" * 28)
        assert site.server.paths == [f"/summary/{TITLE}", "/poster.png"]

    await drive(site.app(recommender), steps, (120, 40))


@pytest.mark.parametrize(
    ("size", "box"), [((80, 24), (20, 15)), ((79, 24), (20, 15)), ((40, 18), (16, 12)), ((40, 12), (0, 0))]
)
async def test_the_poster_has_the_room_there_is(
    recommender: Recommender, site: FilmSite, size: tuple[int, int], box: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i", "p")
        await see(pilot, START_OF_PLOT)
        assert await poster_box(pilot) == box
        scroll = app.screen.query_one(VerticalScroll)
        assert scroll.max_scroll_x == 0
        if box[0]:
            plot, picture = view(app).query_one(PageText).region, app.screen.query_one(Poster).region
            assert (picture.x >= plot.right) == (size[0] >= 80)
            assert (picture.y >= plot.bottom) == (size[0] < 80)

    await drive(site.app(recommender), steps, size)


async def test_another_size_moves_the_poster(recommender: Recommender, site: FilmSite) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i", "p")
        assert await poster_box(pilot) == (20, 15)
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: tuple(app.screen.query_one(Poster).size) == (28, 21), "it keeps its size")
        await pilot.resize_terminal(40, 12)
        await until(pilot, lambda: not app.screen.query_one(Poster).display, "it is still there")

    await drive(site.app(recommender), steps)


async def test_the_link_opens_the_page(
    recommender: Recommender, site: FilmSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(MatineeApp, "open_url", lambda _app, url: opened.append(url))

    async def steps(pilot: Pilot[None], _app: MatineeApp) -> None:
        await pilot.press("i", "p")
        await see(pilot, START_OF_PLOT)
        await poster_box(pilot)
        await click_on(pilot, f"en.wikipedia.org/wiki/{TITLE}")
        assert opened == [f"https://en.wikipedia.org/wiki/{TITLE}"]

    await drive(site.app(recommender), steps, (120, 40))


async def test_browsing_makes_no_request(recommender: Recommender, site: FilmSite) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for _ in range(10):
            await pilot.press("i")
            assert isinstance(app.screen, InfoScreen)
            await pilot.press("escape", "y")
        assert not view_is_used(app)

    def view_is_used(_app: MatineeApp) -> bool:
        return bool(site.server.requests) or site.cache.exists() or is_fetching()

    await drive(site.app(recommender), steps, (120, 40))


async def test_the_second_time_nothing_is_requested(recommender: Recommender, site: FilmSite) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i", "p")
        await poster_box(pilot)
        await until(pilot, lambda: not is_fetching(), "the page is not stored")
        site.server.requests.clear()
        await pilot.press("escape", "i", "p")
        await pilot.pause()
        assert START_OF_PLOT in screen_sentences(app)
        await poster_box(pilot)
        assert site.server.requests == []

    await drive(site.app(recommender), steps)


async def test_the_key_hides_it_again(recommender: Recommender, site: FilmSite) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i")
        before = screen_text(app)
        await pilot.press("p")
        await poster_box(pilot)
        await pilot.press("p", "pageup")
        await pilot.pause()
        assert screen_text(app) == before

    await drive(site.app(recommender), steps, (120, 40))


async def test_a_slow_server_delays_no_key(recommender: Recommender, site: FilmSite) -> None:
    site.hang(f"/summary/{TITLE}")

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i", "p")
        await see(pilot, ASKING)
        scroll = app.screen.query_one(VerticalScroll)
        top = scroll.scroll_y
        started = time.monotonic()
        for _ in range(10):
            await pilot.press("down", "up")
        await pilot.press("down")
        assert time.monotonic() - started < 3
        assert scroll.scroll_y == top + 1
        assert ASKING in screen_sentences(app)
        await pilot.press("escape", "y")
        assert isinstance(app.screen, CardScreen)
        assert len(app.screen.session.events) == 1
        await until(pilot, lambda: not is_fetching(), "leaving did not cancel it")

    await drive(site.app(recommender), steps)


async def test_the_key_cancels_too(recommender: Recommender, site: FilmSite) -> None:
    site.hang(f"/summary/{TITLE}")

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i", "p")
        await see(pilot, ASKING)
        await pilot.press("p")
        assert ASKING not in screen_sentences(app)
        await until(pilot, lambda: not is_fetching(), "the key did not cancel it")
        del site.pages[f"/summary/{TITLE}"]
        await pilot.press("p")
        await see(pilot, START_OF_PLOT)

    await drive(site.app(recommender), steps)


async def test_the_plot_does_not_wait_for_a_slow_poster(recommender: Recommender, site: FilmSite) -> None:
    site.hang("/poster.png")

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i", "p")
        await see(pilot, START_OF_PLOT)
        assert not app.screen.query(Poster)

    await drive(site.app(recommender), steps)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (404, "Wikipedia has no page for this film."),
        (500, "Wikipedia has a fault (HTTP 500); try again later."),
    ],
)
async def test_an_error_is_a_sentence_and_the_key_tries_again(
    recommender: Recommender, site: FilmSite, status: int, said: str
) -> None:
    site.fail(TITLE, status)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i", "p")
        await see(pilot, said)
        del site.pages[f"/summary/{TITLE}"]
        await pilot.press("p")
        await see(pilot, START_OF_PLOT)
        assert said not in screen_sentences(app)

    await drive(site.app(recommender), steps)


async def test_an_unexpected_fault_is_a_sentence_without_its_text(recommender: Recommender, site: FilmSite) -> None:
    app = site.app(recommender)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert app.online is not None

        def fail(*_arguments: object, **_options: object) -> FilmPage:
            raise KeyError(KEY)

        app.online.pages.fetch = fail  # type: ignore[method-assign]
        await pilot.press("i", "p")
        await see(pilot, "The plot cannot be shown (KeyError). Press p to try again.")
        assert KEY not in screen_text(app)

    await drive(app, steps)


async def test_another_key_is_named_as_the_user_bound_it(recommender: Recommender, site: FilmSite) -> None:
    site.pages[f"/summary/{TITLE}"] = Reply(b"{", headers={"Content-Length": "900"})
    bound = {"info.plot": "b"}

    async def steps(pilot: Pilot[None], _app: MatineeApp) -> None:
        await pilot.press("i", "b")
        await see(pilot, "The connection to Wikipedia broke off. Press b to try again.")

    await drive(site.app(recommender, keys=bound, keymap=bound), steps)


async def test_hostile_text_is_only_text(recommender: Recommender, site: FilmSite) -> None:
    site.change(extract="[b]Bold[/b] [@click=app.quit]quit[/] [/] \x1b[31mred\x1b[0m \x1b]0;title\x07end.")

    async def steps(pilot: Pilot[None], _app: MatineeApp) -> None:
        await pilot.press("i", "p")
        await see(pilot, "[b]Bold[/b] [@click=app.quit]quit[/] [/] red end.")

    await drive(site.app(recommender), steps, (120, 40))


@pytest.mark.parametrize("content", [png(220, 330), b"\x89PNG\r\n\x1a\n", b"<html>"])
async def test_a_damaged_poster_is_left_out(recommender: Recommender, site: FilmSite, content: bytes) -> None:
    site.pages["/poster.png"].body = content

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i", "p")
        await see(pilot, START_OF_PLOT)
        await until(pilot, lambda: not is_fetching(), "it is still decoded")
        await pilot.pause()
        assert not app.screen.query(Poster)

    await drive(site.app(recommender), steps)


async def test_without_posters_none_is_fetched_until_they_are_wanted(recommender: Recommender, site: FilmSite) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i", "p")
        await see(pilot, START_OF_PLOT)
        await until(pilot, lambda: not is_fetching(), "the page is not stored")
        assert not app.screen.query(Poster)

    async def again(pilot: Pilot[None], _app: MatineeApp) -> None:
        await pilot.press("i", "p")
        await poster_box(pilot)

    await drive(site.app(recommender, posters=False, poster="off"), steps)
    await drive(site.app(recommender, posters=False, poster="off"), steps)
    assert site.server.paths == [f"/summary/{TITLE}"]
    await drive(site.app(recommender), again)
    assert site.server.paths[1:] == [f"/summary/{TITLE}", "/poster.png"]


async def test_no_poster_without_colours(
    recommender: Recommender, site: FilmSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i", "p")
        await see(pilot, START_OF_PLOT)
        await until(pilot, lambda: not is_fetching(), "it is still decoded")
        await pilot.pause()
        assert not app.screen.query(Poster)

    await drive(site.app(recommender), steps)


async def test_always_fetches_when_the_details_are_opened(recommender: Recommender, site: FilmSite) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert site.server.requests == []
        await pilot.press("i")
        await see(pilot, START_OF_PLOT)
        await pilot.press("p")
        assert START_OF_PLOT not in screen_sentences(app)
        await pilot.press("escape", "y", "y")
        assert len({path for path in site.server.paths if path.startswith("/summary")}) == 1

    await drive(site.app(recommender, plot="always"), steps, (120, 40))


@pytest.mark.parametrize(("plot", "size"), [("always", (120, 40)), ("always", (119, 40)), ("ask", (120, 40))])
async def test_a_roomy_card_shows_the_beginning_of_a_plot_that_was_fetched(
    recommender: Recommender, site: FilmSite, plot: str, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i", *("p" if plot == "ask" else ""))
        await poster_box(pilot)
        await until(pilot, lambda: not is_fetching(), "the page is not stored")
        requests = len(site.server.requests)
        await pilot.press("escape")
        await pilot.pause()
        is_shown = f"{PLOT} (Wikipedia, CC BY-SA 4.0)" in screen_sentences(app)
        assert is_shown == (size == (120, 40))
        await pilot.press("y")
        await pilot.pause()
        assert START_OF_PLOT not in screen_sentences(app)
        assert len(site.server.requests) == requests

    await drive(site.app(recommender, plot=plot), steps, size)


async def test_tmdb_is_asked_with_a_key(recommender: Recommender, site: FilmSite) -> None:
    site.server.put_film(240)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i", "p")
        await see(pilot, OVERVIEW[:40])
        await see(pilot, "this product uses the TMDB API but is not endorsed or certified by TMDB")
        assert "www.themoviedb.org/movie/240" in screen_text(app)
        assert KEY not in screen_text(app)

    await drive(site.app(recommender, key=KEY), steps, (120, 40))


@pytest.mark.parametrize(
    ("film", "said"), [(FilmAddress(None, 240, 71562), NEEDS_KEY), (FilmAddress(None, 0, 71562), NO_PAGE)]
)
async def test_a_film_without_a_page_is_not_asked_for(
    recommender: Recommender, site: FilmSite, film: FilmAddress, said: str
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i")
        view(app)._film = film
        await pilot.press("p")
        await pilot.pause()
        assert said in screen_sentences(app)
        assert not is_fetching()
        assert site.server.requests == []

    await drive(site.app(recommender), steps)


async def test_answers_to_an_earlier_request_are_dropped(recommender: Recommender, site: FilmSite) -> None:
    site.hang(f"/summary/{TITLE}")
    earlier = PageRequest(FilmAddress("Another", 0, 0))
    page = FilmPage("Another film.", "Wikipedia", "CC BY-SA 4.0", "https://en.wikipedia.org/wiki/Another", None)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i", "p")
        await see(pilot, ASKING)
        view(app).post_message(PlotArrived(earlier, page))
        view(app).post_message(PageFailed(earlier, "It failed.", is_final=True))
        await pilot.pause()
        assert ASKING in screen_sentences(app)
        assert "Another film." not in screen_text(app)

    await drive(site.app(recommender), steps)


@pytest.mark.parametrize("allowed", ["0", "1"])
async def test_visitors_ask_only_with_permission(
    recommender: Recommender, site: FilmSite, monkeypatch: pytest.MonkeyPatch, allowed: str
) -> None:
    monkeypatch.setenv("TEXTUAL_DRIVER", VISITOR_DRIVER)
    monkeypatch.setenv(FILES, allowed)
    may = allowed == "1"

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i")
        await pilot.pause()
        assert ("plot and poster" in str(app.screen.query_one(KeyBar).content)) == may
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
        told = [line for group in app.screen.groups for line in group.lines]
        assert any("plot" in description for _, description in told) == may
        await pilot.press("escape")
        if may:
            await poster_box(pilot)
            assert "▀" in screen_text(app)  # a browser shows neither of the others
        else:
            await pilot.press("p")
            await pilot.pause(0.1)
            assert not is_fetching()
        assert bool(site.server.requests) == may

    await drive(site.app(recommender, plot="always", poster="kitty"), steps, (120, 40))


@pytest.mark.terminal
@pytest.mark.parametrize(
    ("poster", "drawn", "others"),
    [
        ("auto", "▀".encode(), [b"\x1b_G", b"\x1bP"]),
        ("kitty", "\U0010eeee".encode(), ["▀".encode(), b"\x1bP"]),
        ("sixel", b"\x1bP0;0;0q", ["▀".encode(), b"\x1b_G"]),
        ("off", b"en.wikipedia.org", ["▀".encode(), b"\x1b_G", b"\x1bP"]),
    ],
)
def test_a_poster_in_a_terminal(tmp_path: Path, poster: str, drawn: bytes, others: list[bytes]) -> None:
    environment = {"MATINEE_HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "TEXTUAL_DRIVER": DRIVER, "TMUX": "1"}
    with RawTerminal([sys.executable, "-m", "tests.tui.film_site", poster], environment, *PIXELS) as terminal:
        terminal.wait_for("because you liked")
        terminal.settle()
        before = len(terminal.output)
        terminal.send(b"i")
        terminal.wait_for("plot and poster", since=before)
        terminal.settle()
        before = len(terminal.output)
        terminal.send(b"p")
        deadline = time.monotonic() + 20
        while drawn not in terminal.output[before:]:
            assert time.monotonic() < deadline
            terminal.read(0.1)
        terminal.settle()
        shown = terminal.output[before:]
        assert not [code for code in (*QUESTIONS, *others) if code in shown]
        assert (b"\x1b_Ga=p" in shown) == (poster == "kitty")
        terminal.send(b"p")
        terminal.settle()
        assert (b"\x1b_Ga=d,d=I" in terminal.output[before:]) == (poster == "kitty")
        terminal.send(b"\x11")
        assert terminal.exit_code() == 0
        assert terminal.restored()


async def test_the_whole_plot_can_be_read(recommender: Recommender, site: FilmSite) -> None:
    site.change(extract=f"{PLOT} " * 12 + "The end comes last.")

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i", "p")
        await see(pilot, START_OF_PLOT)
        seen = screen_sentences(app)
        for _ in range(12):
            await pilot.press("pagedown")
            await pilot.pause()
            seen += screen_sentences(app)
        assert "The end comes last." in seen

    await drive(site.app(recommender), steps, (40, 12))
