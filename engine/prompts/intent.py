"""What a prompt is understood as, for the eye, for scripts and for the score."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.parser import Part
from matinee.engine.session.events import Kind, Prompt
from matinee.policy.array_types import FloatArray
from matinee.policy.prompt_signals import Wanted


@dataclass(frozen=True)
class Intent:
    """A prompt, understood.

    Attributes:
        kind: "title" where the line names a film and asks for more like it; "mood" otherwise.
        prompt: what was typed, and how it was to be taken.
        parts: everything it asks for; each has a label to switch it off by.
        affects: affect → share (spec §2.4).
        genre_weights: genre → weight (spec §2.5); they add up to 1.
        avoid_genres: genres ruled out.
        years: first and last year; None where any will do.
        like: films named as examples.
        title: the film the whole line is a title of, where it is one; whichever way it was taken.
        encoded: False where the lexicon alone answered, because the encoder or the films' texts are not there.
        wanted: the same as arrays over the catalogue.
        vector: (384,) the sentence vector of the wish; None without one.
    """

    kind: Kind
    prompt: Prompt
    parts: tuple[Part, ...]
    affects: Mapping[str, float]
    genre_weights: Mapping[str, float]
    avoid_genres: tuple[str, ...]
    years: tuple[int, int] | None
    like: tuple[Movie, ...]
    title: Movie | None
    encoded: bool
    wanted: Wanted = field(repr=False, compare=False)
    vector: FloatArray | None = field(default=None, repr=False, compare=False)
