"""Errors of the online services; each message is one sentence for the user and never contains a key."""

from matinee.engine.errors import MatineeError


class OnlineError(MatineeError):
    """A page that cannot be fetched now; another attempt may succeed."""


class UnusableAnswerError(OnlineError):
    """An answer of the wrong status, type, size or shape; the same request would be answered in the same way.

    Attributes:
        status: the HTTP status of the answer.
    """

    def __init__(self, message: str, status: int = 200) -> None:
        super().__init__(message)
        self.status = status


class FetchCancelledError(OnlineError):
    """A fetch that its caller cancelled."""
