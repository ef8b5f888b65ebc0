"""Mutation test: files that Matinee reads, changed at random, must be used or refused in one sentence.

Each case changes one file of a bundle, a saved session, an export, a data set, a YAML file or the sentence encoder, and
does what people do with it. In half of the cases with a bundle or an encoder the digests fit again, as if crafted.
Anything raised but a sentence for the user, and anything that takes too long or too much memory, is a failure.

    python -m benchmarks.mutations [--json] [--cases N] [--seed K] [--only KIND]

A case depends on its seed alone: `--seed K --cases 1 --only KIND` runs one again.
"""

import os
import resource
import signal
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from types import FrameType

import click

from benchmarks.mutation_cases import KINDS, Case, Workshop
from benchmarks.report import Row, Tables, make_parser, print_tables, with_bar
from matinee.engine.errors import MatineeError
from matinee.policy import PolicyError

CASES = 2_500
SECONDS = 20
"""Longest time for one case."""
MEMORY = 8_000_000_000
"""Address space of the process; onnxruntime and pandas reserve much that they do not use."""
REFUSALS = (MatineeError, PolicyError, click.ClickException, click.exceptions.Exit)
"""What a user sees as one sentence."""


class OutOfTimeError(BaseException):
    """A case that takes longer than ``SECONDS``; no handler of ``Exception`` may catch it."""


@dataclass(frozen=True)
class Outcome:
    """Result of one case.

    Attributes:
        kind: what was changed.
        seed: seed of the case.
        result: "used", "refused" or "failed".
        problem: type, place and message of an unexpected error; empty without one.
        seconds: how long it took.
    """

    kind: str
    seed: int
    result: str
    problem: str
    seconds: float


def run_case(kind: str, case: Case, seed: int, shop: Workshop) -> Outcome:
    """Change one file and use it."""
    start = perf_counter()
    try:
        with time_limit(), redirect_stdout(StringIO()) as output, redirect_stderr(output):
            refused = use_all(case(shop, Random(seed)))
        result, problem = ("refused" if refused else "used"), ""
        if "\x1b" in output.getvalue():
            result, problem = "failed", "an escape sequence is printed"
    except (Exception, SystemExit, OutOfTimeError) as error:  # noqa: BLE001 - to find any error is the purpose
        result, problem = "failed", describe(error)
    return Outcome(kind, seed, result, problem, perf_counter() - start)


def use_all(uses: Iterator[Callable[[], object]]) -> bool:
    """Run every use of a changed file; returns whether the first one, which reads all of it, was refused."""
    refused = []
    for use in uses:
        try:
            use()
        except REFUSALS:
            refused.append(True)
        except SystemExit as error:
            if error.code not in (0, 1, 2, None):
                raise
        else:
            refused.append(False)
    return any(refused[:1])


def describe(error: BaseException) -> str:
    """Type and message of an error, and the line of Matinee in which it came up."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/matinee/" in frame.filename] or list(frames)
    place = f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "?"
    return f"{type(error).__name__} in {place}: {' '.join(str(error).split())[:100]}"


@contextmanager
def time_limit() -> Iterator[None]:
    """Raise OutOfTimeError in the block after ``SECONDS``."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise OutOfTimeError(f"more than {SECONDS} s")

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def run(cases: int, seed: int, only: str | None, folder: Path) -> list[Outcome]:
    """Run cases of every kind, as many of each as its share says.

    Args:
        cases: how many in all, or of the one kind.
        seed: seed of the first case of each kind; the others follow.
        only: the only kind to run; None for all.
        folder: an empty folder to work in.
    """
    shop = Workshop(folder)
    shares = {kind: share for kind, (share, _) in KINDS.items()} if only is None else {only: 1.0}
    outcomes = []
    for kind, share in shares.items():
        _, case = KINDS[kind]
        outcomes += [run_case(kind, case, seed + number, shop) for number in range(max(round(cases * share), 1))]
    return outcomes


def tables(outcomes: list[Outcome]) -> Tables:
    """Summarise outcomes by kind, and list the failures with the seed of one each."""
    rows: list[Row] = []
    for kind in dict.fromkeys(outcome.kind for outcome in outcomes):
        of_kind = [outcome for outcome in outcomes if outcome.kind == kind]
        results = Counter(outcome.result for outcome in of_kind)
        slowest = max(outcome.seconds for outcome in of_kind)
        row: Row = {"what": kind, "cases": len(of_kind), "used": results["used"], "refused": results["refused"]}
        rows.append(with_bar({**row, "failed": results["failed"], "slowest s": round(slowest, 2)}, "failed", 0))
    failed = [outcome for outcome in outcomes if outcome.problem]
    counts = Counter((outcome.kind, outcome.problem) for outcome in failed)
    seeds = {(outcome.kind, outcome.problem): outcome.seed for outcome in failed}
    failures: list[Row] = [
        {"what": kind, "failures": count, "seed": seeds[kind, problem], "problem": problem}
        for (kind, problem), count in counts.most_common()
    ]
    return {"mutations": rows, "failures": failures}


def main() -> None:
    """Run the mutation test and print the result; exit code 1 with failures."""
    command_line = make_parser(__doc__)
    command_line.add_argument("--cases", type=int, default=CASES)
    command_line.add_argument("--seed", type=int, default=0)
    command_line.add_argument("--only", choices=list(KINDS))
    options = command_line.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with TemporaryDirectory() as folder:
        os.environ["MATINEE_HOME"] = str(Path(folder, "home"))
        outcomes = run(options.cases, options.seed, options.only, Path(folder))
    print_tables(tables(outcomes), as_json=options.json)
    raise SystemExit(any(outcome.problem for outcome in outcomes))


if __name__ == "__main__":
    main()
