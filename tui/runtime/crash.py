"""When the app falls over: the terminal as it was, two lines on it, and the rest in a file.

Textual prints a coloured traceback with the values of local variables, which are somebody's films. Here the app keeps
the exception, ends as it always does, and the door says what happened.
"""

from rich.console import RenderableType
from textual.app import App
from textual.worker import WorkerFailed


class Stumble(Exception):  # noqa: N818 - what Textual shows without an exception to go with it
    """Something Textual says without handing over the exception; the text is all there is."""


class CrashKeeper(App[None]):
    """An app that keeps the exception that ended it instead of printing it.

    Attributes:
        crash: the first exception nobody caught; None while all is well.
    """

    crash: Exception | None = None

    def _handle_exception(self, error: Exception) -> None:
        """Keep the exception and leave; tests, which run without a terminal, get it raised."""
        if self.is_headless:
            super()._handle_exception(error)
            return
        if self.crash is None:
            self.crash = (
                error.error if isinstance(error, WorkerFailed) and isinstance(error.error, Exception) else error
            )
        self.exit(return_code=1)

    def panic(self, *renderables: RenderableType) -> None:
        """What the thread that reads keys calls when it falls over."""
        with self.console.capture() as captured:
            self.console.print(*renderables)
        self._handle_exception(Stumble(captured.get()))
