"""The machine and terminal Matinee runs in, as reported by `matinee doctor`, without personal data."""

import locale
import platform
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

VARIABLES = (
    *["TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "LANG", "LC_ALL", "LC_CTYPE"],
    *["NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"],
)
"""Environment variables that are reported."""
PREFIX = "TEXTUAL_"
"""Prefix of further variables to report: those that configure Textual."""

DUMB_TERMINALS = ("", "dumb", "unknown", "network", "dialup")
"""Values of TERM, in lower case, of terminals that cannot move their cursor."""


def describe_system() -> dict[str, str]:
    """Describe the Python build and the operating system."""
    return {
        "python build": f"{platform.python_implementation()} {' '.join(platform.python_build())}",
        "compiler": platform.python_compiler(),
        "platform": platform.platform(),
        "machine": platform.machine(),
        "file names": sys.getfilesystemencoding(),
    }


def describe_terminal(environment: Mapping[str, str]) -> dict[str, Any]:
    """Describe the terminal, and any multiplexer or connection it runs through.

    Args:
        environment: the environment variables.
    """
    streams = {"input": sys.stdin, "output": sys.stdout, "errors": sys.stderr}
    size = shutil.get_terminal_size()
    variables = {name: value for name, value in environment.items() if name in VARIABLES or name.startswith(PREFIX)}
    return {
        **{f"standard {name}": is_terminal(stream) for name, stream in streams.items()},
        "size": f"{size.columns}×{size.lines}",
        "encoding": getattr(sys.stdout, "encoding", None) or locale.getpreferredencoding(),
        "tmux": "TMUX" in environment,
        "screen": "STY" in environment,
        "ssh": "SSH_CONNECTION" in environment or "SSH_TTY" in environment,
        **dict(sorted(variables.items())),
    }


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is an open terminal."""
    return stream is not None and not stream.closed and stream.isatty()


def is_dumb(environment: Mapping[str, str]) -> bool:
    """Return whether a terminal cannot move its cursor, or whether the environment does not say what it can do.

    Args:
        environment: the environment variables.
    """
    return environment.get("TERM", "").strip().lower() in DUMB_TERMINALS


def redact_home(value: Any) -> Any:
    """Return a copy of a report in which every string has ``~`` in place of the home folder."""
    if isinstance(value, dict):
        return {name: redact_home(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [redact_home(part) for part in value]
    return abbreviate_home(value, home_folder()) if isinstance(value, str) else value


def home_folder() -> str:
    """Return the home folder; empty if there is none."""
    try:
        return str(Path.home())
    except RuntimeError:
        return ""


def abbreviate_home(text: str, home: str) -> str:
    """Replace the folder ``home`` by ``~`` in a text, but not inside longer names that begin with it.

    >>> abbreviate_home("/home/ann/films, /home/anna", "/home/ann")
    '~/films, /home/anna'
    """
    return re.sub(rf"(?<![\w.-]){re.escape(home)}(?![\w.-])", "~", text) if len(home) > 1 else text
