"""What can go wrong on the offline side."""

from matinee.engine.errors import MatineeError


class DataError(MatineeError):
    """A data set that is missing, malformed or too small; the message names the file, and the line if there is one."""


class DownloadError(OSError):
    """A file that could not be fetched; nobody's input is at fault, so that the command has failed (exit code 1)."""
