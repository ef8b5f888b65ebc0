"""Errors of the engine; each message says in one sentence what went wrong and what to do.

A command prints the message and ends with exit code 2; the app shows it and continues where it can. Errors of
training (matinee/training/errors.py) are of the same family.
"""

import errno


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


class OutputError(MatineeError):
    """Standard output that cannot be written."""


class NoHomeError(MatineeError):
    """A folder that depends on a home folder, which cannot be determined."""


REMEDIES = {
    errno.EACCES: "check the permissions, or name another place",
    errno.EPERM: "check the permissions, or name another place",
    errno.EROFS: "name a place that can be written",
    errno.ENOSPC: "free some space, or name another place",
    errno.EDQUOT: "free some space, or name another place",
    errno.EFBIG: "free some space, or name another place",
    errno.ENOENT: "check the path",
    errno.ENOTDIR: "check the path: a part of it is a file",
    errno.EEXIST: "name another place, or move away what is there",
    errno.EISDIR: "name a file",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.ELOOP: "check the symbolic links",
    errno.EMFILE: "close other programs, or raise the limit of open files",
    errno.ENFILE: "close other programs",
    errno.EBUSY: "close the program that uses it",
    errno.EIO: "check the disk",
    errno.ENOMEM: "close other programs",
}
"""Error of the operating system → what helps."""


def describe_os_error(error: OSError) -> str:
    """Describe an error of the operating system: the file, what is wrong, and what to do.

    >>> describe_os_error(PermissionError(errno.EACCES, "Permission denied", "films.csv"))
    'films.csv cannot be used (Permission denied); check the permissions, or name another place.'
    >>> describe_os_error(OSError("The host cannot be reached; try again later."))
    'The host cannot be reached; try again later.'
    """
    if error.errno is None and str(error).endswith("."):
        return str(error)  # raised by Matinee, with a sentence for the user
    reason = error.strerror or str(error) or type(error).__name__
    remedy = REMEDIES.get(error.errno or 0, "`matinee doctor` may show why")
    what = "A file" if error.filename is None else str(error.filename)
    if error.filename2 is not None:
        what += f" or {error.filename2}"
    return f"{what} cannot be used ({reason}); {remedy}."
