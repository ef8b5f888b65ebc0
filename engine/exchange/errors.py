"""What can go wrong when films come in or go out."""

from matinee.engine.errors import MatineeError


class ExchangeError(MatineeError):
    """An export that cannot be read, or films that cannot be given out; said in one sentence."""


class UnreadableRow(ValueError):  # noqa: N818 - read as the thing that is unreadable
    """A row of an export that says something no film has; the rest of the export is read on."""
