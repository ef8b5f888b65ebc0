"""Titles and moods."""

import pytest

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.films.title_match import is_mood, match_title
from matinee.engine.prompts.prompt import PromptKind
from matinee.engine.prompts.words.lexicon import load_lexicon
from matinee.engine.recommender import Recommender

LEXICON = load_lexicon()
FILMS = [
    Movie(1, "Heat", 1995, (), ()),
    Movie(2, "The Shawshank Redemption", 1994, (), ()),
    Movie(3, "Léon: The Professional", 1994, (), ("Léon",)),
    Movie(4, "Big", 1988, (), ()),
]


def search(_: str, limit: int) -> list[Movie]:
    """Return all films, so that only the comparison decides."""
    return FILMS[:limit] if limit < 3 else FILMS


@pytest.mark.parametrize(
    ("line", "film"),
    [
        ("heat", 1),
        ("  HEAT ", 1),
        ("heat!", 1),
        ("hea", None),
        ("heats", None),  # a short line must match exactly
        ("the heat", 1),
        ("shawshank redemption", 2),
        ("The Shawshank Redemption", 2),
        ("shawshnk redemtion", 2),
        ("shawshank", None),
        ("shawshank prison drama", None),
        ("leon the professional", 3),
        ("the professional", 3),
        ("léon", 3),
        ("big", 4),
        ("a big", 4),
        ("biggest", None),
        ("", None),
        ("!?", None),
        ("the", None),
    ],
)
def test_a_line_matches_a_title(line: str, film: int | None) -> None:
    found = match_title(line, search)
    assert (None if found is None else found.id) == film


@pytest.mark.parametrize(
    "line",
    ["horror", "scary movie", "road trip", "samurai", "vampires", "something funny", "rainy sunday"],
)
def test_one_phrase_of_the_lexicon_and_filler_is_a_mood(line: str) -> None:
    assert is_mood(line, LEXICON)


@pytest.mark.parametrize(
    "line", ["heat", "hot chocolate", "true romance", "horror of dracula", "dirty dancing", "fantastic mr fox"]
)
def test_other_words_or_two_phrases_are_not_a_mood(line: str) -> None:
    assert not is_mood(line, LEXICON)


@pytest.mark.parametrize("line", ["a film", "up", "it", "anything else", "!?", ""])
def test_filler_alone_is_not_a_mood(line: str) -> None:
    assert not is_mood(line, LEXICON)


def test_an_unknown_word_is_not_part_of_a_mood() -> None:
    assert not is_mood("love actually", LEXICON)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("heat", "Heat (1995)"),
        ("shawshnk redemtion", "The Shawshank Redemption (1994)"),
        ("12 angry men", "12 Angry Men (1957)"),
        ("2012", "2012 (2009)"),
        ("no country for old men", "No Country for Old Men (2007)"),
        ("nothing to lose", "Nothing to Lose (1997)"),
        ("[REC]", "[REC] (2007)"),
        ("Amelie", "Amelie (2001)"),
        ("true romance", "True Romance (1993)"),
    ],
)
def test_a_title_asks_for_more_like_it(recommender: Recommender, line: str, title: str) -> None:
    intent = recommender.understand(line)
    assert intent.kind == "title"
    assert intent.title is not None
    assert intent.title.label == title
    assert intent.like == (intent.title,)
    assert [part.kind for part in intent.parts] == ["like"]
    assert not intent.signals.eligible[recommender.catalogue.row(intent.title.id)]  # the film itself is not recommended
    assert intent.signals.example.any()


@pytest.mark.parametrize("taken_as", [None, "title"])
@pytest.mark.parametrize(
    "line",
    [
        "The Lord of the Rings: The Return of the King",
        "Pirates of the Caribbean: The Curse of the Black Pearl",
        "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb",
    ],
)
def test_a_long_title_is_a_title(recommender: Recommender, line: str, taken_as: PromptKind | None) -> None:
    intent = recommender.understand(line, kind=taken_as)
    assert intent.kind == "title"
    assert [film.title for film in intent.like] == [line]


@pytest.mark.parametrize(
    "line", ["samurai", "horror", "scary movie", "rainy sunday", "hot chocolate", "like Heat but funnier"]
)
def test_a_mood_is_not_a_title(recommender: Recommender, line: str) -> None:
    assert recommender.understand(line).kind == "mood"


@pytest.mark.parametrize("line", ["rainy sunday", "hot chocolate", "horror", "something clever"])
def test_a_mood_need_not_be_a_title(recommender: Recommender, line: str) -> None:
    assert recommender.understand(line).title is None


def test_a_mood_that_is_also_a_title(recommender: Recommender) -> None:
    intent = recommender.understand("scary movie")
    assert intent.title is not None
    assert intent.title.label == "Scary Movie (2000)"
    assert intent.like == ()


def test_the_user_can_choose_the_interpretation(recommender: Recommender) -> None:
    title = recommender.understand("scary movie", kind="title")
    assert title.kind == "title"
    assert [film.label for film in title.like] == ["Scary Movie (2000)"]
    mood = recommender.understand("heat", kind="mood")
    assert mood.kind == "mood"
    assert mood.like == ()
    assert mood.title is not None  # still known, so that the user can switch
    assert [part.label for part in mood.parts] == ["heat"]


def test_a_line_that_matches_no_title_stays_a_mood(recommender: Recommender) -> None:
    intent = recommender.understand("hot chocolate", kind="title")
    assert intent.kind == "mood"
    assert intent.title is None


def test_a_title_and_an_example_have_the_same_signal(recommender: Recommender) -> None:
    title, example = recommender.understand("heat"), recommender.understand("like Heat")
    assert example.kind == "mood"
    assert example.like == title.like
    assert example.signals.example.tolist() == title.signals.example.tolist()


@pytest.mark.parametrize("line", ["whatever", "anything"])
def test_a_rare_title_of_filler_is_no_title(recommender: Recommender, line: str) -> None:
    assert recommender.understand(line).like == ()


@pytest.mark.parametrize("line", ["Up", "It", "Anything Else"])
def test_a_title_of_filler_is_a_title(recommender: Recommender, line: str) -> None:
    intent = recommender.understand(line)
    assert intent.kind == "title"
    assert intent.title is not None
    assert [film.title for film in intent.like] == [line]
