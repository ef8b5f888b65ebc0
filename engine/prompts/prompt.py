"""A prompt as the user entered it, before it is interpreted."""

from typing import Literal

from msgspec import Struct

PromptKind = Literal["mood", "title"]
"""What a prompt describes: a mood, or the title of a film to find similar ones to."""


class Prompt(
    Struct, frozen=True, forbid_unknown_fields=True, rename={"disabled": "off", "kind": "as", "movie_id": "film"}
):
    """A prompt and how to interpret it; ``rename`` has the keys in a saved session.

    Attributes:
        text: what the user typed.
        disabled: labels of the parts that are switched off.
        kind: how the user wants it interpreted; None to detect it.
        movie_id: the example film when it was selected rather than typed.
        switched: names that are both a person and a film, and mean the less likely of both.
    """

    text: str
    disabled: frozenset[str] = frozenset()
    kind: PromptKind | None = None
    movie_id: int | None = None
    switched: frozenset[str] = frozenset()
