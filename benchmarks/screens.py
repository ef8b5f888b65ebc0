"""Time to open a screen: from writing its key to the arrival of the last bytes that change a text on it.

In pseudo-terminals of 80×24 and 120×40, on the card after ten answers: every screen that a key opens is opened and
left, first once and then ten times more. Resident memory is read at the end; the encoder is not loaded.

Bars: every opening ≤ 150 ms (p95), the taste map ≤ 500 ms; peak memory ≤ 130 MB.

    python -m benchmarks.screens [--json]
"""

from dataclasses import dataclass

from benchmarks.latency import FAVOURITES, MEMORY_BAR
from benchmarks.report import Row, Tables, main, timing_row, with_bar
from benchmarks.terminal import MATINEE, SETTLED, SIZES, Terminal, shows

ANSWERS = "ynsyynsyny"
REPEATS = 10
BAR = 150
ESCAPE = "\x1b"


@dataclass(frozen=True)
class Target:
    """A screen: its name, the key that opens it, a text it shows, and its bar in milliseconds."""

    name: str
    key: str
    text: str
    bar: float = BAR


SCREENS = (
    Target("more about the film", "i", "why this film"),
    Target("films of the director", "f", "Films by"),
    Target("help", "?", "on this screen"),
    Target("presets", "a", "What comes next"),
    Target("genres", "g", "more of a genre"),
    Target("models", "o", "choose by"),
    Target("taste map", "v", "taste map", 500),
    Target("summary", "e", "what we learned, and"),
    Target("palette", "\x10", "Search for commands"),
)


def time_opening(terminal: Terminal, screen: Target) -> float:
    """Measure the seconds from the key to the final text. Raises TimeoutError if another screen opens."""
    sent = terminal.send(screen.key)
    shown = terminal.wait_for(shows(screen.text), timeout=5)
    before = terminal.lines
    frames = list(terminal.frames(SETTLED))
    final = terminal.lines
    return next((moment for moment, lines in [(shown, before), *frames] if lines == final), shown) - sent


def time_openings(terminal: Terminal, screen: Target) -> list[float]:
    """Measure the seconds of every opening, in order."""
    seconds: list[float] = []
    for _ in range(1 + REPEATS):
        seconds.append(time_opening(terminal, screen))
        terminal.send(ESCAPE)
        terminal.wait_for(lambda lines: not shows(screen.text)(lines) and shows("✓ ")(lines))
        terminal.settle()
    return seconds


def measure_size(size: tuple[int, int]) -> tuple[list[Row], dict[str, float]]:
    """Measure the first opening and the others of every screen, and the memory afterwards."""
    rows: list[Row] = []
    with Terminal([MATINEE, "--like", *FAVOURITES], *size) as terminal:
        terminal.wait_for(shows("✓ 0"))
        terminal.settle()
        for key in ANSWERS:
            terminal.send(key)
            terminal.settle()
        for screen in SCREENS:
            first, *others = time_openings(terminal, screen)
            what = f"{size[0]}×{size[1]}  {screen.name}"
            rows.append(with_bar(timing_row(f"{what}, first", [first]), "p95 ms", screen.bar))
            rows.append(with_bar(timing_row(what, others), "p95 ms", screen.bar))
        return rows, terminal.memory()


def measure() -> Tables:
    """Measure both sizes."""
    opened: list[Row] = []
    memory: list[Row] = []
    for size in SIZES:
        rows, used = measure_size(size)
        opened += rows
        row: Row = {"what": "{}×{}".format(*size), **{name: round(megabytes, 1) for name, megabytes in used.items()}}
        memory.append(with_bar(row, "VmHWM", MEMORY_BAR))
    return {"openings": opened, "resident memory in MB after all of them": memory}


if __name__ == "__main__":
    main(__doc__, measure)
