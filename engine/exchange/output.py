"""Writing what is given out into a file of the person's own."""

from pathlib import Path

from matinee.engine.atomic import replace_file
from matinee.engine.exchange.errors import ExchangeError


def write_text(path: Path, text: str, *, force: bool = False) -> None:
    """Write a file whole or not at all. Raises ExchangeError where it exists, unless forced, or cannot be written."""
    try:
        if path.is_dir():
            raise ExchangeError(f"{path} is a folder; name a file in it.")
        if path.exists() and not force:
            raise ExchangeError(f"{path} exists already; name another file, or remove that one first.")
        replace_file(path, text.encode())
    except (OSError, ValueError) as error:  # a name that cannot be, a folder that is not there or not the person's
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ExchangeError(f"{path} cannot be written ({reason}); name another file.") from error
