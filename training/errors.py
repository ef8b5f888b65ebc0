"""What can be wrong with the material of the offline side."""

from engine.errors import MatineeError


class DataError(MatineeError):
    """A data set that is missing, malformed or too small; the message names the file, and the line if there is one."""
