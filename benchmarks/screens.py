"""How long a screen takes to open, from its key written to the arrival of the last bytes that change a text on it.

In pseudo-terminals of 80×24 and 120×40, on the card after ten answers: every screen that a key opens, each opened and
left again, first once and then ten times more; and, after all that, the resident memory, without the reader of moods.

Bars: every opening ≤ 150 ms (p95), the taste map ≤ 500 ms; memory at its highest ≤ 130 MB.

    python -m benchmarks.screens [--json]
"""

from dataclasses import dataclass

from benchmarks.latency import FAVOURITES, MEMORY_BAR
from benchmarks.report import Row, Tables, judged, main, spread
from benchmarks.terminal import MATINEE, SETTLED, SIZES, Terminal, shows

ANSWERS = "ynsyynsyny"
REPEATS = 10
BAR = 150
ESCAPE = "\x1b"


@dataclass(frozen=True)
class Opened:
    """A screen: what it is, the key that opens it, a text it shows, and milliseconds it may take."""

    name: str
    key: str
    text: str
    bar: float = BAR


SCREENS = (
    Opened("more about the film", "i", "why it is here"),
    Opened("help", "?", "on this screen"),
    Opened("what counts", "a", "What counts"),
    Opened("genres", "g", "more of a genre"),
    Opened("models", "o", "whose taste chooses"),
    Opened("taste map", "v", "taste map", 500),
    Opened("the evening so far", "e", "how your taste moved"),
    Opened("palette", "\x10", "Search for commands"),
)


def opening(terminal: Terminal, screen: Opened) -> float:
    """Seconds from the key to the text that stays. Raises TimeoutError where something else opens."""
    sent = terminal.send(screen.key)
    shown = terminal.wait_for(shows(screen.text), timeout=5)
    before = terminal.lines
    frames = list(terminal.frames(SETTLED))
    stays = terminal.lines
    return next((moment for moment, lines in [(shown, before), *frames] if lines == stays), shown) - sent


def openings(terminal: Terminal, screen: Opened) -> list[float]:
    """Seconds every opening took, the first one first."""
    seconds: list[float] = []
    for _ in range(1 + REPEATS):
        seconds.append(opening(terminal, screen))
        terminal.send(ESCAPE)
        terminal.wait_for(lambda lines: not shows(screen.text)(lines) and shows("✓ ")(lines))
        terminal.settle()
    return seconds


def measured(size: tuple[int, int]) -> tuple[list[Row], dict[str, float]]:
    """The first opening and the others of every screen, and the memory afterwards."""
    rows: list[Row] = []
    with Terminal([MATINEE, "--like", *FAVOURITES], *size) as terminal:
        terminal.wait_for(shows("✓ 0"))
        terminal.settle()
        for key in ANSWERS:
            terminal.send(key)
            terminal.settle()
        for screen in SCREENS:
            first, *others = openings(terminal, screen)
            what = f"{size[0]}×{size[1]}  {screen.name}"
            rows.append(judged(spread(f"{what}, first", [first]), "p95 ms", screen.bar))
            rows.append(judged(spread(what, others), "p95 ms", screen.bar))
        return rows, terminal.memory()


def measure() -> Tables:
    """Both sizes."""
    opened: list[Row] = []
    memory: list[Row] = []
    for size in SIZES:
        rows, used = measured(size)
        opened += rows
        row: Row = {"what": "{}×{}".format(*size), **{name: round(megabytes, 1) for name, megabytes in used.items()}}
        memory.append(judged(row, "VmHWM", MEMORY_BAR))
    return {"openings": opened, "resident memory in MB after all of them": memory}


if __name__ == "__main__":
    main(__doc__, measure)
