"""What a bundle holds of the films' texts: one sentence vector each, and what it was made from."""

from dataclasses import dataclass
from typing import Any

from matinee.policy.array_types import FloatArray


@dataclass(frozen=True, eq=False)
class ItemTexts:
    """Text vectors of the catalogue.

    Attributes:
        vectors: (n_movies, 384) of length 1; zeros for a film of which nothing is known in words.
        fields: field → how many films have it.
        config: field → its weight in the mean.
    """

    vectors: FloatArray
    fields: dict[str, int]
    config: dict[str, Any]
