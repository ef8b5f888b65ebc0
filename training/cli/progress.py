"""Progress bars on standard error; nothing is shown where it is not a terminal."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from matinee.engine.cli.streams import open_console
from matinee.engine.environment import is_dumb
from matinee.training.cli.dependency_warnings import logged_warnings

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

Report = Callable[[str, int, int | None], None]
"""Called with a task, the bytes done so far, and the total where it is known."""


def progress_bar(*counters: "ProgressColumn") -> "Progress":
    """Make a progress bar with these counters; by default it counts steps, as in 3/7."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = open_console(sys.stderr)
    counted = counters or (MofNCompleteColumn(),)
    columns = (TextColumn("{task.description:32}"), BarColumn(), *counted, TimeElapsedColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal or is_dumb(os.environ))


class StepBar:
    """The bar of a command; calling it begins the next step."""

    def __init__(self, bar: "Progress", total: int, reached: Sequence[float]) -> None:
        """Begin with no step.

        Args:
            bar: shows it.
            total: number of steps.
            reached: (total + 1,) what the steps up to each have cost.
        """
        self._bar, self._total, self._reached = bar, total, reached
        self._task = bar.add_task("", total=reached[-1], started=0, steps=total, finished_at=0.0)
        self._started, self._name = 0, ""

    def __call__(self, name: str) -> None:
        """Begin a step."""
        finished_at = self._bar.tasks[0].elapsed or 0.0
        # a command may announce more steps than it has counted
        completed = self._reached[min(self._started, self._total)]
        self._bar.update(
            self._task, description=name, completed=completed, started=self._started, finished_at=finished_at
        )
        self._started += 1
        self._name = name

    def detail(self, text: str) -> None:
        """Say how far the current step is, such as "3 of 8 blocks"."""
        self._bar.update(self._task, description=f"{self._name}: {text}")

    def finish(self) -> None:
        """Show that all steps have ended."""
        self._bar.update(self._task, description="done", completed=self._reached[-1], started=self._total)


@contextmanager
def steps(total: int, costs: Sequence[float] = ()) -> Iterator[StepBar]:
    """Show a bar that advances with every named step; warnings of libraries are logged.

    Args:
        total: number of steps.
        costs: (total,) how long each step is expected to take, in any unit; without them no remaining time is shown.
    """
    from rich.progress import TextColumn

    columns: list[ProgressColumn] = [TextColumn("{task.fields[started]}/{task.fields[steps]}")]
    if costs:
        from matinee.training.cli.remaining import RemainingColumn

        columns.append(RemainingColumn())
    reached = [0.0, *accumulate(costs or [1.0] * total)]
    with logged_warnings(), progress_bar(*columns) as bar:
        step = StepBar(bar, total, reached)
        yield step
        step.finish()


@contextmanager
def user_progress() -> Iterator[Callable[[Iterable[Any], str], Iterable[Any]]]:
    """Yield a function that wraps an iteration over users into a bar for each model; warnings are logged."""
    with logged_warnings(), progress_bar() as bar:
        yield lambda users, model: bar.track(list(users), description=model)


@contextmanager
def byte_progress() -> Iterator[tuple[Report, Callable[[str], None]]]:
    """Show a bar in bytes for each task; also yields a function that prints a line above the bars."""
    from rich.progress import DownloadColumn, TaskID, TransferSpeedColumn

    tasks: dict[str, TaskID] = {}
    with logged_warnings(), progress_bar(DownloadColumn(), TransferSpeedColumn()) as bar:

        def report(name: str, done: int, total: int | None) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, completed=done, total=total)
            bar.update(tasks[name], completed=done, total=total)

        yield report, lambda line: bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
