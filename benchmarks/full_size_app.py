"""Start, keys and memory of the app and of the commands on a bundle of the size of MovieLens 32M.

In pseudo-terminals of 120×40, on the made-up bundle of benchmarks/full_size.py or on one that is named:

- from the start of the process to the first paint and to the catalogue, medians of 5 after one warm-up;
- an answer → the next film: y, n and s in turn, 60 of them, and the resident memory after them;
- a letter in the picker → the matches, over the titles of benchmarks/latency.py;
- the resident memory after a prompt, the map, the info screen and the genre screen;
- wall time and peak memory of `recommend`, `search`, `similar` and `bundle show`.

The first run on a bundle is left out: it verifies the large files, which later ones need not.

Bars: first paint ≤ 0.5 s; catalogue ≤ 2 s; p95 ≤ 50 ms for answers and letters; ≤ 600 MB.

    python -m benchmarks.full_size_app [--bundle FOLDER] [--json]
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.full_size import full_size_bundle
from benchmarks.latency import WARMED_UP, time_answers, time_letters
from benchmarks.report import Row, Tables, make_parser, print_tables, timing_row, with_bar
from benchmarks.startup import row
from benchmarks.terminal import Terminal, shows
from matinee.engine.bundle.bundle import load_bundle
from matinee.training.publish import publish

APP = [sys.executable, "-m", "matinee"]
SIZE, REPEATS = (120, 40), 5
FAVOURITES = ("the shawshank redemption", "the godfather", "pulp fiction", "fight club")
PROMPT = "bleak dystopian sci-fi, not scary"
ESCAPE = "\x1b"
SCREENS = (
    ("info screen", "i", "why this film"),
    ("genre screen", "g", "more of a genre"),
    ("map", "v", "taste map"),
    ("prompt line, the encoder loaded", "/", "esc back"),
    ("prompt", f"{PROMPT}\r", "not: scary ×"),
    ("another prompt", "/films like heat but funny\r", "funny ×"),
)
"""What is opened, by which keys, and a text that is then on screen."""
COMMANDS = (
    ("recommend", "--like", "heat", "--json"),
    ("recommend", "--like", "heat", "--prompt", PROMPT, "--json"),
    ("search", "the godfather part ii", "--json"),
    ("similar", "heat", "--json"),
    ("bundle", "show", "--json"),
)
LOADED = 6.0
"""Seconds after which the encoder is loaded too."""
PAINT_BAR, READY_BAR, KEY_BAR, MEMORY_BAR = 0.5, 2.0, 50, 600


def time_start(arguments: Sequence[str], home: Path) -> tuple[float, float]:
    """Measure the seconds to the picker, and to its catalogue."""
    with Terminal([*APP, *arguments], *SIZE, home=home) as terminal:
        painted = terminal.wait_for(shows("type a title"), silence=0.005)
        return painted - terminal.started, terminal.wait_for(shows("films, up to")) - terminal.started


def measure_screens(arguments: Sequence[str], home: Path) -> list[Row]:
    """Measure the seconds to each screen and the resident memory after it, in one session."""
    rows: list[Row] = []
    with Terminal([*APP, *arguments, "--like", *FAVOURITES], *SIZE, home=home) as terminal:
        terminal.wait_for(shows("✓ 0"))
        terminal.settle(WARMED_UP)
        for name, keys, shown in SCREENS:
            start = terminal.send(keys)
            seconds = terminal.wait_for(shows(shown)) - start
            while perf_counter() < start + LOADED:  # the cursor of the prompt line blinks, so it is never silent
                terminal.settle()
            memory = {kind: round(megabytes, 1) for kind, megabytes in terminal.memory().items()}
            rows.append(with_bar({"what": name, "seconds": round(seconds, 2), **memory}, "VmHWM", MEMORY_BAR))
            if "\r" not in keys and keys != "/":
                terminal.send(ESCAPE)
            terminal.settle()
    return rows


def run(command: Sequence[str], home: Path) -> Row:
    """Measure one command."""
    start = perf_counter()
    environment = {**os.environ, "MATINEE_HOME": str(home)}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    cells: Row = {"seconds": round(seconds, 2), "CPU": round(usage.ru_utime + usage.ru_stime, 2)}
    return cells | {"peak MB": round(usage.ru_maxrss * 1024 / 1e6)}


def measure(folder: Path) -> Tables:
    """Measure everything on a bundle."""
    chosen = ["--bundle", str(folder)]
    catalogue = load_bundle(folder).catalogue
    with TemporaryDirectory() as name:
        home = Path(name)
        first: Row = {"what": "first command, which verifies", **run([*APP, *COMMANDS[1], *chosen], home)}
        runs = [time_start(chosen, home) for _ in range(REPEATS + 1)][1:]
        painted, ready = map(list, zip(*runs, strict=True))
        answers, after = time_answers(SIZE, [*APP, *chosen, "--like", *FAVOURITES], home)
        letter, letters = time_letters([*APP, *chosen], SIZE, home)
        answered: Row = {"what": "after twenty answers", **{kind: round(size, 1) for kind, size in after.items()}}
        commands: list[Row] = [
            {"what": " ".join(command[:2]), **run([*APP, *command, *chosen], home)} for command in COMMANDS
        ]
        screens = measure_screens(chosen, home)
    return {
        f"start, seconds, {REPEATS} runs, {len(catalogue):,} films, {catalogue.n_users:,} users": [
            with_bar(row("first paint of the picker", painted), "median", PAINT_BAR),
            with_bar(row("catalogue ready", ready), "median", READY_BAR),
        ],
        "keys": [
            with_bar(timing_row("answer → next film", answers), "p95 ms", KEY_BAR),
            timing_row("first letter → matches", [letter]),
            with_bar(timing_row("letter → matches", letters), "p95 ms", KEY_BAR),
        ],
        "resident memory of the app in MB": [with_bar(answered, "VmHWM", MEMORY_BAR), *screens],
        "commands, whole process": [first, *commands],
    }


def main() -> None:
    """Parse the command line, measure, and print."""
    command_line = make_parser(__doc__)
    command_line.add_argument("--bundle", type=Path, help="folder of a bundle; without it, one is made")
    options = command_line.parse_args()
    with TemporaryDirectory() as temporary:
        if options.bundle is None:
            publish(full_size_bundle(), Path(temporary))
        tables = measure(options.bundle or Path(temporary))
    print_tables(tables, as_json=options.json)


if __name__ == "__main__":
    main()
