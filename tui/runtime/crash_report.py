"""Reports a crash: two lines on standard error, and a log file for the developers."""

import os
import platform
import shutil
import sys
import tempfile
import traceback
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from matinee.tui.runtime.textual_patches import PanicError

MAX_LENGTH = 200
"""Characters of the message on standard error."""
OUTCOME = "the app had to close"
PACKAGES = ("matinee", "textual", "rich", "numpy")


def report_crash(error: Exception, options: str, outcome: str = OUTCOME) -> None:
    """Print what happened and where the log file is.

    Args:
        error: the exception that ended the app or a command.
        options: the command-line options, without private values.
        outcome: what came of it.
    """
    print(crash_message(error, outcome), save_log(log_text(error, options)), sep="\n", file=sys.stderr)


def crash_message(error: Exception, outcome: str = OUTCOME) -> str:
    """What happened, in printable characters, at most ``MAX_LENGTH`` of them."""
    if isinstance(error, PanicError):
        what = next((line for line in reversed(str(error).splitlines()) if line.strip()), "no reason given")
    else:
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    message = f"matinee: Something went wrong and {outcome}: " + " ".join(
        "".join(letter if letter.isprintable() else " " for letter in what).split()
    )
    return message if len(message) <= MAX_LENGTH else message[: MAX_LENGTH - 1] + "…"


def save_log(text: str) -> str:
    """Write the log to the log folder, or else to the folder of temporary files.

    Returns:
        A sentence that says where the log is.
    """
    fallback = Path(tempfile.gettempdir())
    folder = find_log_folder() or fallback
    try:
        path = write_log(folder, text)
        return f"The log is {path}; please attach it and the output of `matinee doctor` to a bug report."
    except OSError as error:
        problem = f"The log could not be written to {folder} ({error.strerror})"
    try:
        return f"{problem}; it is {write_log(fallback, text)} instead."
    except OSError as error:
        return f"{problem} nor to {fallback} ({error.strerror}); `matinee doctor` may show why."


def find_log_folder() -> Path | None:
    """The log folder; None without a home folder, or if the engine itself is what is broken."""
    try:
        from matinee.engine.errors import MatineeError
        from matinee.engine.paths import log_folder
    except ImportError:
        return None
    try:
        return log_folder()
    except MatineeError:
        return None


def write_log(folder: Path, text: str) -> Path:
    """Write a new file that only its owner can read. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"matinee-crash-{datetime.now():%Y-%m-%d-%H%M%S}-{os.getpid()}.log"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor, not a path
        file.write(text)
    return path


def log_text(error: Exception, options: str) -> str:
    """Time, versions, terminal and options, then the traceback without the values of variables."""
    size = shutil.get_terminal_size()
    versions = ", ".join(f"{package} {package_version(package)}" for package in PACKAGES)
    lines = [
        f"time      {datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z}",
        f"versions  {versions}, Python {platform.python_version()}, {platform.platform()}",
        f"terminal  {size.columns}×{size.lines}, TERM={os.environ.get('TERM', '')}",
        f"options   {options}",
        "",
        *(line.rstrip("\n") for line in traceback.format_exception(error)),
    ]
    return "\n".join(lines) + "\n"


def package_version(package: str) -> str:
    """Version of an installed package, or "not installed"; Matinee may run from a checkout."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
