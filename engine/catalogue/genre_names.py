"""Which genre names of a data set are genres to a film lover."""

NOT_GENRES = ("IMAX", "(no genres listed)")
"""Names that say how a film was shown, or nothing. A request may still name them, since saved sessions and scripts do;
they are never offered or shown, and say nothing about a taste."""


def is_genre(name: str) -> bool:
    """Whether a genre of the data set is one to offer and to show."""
    return name not in NOT_GENRES
