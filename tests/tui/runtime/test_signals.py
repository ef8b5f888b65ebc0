"""Signals, a closed terminal, suspending and floods of input: the app exits or continues as a shell expects."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.tui.raw_terminal import ALTERNATE_SCREEN, RawTerminal

pytestmark = pytest.mark.terminal

COMMAND = [sys.executable, "-m", "matinee"]
NAMED = [*COMMAND, "--like", "heat", "amelie", "spirited away", "lebowski"]


@pytest.fixture
def picker(tmp_path: Path) -> Iterator[RawTerminal]:
    """The app with its catalogue loaded."""
    with RawTerminal(COMMAND, {"MATINEE_HOME": str(tmp_path)}) as terminal:
        terminal.wait_for("films, up to")
        yield terminal


@pytest.fixture
def card(tmp_path: Path) -> Iterator[RawTerminal]:
    """The app showing a film."""
    with RawTerminal(NAMED, {"MATINEE_HOME": str(tmp_path)}) as terminal:
        terminal.wait_for("because you liked")
        terminal.settle()  # keys are ignored until the session is open
        yield terminal


def answers_keys(terminal: RawTerminal, within: float) -> None:
    """Check that F1 opens the help and Escape closes it."""
    since, start = len(terminal.output), monotonic()
    terminal.send(b"\x1bOP")
    terminal.wait_for("esc", within, since)
    assert monotonic() - start < within
    terminal.send(b"\x1b")
    terminal.settle()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_the_terminal_as_it_was(picker: RawTerminal, number: int) -> None:
    assert picker.modes()[ALTERNATE_SCREEN]
    assert not picker.cooked()
    picker.signal(number)
    assert picker.exit_code() == 128 + number
    assert picker.restored()
    assert picker.said_afterwards() == []


def test_a_signal_while_the_catalogue_is_read(tmp_path: Path) -> None:
    with RawTerminal(COMMAND, {"MATINEE_HOME": str(tmp_path)}) as terminal:
        terminal.wait_for("Name four films")
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_code(2) == 128 + signal.SIGTERM
        assert terminal.restored()


def test_closing_the_terminal_ends_the_app(picker: RawTerminal) -> None:
    picker.hang_up()
    assert picker.exit_code(2) == 128 + signal.SIGHUP


def test_closing_the_terminal_without_any_signal_ends_the_app(tmp_path: Path) -> None:
    """A process in another session gets no signal when its terminal hangs up."""
    with RawTerminal(["setsid", "--wait", *COMMAND], {"MATINEE_HOME": str(tmp_path)}) as terminal:
        terminal.wait_for("films, up to")
        (child,) = children(terminal.pid)
        terminal.hang_up()
        deadline = monotonic() + 2
        while alive(child):
            assert monotonic() < deadline
            sleep(0.02)


def children(pid: int) -> list[int]:
    """The running child processes of a process."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()]


def alive(pid: int) -> bool:
    """Whether a process runs; zombies do not count."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
def test_suspending_gives_the_terminal_back_and_going_on_paints_it_anew(
    picker: RawTerminal, size: tuple[int, int]
) -> None:
    picker.send(b"\x1a")
    picker.wait_for_state("T")
    picker.settle()
    assert picker.restored()
    picker.resize(*size)
    since = len(picker.output)
    picker.signal(signal.SIGCONT)
    picker.wait_for("Name four films", 10, since)
    picker.settle()
    assert picker.modes()[ALTERNATE_SCREEN]
    assert not picker.cooked()
    assert f"\x1b[{size[1]};".encode() in picker.output[since:]  # the last line of the screen as it is now
    answers_keys(picker, 2)
    picker.send(b"\x11")
    assert picker.exit_code() == 0
    assert picker.restored()


def test_a_storm_of_sizes_ends_in_the_last_one(card: RawTerminal) -> None:
    for step in range(200):
        card.resize(60 + step % 60, 15 + step % 25)
        card.read(0.01)
    card.resize(90, 28)
    start = monotonic()
    answers_keys(card, 3)
    assert monotonic() - start < 4
    card.send(b"qq")
    assert card.exit_code() == 0


PASTES = {
    "a million letters": b"\x1b[200~" + b"godfather " * 100_000 + b"\x1b[201~",
    # terminals take escape out of what they paste: it could end the paste and type commands
    "control characters": b"\x1b[200~" + bytes(range(32)).replace(b"\x1b", b"") * 20 + b"\x7f\x80\xff\x1b[201~",
    "letters without brackets": b"b" * 100_000,
    "bytes that are no text": b"\x80\xff\xc3",
}


@pytest.mark.parametrize("paste", PASTES)
def test_a_paste_into_the_picker_leaves_it_responsive(picker: RawTerminal, paste: str) -> None:
    picker.send(PASTES[paste])
    answers_keys(picker, 10)
    picker.send(b"\x11")
    assert picker.exit_code() == 0
    assert picker.restored()


@pytest.mark.parametrize("paste", PASTES)
def test_a_paste_on_the_card_leaves_it_responsive(card: RawTerminal, paste: str) -> None:
    card.send(PASTES[paste])
    answers_keys(card, 10)
    card.send(b"\x11")
    assert card.exit_code() == 0
    assert card.restored()


@pytest.mark.parametrize("delay", [0.1, 0.3])
def test_quitting_while_the_encoder_is_loaded_is_no_abort(card: RawTerminal, delay: float) -> None:
    card.send(b"/sad heist\r")
    sleep(delay)
    card.send(b"\x11")
    assert card.exit_code() == 0
    assert card.restored()


LEAVING = """
import sys, time
from matinee.__main__ import leave
from matinee.engine.prompts.text.encoder import find_encoder, load_encoder
from matinee.tui.runtime.background import start_loader
folder = find_encoder()
load_encoder(folder)
def load():
    while True:
        load_encoder(folder)
start_loader(load)
time.sleep(float(sys.argv[1]))
print("the last line", end="")
leave(3)
"""


@pytest.mark.parametrize("delay", [0.05, 0.15, 0.3])
def test_leaving_within_onnxruntime_is_no_abort(delay: float) -> None:
    """Ended as Python ends, half of such processes abort."""
    done = subprocess.run(
        [sys.executable, "-c", LEAVING, str(delay)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (3, "the last line", "")
