"""How long a key takes, from the byte written to the arrival of the bytes that draw what it changed.

In pseudo-terminals of 80×24 and 120×40:

- an answer → the next card: y, n and s in turn, 60 of them, until tally, film and panels stand as they stay;
- a letter in the picker → the matches, over twelve titles, on the shipped catalogue and on one of 62,423 films: until
  the last byte before 150 ms of silence (not counted); the first letter after the start is timed on its own;
- typing ahead: a letter every 10 ms for 600 ms from the first paint → its echo, over 3 starts, apart for the letters
  before the catalogue was ready and for those after;
- resident memory after twenty answers.

Bars: p95 ≤ 50 ms for answers and letters; the slowest echo ≤ 50 ms; memory at its highest ≤ 130 MB.

    python -m benchmarks.latency [--json]
"""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.large_catalogue import ABSENT, MOVIES, large_bundle
from benchmarks.report import Row, Tables, judged, main, spread
from benchmarks.terminal import MATINEE, SIZES, Lines, Terminal, shows
from matinee.training.publish import publish

FAVOURITES = ("318", "858", "296", "2959")
ANSWERS, ANSWERS_BEFORE_MEMORY = 60, 20
TITLES = (
    "toy story",
    "the godfather part ii",
    "silence of the lambs",
    "amelie",
    "se7en",
    "lord of the rings",
    "spirited away",
    "blade runner 1982",
    "eternal sunshine",
    "pulp fiction",
    "oceans eleven",
    "city of god",
)
STARTS = 3
TYPED_AHEAD = "lord of the rings the fellowship of the ring extended edition"[:60]
YEAR = re.compile(r"\b(19|20)\d\d\b")
BAR, MEMORY_BAR = 50, 130


def answers(size: tuple[int, int]) -> tuple[list[float], dict[str, float]]:
    """Seconds each answer took, and the memory after twenty of them."""
    seconds: list[float] = []
    memory: dict[str, float] = {}
    given = {"y": 0, "n": 0, "s": 0}
    with Terminal([MATINEE, "--like", *FAVOURITES], *size) as terminal:
        terminal.wait_for(shows("✓ 0"))
        terminal.settle()
        for count in range(ANSWERS):
            key = "yns"[count % 3]
            given[key] += 1
            before = terminal.lines
            seconds.append(-terminal.send(key) + terminal.rest())
            check_card(before, terminal.lines, given)
            if count + 1 == ANSWERS_BEFORE_MEMORY:
                memory = terminal.memory()
    return seconds, memory


def check_card(before: Lines, after: Lines, given: dict[str, int]) -> None:
    """The answer is counted and another film is shown. Raises ValueError."""
    tally = "✓ {y}  ✗ {n}  · {s}".format(**given)
    if tally not in after[0] or before[1:] == after[1:]:
        raise ValueError("\n".join([f"expected {tally} and another film:", *after]))


def letters(command: list[str], size: tuple[int, int]) -> tuple[float, list[float]]:
    """Seconds the first letter after the start took, and every letter of the titles."""
    seconds: list[float] = []
    with Terminal(command, *size) as terminal:
        terminal.wait_for(shows("films, up to"))
        terminal.settle()
        first = -terminal.send("x") + terminal.wait_for(lambda lines: any(map(YEAR.search, lines[1:])))
        for title in TITLES:
            terminal.send("\x1b")
            terminal.wait_for(shows("type a title"))
            terminal.settle()
            seconds += [-terminal.send(letter) + terminal.settle() for letter in title]
    return first, seconds


def echoes(size: tuple[int, int]) -> tuple[list[float], list[float]]:
    """Seconds from letters typed ahead to their echoes, before and after the catalogue was ready.

    A space cannot be seen and is left out.
    """
    echoed: list[float] = []
    ready = float("inf")
    with Terminal([MATINEE], *size) as terminal:
        terminal.wait_for(shows("type a title"), silence=0.001)
        sent = terminal.send_steadily(TYPED_AHEAD, 0.01)
        for moment, lines in terminal.frames(silence=0.5):
            if shows("films, up to")(lines):
                ready = min(ready, moment)
            while len(echoed) < len(sent) and shows(f"1  {TYPED_AHEAD[: len(echoed) + 1]}")(lines):
                echoed.append(moment)
    seen = [pair for letter, *pair in zip(TYPED_AHEAD, sent, echoed, strict=True) if letter != " "]
    return [back - out for out, back in seen if out < ready], [back - out for out, back in seen if out >= ready]


def letter_rows(where: str, size: tuple[int, int], bundles: dict[str, list[str]]) -> list[Row]:
    """The picker's search on every bundle, and typing ahead."""
    rows: list[Row] = []
    for films, options in bundles.items():
        first, others = letters([MATINEE, *options], size)
        rows.append(spread(f"{where}  first letter → matches, {films} films", [first]))
        rows.append(judged(spread(f"{where}  letter → matches, {films} films", others), "p95 ms", BAR))
    runs = [echoes(size) for _ in range(STARTS)]
    for when, parts in zip(("before", "after"), zip(*runs, strict=True), strict=True):
        if seconds := [each for part in parts for each in part]:
            row = spread(f"{where}  letter → echo, {when} the catalogue is ready", seconds)
            rows.append(judged(row, "worst ms", BAR))
    return rows


def measure() -> Tables:
    """Both sizes, on the shipped and on the large catalogue."""
    keys: list[Row] = []
    memory: list[Row] = []
    bundles: dict[str, list[str]] = {"9,742": []}
    with TemporaryDirectory() as folder:
        if MOVIES.exists():
            publish(large_bundle(), Path(folder))
            bundles["62,423"] = ["--bundle", folder]
        else:
            keys.append({"what": ABSENT})
        for size in SIZES:
            where = "{}×{}".format(*size)
            seconds, used = answers(size)
            keys.append(judged(spread(f"{where}  answer → next card", seconds), "p95 ms", BAR))
            keys += letter_rows(where, size, bundles)
            row: Row = {"what": where, **{name: round(megabytes, 1) for name, megabytes in used.items()}}
            memory.append(judged(row, "VmHWM", MEMORY_BAR))
    return {"keys": keys, f"resident memory in MB after {ANSWERS_BEFORE_MEMORY} answers": memory}


if __name__ == "__main__":
    main(__doc__, measure)
