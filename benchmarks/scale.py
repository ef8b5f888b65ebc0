"""Time and memory of preprocessing and training on as many ratings as MovieLens 32M has.

`matinee preprocess`, `matinee train --model svd` and `matinee train --model als` run one after the other, each in its
own process, on the synthetic ratings of benchmarks/large_ratings.py: wall time, peak resident memory, and the size of
the files written. Their progress is shown on standard error.

Bars, for all 32.0 million on two cores: ≤ 12 minutes together, ≤ 8 GiB each.

    python -m benchmarks.scale [--ratings 32000204] [--folder FOLDER] [--json]
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.large_ratings import RATINGS, write_data
from benchmarks.report import Row, Tables, make_parser, print_tables, with_bar

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = (("preprocess",), ("train", "--model", "svd"), ("train", "--model", "als"))
MINUTES, GIB = 12, 8


def run(command: list[str]) -> tuple[float, float]:
    """Run a process and return its wall seconds and peak resident GiB. Raises CalledProcessError."""
    start = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, usage.ru_maxrss * 1024 / 2**30


def megabytes(folder: Path) -> int:
    """Add up the sizes of the files under a folder, in MB of a million bytes."""
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6)


def measure(ratings: int, folder: Path) -> Tables:
    """Measure the commands in turn, on ratings written into the folder first."""
    data = folder / "data"
    count = write_data(data, ratings)
    rows: list[Row] = []
    for command in COMMANDS:
        out = folder / command[-1]
        seconds, peak = run([sys.executable, "-m", "matinee", *command, "--data", str(data), "--out", str(out)])
        row: Row = {
            "what": " ".join(["matinee", *command]),
            "minutes": round(seconds / 60, 2),
            "peak GiB": round(peak, 2),
        }
        rows.append(row | {"MB written": megabytes(out)})
    total: Row = {"what": "together", "minutes": round(sum(float(row["minutes"]) for row in rows), 2)}
    highest: Row = {"what": "highest", "peak GiB": max(float(row["peak GiB"]) for row in rows)}
    if ratings >= RATINGS:
        total, highest = with_bar(total, "minutes", MINUTES), with_bar(highest, "peak GiB", GIB)
    return {f"{count:,} ratings, {megabytes(data):,} MB, {os.cpu_count()} cores": [*rows, total, highest]}


def main() -> None:
    """Parse the command line, measure in a temporary folder or the one given, and print."""
    command_line = make_parser(__doc__)
    command_line.add_argument("--ratings", type=int, default=RATINGS)
    command_line.add_argument("--folder", type=Path, help="folder for the files, which are kept")
    options = command_line.parse_args()
    with TemporaryDirectory() as temporary:
        tables = measure(options.ratings, options.folder or Path(temporary))
    print_tables(tables, as_json=options.json)


if __name__ == "__main__":
    main()
