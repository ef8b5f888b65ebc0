"""Keeps warnings of libraries off the terminal: they go to Matinee's log, which ``--verbose`` shows."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

logger = logging.getLogger(__name__)


class Forwarder(logging.Handler):
    """Passes what libraries log to Matinee's log. As a handler of the root, it keeps Python from printing it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Pass one record on, unless it is Matinee's own."""
        if not record.name.startswith("matinee"):
            logger.info("%s: %s", record.name, record.getMessage())


@contextmanager
def logged_warnings() -> Iterator[None]:
    """Log the warnings of libraries instead of printing them, until the block ends."""
    root, forwarder = logging.getLogger(), Forwarder(logging.WARNING)
    root.addHandler(forwarder)
    try:
        with warnings.catch_warnings():
            warnings.showwarning = log_warning
            yield
    finally:
        root.removeHandler(forwarder)


def log_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001 - the signature of warnings.showwarning
    line: str | None = None,  # noqa: ARG001
) -> None:
    """Log one warning."""
    logger.info("%s, line %s: %s: %s", filename, lineno, category.__name__, message)
