"""Combines the roles of words by the patterns with the log odds of the negation tagger."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from matinee.engine.prompts.words.lexicon import Lexicon
from matinee.engine.prompts.words.negation import Role, assign, split_clauses
from matinee.engine.prompts.words.phrase_patterns import Span
from matinee.engine.prompts.words.vocabulary import find_meanings

NEAR_CUE, FAR_CUE, NO_CUE, BEFORE_CUE = 4.5, 2.0, 1.0, 3.0
"""Log odds of the patterns, added to those of the negation tagger: next to a cue, farther from one, without one, and
before one that begins the next clause or follows at once: "drama, not a comedy", "drama not comedy"."""
NEAR_WORDS = 2
"""A word is next to a cue if at most this many content words stand between."""
CONJUNCTIONS = ("or", "nor", "and")
"""Words that join the items of a list, in addition to punctuation."""


def ask_tagger(
    words: Sequence[str], by_pattern: Sequence[Role], lexicon: Lexicon, score: Callable[[], Sequence[float]]
) -> Sequence[Role]:
    """The roles by the patterns and the negation tagger, which cannot judge a line in which every word is unknown.

    Args:
        words: the line.
        by_pattern: as ``label_roles`` returns them.
        lexicon: the vocabulary.
        score: computes the log odds of each word that it is excluded; called only if they may decide.
    """
    meant = [span for span, _ in find_meanings(words, lexicon) if Role.CUE not in by_pattern[span.start : span.end]]
    if not meant and Role.EXCLUDED not in by_pattern:
        return by_pattern
    return combine_scores(words, by_pattern, score(), meant, lexicon.filler)


def combine_scores(
    words: Sequence[str],
    roles: Sequence[Role],
    logits: Sequence[float],
    phrases: Sequence[Span],
    filler: frozenset[str],
) -> list[Role]:
    """Combine the roles by the patterns with the negation tagger.

    For every wanted or excluded word the log odds of both are added. The words of a phrase share one role, and filler
    takes the role of the word before it.

    Args:
        words: the line.
        roles: as ``label_roles`` returns them.
        logits: log odds of each word that it is excluded.
        phrases: phrases of the lexicon.
        filler: words without content.
    """
    scores = list(logits)
    for span in iter_phrases(phrases, len(words)):
        prior = pattern_logit(words, roles, span, filler)
        scores[span.start : span.end] = [sum(logits[span.start : span.end]) / (span.end - span.start) + prior] * (
            span.end - span.start
        )
    share_scores(words, roles, scores)
    combined = list(roles)
    last = None
    for place, (word, role) in enumerate(zip(words, roles, strict=True)):
        if role is Role.PUNCTUATION:
            last = None
        if role not in (Role.WISH, Role.EXCLUDED):
            continue
        if word not in filler:
            last = Role.EXCLUDED if scores[place] > 0 else Role.WISH
        if last is not None:
            combined[place] = last
    restore_unknown_words(words, roles, phrases, combined)
    return combined


def share_scores(words: Sequence[str], roles: Sequence[Role], scores: list[float]) -> None:
    """Give both words beside an "or" the mean of their scores: no one wants one of them and rules out the other."""
    for place in range(1, len(words) - 1):
        pair = (place - 1, place + 1)
        if words[place] == "or" and all(roles[each] is Role.WISH for each in pair):
            mean = sum(scores[each] for each in pair) / 2
            for each in pair:
                scores[each] = mean


def restore_unknown_words(
    words: Sequence[str], roles: Sequence[Role], phrases: Sequence[Span], combined: list[Role]
) -> None:
    """Take back an exclusion of the tagger alone in which no word means a genre or a mood: "my wife", "at dawn"."""
    for clause in split_clauses(words):
        inside = [place for place in range(clause.start, clause.end) if combined[place] is Role.EXCLUDED]
        by_pattern = any(roles[place] is Role.EXCLUDED for place in inside)
        if not by_pattern and not any(span.start in inside for span in phrases):
            assign(combined, [Span(place, place + 1) for place in inside], Role.WISH)


def iter_phrases(phrases: Sequence[Span], n_words: int) -> Iterator[Span]:
    """Yield the phrases, then every word outside of them as a span of its own."""
    yield from phrases
    inside = {place for span in phrases for place in range(span.start, span.end)}
    yield from (Span(place, place + 1) for place in range(n_words) if place not in inside)


def pattern_logit(words: Sequence[str], roles: Sequence[Role], span: Span, filler: frozenset[str]) -> float:
    """Log odds that the words of a span are excluded, given their roles by the patterns."""
    before = is_near_cue(words, roles, range(span.start - 1, -1, -1), filler, roles[span.start])
    if roles[span.start] is not Role.EXCLUDED:
        return -FAR_CUE if before else -BEFORE_CUE if is_contrasted(roles, span.end) else -NO_CUE
    after = is_near_cue(words, roles, range(span.end, len(words)), filler, roles[span.start])
    return NEAR_CUE if before or after else FAR_CUE


def is_contrasted(roles: Sequence[Role], place: int) -> bool:
    """Whether a cue follows at once, or the wanted clause at a position ends and the next one begins with a cue."""
    if place < len(roles) and roles[place] is Role.CUE:
        return True
    while place < len(roles) and roles[place] is Role.WISH:
        place += 1
    return list(roles[place : place + 2]) == [Role.PUNCTUATION, Role.CUE]


def is_near_cue(
    words: Sequence[str], roles: Sequence[Role], path: Iterable[int], filler: frozenset[str], role: Role
) -> bool:
    """Whether a cue comes within ``NEAR_WORDS`` content words on a path through the line.

    A word of another role ends the path, and so does punctuation unless ``role`` is excluded: every item of an excluded
    list counts as next to its cue.

    Args:
        words: the line.
        roles: of the words.
        path: word positions in the order to visit them.
        filler: words that are not counted.
        role: of the words the path starts from.
    """
    passed = 0
    for place in path:
        if roles[place] is Role.CUE:
            return True
        if role is Role.EXCLUDED and (words[place] in CONJUNCTIONS or roles[place] is Role.PUNCTUATION):
            passed = 0
        elif roles[place] is not role:
            return False
        elif words[place] not in filler:
            passed += 1
            if passed > NEAR_WORDS:
                return False
    return False
