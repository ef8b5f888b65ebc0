"""Phrases of a prompt that film facts decide: people, places, languages, movements."""

from dataclasses import dataclass, field
from typing import Literal

from matinee.engine.prompts.words.phrase_patterns import Span
from matinee.policy.array_types import BoolArray


@dataclass(frozen=True)
class FactPhrase:
    """A phrase and the films it means.

    Attributes:
        kind: what it names.
        label: a few words for the screen: "by Alfred Hitchcock", "Korean", "in Spanish".
        films: (n_movies,) True for the films it means.
        span: where it is in the prompt.
        is_negation: whether a negation is part of the phrase: "not in english".
        fame: of a person, number of ratings of their films.
        unknown: (n_movies,) True for films of which nothing is known that would decide; None if there are none.
        is_alternative: whether it is named as an alternative to the one before: "a or b".
        is_manner: whether films in the manner of a person are meant, by others too: "hitchcock style".
        is_series: whether only films of a series are meant: "a james bond film".
        is_career: whether words for a time are part of the phrase: "latest tarantino".
    """

    kind: Literal["person", "place", "keyword"]
    label: str
    films: BoolArray = field(compare=False, repr=False)
    span: Span
    is_negation: bool = False
    fame: float = 0.0
    is_alternative: bool = False
    is_manner: bool = False
    is_series: bool = False
    is_career: bool = False
    unknown: BoolArray | None = field(default=None, compare=False, repr=False)

    @property
    def possible(self) -> BoolArray:
        """(n_movies,) True for the films that it may mean, as far as is known."""
        return self.films if self.unknown is None else self.films | self.unknown
