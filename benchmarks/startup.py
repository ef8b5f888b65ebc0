"""Time until the app shows something.

From the start of the process to the arrival of the bytes that draw the picker, in a pseudo-terminal of 80×24, in turn
with a bare Textual app (benchmarks/bare_app.py); on to the status line that counts the films; to the first paint and
the first film of a session from `--like`, and of one that is resumed by `--session`; and the whole process of
`matinee --help`. Medians of 10 after one warm-up.

Bars: first paints ≤ 0.5 s, that of the picker also ≤ 2 × the bare app; first films ≤ 1.0 s; `--help` ≤ 0.2 s.

    python -m benchmarks.startup [--json]
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.report import Row, Tables, main, with_bar
from benchmarks.terminal import MATINEE, Terminal, shows

REPEATS = 10
LIKE = ("--like", "The Shawshank Redemption", "The Godfather", "Pulp Fiction", "Fight Club")
SESSION = ("--session", "Friday")
BARE = [sys.executable, str(Path(__file__).with_name("bare_app.py"))]


def time_bare_app() -> float:
    """Measure the seconds to the first paint of an app with one line of text."""
    with Terminal(BARE) as terminal:
        return terminal.wait_for(shows("ready")) - terminal.started


def time_matinee() -> tuple[float, float]:
    """Measure the seconds to the picker, and to its catalogue."""
    with Terminal([MATINEE]) as terminal:
        painted = terminal.wait_for(shows("type a title"))
        return painted - terminal.started, terminal.wait_for(shows("films, up to")) - terminal.started


def time_session(arguments: Sequence[str], home: Path) -> tuple[float, float]:
    """Measure the seconds to the first paint and to the first film of a session."""
    with Terminal([MATINEE, *arguments], home=home) as terminal:
        painted = terminal.wait_for(shows("Opening"), silence=0.005)
        return painted - terminal.started, terminal.wait_for(shows("✓ 0"), silence=0.005) - terminal.started


def save_session(home: Path) -> None:
    """Save the session that is resumed."""
    with Terminal([MATINEE, *LIKE, *SESSION], home=home) as terminal:
        terminal.wait_for(shows("✓ 0"))
        terminal.send("\x11")
        terminal.exit_code()


def time_help() -> float:
    """Measure the seconds of `matinee --help`."""
    start = perf_counter()
    subprocess.run([MATINEE, "--help"], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - start


def row(what: str, seconds: list[float]) -> Row:
    """Summarise times by median and range."""
    return {
        "what": what,
        "median": round(median(seconds), 3),
        "fastest": round(min(seconds), 3),
        "slowest": round(max(seconds), 3),
    }


def measure() -> Tables:
    """Measure both apps and the help in turn."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        save_session(home)
        runs = [
            (time_bare_app(), *time_matinee(), *time_session(LIKE, home), *time_session(SESSION, home), time_help())
            for _ in range(REPEATS + 1)
        ][1:]
    bare_times, painted, ready, liked, like_film, resumed, resumed_film, helped = map(list, zip(*runs, strict=True))
    ratio: Row = {"what": "picker ÷ bare, of the medians", "median": round(median(painted) / median(bare_times), 2)}
    return {
        f"start-up, seconds, {REPEATS} runs in turn, 80×24": [
            row("bare Textual app, first paint", bare_times),
            with_bar(row("matinee, first paint of the picker", painted), "median", 0.5),
            with_bar(ratio, "median", 2.0),
            row("matinee, catalogue ready", ready),
            with_bar(row("matinee --like, first paint", liked), "median", 0.5),
            with_bar(row("matinee --like, first film", like_film), "median", 1.0),
            with_bar(row("matinee --session, first paint", resumed), "median", 0.5),
            with_bar(row("matinee --session, first film", resumed_film), "median", 1.0),
            with_bar(row("matinee --help, whole process", helped), "median", 0.2),
        ]
    }


if __name__ == "__main__":
    main(__doc__, measure)
