"""An interpreted prompt: for display, for scripts and for the score."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.clauses import Clause
from matinee.engine.prompts.prompt import Prompt, PromptKind
from matinee.policy.array_types import FloatArray
from matinee.policy.prompt_signals import PromptSignals


@dataclass(frozen=True)
class Intent:
    """An interpreted prompt.

    Attributes:
        kind: "title" if the prompt is the title of a film and asks for similar ones, "mood" otherwise.
        prompt: what the user typed, and how to interpret it.
        parts: everything the prompt asks for or excludes; each can be switched off by its label.
        affects: affect → share; they add up to 1.
        genre_weights: genre → weight, largest first; they add up to 1.
        avoid_genres: excluded genres.
        years: first and last year, or None.
        like: films named as examples.
        title: the film whose title the prompt is, even if it is interpreted as a mood; None if there is none.
        uses_encoder: False if only the lexicon was used, because the encoder or the film texts are not available.
        signals: the same as arrays over the catalogue.
        vector: (384,) sentence vector of the query, of length 1; None without the encoder or without a wish.
        is_talk: whether the prompt is a line of a conversation rather than a wish of a few words.
        is_request: whether such a line asks for something, rather than says what somebody likes.
    """

    kind: PromptKind
    prompt: Prompt
    parts: tuple[Clause, ...]
    affects: Mapping[str, float]
    genre_weights: Mapping[str, float]
    avoid_genres: tuple[str, ...]
    years: tuple[int, int] | None
    like: tuple[Movie, ...]
    title: Movie | None
    uses_encoder: bool
    signals: PromptSignals = field(repr=False, compare=False)
    vector: FloatArray | None = field(default=None, repr=False, compare=False)
    is_talk: bool = False
    is_request: bool = False

    @property
    def not_understood(self) -> tuple[Clause, ...]:
        """The parts that nothing can judge; they change nothing, and each says why."""
        return tuple(part for part in self.parts if part.kind == "unknown")

    @property
    def examples(self) -> tuple[str, ...]:
        """What the prompt names as examples: titles of films, and the people in whose manner films are asked for."""
        facts = (part.fact for part in self.parts if part.kind == "fact" and part.label not in self.prompt.disabled)
        people = (fact.label.removeprefix("like ") for fact in facts if fact is not None and fact.is_manner)
        return (*(movie.title for movie in self.like), *people)

    @property
    def switchable_name(self) -> str:
        """The first name that may be a person or a film and can be switched between both; empty if there is none."""
        return next((part.name for part in self.parts if part.name), "")

    @property
    def is_empty(self) -> bool:
        """Whether no part of the prompt was understood, so that it changes nothing."""
        return bool(self.parts) and len(self.not_understood) == len(self.parts)
