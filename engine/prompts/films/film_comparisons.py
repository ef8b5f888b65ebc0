"""What a prompt says of wanted films by comparing them with the films that it names: "like Heat but newer"."""

from collections.abc import Sequence

from matinee.engine.prompts.films.film_cues import find_cues
from matinee.engine.prompts.films.film_phrases import FilmPhrase
from matinee.engine.prompts.periods.period_words import FIRST, LAST
from matinee.engine.prompts.periods.years import Years
from matinee.engine.prompts.words.negation import Role, assign
from matinee.engine.prompts.words.normalization import PUNCTUATION
from matinee.engine.prompts.words.phrase_patterns import Span, compile_patterns, find_spans

NOT_A_DATE = frozenset({"than", "people", "man", "men", "woman", "women", "couple", "kids", "children", "characters"})
"""Words after "older" that make it a description."""
OLDER = compile_patterns(["(older|earlier)"])
NEWER = compile_patterns(["[more] (newer|later)", "more (recent|modern)"])


def wants_more(words: Sequence[str]) -> bool:
    """Whether a prompt asks for films like those that it names: "seen Inception, more of that please"."""
    return bool(find_cues("more_of_that", words))


def follow_examples(
    words: Sequence[str], films: Sequence[FilmPhrase], roles: Sequence[Role], by_pattern: Sequence[Role]
) -> Sequence[Role]:
    """The roles of a line with examples: what follows "like Heat but" is wanted unless a pattern excludes it.

    Args:
        words: the line.
        films: the films in it.
        roles: of the words, by the patterns and the negation tagger.
        by_pattern: by the patterns alone.
    """
    if not films:
        return roles
    followed = list(roles)
    assign(followed, find_cues("more_of_that", words), Role.CUE)
    for film in films:
        place = film.span.end
        while place < len(words) and words[place] == ",":
            place += 1
        if words[place : place + 1] != ["but"]:
            continue
        while place < len(words) and words[place] not in PUNCTUATION:
            followed[place] = by_pattern[place]
            place += 1
    return followed


def compare_years(words: Sequence[str], films: Sequence[FilmPhrase]) -> list[Years]:
    """The periods of films that are to be older or newer than the examples: "like Heat but newer".

    Args:
        words: the line.
        films: the films in it.
    """
    years = [film.movie.year for film in films if film.attitude == "like" and film.movie.year]
    if not years:
        return []
    rest = Span(min(film.span.end for film in films if film.attitude == "like"), len(words))
    free = [
        (span, is_older)
        for pattern, is_older in ((OLDER, True), (NEWER, False))
        for span in find_spans(pattern, words, rest)
        if not NOT_A_DATE & {*words[span.end : span.end + 1]} and not any(span.overlaps(film.span) for film in films)
    ]
    return [
        Years(FIRST, min(years) - 1, span) if is_older else Years(max(years) + 1, LAST, span) for span, is_older in free
    ]
