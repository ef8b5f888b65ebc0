"""Errors of the engine; each message says in one sentence what went wrong and what to do.

A command prints the message and ends with exit code 2; the app shows it and continues where it can. Errors of
training (matinee/training/errors.py) are of the same family.
"""


class MatineeError(Exception):
    """Base class of all errors whose message is shown to the user."""


class BundleError(MatineeError):
    """A bundle that is missing, incomplete, changed or of another version."""


class MovieNotFoundError(MatineeError):
    """A movie id or title that is not in the catalogue."""


class ModelNotFoundError(MatineeError):
    """A model or update rule that is not in the bundle."""


class UserNotFoundError(MatineeError):
    """A user id that the models were not trained on."""


class GenreNotFoundError(MatineeError):
    """A genre that no film of the catalogue has."""


class SessionError(MatineeError):
    """A request that is not possible in a session, or a saved session that cannot be used."""


class EncoderError(MatineeError):
    """A sentence encoder that is missing, changed or of another version."""


class ExchangeError(MatineeError):
    """An export that cannot be read, or a file of films that cannot be written."""
