"""Labels each word of a prompt as wanted or excluded."""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import pairwise

from matinee.engine.prompts.lexicon import NegationCues
from matinee.engine.prompts.normalization import PUNCTUATION
from matinee.engine.prompts.phrase_patterns import Span, find_spans

MAX_ITEM_WORDS = 4
"""A longer clause is not an item of a list."""
MAX_REJECTED_WORDS = 6
"""A longer clause is not excluded by a "no thanks" that follows it."""
NEAR_CUE, FAR_CUE, NO_CUE, OTHER_CUE = 4.5, 2.0, 2.0, 3.0
"""Log odds of the patterns, added to those of the negation tagger: next to a cue, farther from one, without one, and
without one in a line that excludes something else by a cue, where the tagger sees exclusions everywhere."""
NEAR_WORDS = 2
"""A word is next to a cue if at most this many content words stand between."""
CONJUNCTIONS = ("or", "nor", "and")
"""Words that join the items of a list, in addition to punctuation."""


class Role(Enum):
    """The role of a word in a prompt."""

    WISH = "wish"
    EXCLUDED = "excluded"
    CUE = "cue"
    PUNCTUATION = "punctuation"


def label_roles(words: Sequence[str], cues: NegationCues) -> list[Role]:
    """Label every word of a line by the patterns of the lexicon.

    The line is split into clauses at punctuation. Within a clause, a cue before something excludes what follows, up to
    a scope end ("but", "just", "I want") or the end of the clause; a cue after something excludes what precedes. False
    cues ("not only", "can't get enough") exclude nothing.

    Args:
        words: the line, as ``token_texts`` returns it.
        cues: the patterns.
    """
    roles = [Role.PUNCTUATION if word in PUNCTUATION else Role.WISH for word in words]
    clauses = list(split_clauses(words))
    for place, clause in enumerate(clauses):
        lone_cue = apply_cues(words, clause, cues, roles)
        if lone_cue is not None and place > 0:
            negate_previous(clauses[place - 1], roles)
    for previous, clause in pairwise(clauses):
        continue_list(words, previous, clause, roles)
    for clause, following in reversed(list(pairwise(clauses))):
        extend_list_backwards(words, clause, following, roles)
    return roles


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
        return -FAR_CUE if before else -OTHER_CUE if Role.EXCLUDED in roles else -NO_CUE
    after = is_near_cue(words, roles, range(span.end, len(words)), filler, roles[span.start])
    return NEAR_CUE if before or after else FAR_CUE


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


def split_clauses(words: Sequence[str]) -> Iterator[Span]:
    """Yield the runs of words between punctuation."""
    start = 0
    for place, word in enumerate([*words, "."]):
        if word in PUNCTUATION:
            if place > start:
                yield Span(start, place)
            start = place + 1


def apply_cues(words: Sequence[str], clause: Span, cues: NegationCues, roles: list[Role]) -> Span | None:
    """Label the words of one clause in ``roles``; returns the cue of a clause without content, like "no thanks"."""
    false_cues = find_spans(cues.false_cues, words, clause)
    assign(roles, false_cues, Role.CUE)
    after = drop_overlapping(find_spans(cues.after, words, clause), false_cues)
    before = drop_overlapping(drop_overlapping(find_spans(cues.before, words, clause), false_cues), after)
    scope_ends = drop_overlapping(drop_overlapping(find_spans(cues.scope_ends, words, clause), after), before)
    lone_cue = None
    for cue in sorted([*before, *after], key=lambda span: span.start):
        if cue in before:
            scope = Span(cue.end, find_scope_end(cue, [*before, *after], scope_ends, clause))
        else:
            scope = Span(find_scope_start(cue, roles, scope_ends, clause), cue.start)
            if scope.start == scope.end:
                lone_cue = cue
        assign(roles, [scope], Role.EXCLUDED)
        assign(roles, [cue], Role.CUE)
    assign(roles, [span for span in scope_ends if Role.EXCLUDED not in roles[span.start : span.end]], Role.CUE)
    for place in range(clause.start, clause.end):
        if words[place] in cues.suffixes and place > clause.start:
            roles[place - 1], roles[place] = Role.EXCLUDED, Role.CUE
        if words[place] in cues.prefixes and place + 1 < clause.end:
            roles[place], roles[place + 1] = Role.CUE, Role.EXCLUDED
    return lone_cue if lone_cue is not None and Role.WISH not in roles[clause.start : clause.end] else None


def find_scope_end(cue: Span, cues: list[Span], scope_ends: list[Span], clause: Span) -> int:
    """Where the scope of a cue before something ends: at the next cue, or at a scope end not directly after the cue."""
    ends = [other.start for other in cues if other.start >= cue.end]
    ends += [span.start for span in scope_ends if span.start > cue.end]
    return min(ends, default=clause.end)


def find_scope_start(cue: Span, roles: list[Role], scope_ends: list[Span], clause: Span) -> int:
    """Where the scope of a cue after something starts: after the last scope end or the last word already labelled."""
    starts = [place + 1 for place in range(clause.start, cue.start) if roles[place] is not Role.WISH]
    starts += [span.end for span in scope_ends if span.end < cue.start]
    return max(starts, default=clause.start)


def negate_previous(clause: Span, roles: list[Role]) -> None:
    """ "Westerns, ugh": a clause that consists of a cue excludes the short clause before it."""
    if clause.end - clause.start <= MAX_REJECTED_WORDS and Role.EXCLUDED not in roles[clause.start : clause.end]:
        assign(roles, [clause], Role.EXCLUDED)


def continue_list(words: Sequence[str], previous: Span, clause: Span, roles: list[Role]) -> None:
    """ "No ghosts, gore or blood": a short clause with "or" continues the exclusion before the comma."""
    continues = words[previous.end] == "," and roles[previous.end - 1] is Role.EXCLUDED
    if continues and is_item(clause, roles, MAX_ITEM_WORDS) and {"or", "nor"} & set(words[clause.start : clause.end]):
        assign(roles, [clause], Role.EXCLUDED)


def extend_list_backwards(words: Sequence[str], clause: Span, following: Span, roles: list[Role]) -> None:
    """Exclude the items in the middle of such a list, and those before "are off the table"."""
    joined = {"or", "nor", "and"} & set(words[following.start : following.start + 3])
    if words[clause.end] == "," and joined and roles[following.start] is Role.EXCLUDED and is_item(clause, roles, 2):
        assign(roles, [clause], Role.EXCLUDED)


def is_item(clause: Span, roles: Sequence[Role], max_words: int) -> bool:
    """Whether a clause is short and entirely wanted so far."""
    return clause.end - clause.start <= max_words and set(roles[clause.start : clause.end]) == {Role.WISH}


def drop_overlapping(spans: list[Span], others: list[Span]) -> list[Span]:
    """The spans that share no word with any of the others."""
    return [span for span in spans if not any(span.overlaps(other) for other in others)]


def assign(roles: list[Role], spans: list[Span], role: Role) -> None:
    """Give all words of some spans a role."""
    for span in spans:
        roles[span.start : span.end] = [role] * (span.end - span.start)
