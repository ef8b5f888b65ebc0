"""Time from a key to the screen: from writing its byte to the arrival of the bytes that draw the result.

In pseudo-terminals of 80×24 and 120×40, the answers and the memory also of 200×60:

- an answer → the next film: y, n and s in turn, 60 of them, until tally, film and panels no longer change; what is
  looked up once nobody answers for a moment is not waited for;
- a letter in the picker → the matches, over twelve titles, on the shipped catalogue and on one of 62,423 films: until
  the last byte before 150 ms of silence (not counted); the first letter after the start is timed separately;
- typing ahead: a letter every 10 ms for 600 ms from the first paint → its echo, over 3 starts, separately for letters
  before and after the catalogue was ready;
- resident memory after twenty answers.

Bars: p95 ≤ 50 ms for answers and letters; the slowest echo ≤ 50 ms; peak memory ≤ 130 MB.

    python -m benchmarks.latency [--json]
"""

import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.large_catalogue import ABSENT, MOVIES, large_bundle
from benchmarks.report import Row, Tables, main, timing_row, with_bar
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
WARMED_UP, PATIENCE = 1.0, 5.0
"""Seconds of silence after which nothing is loaded any more, and for an answer at most, on a busy machine."""
STARTS = 3
TYPED_AHEAD = "lord of the rings the fellowship of the ring extended edition"[:60]
YEAR = re.compile(r"\b(19|20)\d\d\b")
HUGE = (200, 60)
"""Columns and lines at which the map stands beside the card."""
BAR, MEMORY_BAR = 50, 130


def time_answers(
    size: tuple[int, int], command: Sequence[str] = (MATINEE, "--like", *FAVOURITES), home: Path | None = None
) -> tuple[list[float], dict[str, float]]:
    """Measure the seconds of every answer, and the memory after twenty of them."""
    seconds: list[float] = []
    memory: dict[str, float] = {}
    given = {"y": 0, "n": 0, "s": 0}
    with Terminal(command, *size, home=home) as terminal:
        terminal.wait_for(shows("✓ 0"))
        terminal.settle(WARMED_UP)
        for count in range(ANSWERS):
            key = "yns"[count % 3]
            given[key] += 1
            before, start = terminal.lines, terminal.send(key)
            shown = terminal.rest()
            while terminal.lines == before and shown < start + PATIENCE:
                shown = terminal.rest()
            seconds.append(shown - start)
            check_card(before, terminal.lines, given)
            if count + 1 == ANSWERS_BEFORE_MEMORY:
                memory = terminal.memory()
    return seconds, memory


def check_card(before: Lines, after: Lines, given: dict[str, int]) -> None:
    """Check that the answer is counted and another film is shown. Raises ValueError."""
    tally = "✓ {y}  ✗ {n}  · {s}".format(**given)
    if tally not in after[0] or before[1:] == after[1:]:
        raise ValueError("\n".join([f"expected {tally} and another film:", *after]))


def time_letters(command: Sequence[str], size: tuple[int, int], home: Path | None = None) -> tuple[float, list[float]]:
    """Measure the seconds of the first letter after the start, and of every letter of the titles."""
    seconds: list[float] = []
    with Terminal(command, *size, home=home) as terminal:
        terminal.wait_for(shows("films, up to"))
        terminal.settle()
        first = -terminal.send("x") + terminal.wait_for(lambda lines: any(map(YEAR.search, lines[1:])))
        for title in TITLES:
            terminal.send("\x1b")
            terminal.wait_for(shows("type a title"))
            terminal.settle()
            seconds += [-terminal.send(letter) + terminal.settle() for letter in title]
    return first, seconds


def time_echoes(size: tuple[int, int]) -> tuple[list[float], list[float]]:
    """Measure the seconds from letters typed ahead to their echoes, before and after the catalogue was ready.

    Spaces are invisible and left out.
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
    visible = [pair for letter, *pair in zip(TYPED_AHEAD, sent, echoed, strict=True) if letter != " "]
    return [back - out for out, back in visible if out < ready], [back - out for out, back in visible if out >= ready]


def letter_rows(where: str, size: tuple[int, int], bundles: dict[str, list[str]]) -> list[Row]:
    """Measure the picker's search on every bundle, and typing ahead."""
    rows: list[Row] = []
    for films, options in bundles.items():
        first, others = time_letters([MATINEE, *options], size)
        rows.append(timing_row(f"{where}  first letter → matches, {films} films", [first]))
        rows.append(with_bar(timing_row(f"{where}  letter → matches, {films} films", others), "p95 ms", BAR))
    runs = [time_echoes(size) for _ in range(STARTS)]
    for when, parts in zip(("before", "after"), zip(*runs, strict=True), strict=True):
        if seconds := [each for part in parts for each in part]:
            row = timing_row(f"{where}  letter → echo, {when} the catalogue is ready", seconds)
            rows.append(with_bar(row, "worst ms", BAR))
    return rows


def measure() -> Tables:
    """Measure all sizes, on the shipped and on the large catalogue."""
    keys: list[Row] = []
    memory: list[Row] = []
    bundles: dict[str, list[str]] = {"9,742": []}
    with TemporaryDirectory() as folder:
        if MOVIES.exists():
            publish(large_bundle(), Path(folder))
            bundles["62,423"] = ["--bundle", folder]
        else:
            keys.append({"what": ABSENT})
        for size in (*SIZES, HUGE):
            where = "{}×{}".format(*size)
            seconds, used = time_answers(size)
            keys.append(with_bar(timing_row(f"{where}  answer → next film", seconds), "p95 ms", BAR))
            keys += letter_rows(where, size, bundles) if size in SIZES else []
            row: Row = {"what": where, **{name: round(megabytes, 1) for name, megabytes in used.items()}}
            memory.append(with_bar(row, "VmHWM", MEMORY_BAR))
    return {"keys": keys, f"resident memory in MB after {ANSWERS_BEFORE_MEMORY} answers": memory}


if __name__ == "__main__":
    main(__doc__, measure)
