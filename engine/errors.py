"""What can go wrong in the engine, each said in one sentence that tells the user what to do."""


class MatineeError(Exception):
    """The base of every error that is meant for the user's eyes."""


class BundleError(MatineeError):
    """A bundle that is missing, incomplete, changed or of another version."""


class UnknownMovie(MatineeError):  # noqa: N818 - read as the thing that is unknown
    """A movie id or title that the catalogue does not have."""


class UnknownModel(MatineeError):  # noqa: N818
    """A model or update rule that the bundle does not carry."""


class UnknownUser(MatineeError):  # noqa: N818
    """A user id that the bundle's models were not trained on."""


class UnknownGenre(MatineeError):  # noqa: N818
    """A genre that no film of the catalogue carries."""


class SessionError(MatineeError):
    """A session asked for something it cannot do."""


class EncoderError(MatineeError):
    """A sentence encoder that is missing, changed or of another version."""
