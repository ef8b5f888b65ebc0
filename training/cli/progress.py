"""Progress bars on standard error; nothing is shown where it is not a terminal."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
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


@contextmanager
def steps(total: int) -> Iterator[Callable[[str], None]]:
    """Show a bar that advances with every named step; warnings of libraries are logged."""
    with logged_warnings(), progress_bar() as bar:
        task = bar.add_task("", total=total)
        started = 0

        def step(name: str) -> None:
            nonlocal started
            bar.update(task, description=name, completed=started)
            started += 1

        yield step
        bar.update(task, description="done", completed=total)


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
