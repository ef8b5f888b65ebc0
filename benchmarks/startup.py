"""Time until the app shows something.

From the start of the process to the arrival of the bytes that draw the picker, in a pseudo-terminal of 80×24, in turn
with a bare Textual app (benchmarks/bare_app.py); on to the status line that counts the films; and the whole process of
`matinee --help`. Medians of 10 after one warm-up.

Bars: first paint ≤ 0.5 s and ≤ 2 × the bare app; `--help` ≤ 0.2 s.

    python -m benchmarks.startup [--json]
"""

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.report import Row, Tables, main, with_bar
from benchmarks.terminal import MATINEE, Terminal, shows

REPEATS = 10
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
    runs = [(time_bare_app(), *time_matinee(), time_help()) for _ in range(REPEATS + 1)][1:]
    bare_times, painted, ready, helped = (list(times) for times in zip(*runs, strict=True))
    ratio: Row = {"what": "picker ÷ bare, of the medians", "median": round(median(painted) / median(bare_times), 2)}
    return {
        f"start-up, seconds, {REPEATS} runs in turn, 80×24": [
            row("bare Textual app, first paint", bare_times),
            with_bar(row("matinee, first paint of the picker", painted), "median", 0.5),
            with_bar(ratio, "median", 2.0),
            row("matinee, catalogue ready", ready),
            with_bar(row("matinee --help, whole process", helped), "median", 0.2),
        ]
    }


if __name__ == "__main__":
    main(__doc__, measure)
