"""The second person of a session for two."""

from typing import Literal

from msgspec import Struct

DEFAULT_NAME = "them"
"""What a companion is called whose name was not given."""
MAX_NAME = 20
"""Longest name, in characters: it is shown beside the film."""
INVALID_NAME = f"The name of the second person has 1 to {MAX_NAME} letters, digits or other visible characters."

Whose = Literal["both", "own", "companion"]
"""Whose answer it is: that of both, of the first person, or of the companion; the other's taste stays the same."""


class Companion(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who watches with the user.

    Attributes:
        favourites: movie ids; possibly none while they are still being chosen.
        name: as shown on screen.
    """

    favourites: tuple[int, ...]
    name: str = DEFAULT_NAME


def is_valid_name(name: str) -> bool:
    """Whether a name can be shown."""
    return bool(name.strip()) and len(name) <= MAX_NAME and name.isprintable()
