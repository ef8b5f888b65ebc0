"""The column of a progress bar that shows the time that the remaining steps will take."""

from datetime import timedelta

from rich.progress import ProgressColumn, Task
from rich.text import Text


class RemainingColumn(ProgressColumn):
    """Estimates the remaining time from the time of the finished steps and what each step is expected to cost.

    The bar is measured in costs; its field ``finished_at`` is the time in seconds at which the last step ended.
    """

    def render(self, task: Task) -> Text:
        """Format the time, such as "0:12:30 left"; empty until a step has ended and when a step takes longer."""
        seconds = seconds_left(task.completed, task.total or 0.0, task.fields["finished_at"], task.elapsed or 0.0)
        return Text("" if seconds is None else f"{timedelta(seconds=round(seconds))} left", style="progress.remaining")


def seconds_left(done: float, total: float, finished_at: float, elapsed: float) -> float | None:
    """Estimate the seconds until all steps have ended.

    >>> seconds_left(done=2.0, total=8.0, finished_at=10.0, elapsed=15.0)
    25.0

    Args:
        done: cost of the steps that have ended.
        total: cost of all steps.
        finished_at: seconds after which they had ended.
        elapsed: seconds until now.

    Returns:
        The seconds; None if they cannot be estimated.
    """
    if not done or not finished_at:
        return None
    left = finished_at / done * (total - done) - (elapsed - finished_at)
    return left if left >= 0 else None
