"""How far a prompt has been read: which words may still mean something, and which were recognised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from matinee.engine.prompts.films.dated_titles import DatedTitle
from matinee.engine.prompts.films.knowledge import Knowledge
from matinee.engine.prompts.talk import FILM, Talk
from matinee.engine.prompts.words.negation import Role, assign, is_excluded, label_roles
from matinee.engine.prompts.words.negation_scores import ask_tagger
from matinee.engine.prompts.words.phrase_patterns import Span
from matinee.engine.prompts.words.prompt_line import PromptLine

NOTHING = "."
"""Stands for words that were recognised before: like punctuation, it ends a clause."""


class Phrase(Protocol):
    """Something that was recognised in a prompt."""

    @property
    def span(self) -> Span:
        """Where it is."""


AnyPhrase = TypeVar("AnyPhrase", bound=Phrase)


@dataclass(frozen=True)
class Reading:
    """The words of a prompt between two steps.

    Attributes:
        line: the prompt.
        dated: the films in it that are named with their year.
        talk: what in it is conversation.
        words: its words, with ``NOTHING`` for those of conversation and of films that are named with their year.
        by_pattern: the role of each word, by the patterns of the lexicon.
        roles: the same, by the patterns and the negation tagger.
        taken: where words are that were recognised; what is recognised later shares none of them.
    """

    line: PromptLine
    dated: Sequence[DatedTitle]
    talk: Talk
    words: Sequence[str]
    by_pattern: Sequence[Role]
    roles: Sequence[Role]
    taken: tuple[Span, ...]

    @property
    def is_talk(self) -> bool:
        """Whether some words say nothing about what to watch, or a film is named with its year."""
        return bool(self.talk.spans or self.dated)

    def take(self, phrases: Iterable[Phrase]) -> "Reading":
        """The next reading, in which the words of some phrases are recognised."""
        return replace(self, taken=(*self.taken, *(phrase.span for phrase in phrases)))

    def claim(self, phrases: Iterable[AnyPhrase], *, others: Sequence[Span] = ()) -> tuple[list[AnyPhrase], "Reading"]:
        """The phrases that are ``free``, and the next reading, in which their words are recognised."""
        found = self.free(phrases, others=others)
        return found, self.take(found)

    def free(self, phrases: Iterable[AnyPhrase], *, others: Sequence[Span] = ()) -> list[AnyPhrase]:
        """The phrases that share no word with what was recognised before.

        Args:
            phrases: what may be meant.
            others: words that are kept for a later step.
        """
        taken = (*self.taken, *others)
        return [phrase for phrase in phrases if not any(phrase.span.overlaps(span) for span in taken)]

    def excludes(self, span: Span) -> bool:
        """Whether the patterns exclude a span as a whole."""
        return is_excluded(span, self.by_pattern)

    @property
    def free_roles(self) -> list[Role]:
        """The role of each word; of those that were recognised, a cue."""
        roles = list(self.roles)
        assign(roles, self.taken, Role.CUE)
        return roles


def start_reading(line: PromptLine, dated: Sequence[DatedTitle], talk: Talk, knowledge: Knowledge) -> Reading:
    """Label the words of a prompt as wanted or excluded, apart from those that are recognised already.

    Args:
        line: the prompt.
        dated: the films in it that are named with their year.
        talk: what in it is conversation.
        knowledge: has the patterns and the negation tagger.
    """
    named, said = [title.span for title in dated], (*talk.spans, *talk.openers)
    with_films = replace_spans(replace_spans(line.words, said, NOTHING), named, FILM)
    by_pattern: Sequence[Role] = label_roles(with_films, knowledge.lexicon.cues)
    words = replace_spans(line.words, (*said, *named), NOTHING)
    score, roles = knowledge.score_negation, by_pattern
    if score is not None and words:
        roles = ask_tagger(words, by_pattern, knowledge.lexicon, lambda: score(line.text, line.tokens))
    return Reading(line, dated, talk, words, by_pattern, roles, taken=(*said, *named))


def replace_spans(words: Sequence[str], spans: Iterable[Span], mark: str) -> list[str]:
    """The words with a mark for each word of some spans."""
    inside = {place for span in spans for place in range(span.start, span.end)}
    return [mark if place in inside else word for place, word in enumerate(words)]
