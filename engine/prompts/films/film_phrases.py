"""Phrases of a prompt that name films, and what is said of each: liked, disliked, seen, or to be left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.facts.fact_phrases import FactPhrase
from matinee.engine.prompts.words.phrase_patterns import Span

Attitude = Literal["like", "dislike", "seen", "exclude"]
"""What a prompt says of a film."""
FindTitle = Callable[[str], Movie | None]
"""The film that some words certainly mean, or None."""
FindPerson = Callable[[Sequence[str]], FactPhrase | None]
"""The person whose name some words are, or None."""


@dataclass(frozen=True)
class FilmPhrase:
    """A film named in a prompt.

    Attributes:
        movie: the film; of a series the best known.
        attitude: what is said of it.
        span: where its name is, with the words that say so.
        name: where its name alone is.
        typed: its name as typed.
        is_certain: whether the name alone shows that a film is meant.
        is_dated: whether its year is given.
    """

    movie: Movie
    attitude: Attitude
    span: Span
    name: Span
    typed: str
    is_certain: bool = False
    is_dated: bool = False
