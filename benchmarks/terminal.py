"""A pseudo-terminal for measurements: keys are written as bytes, and every piece of output is stamped on arrival.

Output is read until it pauses, and only then drawn piece by piece (by pyte, which is slow), so drawing never delays a
stamp. What is measured is the time from writing bytes to the arrival of the bytes that show the expected text.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from types import TracebackType
from typing import Self

import pyte

SIZES = ((80, 24), (120, 40))
"""Columns and lines the app is measured at."""
MATINEE = str(Path(sys.executable).with_name("matinee"))
"""The console script installed beside this interpreter."""
PAUSE = 0.02
"""Seconds of silence after which the output is drawn."""
SETTLED = 0.15
"""Seconds of silence after which no more output is expected; long enough for a late second frame."""

Lines = list[str]


def shows(text: str) -> Callable[[Lines], bool]:
    """Make a condition that holds when a text is on screen."""
    return lambda lines: any(text in line for line in lines)


def set_size(terminal: int, columns: int, lines: int) -> None:
    """Set the size of the terminal behind a file descriptor."""
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


class Terminal:
    """A command in its own pseudo-terminal, for a user without any files."""

    def __init__(self, command: Sequence[str], columns: int = 80, lines: int = 24, *, home: Path | None = None) -> None:
        """Start a command.

        Args:
            command: the command and its arguments.
            columns: columns of the terminal.
            lines: lines of the terminal.
            home: the folder of the user's files; None for an empty one.
        """
        self._home = TemporaryDirectory()
        self._folder = home or Path(self._home.name)
        colours = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        # a size in the environment would count more than that of the terminal
        inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        environment = {**inherited, **colours, "MATINEE_HOME": str(self._folder)}
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._pending: deque[tuple[float, bytes]] = deque()
        self._exit_code: int | None = None
        self.started = perf_counter()
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            try:
                set_size(0, columns, lines)
                os.execvpe(command[0], list(command), environment)
            finally:
                os._exit(127)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def lines(self) -> Lines:
        """The screen as drawn so far."""
        return list(self._screen.display)

    def send(self, keys: str) -> float:
        """Write keys and return the time."""
        moment = perf_counter()
        os.write(self._fd, keys.encode())
        return moment

    def send_steadily(self, keys: str, interval: float) -> list[float]:
        """Write one key every ``interval`` seconds regardless of output, and return the time of each."""
        start = perf_counter()
        moments = []
        for count, key in enumerate(keys, start=1):
            moments.append(self.send(key))
            while (rest := start + count * interval - perf_counter()) > 0:
                self._read(rest)
        return moments

    def frames(self, silence: float = PAUSE) -> Iterator[tuple[float, Lines]]:
        """Read until ``silence`` seconds pass without output; yield the time of each piece and the screen after it."""
        while self._read(silence):
            pass
        while self._pending:
            moment, output = self._pending.popleft()
            self._stream.feed(output)
            yield moment, self.lines

    def wait_for(self, wanted: Callable[[Lines], bool], timeout: float = 30.0, silence: float = PAUSE) -> float:
        """Wait for output after which a condition holds, and return its time; the present screen does not count.

        Args:
            wanted: condition on the lines of the screen.
            timeout: seconds to wait at most.
            silence: seconds without output after which the screen is drawn.

        Raises:
            TimeoutError: the condition did not hold in time; the message is the screen.
        """
        deadline = perf_counter() + timeout
        while perf_counter() < deadline:
            for moment, lines in self.frames(silence):
                if wanted(lines):
                    return moment
        raise TimeoutError("\n".join(["the expected text did not appear on screen:", *self.lines]))

    def settle(self, silence: float = SETTLED) -> float:
        """Wait for ``silence`` seconds without output; return the time of the last byte, or now without any output."""
        moments = [moment for moment, _ in self.frames(silence)]
        return moments[-1] if moments else perf_counter()

    def rest(self) -> float:
        """Wait until the screen settles; return the time of the last change of its text."""
        frames = list(self.frames(SETTLED))
        return next((moment for moment, lines in frames if lines == self.lines), perf_counter())

    def resize(self, columns: int, lines: int) -> None:
        """Change the size of the terminal."""
        self._screen.resize(lines, columns)
        set_size(self._fd, columns, lines)

    def memory(self) -> dict[str, float]:
        """Read resident memory now (VmRSS) and at its peak (VmHWM), in MB of a million bytes."""
        status = Path(f"/proc/{self._pid}/status").read_text(encoding="utf-8")
        fields = dict(line.split(":", 1) for line in status.splitlines())
        return {name: int(fields[name].split()[0]) * 1024 / 1e6 for name in ("VmRSS", "VmHWM")}

    @property
    def home(self) -> Path:
        """The folder in the command's MATINEE_HOME."""
        return self._folder

    def exit_code(self) -> int:
        """Wait for the command to end by itself and return its exit code; what it wrote is on the screen then."""
        while self._pending:
            self._stream.feed(self._pending.popleft()[1])
        try:
            while output := os.read(self._fd, 1 << 16):
                self._stream.feed(output)
        except OSError:  # Linux raises this once the other side is closed
            pass
        self._exit_code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        return self._exit_code

    def close(self) -> None:
        """Kill the command if it is still running, and clean up."""
        if self._exit_code is None:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._fd)
        self._home.cleanup()

    def _read(self, timeout: float) -> bool:
        """Read output within ``timeout`` seconds; False without any. Raises ChildProcessError at the command's end."""
        if not select.select([self._fd], [], [], timeout)[0]:
            return False
        try:
            output = os.read(self._fd, 1 << 16)
        except OSError as error:  # Linux raises this once the other side is closed
            for _, drawn in self._pending:
                self._stream.feed(drawn)
            raise ChildProcessError("\n".join(["the command has ended; its last screen:", *self.lines])) from error
        self._pending.append((perf_counter(), output))
        return True
