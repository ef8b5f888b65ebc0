"""The outlet to the terminal: all that commands print goes through the streams that ``guard_streams`` installs.

Whatever a text contains, and wherever it comes from, it is shown as text: escape sequences and invisible characters do
not reach the terminal, and characters that its encoding cannot hold are replaced.
"""

import os
import sys
from collections.abc import Callable
from errno import EPIPE
from io import TextIOBase, TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO, cast

from matinee.engine.cli.plain_text import PLAIN_ERRORS
from matinee.engine.errors import OutputError
from matinee.engine.scrubbing import scrub_output

if TYPE_CHECKING:
    from rich.console import Console


class GuardedStream(TextIOBase):
    """A text stream that passes on only what a terminal shows as it is.

    Args:
        inner: the stream that is written to.
        name: what it is called in error messages.
        required: whether it is an error if it cannot be written; otherwise what is written is lost.
        scrub: makes a text harmless.
    """

    def __init__(self, inner: TextIO, name: str, *, required: bool, scrub: Callable[[str], str] = scrub_output) -> None:
        self._inner = inner
        self._name = name
        self._required = required
        self._scrub = scrub

    def unscrubbed(self) -> "GuardedStream":
        """The same stream for texts that are harmless, and may have escape sequences of our own."""
        return GuardedStream(self._inner, self._name, required=self._required, scrub=str)

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the inner stream."""
        return self._inner.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        """The error handler of the inner stream."""
        return self._inner.errors

    def writable(self) -> bool:
        """Whether it can be written, which is so."""
        return True

    def isatty(self) -> bool:
        """Whether the inner stream is a terminal."""
        return self._inner.isatty()

    def fileno(self) -> int:
        """The file descriptor of the inner stream."""
        return self._inner.fileno()

    def write(self, text: str) -> int:
        """Write a text. Raises OutputError, BrokenPipeError."""
        shown = self._scrub(text)
        try:
            if shown:  # writing nothing, as click does to try a stream, can fail on a full device
                self._inner.write(shown)
        except OSError as error:
            self._fail(error)
        return len(text)

    def flush(self) -> None:
        """Write what is buffered. Raises OutputError, BrokenPipeError."""
        try:
            self._inner.flush()
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> None:
        """Give up the stream, so that what is still buffered fails no second time."""
        discard = os.open(os.devnull, os.O_WRONLY)
        os.dup2(discard, self._inner.fileno())
        os.close(discard)
        if not self._required:
            return
        if error.errno == EPIPE:
            raise error
        raise OutputError(
            f"{self._name} cannot be written ({error.strerror}); send the output to a terminal or to another file."
        ) from error


def guard_streams() -> None:
    """Replace standard output and standard error by guarded streams; those that are closed lead nowhere.

    A closed one is opened first, since the next file that is opened would otherwise take its place.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: PTH123, SIM115 - open until the process ends
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=PLAIN_ERRORS)  # also for the app, which writes to this stream
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    sys.stdout = cast(TextIO, GuardedStream(sys.stdout, "Standard output", required=True))
    sys.stderr = cast(TextIO, GuardedStream(sys.stderr, "Standard error", required=False))


def open_console(stream: TextIO, **options: Any) -> "Console":
    """Create a console that writes its own colours and movements to a stream, and nothing else that acts on a terminal.

    Args:
        stream: standard output or standard error.
        options: those of ``rich.console.Console``.
    """
    from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderHook, RenderResult
    from rich.segment import Segment

    from matinee.engine.environment import is_dumb

    class Scrubbed:
        """Something printed, with its text scrubbed."""

        def __init__(self, printed: ConsoleRenderable) -> None:
            self.printed = printed

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            for text, style, control in console.render(self.printed, options):
                yield Segment(text if control else scrub_output(text), style, control)

    class Scrubber(RenderHook):
        """Scrubs everything that the console prints."""

        def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
            return [Scrubbed(each) for each in renderables]

    file = cast(TextIO, stream.unscrubbed()) if isinstance(stream, GuardedStream) else stream
    if is_dumb(os.environ):
        options["color_system"] = None
    console = Console(file=file, **options)
    console.push_render_hook(Scrubber())
    return console
