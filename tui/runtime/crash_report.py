"""What is said when the app has fallen over: two lines for whoever sits there, and a log for whoever mends it."""

import os
import platform
import shutil
import sys
import tempfile
import traceback
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from matinee.tui.runtime.crash import Stumble

LONGEST = 200
"""Characters of the sentence that says what happened."""
PACKAGES = ("matinee", "textual", "rich", "numpy")


def tell_crash(error: Exception, options: str) -> None:
    """Say on standard error, in two lines, what happened and where the log of it is."""
    print(sentence(error), log_line(report(error, options)), sep="\n", file=sys.stderr)


def sentence(error: Exception) -> str:
    """What happened, printable and of at most ``LONGEST`` characters."""
    if isinstance(error, Stumble):
        what = next((line for line in reversed(str(error).splitlines()) if line.strip()), "no reason given")
    else:
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    said = "matinee: Something went wrong and the app had to close: " + " ".join(
        "".join(letter if letter.isprintable() else " " for letter in what).split()
    )
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def log_line(text: str) -> str:
    """Write the log where logs go, else among the temporary files; the line that says where it is."""
    elsewhere = Path(tempfile.gettempdir())
    try:
        from matinee.engine.paths import log_folder

        folder = log_folder()
    except ImportError:  # the engine itself may be what fell over
        folder = elsewhere
    try:
        return f"The log is {write_log(folder, text)}; please add it, and what `matinee doctor` says, to a report."
    except OSError as error:
        trouble = f"The log could not be written to {folder} ({error.strerror})"
    try:
        return f"{trouble}; it is {write_log(elsewhere, text)} instead."
    except OSError as error:
        return f"{trouble} nor to {elsewhere} ({error.strerror}); `matinee doctor` may know more."


def write_log(folder: Path, text: str) -> Path:
    """A new file, readable by its owner alone. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"matinee-crash-{datetime.now():%Y-%m-%d-%H%M%S}-{os.getpid()}.log"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor, not a path
        file.write(text)
    return path


def report(error: Exception, options: str) -> str:
    """The log: where and on what it happened, then the traceback without the values of variables."""
    size = shutil.get_terminal_size()
    versions = ", ".join(f"{package} {version_of(package)}" for package in PACKAGES)
    lines = [
        f"time      {datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z}",
        f"versions  {versions}, Python {platform.python_version()}, {platform.platform()}",
        f"terminal  {size.columns}×{size.lines}, TERM={os.environ.get('TERM', '')}",
        f"options   {options}",
        "",
        *(line.rstrip("\n") for line in traceback.format_exception(error)),
    ]
    return "\n".join(lines) + "\n"


def version_of(package: str) -> str:
    """The version that is installed; Matinee itself may run from a checkout that is not."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
