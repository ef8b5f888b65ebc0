"""Which words of a prompt are wished for and which are ruled out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from matinee.engine.prompts.lexicon import Cues
from matinee.engine.prompts.normalization import PUNCTUATION
from matinee.engine.prompts.phrase_patterns import Pattern

SHORT_LIST = 4
"""A thought of at most so many words may be one item of a list."""
SHORT_ANSWER = 6
"""A thought of at most so many words may be what "no thanks" behind it turns down."""

BESIDE, FAR, UNSAID = 4.5, 1.5, 1.0
"""What the patterns' word counts beside that of the reader of refusals, in log odds: right beside a cue, farther from
it, and where no pattern says anything."""
NEIGHBOURS = 2
"""A cue is beside with at most so many words between that say something."""
JOINING = ("or", "nor", "and")
"""What stands between the items of a list, besides marks."""


class Role(Enum):
    """What a word is there for."""

    WISH = "wish"
    RULED_OUT = "ruled out"
    CUE = "cue"
    MARK = "mark"


@dataclass(frozen=True)
class Span:
    """Places of words, from ``start`` up to but not including ``end``."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether both share a word."""
        return self.start < other.end and other.start < self.end


def roles(words: Sequence[str], cues: Cues) -> list[Role]:
    """The role of every word of a line.

    A thought is what stands between marks. In it, a cue before something rules out what follows, up to a turn ("but",
    "just", "I want") or the thought's end; a cue behind something rules out what precedes. What only looks like a cue
    ("not only", "can't get enough") counts for nothing.
    """
    found = [Role.MARK if word in PUNCTUATION else Role.WISH for word in words]
    thoughts = list(thoughts_of(words))
    for place, thought in enumerate(thoughts):
        settled = rule_out(words, thought, cues, found)
        if settled is not None and place > 0:
            turned_down(thoughts[place - 1], found)
    for former, thought in pairwise(thoughts):
        continue_list(words, former, thought, found)
    for thought, later in reversed(list(pairwise(thoughts))):
        precede_list(words, thought, later, found)
    return found


def listened(
    words: Sequence[str], found: Sequence[Role], odds: Sequence[float], together: Sequence[Span], filler: frozenset[str]
) -> list[Role]:
    """The roles once the reader of refusals has been heard.

    Patterns and reader each have a say on every word that is wished for or ruled out; words that mean something only
    together go one way, and filler goes with the word before it.

    Args:
        odds: log odds of each word that it is ruled out.
        together: phrases of the lexicon.
    """
    said = list(odds)
    for span in phrases(together, len(words)):
        told = patterns_say(words, found, span, filler)
        said[span.start : span.end] = [sum(odds[span.start : span.end]) / (span.end - span.start) + told] * (
            span.end - span.start
        )
    heard = list(found)
    last = None
    for place, (word, role) in enumerate(zip(words, found, strict=True)):
        if role is Role.MARK:
            last = None
        if role not in (Role.WISH, Role.RULED_OUT):
            continue
        if word not in filler:
            last = Role.RULED_OUT if said[place] > 0 else Role.WISH
        if last is not None:
            heard[place] = last
    return heard


def phrases(together: Sequence[Span], count: int) -> Iterator[Span]:
    """The spans, and each word outside of them alone."""
    yield from together
    inside = {place for span in together for place in range(span.start, span.end)}
    yield from (Span(place, place + 1) for place in range(count) if place not in inside)


def patterns_say(words: Sequence[str], found: Sequence[Role], span: Span, filler: frozenset[str]) -> float:
    """Log odds that the words of a span are ruled out, by the roles the patterns gave them."""
    before = beside_cue(words, found, range(span.start - 1, -1, -1), filler, found[span.start])
    if found[span.start] is not Role.RULED_OUT:
        return -FAR if before else -UNSAID
    after = beside_cue(words, found, range(span.end, len(words)), filler, found[span.start])
    return BESIDE if before or after else FAR


def beside_cue(
    words: Sequence[str], found: Sequence[Role], way: Iterable[int], filler: frozenset[str], role: Role
) -> bool:
    """Whether a cue comes within ``NEIGHBOURS`` words on a way through the line; in a list each item is beside it.

    Filler does not count, a word of another role ends the way, and so does a mark where nothing is ruled out.
    """
    passed = 0
    for place in way:
        if found[place] is Role.CUE:
            return True
        if role is Role.RULED_OUT and (words[place] in JOINING or found[place] is Role.MARK):
            passed = 0
        elif found[place] is not role:
            return False
        elif words[place] not in filler:
            passed += 1
            if passed > NEIGHBOURS:
                return False
    return False


