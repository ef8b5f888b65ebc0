"""The clauses of a prompt: what it asks for and what it excludes. The user can switch off each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.audience.audience_phrases import AudiencePhrase
from matinee.engine.prompts.facts.fact_phrases import FactPhrase

EXCLUDED = 1.0
"""Weight of a genre that is excluded by its name or by a topic."""
UNWANTED = 0.5
"""Weight of a genre that goes with an excluded mood: "nothing sad" lowers dramas but does not exclude them."""


@dataclass(frozen=True)
class Clause:
    """One thing a prompt asks for or excludes.

    Attributes:
        kind: "wish", "not", "years", "like", "fact", "audience", or "unknown" for what changes nothing.
        label: a few words that describe the clause on screen and identify it.
        text: its words for the encoder, without filler.
        moods: paraphrases of its moods.
        genres: genre → weight; in a "not", how strongly it is excluded.
        named_genres: genres asked for by name.
        topic_genres: genres asked for by a topic.
        years: first and last year, for "years".
        like: the example film, for "like", and for a "not" that is about films like it.
        films: rows of the films that a "not" excludes by their names.
        name: the words that may be a film as well as a person, and can be switched between both; else empty.
        fact: the phrase that film facts decide, for "fact", and for a "not" that excludes one.
        keywords: the fine genres among the words of a wish or an exclusion.
        audience: who is watching, for "audience".
        why: why nothing can be done, for "unknown".
    """

    kind: str
    label: str
    text: str = ""
    moods: tuple[str, ...] = ()
    genres: Mapping[str, float] = field(default_factory=dict)
    named_genres: tuple[str, ...] = ()
    topic_genres: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    like: Movie | None = None
    films: tuple[int, ...] = ()
    name: str = ""
    fact: FactPhrase | None = None
    keywords: tuple[FactPhrase, ...] = ()
    audience: AudiencePhrase | None = None
    why: str = ""


@dataclass(frozen=True)
class ParsedPrompt:
    """A prompt split into clauses.

    Attributes:
        line: the normalised prompt, in English.
        parts: all clauses, including those switched off.
        disabled: labels of the clauses that are switched off.
        is_talk: whether the line is part of a conversation rather than a wish of a few words.
        is_request: whether it asks for something in that conversation, rather than says what somebody likes.
    """

    line: str
    parts: tuple[Clause, ...]
    disabled: frozenset[str] = frozenset()
    is_talk: bool = False
    is_request: bool = False

    @property
    def active(self) -> tuple[Clause, ...]:
        """The clauses that are not switched off."""
        return tuple(part for part in self.parts if part.label not in self.disabled)
