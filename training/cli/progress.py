"""Progress bars on standard error, silent where that is no terminal."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

Report = Callable[[str, int, int | None], None]
"""Takes what is done, how many bytes of it, and of how many where that is known."""


def progress_bar(*counters: "ProgressColumn") -> "Progress":
    """A progress bar that counts in its own way, by default as in 3/7."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    counted = counters or (MofNCompleteColumn(),)
    columns = (TextColumn("{task.description:32}"), BarColumn(), *counted, TimeElapsedColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)


@contextmanager
def steps(total: int) -> Iterator[Callable[[str], None]]:
    """A bar that moves on with every named step."""
    with progress_bar() as bar:
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
    """Wraps an iteration over users into a bar a model."""
    with progress_bar() as bar:
        yield lambda users, model: bar.track(list(users), description=model)


@contextmanager
def byte_progress() -> Iterator[tuple[Report, Callable[[str], None]]]:
    """A bar in bytes for each thing that is done, and a way to say a line above them."""
    from rich.progress import DownloadColumn, TaskID, TransferSpeedColumn

    tasks: dict[str, TaskID] = {}
    with progress_bar(DownloadColumn(), TransferSpeedColumn()) as bar:

        def report(doing: str, done: int, total: int | None) -> None:
            if doing not in tasks:
                tasks[doing] = bar.add_task(doing, completed=done, total=total)
            bar.update(tasks[doing], completed=done, total=total)

        yield report, lambda line: bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
