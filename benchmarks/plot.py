"""Time from pressing `p` in the details of a film to its plot on screen, and delay of other keys meanwhile.

In pseudo-terminals of 80×24 and 120×40, with a local server in place of Wikipedia that takes 100 ms for each answer:
the plots of 20 films are fetched, and shown once more from the cache. Then, while a server does not answer, the
details are scrolled 40 times.

Bars: at most 150 ms beyond the server's time (p95); a key at most 50 ms (p95).

    python -m benchmarks.plot [--json]
"""

import sys

from benchmarks.report import Row, Tables, main, timing_row, with_bar
from benchmarks.terminal import SIZES, Terminal, shows

SERVER_SECONDS = 0.1
FILMS, KEYS = 20, 40
BAR, KEY_BAR = 150, 50
PAUSE = 0.4
"""Seconds of silence after which output is drawn, more than the server takes: drawing would delay what follows."""
ESCAPE = "\x1b"


def start_app(size: tuple[int, int], seconds: float) -> Terminal:
    """Start the app with a server that takes some seconds for an answer, and wait for the card."""
    command = [sys.executable, "-m", "tests.tui.film_site", "blocks", str(seconds)]
    terminal = Terminal(command, *size)
    terminal.wait_for(shows("✓ 0"))
    terminal.settle()
    return terminal


def time_plot(terminal: Terminal) -> float:
    """Measure the seconds from the key to the plot; then wait for the poster and hide both again."""
    sent = terminal.send("p")
    arrived = terminal.wait_for(shows("A lighthouse keeper"), timeout=5, silence=PAUSE)
    terminal.settle()
    terminal.send("p")
    terminal.settle()
    return arrived - sent


def time_plots(size: tuple[int, int]) -> tuple[list[float], list[float]]:
    """Measure the seconds of every plot beyond the server's, and once more from the cache."""
    fetched, cached = [], []
    with start_app(size, SERVER_SECONDS) as terminal:
        for _ in range(FILMS):
            terminal.send("i")
            terminal.settle()
            fetched.append(time_plot(terminal) - SERVER_SECONDS)
            cached.append(time_plot(terminal))
            terminal.send(ESCAPE)
            terminal.settle()
            terminal.send("y")
            terminal.settle()
    return fetched, cached


def time_keys(size: tuple[int, int]) -> list[float]:
    """Measure the seconds of every key while a server does not answer."""
    seconds = []
    with start_app(size, 60) as terminal:
        terminal.send("i")
        terminal.settle()
        terminal.send("p")
        terminal.wait_for(shows("asking"))
        for count in range(KEYS):
            sent = terminal.send("kj"[count % 2])
            seconds.append(terminal.rest() - sent)
    return seconds


def measure() -> Tables:
    """Measure both sizes."""
    rows: list[Row] = []
    for size in SIZES:
        where = "{}×{}".format(*size)
        fetched, cached = time_plots(size)
        rows.append(with_bar(timing_row(f"{where}  plot, the first", fetched[:1]), "p95 ms", BAR))
        rows.append(with_bar(timing_row(f"{where}  plot, the others", fetched[1:]), "p95 ms", BAR))
        rows.append(with_bar(timing_row(f"{where}  plot, cached", cached), "p95 ms", BAR))
        rows.append(with_bar(timing_row(f"{where}  key while asking", time_keys(size)), "p95 ms", KEY_BAR))
    return {"beyond the server's time": rows}


if __name__ == "__main__":
    main(__doc__, measure)
