"""Time limit and cancellation of a fetch.

Looking up a host name cannot be interrupted, so the work is done in a thread of its own. The caller waits for it, and
leaves it behind when the time is up or the fetch is cancelled; the thread then ends at its next read.
"""

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Event, Thread
from time import monotonic
from typing import TypeVar

from matinee.engine.online.errors import FetchCancelledError, OnlineError

POLL_SECONDS = 0.05
"""How often a wait is interrupted to see whether it is still wanted."""
Result = TypeVar("Result")


class Watch:
    """The time limit of one fetch and the way to cancel it."""

    def __init__(self, seconds: float, is_cancelled: Callable[[], bool]) -> None:
        """Start the time.

        Args:
            seconds: time until the fetch fails.
            is_cancelled: returns whether the fetch is no longer wanted; called in the thread that waits.
        """
        self._deadline = monotonic() + seconds
        self._is_cancelled = is_cancelled
        self._stopped = Event()

    def remaining(self) -> float:
        """Return the seconds that are left. Raises TimeoutError when none are left or the fetch was stopped."""
        seconds = self._deadline - monotonic()
        if seconds <= 0 or self._stopped.is_set():
            raise TimeoutError
        return seconds

    def run(self, name: str, work: Callable[[], Result]) -> Result:
        """Do something in a thread and wait for it.

        Args:
            name: the service that is asked.
            work: what to do; it calls ``remaining`` between its steps.

        Returns:
            What ``work`` returns.

        Raises:
            FetchCancelledError: the fetch was cancelled.
            OnlineError: the time is up, or ``work`` raised it.
        """
        future: Future[Result] = Future()

        def finish() -> None:
            try:
                future.set_result(work())
            except Exception as error:  # noqa: BLE001 - it is raised in the thread that waits
                future.set_exception(error)

        self._check(name)
        Thread(target=finish, name="online", daemon=True).start()
        while not wait([future], timeout=POLL_SECONDS).done:
            self._check(name)
        return future.result()

    def _check(self, name: str) -> None:
        """Stop the work if it is cancelled or takes too long. Raises OnlineError."""
        if self._is_cancelled():
            self._stopped.set()
            raise FetchCancelledError("The request was cancelled.")
        if monotonic() >= self._deadline:
            self._stopped.set()
            raise OnlineError(f"{name} did not answer in time.")
