"""The machine and the terminal Matinee runs in, as far as a bug report needs them and tells nothing of a person."""

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
PREFIX = "TEXTUAL_"
"""Of variables that turn what Textual does."""


def system() -> dict[str, str]:
    """What Python it is and what it runs on."""
    return {
        "python build": f"{platform.python_implementation()} {' '.join(platform.python_build())}",
        "compiler": platform.python_compiler(),
        "platform": platform.platform(),
        "machine": platform.machine(),
        "file names": sys.getfilesystemencoding(),
    }


def terminal(environment: Mapping[str, str]) -> dict[str, Any]:
    """What the terminal says it is, and what stands between it and Matinee."""
    streams = {"input": sys.stdin, "output": sys.stdout, "errors": sys.stderr}
    size = shutil.get_terminal_size()
    said = {name: value for name, value in environment.items() if name in VARIABLES or name.startswith(PREFIX)}
    return {
        **{f"standard {name}": is_terminal(stream) for name, stream in streams.items()},
        "size": f"{size.columns}×{size.lines}",
        "encoding": getattr(sys.stdout, "encoding", None) or locale.getpreferredencoding(),
        "tmux": "TMUX" in environment,
        "screen": "STY" in environment,
        "ssh": "SSH_CONNECTION" in environment or "SSH_TTY" in environment,
        **dict(sorted(said.items())),
    }


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal; one that was closed is none."""
    return stream is not None and not stream.closed and stream.isatty()


def without_home(told: Any) -> Any:
    """A report with ``~`` wherever the home folder is named in it, however deep."""
    if isinstance(told, dict):
        return {name: without_home(part) for name, part in told.items()}
    if isinstance(told, list | tuple):
        return [without_home(part) for part in told]
    return shortened(told, home_folder()) if isinstance(told, str) else told


def home_folder() -> str:
    """The home folder; empty for who has none."""
    try:
        return str(Path.home())
    except RuntimeError:
        return ""


def shortened(text: str, home: str) -> str:
    """A text with ``~`` for the folder ``home`` and for nothing that only begins like it."""
    return re.sub(rf"(?<![\w.-]){re.escape(home)}(?![\w.-])", "~", text) if len(home) > 1 else text
