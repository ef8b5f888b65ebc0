"""What preprocessing and training take on as many ratings as MovieLens 32M has.

`matinee preprocess`, `matinee train --model svd` and `matinee train --model als` one after the other, each as a
process of its own, on the made-up ratings of benchmarks/large_ratings.py: wall time and the highest resident memory of
each, and what the files weigh that it wrote. Their progress is shown on standard error.

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
from benchmarks.report import Row, Tables, judged, parser, show

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = (("preprocess",), ("train", "--model", "svd"), ("train", "--model", "als"))
MINUTES, GIB = 12, 8


def run(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak resident GiB of a process. Raises CalledProcessError."""
    start = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, usage.ru_maxrss * 1024 / 2**30


def megabytes(folder: Path) -> int:
    """What the files under a folder weigh, in MB of a million bytes."""
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6)


def measure(ratings: int, folder: Path) -> Tables:
    """The commands in turn, on ratings made for it in the folder."""
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
        total, highest = judged(total, "minutes", MINUTES), judged(highest, "peak GiB", GIB)
    return {f"{count:,} ratings, {megabytes(data):,} MB, {os.cpu_count()} cores": [*rows, total, highest]}


def main() -> None:
    """Read the command line, measure in a folder that goes again unless it was named, and print."""
    command_line = parser(__doc__)
    command_line.add_argument("--ratings", type=int, default=RATINGS)
    command_line.add_argument("--folder", type=Path, help="where to work, and to leave the files")
    options = command_line.parse_args()
    with TemporaryDirectory() as temporary:
        tables = measure(options.ratings, options.folder or Path(temporary))
    show(tables, as_json=options.json)


if __name__ == "__main__":
    main()
