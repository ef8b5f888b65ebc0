"""The installed command in a real terminal: bytes in, a drawn screen out."""

import re
import socket
import sys
from pathlib import Path
from time import perf_counter

import pytest

from benchmarks.terminal import Terminal, shows

pytestmark = pytest.mark.terminal

TITLE_AND_YEAR = re.compile(r"^[│ ]*(\S.*?)\s{2,}((?:19|20)\d\d)\b")
COMMAND = [sys.executable, "-m", "matinee"]
TYPED = {
    "shawshnk redemtion": "The Shawshank Redemption",
    "godfathr": "The Godfather",
    "pulp ficton": "Pulp Fiction",
    "fihgt club": "Fight Club",
}


def see(terminal: Terminal, text: str) -> None:
    """Wait until a text is on screen, if it is not there already."""
    if not shows(text)(terminal.lines):
        terminal.wait_for(shows(text))


def pick_four(terminal: Terminal) -> None:
    """Four favourites, typed with typos."""
    see(terminal, "films, up to")
    for typed, title in TYPED.items():
        terminal.send(typed)
        see(terminal, title)
        terminal.send("\r")
        terminal.settle()
    see(terminal, "because you liked")


def film_on_show(terminal: Terminal) -> str:
    """The title and the year of the film on the card."""
    terminal.settle()
    (found, *_) = (match for line in terminal.lines if (match := TITLE_AND_YEAR.match(line)))
    return f"{found[1]} ({found[2]})"


def test_an_evening_from_the_first_letter_to_the_exit_code() -> None:
    with Terminal(COMMAND) as terminal:
        pick_four(terminal)
        films = [film_on_show(terminal)]
        for count, key in enumerate("ynsyynnssy", start=1):
            terminal.send(key)
            see_tally(terminal, count)
            films.append(film_on_show(terminal))
        assert len(set(films)) == len(films)
        terminal.send("u")
        see(terminal, "✓ 3  ✗ 3  · 3")
        assert film_on_show(terminal) == films[-2]
        for size in ((120, 40), (40, 12), (80, 24)):
            terminal.resize(*size)
            see(terminal, "q quit")
            assert film_on_show(terminal) == films[-2]
        terminal.resize(30, 8)
        see(terminal, "30×8 is too small")
        terminal.resize(80, 24)
        see(terminal, "q quit")
        leave(terminal)


def leave(terminal: Terminal) -> None:
    """Leave a session in which something was answered."""
    terminal.send("q")
    see(terminal, "⏎ leave")
    terminal.send("q")
    assert terminal.exit_code() == 0


def see_tally(terminal: Terminal, answered: int) -> None:
    """Wait until the three counts in the first line add up to a number of answers."""

    def counted(lines: list[str]) -> bool:
        return sum(int(part) for part in lines[0].split() if part.isdecimal()) == answered

    if not counted(terminal.lines):
        terminal.wait_for(counted)


def test_titles_taken_before_the_catalogue_is_read_are_not_lost() -> None:
    with Terminal(COMMAND) as terminal:
        terminal.wait_for(shows("type a title"), silence=0.001)
        terminal.send("heat\rfargo\ramel")
        see(terminal, "films, up to")
        terminal.settle()
        for line in ("1  Heat", "2  Fargo", "3  amel"):
            assert shows(line)(terminal.lines)
        terminal.send("ie\ralien\r")
        see(terminal, "because you liked")


def test_favourites_on_the_command_line_skip_the_picker() -> None:
    with Terminal([*COMMAND, "--like", "heat", "amelie", "spirited away", "lebowski"]) as terminal:
        see(terminal, "because you liked")
        terminal.send("q")
        assert terminal.exit_code() == 0


def test_a_mood_sent_in_one_gulp_moves_the_film_and_clearing_it_brings_the_film_back() -> None:
    with Terminal([*COMMAND, "--like", "heat", "amelie", "spirited away", "lebowski"]) as terminal:
        see(terminal, "because you liked")
        film = film_on_show(terminal)
        terminal.send("/an old western, nothing sad\r")
        see(terminal, "[1 up to 1975 ×] [2 western ×]")
        see(terminal, "for your mood")
        assert film_on_show(terminal) != film
        terminal.send("x")
        see(terminal, "enter a mood")
        assert film_on_show(terminal) == film
        terminal.send("q")
        assert terminal.exit_code() == 0


def test_an_unknown_favourite_is_refused_before_the_screen_is_taken() -> None:
    with Terminal([*COMMAND, "--like", "zzzqqq"]) as terminal:
        assert terminal.exit_code() == 2
        assert any("No film matches 'zzzqqq'" in line for line in terminal.lines)


@pytest.mark.parametrize("keys", ["\x03", "\x11"])
def test_control_c_and_control_q_leave(keys: str) -> None:
    with Terminal(COMMAND) as terminal:
        see(terminal, "films, up to")
        terminal.send(keys)
        assert terminal.exit_code() == 0


def test_quitting_does_not_wait_for_the_bundle() -> None:
    with Terminal(COMMAND) as terminal:
        see(terminal, "Name four films")
        terminal.send("\x11")
        assert terminal.exit_code() == 0


def test_a_plot_that_cannot_be_fetched_is_a_sentence_and_the_app_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")  # offline, on any machine
    with Terminal([*COMMAND, "--like", "heat", "amelie", "spirited away", "lebowski"]) as terminal:
        see(terminal, "because you liked")
        terminal.send("i")
        see(terminal, "p plot and poster")
        terminal.send("p")
        see(terminal, "Wikipedia cannot be reached. Press p to try again.")
        terminal.send("\x1b")
        see(terminal, "because you liked")
        terminal.send("y")
        see_tally(terminal, 1)
        assert [path.name for path in terminal.home.iterdir()] == ["state"]
        leave(terminal)


def test_quitting_does_not_wait_for_a_plot(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{silent.getsockname()[1]}")
        with Terminal([*COMMAND, "--like", "heat", "amelie", "spirited away", "lebowski"]) as terminal:
            see(terminal, "because you liked")
            terminal.send("i")
            see(terminal, "p plot and poster")
            terminal.send("p")
            see(terminal, "asking Wikipedia…")
            sent = terminal.send("\x11")
            assert terminal.exit_code() == 0
            assert perf_counter() - sent < 3  # a fetch may take 15 s


def test_nothing_about_the_user_is_written_but_a_copy_of_the_last_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    with Terminal(COMMAND) as terminal:
        pick_four(terminal)
        terminal.send("yn")
        see(terminal, "✓ 1  ✗ 1")
        leave(terminal)
        (copy,) = [path for path in terminal.home.rglob("*") if path.is_file()]
        assert copy.parent == terminal.home / "state" / "last-sessions"
    assert not list(tmp_path.iterdir())
