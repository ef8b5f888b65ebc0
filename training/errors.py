"""Errors of the training side."""

from matinee.engine.errors import MatineeError


class DataError(MatineeError):
    """A data set is missing, malformed or too small; the message names the file, and the line if there is one."""


class DownloadError(OSError):
    """A file could not be downloaded. This is not a mistake in the input, so the command exits with 1."""


class ClusterError(OSError):
    """A cluster cannot be reached, or went away. This is not a mistake in the input, so the command exits with 1."""
