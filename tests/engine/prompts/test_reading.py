"""The order in which the words of a prompt are recognised."""

import pytest

from matinee.engine.prompts.films.knowledge import Knowledge
from matinee.engine.prompts.reading import Reading, start_reading
from matinee.engine.prompts.talk import Talk
from matinee.engine.prompts.unjudgeable import Unjudgeable
from matinee.engine.prompts.words.lexicon import load_lexicon
from matinee.engine.prompts.words.negation import Role
from matinee.engine.prompts.words.phrase_patterns import Span
from matinee.engine.prompts.words.prompt_line import read_line

KNOWLEDGE = Knowledge(load_lexicon(), lambda _: None)
NO_TALK = Talk()
FIRST, SECOND = Unjudgeable(Span(0, 2), ""), Unjudgeable(Span(1, 3), "")


def start(line: str, talk: Talk = NO_TALK) -> Reading:
    return start_reading(read_line(line, KNOWLEDGE.lexicon), [], talk, KNOWLEDGE)


def test_what_is_recognised_first_keeps_its_words() -> None:
    found, reading = start("funny war films").claim([FIRST])
    assert found == [FIRST]
    assert reading.free([SECOND]) == []
    assert reading.claim([SECOND]) == ([], reading)


def test_words_can_be_kept_for_a_later_step() -> None:
    reading = start("funny war films")
    assert reading.claim([FIRST], others=[Span(1, 2)]) == ([], reading)
    assert reading.free([FIRST]) == [FIRST]


def test_recognised_words_are_neither_wanted_nor_excluded() -> None:
    reading = start("no war funny").take([FIRST])
    assert reading.roles[1] is Role.EXCLUDED
    assert reading.free_roles == [Role.CUE, Role.CUE, reading.roles[2]]
    assert reading.excludes(Span(1, 2))  # whether it is excluded is known all the same


def test_conversation_is_recognised_before_everything_else() -> None:
    reading = start("have you seen it, no war", Talk(spans=(Span(0, 4),)))
    assert reading.words == [".", ".", ".", ".", ",", "no", "war"]
    assert reading.free([FIRST]) == []
    assert reading.free_roles[-1] is Role.EXCLUDED


@pytest.mark.parametrize(("line", "is_translated"), [("no horror", False), ("keine horrorfilme bitte", True)])
def test_the_line_says_whether_it_was_translated(line: str, is_translated: bool) -> None:
    found = read_line(line, KNOWLEDGE.lexicon)
    assert found.is_translated is is_translated
    assert "horror" in found.words
