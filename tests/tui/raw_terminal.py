"""A pseudo-terminal that records the bytes, the terminal modes and the line discipline."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Self

MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
ESCAPE = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|\x1b[()][A-Z0-9]|\x1b[=>78]")
ALTERNATE_SCREEN, CURSOR, PASTE, FOCUS = 1049, 25, 2004, 1004
MOUSE = (1000, 1003, 1006, 1015)


class RawTerminal:
    """A command in a pseudo-terminal, with all of its output."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        columns: int = 80,
        lines: int = 24,
        width: int = 0,
        height: int = 0,
    ) -> None:
        self.output = b""
        self._code: int | None = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, width, height))
                # a size in the environment would count more than that of the terminal
                inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
                os.execvpe(command[0], list(command), {**inherited, "TERM": "xterm-256color", **environment})
            finally:
                os._exit(127)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.fd >= 0:
            os.close(self.fd)

    def read(self, seconds: float) -> bool:
        """Read what arrives within some seconds; False if nothing does."""
        if self.fd < 0 or not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            piece = os.read(self.fd, 1 << 16)
        except OSError:  # Linux's way of saying that nobody holds the other side any more
            return False
        self.output += piece
        return bool(piece)

    def wait_for(self, text: str, timeout: float = 30, since: int = 0) -> None:
        """Read until a text was written after ``since`` bytes of output."""
        deadline = monotonic() + timeout
        while text not in plain(self.output[since:]):
            assert monotonic() < deadline, f"{text!r} never came; the last was {plain(self.output)[-500:]!r}"
            self.read(0.1)

    def settle(self, silence: float = 0.3) -> None:
        """Read until no output arrives for a while."""
        while self.read(silence):
            pass

    def send(self, keys: bytes) -> None:
        """Type or paste, reading output while the app is slow to accept input."""
        os.set_blocking(self.fd, False)
        while keys:
            try:
                keys = keys[os.write(self.fd, keys) :]
            except BlockingIOError:
                self.read(0.01)

    def resize(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def hang_up(self) -> None:
        """Close the terminal's window."""
        os.close(self.fd)
        self.fd = -1

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def state(self) -> str:
        """The process state as one letter, such as T for stopped."""
        return Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]

    def wait_for_state(self, wanted: str, timeout: float = 5) -> None:
        deadline = monotonic() + timeout
        while self.state() != wanted:
            assert monotonic() < deadline, self.state()
            self.read(0.02)

    def modes(self) -> dict[int, bool]:
        """Every private mode that was set, and whether it is on now."""
        found = {}
        for numbers, letter in MODE.findall(self.output):
            for number in numbers.split(b";"):
                found[int(number)] = letter == b"h"
        return found

    def cooked(self) -> bool:
        """Whether the terminal is in canonical mode with echo, as shells need it."""
        flags = termios.tcgetattr(self.fd)[3]
        return all(flags & flag for flag in (termios.ICANON, termios.ECHO, termios.ISIG))

    def restored(self) -> bool:
        """Whether the terminal is as it was before the app."""
        modes = self.modes()
        off = (ALTERNATE_SCREEN, PASTE, FOCUS, *MOUSE)
        return self.cooked() and modes[CURSOR] and not any(modes.get(mode, False) for mode in off)

    def said_afterwards(self) -> list[str]:
        """The lines written after the app's screen was closed."""
        after = self.output.rpartition(b"\x1b[?1049l")[2]
        return [line for line in plain(after).replace("\r", "").splitlines() if line]

    def exit_code(self, timeout: float = 10) -> int:
        """The exit code, within a time limit; the negative signal number if it was killed."""
        deadline = monotonic() + timeout
        while self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
            else:
                assert monotonic() < deadline, f"still running: {plain(self.output)[-500:]!r}"
                if not self.read(0.02):
                    sleep(0.01)
        while self.read(0.05):
            pass
        return self._code


def plain(output: bytes) -> str:
    """Text without escape sequences."""
    return ESCAPE.sub(b"", output).decode("utf-8", "replace")
