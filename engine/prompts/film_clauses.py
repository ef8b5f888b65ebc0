"""The clauses of the films that a prompt names, and the words that compare wanted films with them."""

from collections.abc import Sequence
from dataclasses import replace

from matinee.engine.prompts.clauses import Clause
from matinee.engine.prompts.dated_titles import DatedTitle
from matinee.engine.prompts.film_names import FilmNames
from matinee.engine.prompts.film_phrases import read_film_cues
from matinee.engine.prompts.film_reader import FilmPhrase, FindPerson
from matinee.engine.prompts.negation import Role
from matinee.engine.prompts.normalization import PUNCTUATION
from matinee.engine.prompts.period_words import FIRST, LAST
from matinee.engine.prompts.phrase_patterns import Span, compile_patterns, find_spans
from matinee.engine.prompts.years import Years

NOT_A_DATE = frozenset({"than", "people", "man", "men", "woman", "women", "couple", "kids", "children", "characters"})
"""Words after "older" that make it a description."""
OLDER = compile_patterns(["(older|earlier)"])
NEWER = compile_patterns(["[more] (newer|later)", "more (recent|modern)"])


def make_film_clauses(
    phrases: Sequence[FilmPhrase],
    words: Sequence[str],
    names: FilmNames | None,
    find_person: FindPerson,
    *,
    seen_is_liked: bool,
) -> list[Clause]:
    """Make the clauses of films.

    Args:
        phrases: the films.
        words: the prompt.
        names: the names of films.
        find_person: finds the person whose name some words are.
        seen_is_liked: whether films like those that have been seen are wanted.
    """
    clauses = []
    for phrase in phrases:
        typed_words = words[phrase.name.start : phrase.name.end]
        switchable = " ".join(typed_words) if find_person(typed_words) is not None else ""
        title = phrase.movie.title
        rows = () if names is None else names.rows(phrase.movie) if phrase.is_dated else names.series(phrase.typed)
        if phrase.attitude == "like" or (phrase.attitude == "seen" and seen_is_liked):
            clauses.append(Clause("like", f"like {title}", like=phrase.movie, name=switchable))
        elif phrase.attitude == "dislike":
            clauses.append(Clause("not", f"not: like {title}", like=phrase.movie, films=rows, name=switchable))
        elif phrase.attitude == "seen":
            clauses.append(Clause("not", f"seen: {title}", films=rows))
        else:
            label = phrase.typed if any(map(str.isupper, phrase.typed)) else phrase.typed.title()
            clauses.append(Clause("not", f"not: {label}", films=rows, name=switchable))
    return clauses


def add_dated(phrases: Sequence[FilmPhrase], dated: Sequence[DatedTitle], *, is_conversation: bool) -> list[FilmPhrase]:
    """Add the films that are named with their year, and drop what only resembles one that the catalogue lacks.

    In a conversation a film that somebody asks about, "have you seen It (2017)?", is an example.
    """
    missing = [title.span for title in dated if title.movie is None]
    found = [phrase for phrase in phrases if not any(phrase.span.overlaps(span) for span in missing)]
    if is_conversation:
        found = [replace(phrase, attitude="like") if phrase.attitude == "seen" else phrase for phrase in found]
    for title in dated:
        if title.movie is not None and not any(title.span.overlaps(phrase.span) for phrase in found):
            name = title.movie.title
            found.append(FilmPhrase(title.movie, "like", title.span, title.span, name, is_certain=True, is_dated=True))
    return sorted(found, key=lambda phrase: phrase.span.start)


def wants_more(words: Sequence[str]) -> bool:
    """Whether a prompt asks for films like those that it names: "seen Inception, more of that please"."""
    return bool(find_spans(read_film_cues()["more_of_that"], words, Span(0, len(words))))


def follow_examples(
    words: Sequence[str], phrases: Sequence[FilmPhrase], roles: Sequence[Role], by_pattern: Sequence[Role]
) -> list[Role]:
    """The roles of a line with examples: what follows "like Heat but" is wanted unless a pattern excludes it.

    Args:
        words: the line.
        phrases: the films in it.
        roles: of the words, by the patterns and the negation tagger.
        by_pattern: by the patterns alone.
    """
    followed = list(roles)
    if not phrases:
        return followed
    for span in find_spans(read_film_cues()["more_of_that"], words, Span(0, len(words))):
        followed[span.start : span.end] = [Role.CUE] * (span.end - span.start)
    for phrase in phrases:
        place = phrase.span.end
        while place < len(words) and words[place] == ",":
            place += 1
        if words[place : place + 1] != ["but"]:
            continue
        while place < len(words) and words[place] not in PUNCTUATION:
            followed[place] = by_pattern[place]
            place += 1
    return followed


def compare_years(words: Sequence[str], phrases: Sequence[FilmPhrase]) -> list[Years]:
    """The periods of films that are to be older or newer than the examples: "like Heat but newer".

    Args:
        words: the line.
        phrases: the films in it.
    """
    years = [phrase.movie.year for phrase in phrases if phrase.attitude == "like" and phrase.movie.year]
    if not years:
        return []
    rest = Span(min(phrase.span.end for phrase in phrases if phrase.attitude == "like"), len(words))
    free = [
        (span, is_older)
        for pattern, is_older in ((OLDER, True), (NEWER, False))
        for span in find_spans(pattern, words, rest)
        if not NOT_A_DATE & {*words[span.end : span.end + 1]}
        and not any(span.overlaps(phrase.span) for phrase in phrases)
    ]
    return [
        Years(FIRST, min(years) - 1, span) if is_older else Years(max(years) + 1, LAST, span) for span, is_older in free
    ]
