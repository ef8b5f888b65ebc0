"""Runs the command `matinee`, also as `python -m matinee`. Little is imported before Ctrl+C is handled."""

import os
import sys
from contextlib import suppress


def main() -> None:
    """Run the command line; exit 130 without a traceback if Ctrl+C is pressed while it is still being imported."""
    try:
        from matinee.cli import main as run

        run()
    except KeyboardInterrupt:
        leave(130)
    except SystemExit as ending:
        leave(ending.code)


def leave(code: str | int | None) -> None:
    """Exit; at once if the app's threads are still loading, since ending Python under them would abort it."""
    background = sys.modules.get("matinee.tui.runtime.background")
    if background is not None and background.is_loading():
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # a pipe or a stream that was closed
                stream.flush()
        if not isinstance(code, str):  # a message, which Python prints
            os._exit(code or 0)
    sys.exit(code)


if __name__ == "__main__":
    main()
