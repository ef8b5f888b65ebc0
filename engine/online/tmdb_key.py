"""The user's key for TMDB, and how a request carries it."""

import re
from dataclasses import dataclass, field

TOKEN_START = "eyJ"
"""The beginning of a read access token of version 4; a key of version 3 is 32 hexadecimal digits."""
KEY = re.compile(r"[\w.-]+", re.ASCII)


@dataclass(frozen=True)
class TmdbKey:
    """A key or token; its representation does not show it, since tracebacks print representations.

    Attributes:
        text: the key.
    """

    text: str = field(repr=False)

    @property
    def is_well_formed(self) -> bool:
        """Whether the key can be sent: no character of it has a meaning in an address or a header."""
        return KEY.fullmatch(self.text) is not None

    @property
    def is_token(self) -> bool:
        """Whether it is a token, which travels in a header."""
        return self.text.startswith(TOKEN_START)

    def query(self) -> str:
        """Return the query that carries a key; empty for a token."""
        return "" if self.is_token else f"?api_key={self.text}"

    def headers(self) -> dict[str, str]:
        """Return the header that carries a token; none for a key."""
        return {"Authorization": f"Bearer {self.text}"} if self.is_token else {}
