"""Reads the words of a prompt that are wanted or excluded, by what the lexicon says of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from matinee.engine.prompts.clauses import EXCLUDED, UNWANTED, Clause
from matinee.engine.prompts.facts.fact_phrases import FactPhrase
from matinee.engine.prompts.reading import Reading
from matinee.engine.prompts.words.lexicon import GenreWord, Lexicon, Mood
from matinee.engine.prompts.words.negation import Role, runs_of
from matinee.engine.prompts.words.normalization import stem
from matinee.engine.prompts.words.phrase_patterns import Span
from matinee.engine.prompts.words.vocabulary import find_meanings, remove_filler, strip_filler

BY_NAME, BY_TOPIC, TYPICAL, BY_MOOD = 1.0, 0.7, 0.5, 0.5
"""Weight of a genre that is named, one of whose topics is named, that typically accompanies a named one, and factor on
the weights of a mood."""


def find_wishes(reading: Reading, keywords: Sequence[FactPhrase], lexicon: Lexicon) -> list[Clause]:
    """Find what a prompt asks for in its own words.

    Args:
        reading: the prompt, in which everything else was recognised.
        keywords: the fine genres in it.
        lexicon: the vocabulary.
    """
    runs = iter_runs(reading, Role.WISH)
    parsed = ((span, parse_wish(words, lexicon)) for span, words in runs)
    return [with_keywords(clause, keywords, span) for span, clause in parsed if clause is not None]


def find_exclusions(
    reading: Reading, keywords: Sequence[FactPhrase], lexicon: Lexicon, wishes: Sequence[Clause]
) -> list[Clause]:
    """Find what a prompt excludes in its own words.

    The negation tagger alone cannot exclude a fine genre that is also asked for nor, in a conversation, words without a
    meaning.

    Args:
        reading: the prompt, in which everything else was recognised.
        keywords: the fine genres in it.
        lexicon: the vocabulary.
        wishes: what it asks for.
    """
    clauses = []
    for span, words in iter_runs(reading, Role.EXCLUDED):
        parsed = parse_exclusion(words, lexicon, wishes)
        if parsed is None:
            continue
        clause = with_keywords(parsed, keywords, span)
        by_pattern = Role.EXCLUDED in reading.by_pattern[span.start : span.end]
        is_remark = reading.talk.is_conversation and is_vague(clause)
        if by_pattern or not (is_remark or contradicts(clause, wishes)):
            clauses.append(clause)
    return clauses


def contradicts(clause: Clause, wishes: Sequence[Clause]) -> bool:
    """Whether a fine genre of an exclusion is also asked for: "undead hordes, brains: a zombie night"."""
    asked = [fact.films for wish in wishes for fact in wish.keywords]
    return any(np.array_equal(fact.films, films) for fact in clause.keywords for films in asked)


def iter_runs(reading: Reading, role: Role) -> Iterator[tuple[Span, Sequence[str]]]:
    """Yield the runs of free words with one role: where they are, and the words."""
    for span in runs_of(reading.free_roles, role):
        yield span, reading.words[span.start : span.end]


def with_keywords(clause: Clause, keywords: Sequence[FactPhrase], span: Span) -> Clause:
    """A clause with the fine genres among its words."""
    return replace(clause, keywords=tuple(fact for fact in keywords if fact.span.overlaps(span)))


def is_vague(clause: Clause) -> bool:
    """Whether no word of a clause has a meaning in the lexicon; in a conversation those are remarks."""
    return not (clause.genres or clause.moods or clause.keywords)


def parse_wish(words: Sequence[str], lexicon: Lexicon) -> Clause | None:
    """Parse wanted words; None if they are only filler."""
    content = remove_filler(words, lexicon)
    if not content:
        return None
    genres: dict[str, float] = {}
    named: list[str] = []
    topical: list[str] = []
    moods: list[str] = []
    for _, entry in find_meanings(words, lexicon):
        if isinstance(entry, GenreWord):
            named += entry.essential
            for genre in entry.genres:
                genres[genre] = max(genres.get(genre, 0.0), BY_NAME if genre in entry.essential else TYPICAL)
        elif isinstance(entry, Mood):
            moods.append(entry.text)
            for genre, weight in entry.genres.items():
                genres[genre] = genres.get(genre, 0.0) + BY_MOOD * weight
        else:
            topical.append(entry)
            genres[entry] = max(genres.get(entry, 0.0), BY_TOPIC)
    return Clause(
        "wish",
        strip_filler(words, lexicon),
        text=" ".join(content),
        moods=tuple(dict.fromkeys(moods)),
        genres=genres,
        named_genres=tuple(dict.fromkeys(named)),
        topic_genres=tuple(dict.fromkeys(topical)),
    )


def parse_exclusion(words: Sequence[str], lexicon: Lexicon, wishes: Sequence[Clause]) -> Clause | None:
    """Parse excluded words; None if they are only filler.

    A genre that is also asked for by name is never excluded ("scary but no gore"), except by its own name ("scary but
    no horror"). A genre that is asked for by a topic is not excluded by another topic.

    Args:
        words: the excluded words.
        lexicon: the vocabulary.
        wishes: what the same prompt asks for.
    """
    content = remove_filler(words, lexicon)
    if not content:
        return None
    named = {genre for wish in wishes for genre in wish.named_genres}
    named -= {genre for genre in named if says_genre(words, genre)} - {
        genre for wish in wishes for genre in wish.named_genres if says_genre(wish.text.split(), genre)
    }
    wanted = named | {genre for wish in wishes for genre in wish.topic_genres}
    genres: dict[str, float] = {}
    moods: list[str] = []
    for span, entry in find_meanings(words, lexicon):
        if isinstance(entry, GenreWord):
            weight = UNWANTED if words[span.end : span.end + 1] == ["about"] else EXCLUDED  # others of the genre may do
            genres |= {genre: weight for genre in entry.essential if genre not in named}
        elif isinstance(entry, Mood):
            moods.append(entry.text)
            for genre, weight in entry.genres.items():
                if weight >= UNWANTED and genre not in wanted:
                    genres.setdefault(genre, UNWANTED)
        elif entry not in wanted:
            genres[entry] = EXCLUDED
    label = f"not: {strip_filler(words, lexicon)}"
    return Clause("not", label, " ".join(content), moods=tuple(dict.fromkeys(moods)), genres=genres)


def says_genre(words: Sequence[str], genre: str) -> bool:
    """Whether words have the name of a genre itself: "horror" and "musicals", but not "scary"."""
    name = " ".join(map(stem, genre.casefold().split("-")))
    return f" {name} " in f" {' '.join(map(stem, words))} "