def thoughts_of(words: Sequence[str]) -> Iterator[Span]:
    """The stretches of words between marks."""
    start = 0
    for place, word in enumerate([*words, "."]):
        if word in PUNCTUATION:
            if place > start:
                yield Span(start, place)
            start = place + 1


def rule_out(words: Sequence[str], thought: Span, cues: Cues, found: list[Role]) -> Span | None:
    """Give the words of one thought their roles; returns a cue that stands there alone ("no thanks")."""
    harmless = spans(cues.harmless, words, thought)
    mark(found, harmless, Role.CUE)
    after = without(spans(cues.after, words, thought), harmless)
    before = without(without(spans(cues.before, words, thought), harmless), after)
    turns = without(without(spans(cues.turns, words, thought), after), before)
    alone = None
    for cue in sorted([*before, *after], key=lambda span: span.start):
        if cue in before:
            scope = Span(cue.end, end_of_scope(cue, [*before, *after], turns, thought))
        else:
            scope = Span(start_of_scope(cue, found, turns, thought), cue.start)
            if scope.start == scope.end:
                alone = cue
        mark(found, [scope], Role.RULED_OUT)
        mark(found, [cue], Role.CUE)
    mark(found, [turn for turn in turns if Role.RULED_OUT not in found[turn.start : turn.end]], Role.CUE)
    for place in range(thought.start, thought.end):
        if words[place] in cues.behind and place > thought.start:
            found[place - 1], found[place] = Role.RULED_OUT, Role.CUE
        if words[place] in cues.ahead and place + 1 < thought.end:
            found[place], found[place + 1] = Role.CUE, Role.RULED_OUT
    return alone if alone is not None and Role.WISH not in found[thought.start : thought.end] else None


def end_of_scope(cue: Span, cues: list[Span], turns: list[Span], thought: Span) -> int:
    """Where what a cue rules out ends: at the next cue, or at a turn that does not follow the cue directly."""
    ends = [other.start for other in cues if other.start >= cue.end]
    ends += [turn.start for turn in turns if turn.start > cue.end]
    return min(ends, default=thought.end)


def start_of_scope(cue: Span, found: list[Role], turns: list[Span], thought: Span) -> int:
    """Where what a cue behind rules out begins: after the last turn or the last word that is settled."""
    starts = [place + 1 for place in range(thought.start, cue.start) if found[place] is not Role.WISH]
    starts += [turn.end for turn in turns if turn.end < cue.start]
    return max(starts, default=thought.start)


def turned_down(thought: Span, found: list[Role]) -> None:
    """ "Westerns, ugh": a cue that stands alone rules out the short thought before it."""
    if thought.end - thought.start <= SHORT_ANSWER and Role.RULED_OUT not in found[thought.start : thought.end]:
        mark(found, [thought], Role.RULED_OUT)


def continue_list(words: Sequence[str], former: Span, thought: Span, found: list[Role]) -> None:
    """ "No ghosts, gore or blood": short items joined by "or" go on with what was ruled out before the comma."""
    goes_on = words[former.end] == "," and found[former.end - 1] is Role.RULED_OUT
    if goes_on and is_item(thought, found, SHORT_LIST) and {"or", "nor"} & set(words[thought.start : thought.end]):
        mark(found, [thought], Role.RULED_OUT)


def precede_list(words: Sequence[str], thought: Span, later: Span, found: list[Role]) -> None:
    """The items in the middle of such a list, and those before "are off the table"."""
    joined = {"or", "nor", "and"} & set(words[later.start : later.start + 3])
    if words[thought.end] == "," and joined and found[later.start] is Role.RULED_OUT and is_item(thought, found, 2):
        mark(found, [thought], Role.RULED_OUT)


def is_item(thought: Span, found: Sequence[Role], longest: int) -> bool:
    """Whether a thought is short and nothing in it is settled."""
    return thought.end - thought.start <= longest and set(found[thought.start : thought.end]) == {Role.WISH}


def spans(pattern: Pattern, words: Sequence[str], within: Span) -> list[Span]:
    """Where a pattern stands in a stretch of words."""
    text = " " + " ".join(words[within.start : within.end]) + " "
    return [
        Span(
            within.start + text[: found.start()].count(" ") - 1 + (text[found.start()] == " "),
            within.start + text[: found.end()].count(" "),
        )
        for found in pattern.finditer(text)
    ]


def without(some: list[Span], others: list[Span]) -> list[Span]:
    """Those that share no word with any of the others."""
    return [span for span in some if not any(span.overlaps(other) for other in others)]


def mark(found: list[Role], where: list[Span], role: Role) -> None:
    """Give all words of some spans a role."""
    for span in where:
        found[span.start : span.end] = [role] * (span.end - span.start)
