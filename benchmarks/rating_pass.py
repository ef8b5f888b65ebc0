"""The pass over ratings: what a block costs, and how much faster two workers are than one.

Made-up ratings (benchmarks/large_ratings.py) are read in blocks, and likes, weighted likes and ratings are summed over
the pairs of a core of films: on a cluster of one and of two worker processes of this machine, in turns; then in this
process, timed apart. Reading includes the transfer to this process. The sums of all must be the same. Seconds depend on
what else runs; processor seconds hardly do.

Bar, for 8 million ratings on two idle cores: two workers ≥ 1.6 × one.

    python -m benchmarks.rating_pass [--ratings 8000000] [--core-films 8000] [--rounds 1] [--folder FOLDER] [--json]
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TypeVar

import numpy as np
import pandas as pd

from benchmarks.large_ratings import write_data
from benchmarks.report import Row, Tables, make_parser, print_tables, with_bar
from matinee.training.cluster.connection import connect
from matinee.training.cluster.rating_pass import RatingPass
from matinee.training.data.rating_blocks import divide_lines, read_block
from matinee.training.data.ratings import RatingFile, RawRatings, read_ratings
from matinee.training.data.text_files import BLOCK
from matinee.training.models.ease import invert
from matinee.training.models.film_core import choose_core
from matinee.training.models.interactions import Interactions, PairSource, build_interactions, sum_in_memory
from matinee.training.models.pair_sums import PairSums
from matinee.training.models.svd_likes import decompose, weigh_pairs
from matinee.training.models.whole_numbers import LEAST_STARS, Kind

Result = TypeVar("Result")
SPEED_UP = 1.6
DIMENSIONS, NEUTRAL_WEIGHT = 50, 0.3
"""The defaults of svd_likes."""


def timed(work: Callable[[], Result]) -> tuple[Result, float, float]:
    """Run something; also return its wall seconds and the processor seconds of this process."""
    wall, cpu = perf_counter(), process_time()
    result = work()
    return result, perf_counter() - wall, process_time() - cpu


def interactions(raw: RawRatings) -> dict[Kind, Interactions]:
    """Kind of sums → the matrix of the ratings that count."""
    ratings = pd.DataFrame({"user": raw.users, "movie": raw.movies, "rating": raw.stars})
    selected = {kind: ratings[ratings["rating"] >= least] for kind, least in LEAST_STARS.items()}
    return {kind: build_interactions(part, part["rating"]) for kind, part in selected.items()}


def core_of(observed: Interactions, size: int) -> np.ndarray:
    """The columns of the films with the most entries."""
    return choose_core(np.bincount(observed.matrix.indices, minlength=len(observed.movies)), size)[0]


def sum_all(source: PairSource, observed: Mapping[Kind, Interactions], size: int) -> list[PairSums]:
    """Sum over pairs of every kind."""
    return [source(kind, each, core_of(each, size)) for kind, each in observed.items()]


def digest(sums: Sequence[PairSums]) -> str:
    """A hash of all sums."""
    total = hashlib.sha256()
    for matrix in chain.from_iterable(sums):
        if matrix is not None:
            total.update(np.ascontiguousarray(matrix).tobytes())
    return total.hexdigest()[:12]


def measure_blocks(file: RatingFile, observed: Mapping[Kind, Interactions], size: int) -> tuple[list[Row], str]:
    """Time the steps in this process; also return a hash of the sums."""
    (blocks, _), _, _ = timed(lambda: divide_lines(file, BLOCK))
    columns, wall, cpu = timed(lambda: read_block(blocks[0]))
    rows: list[Row] = [
        {"what": f"read a block of {len(columns[0]):,} ratings", "seconds": round(wall, 2), "processor": round(cpu, 2)}
    ]
    sums: dict[Kind, PairSums] = {}
    for kind, each in observed.items():
        core = core_of(each, size)
        sums[kind], wall, cpu = timed(partial(sum_in_memory, kind, each, core))
        what = f"sum {each.matrix.nnz:,} {kind} over pairs of {len(core):,} films"
        rows.append({"what": what, "seconds": round(wall, 2), "processor": round(cpu, 2)})
    gram = weigh_pairs(sums["weighted likes"], NEUTRAL_WEIGHT)
    _, wall, cpu = timed(lambda: decompose(gram, DIMENSIONS, seed=0))
    rows.append({"what": f"decompose {len(gram):,} films", "seconds": round(wall, 2), "processor": round(cpu, 2)})
    counts = sums["likes"].counts.astype(np.float64)
    _, wall, cpu = timed(lambda: invert(counts, np.full(len(counts), 100.0)))
    rows.append({"what": f"invert over {len(counts):,} films", "seconds": round(wall, 2), "processor": round(cpu, 2)})
    return rows, digest(list(sums.values()))


def measure_cluster(workers: int, file: RatingFile, observed: Mapping[Kind, Interactions], size: int) -> Row:
    """Time the pass with this many workers, and hash the sums."""
    with connect(f"local:{workers}") as client:
        on_cluster = RatingPass(client)
        before = client.run(process_time)
        _, reading, driver = timed(lambda: on_cluster.read(file))
        sums, summing, more = timed(lambda: sum_all(on_cluster.sum_pairs, observed, size))
        busy = [seconds - before[worker] for worker, seconds in client.run(process_time).items()]
    return {
        "workers": workers,
        "reading": round(reading, 1),
        "summing": round(summing, 1),
        "processor, busiest worker": round(max(busy), 1),
        "all workers": round(sum(busy), 1),
        "this process": round(driver + more, 1),
        "sums": digest(sums),
    }


def measure(folder: Path, ratings: int, size: int, rounds: int) -> Tables:
    """Measure on ratings that are written into the folder, unless it has some. Raises RuntimeError if sums differ."""
    if not (folder / "ratings.csv").exists():
        write_data(folder, ratings)
    file = RatingFile(folder / "ratings.csv", ",", has_header=True)
    observed = interactions(read_ratings(file))
    passes = [measure_cluster(workers, file, observed, size) for _ in range(rounds) for workers in (1, 2)]
    rows, expected = measure_blocks(file, observed, size)
    if any(each["sums"] != expected for each in passes):
        raise RuntimeError("The sums on a cluster differ from those of this process.")
    ratios: list[Row] = [
        {"what": f"{what}, one worker / two workers", "ratio": round(ratio_of(passes, columns), 2)}
        for what, columns in (
            ("processor seconds of the busiest worker", ("processor, busiest worker",)),
            ("seconds", ("reading", "summing")),
        )
    ]
    title = f"{observed['ratings'].matrix.nnz:,} ratings"
    judged = [ratios[0], with_bar(ratios[1], "ratio", SPEED_UP, at_least=True)]
    return {f"{title}, in one process": rows, f"{title}, on a cluster": passes, "Two workers": judged}


def ratio_of(passes: Sequence[Row], columns: Sequence[str]) -> float:
    """Divide the median seconds of one worker by those of two."""
    one, two = (
        median(sum(float(each[column]) for column in columns) for each in passes if each["workers"] == workers)
        for workers in (1, 2)
    )
    return one / two


def main() -> None:
    """Parse the command line, measure in a temporary folder or the one given, and print."""
    command_line = make_parser(__doc__)
    command_line.add_argument("--ratings", type=int, default=8_000_000)
    command_line.add_argument("--core-films", type=int, default=8_000)
    command_line.add_argument("--rounds", type=int, default=1)
    command_line.add_argument("--folder", type=Path, help="folder of the ratings, which are kept")
    options = command_line.parse_args()
    with TemporaryDirectory() as temporary:
        tables = measure(options.folder or Path(temporary), options.ratings, options.core_films, options.rounds)
    print_tables(tables, as_json=options.json)


if __name__ == "__main__":
    main()
