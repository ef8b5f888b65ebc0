"""A terminal to measure in: keys go in as bytes, and every piece of output is stamped when it arrives.

Output is read until it pauses, and only then drawn (by pyte, which is slow) piece by piece, so drawing never delays a
stamp. What is measured is thus the time from the bytes written to the arrival of the bytes that show what was wanted.
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
"""The console script that is installed beside this interpreter."""
PAUSE = 0.02
"""Seconds of silence after which what came is drawn."""
SETTLED = 0.15
"""Seconds of silence after which nothing more is expected; long enough to catch a second frame that comes late."""

Lines = list[str]


def shows(text: str) -> Callable[[Lines], bool]:
    """Whether a text is on screen."""
    return lambda lines: any(text in line for line in lines)


def set_size(terminal: int, columns: int, lines: int) -> None:
    """Tell the terminal behind a file descriptor its size."""
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


class Terminal:
    """A command in a pseudo-terminal of its own, for a user who has no files yet."""

    def __init__(self, command: Sequence[str], columns: int = 80, lines: int = 24) -> None:
        self._home = TemporaryDirectory()
        colours = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        environment = {**os.environ, **colours, "MATINEE_HOME": self._home.name}
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
        """What is on screen, as far as it is drawn."""
        return list(self._screen.display)

    def send(self, keys: str) -> float:
        """Type; returns when."""
        moment = perf_counter()
        os.write(self._fd, keys.encode())
        return moment

    def send_steadily(self, keys: str, interval: float) -> list[float]:
        """Type one key every ``interval`` seconds, whatever comes back; returns when each was sent."""
        start = perf_counter()
        moments = []
        for count, key in enumerate(keys, start=1):
            moments.append(self.send(key))
            while (rest := start + count * interval - perf_counter()) > 0:
                self._read(rest)
        return moments

    def frames(self, silence: float = PAUSE) -> Iterator[tuple[float, Lines]]:
        """Read until nothing came for ``silence`` seconds, then yield when each piece came and the screen after it."""
        while self._read(silence):
            pass
        while self._pending:
            moment, output = self._pending.popleft()
            self._stream.feed(output)
            yield moment, self.lines

    def wait_for(self, wanted: Callable[[Lines], bool], timeout: float = 30.0, silence: float = PAUSE) -> float:
        """When the bytes came after which the screen was as wanted; what is on it already does not count.

        Raises:
            TimeoutError: they did not come; the message is the screen.
        """
        deadline = perf_counter() + timeout
        while perf_counter() < deadline:
            for moment, lines in self.frames(silence):
                if wanted(lines):
                    return moment
        raise TimeoutError("\n".join(["what was wanted never came on screen:", *self.lines]))

    def settle(self, silence: float = SETTLED) -> float:
        """When the last byte came before nothing came for ``silence`` seconds; now, if nothing comes at all."""
        moments = [moment for moment, _ in self.frames(silence)]
        return moments[-1] if moments else perf_counter()

    def rest(self) -> float:
        """When the text came that stays; later repaints that change no text do not count."""
        frames = list(self.frames(SETTLED))
        return next((moment for moment, lines in frames if lines == self.lines), perf_counter())

    def resize(self, columns: int, lines: int) -> None:
        """Change the size, as dragging the window does."""
        self._screen.resize(lines, columns)
        set_size(self._fd, columns, lines)

    def memory(self) -> dict[str, float]:
        """Resident memory now (VmRSS) and at its highest (VmHWM), in MB of a million bytes."""
        status = Path(f"/proc/{self._pid}/status").read_text(encoding="utf-8")
        fields = dict(line.split(":", 1) for line in status.splitlines())
        return {name: int(fields[name].split()[0]) * 1024 / 1e6 for name in ("VmRSS", "VmHWM")}

    @property
    def home(self) -> Path:
        """What MATINEE_HOME names for the command."""
        return Path(self._home.name)

    def exit_code(self) -> int:
        """What the command left with, once it has left by itself."""
        try:
            while os.read(self._fd, 1 << 16):
                pass
        except OSError:  # Linux's way of saying that nobody holds the other side any more
            pass
        self._exit_code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        return self._exit_code

    def close(self) -> None:
        """End the command, however it stands."""
        if self._exit_code is None:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._fd)
        self._home.cleanup()

    def _read(self, timeout: float) -> bool:
        """Take what comes within so many seconds; False where nothing did. Raises ChildProcessError."""
        if not select.select([self._fd], [], [], timeout)[0]:
            return False
        try:
            output = os.read(self._fd, 1 << 16)
        except OSError as error:  # Linux's way of saying that nobody holds the other side any more
            for _, drawn in self._pending:
                self._stream.feed(drawn)
            raise ChildProcessError("\n".join(["the command has ended; its last screen:", *self.lines])) from error
        self._pending.append((perf_counter(), output))
        return True
