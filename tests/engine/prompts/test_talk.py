"""What people say about films in a conversation is told from what they want to watch."""

import pytest

from matinee.engine.prompts.talk import find_talk, read_patterns
from matinee.engine.prompts.words.normalization import token_texts
from matinee.engine.prompts.words.phrase_patterns import Span


def rest(line: str) -> str:
    """The words of a line that are not talk."""
    words = token_texts(line)
    talk = find_talk(words)
    spoken = {place for span in (*talk.spans, *talk.openers) for place in range(span.start, span.end)}
    return " ".join(word for place, word in enumerate(words) if place not in spoken and word not in ",.!?")


@pytest.mark.parametrize(
    "line",
    [
        "Hello, how are you?",
        "Have you seen it?",
        "I loved that one!",
        "that sounds great, I'll check it out",
        "No I haven't seen that",
        "who is in it?",
        "what else?",
        "ok thank you bye",
        "I didn't care for it",
        "Yes, they were both really scary!",
        "I thought it was hilarious",
        "Those are classics, do you have any other suggestions?",
        "lol I just saw that with my family and we loved it",
        "Of course, who directed it?",
    ],
)
def test_talk_leaves_nothing_to_ask_for(line: str) -> None:
    assert rest(line) == ""


@pytest.mark.parametrize(
    ("line", "wish"),
    [
        ("No I haven't. I like comedies too", "i like comedies too"),
        ("Those are too scary for me. I'd rather have a comedy", "i would rather have a comedy"),
        ("yes i have seen it but i want something funny", "but i want something funny"),
        ("I have seen that, it was great. How about a western?", "how about a western"),
    ],
)
def test_what_is_asked_for_besides_talk_is_kept(line: str, wish: str) -> None:
    assert rest(line) == wish


@pytest.mark.parametrize(
    "line",
    [
        "it should be funny, not scary",
        "it must not be a musical",
        "something that is scary",
        "who doesn't love a musical",
        "seen enough superheroes, something quiet",
        "westerns, no",
        "no comedies",
        "i like it dark and gritty",
        "perfect",
    ],
)
def test_wishes_are_not_taken_for_talk(line: str) -> None:
    assert find_talk(token_texts(line)).spans == ()


def test_a_film_that_is_named_is_not_part_of_the_talk() -> None:
    words = token_texts("have you seen heat ? it was great")
    assert find_talk(words, [Span(3, 4)]).spans == (Span(0, 3), Span(5, 8))
    assert find_talk(token_texts("i loved heat and westerns"), [Span(2, 3)]).openers == (Span(0, 2),)


@pytest.mark.parametrize(
    ("line", "likes", "asks"),
    [
        ("I like comedies", True, False),
        ("My kids love animated movies", True, False),
        ("Horror is my favorite", True, False),
        ("I'm looking for a good comedy", False, True),
        ("how about an action movie", False, True),
        ("comedies", False, False),
        ("I would like a comedy", False, True),
    ],
)
def test_what_somebody_likes_is_told_from_what_they_ask_for(line: str, likes: bool, asks: bool) -> None:
    talk = find_talk(token_texts(line))
    assert (talk.states_preference, talk.makes_request) == (likes, asks)
    assert talk.is_conversation == (likes or asks)


def test_every_set_that_a_pattern_names_exists() -> None:
    patterns = read_patterns()
    named = (patterns.segments, patterns.openers, patterns.breaks, patterns.preferences, patterns.requests)
    assert not any("{" in pattern.pattern for pattern in named)
