"""Labels each word of a prompt as wanted or excluded, by the patterns of the lexicon."""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import pairwise

from matinee.engine.prompts.words.lexicon import NegationCues
from matinee.engine.prompts.words.normalization import PUNCTUATION
from matinee.engine.prompts.words.phrase_patterns import Span, find_spans

MAX_ITEM_WORDS = 4
"""A longer clause, apart from "or", is not an item of a list: "no adam sandler, will ferrell or jim carrey"."""
MAX_REJECTED_WORDS = 6
"""A longer clause is not excluded by a "no thanks" that follows it."""

DENIALS = frozenset({"not", "non", "no", "never", "nothing"})
"""A false cue that begins with one of these also ends what a cue before it excludes."""


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
    denials = [span for span in false_cues if words[span.start] in DENIALS]
    lone_cue = None
    for cue in sorted([*before, *after], key=lambda span: span.start):
        if cue in before:
            scope = Span(cue.end, find_scope_end(cue, [*before, *after, *denials], scope_ends, clause))
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
    joined = [word in ("or", "nor") for word in words[clause.start : clause.end]]
    if continues and any(joined) and is_item(clause, roles, MAX_ITEM_WORDS + sum(joined)):
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


def assign(roles: list[Role], spans: Iterable[Span], role: Role) -> None:
    """Give all words of some spans a role."""
    for span in spans:
        roles[span.start : span.end] = [role] * (span.end - span.start)


def runs_of(roles: Sequence[Role], role: Role) -> Iterator[Span]:
    """Yield the runs of words with one role."""
    start = None
    for place, current in enumerate([*roles, None]):
        if current is role and start is None:
            start = place
        elif current is not role and start is not None:
            yield Span(start, place)
            start = None


def is_excluded(span: Span, roles: Sequence[Role]) -> bool:
    """Whether a span as a whole is excluded: "not the 90s" and "nothing like Heat", but not "nothing before 1990"."""
    return Role.EXCLUDED in roles[span.start : span.end] and roles[span.start] is not Role.CUE
