"""Is a line the title of a film, or a mood?"""

import pytest

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.lexicon import load_lexicon
from matinee.engine.prompts.title_match import sounds_like_a_mood, titled
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Kind

LEXICON = load_lexicon()
FILMS = [
    Movie(1, "Heat", 1995, (), ()),
    Movie(2, "The Shawshank Redemption", 1994, (), ()),
    Movie(3, "Léon: The Professional", 1994, (), ("Léon",)),
    Movie(4, "Big", 1988, (), ()),
]


def search(_: str, limit: int) -> list[Movie]:
    """Everything there is, so that only the comparison decides."""
    return FILMS[:limit] if limit < 3 else FILMS


@pytest.mark.parametrize(
    ("line", "film"),
    [
        ("heat", 1),
        ("  HEAT ", 1),
        ("heat!", 1),
        ("hea", None),
        ("heats", None),  # a short line has to be the title to the letter
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
def test_a_line_is_a_title_where_it_is_a_films_name(line: str, film: int | None) -> None:
    found = titled(line, search)
    assert (None if found is None else found.id) == film


@pytest.mark.parametrize(
    "line",
    ["horror", "scary movie", "road trip", "samurai", "vampires", "something funny", "rainy sunday"],
)
def test_one_phrase_of_the_lexicon_and_filler_sound_like_a_mood(line: str) -> None:
    assert sounds_like_a_mood(line, LEXICON)


@pytest.mark.parametrize(
    "line", ["heat", "hot chocolate", "true romance", "horror of dracula", "dirty dancing", "fantastic mr fox"]
)
def test_other_words_or_two_moods_together_do_not(line: str) -> None:
    assert not sounds_like_a_mood(line, LEXICON)


@pytest.mark.parametrize("line", ["a film", "up", "it", "anything else", "!?", ""])
def test_filler_alone_does_not(line: str) -> None:
    assert not sounds_like_a_mood(line, LEXICON)


def test_one_unknown_word_makes_it_a_title() -> None:
    assert not sounds_like_a_mood("love actually", LEXICON)


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
    assert not intent.wanted.possible[recommender.catalogue.row(intent.title.id)]  # the film itself is no answer
    assert intent.wanted.like.any()


@pytest.mark.parametrize("taken_as", [None, "title"])
@pytest.mark.parametrize(
    "line",
    [
        "The Lord of the Rings: The Return of the King",
        "Pirates of the Caribbean: The Curse of the Black Pearl",
        "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb",
    ],
)
def test_a_long_title_is_a_title(recommender: Recommender, line: str, taken_as: Kind | None) -> None:
    intent = recommender.understand(line, taken_as=taken_as)
    assert intent.kind == "title"
    assert [film.title for film in intent.like] == [line]


@pytest.mark.parametrize(
    "line", ["samurai", "horror", "scary movie", "rainy sunday", "hot chocolate", "like Heat but funnier"]
)
def test_a_mood_is_no_title(recommender: Recommender, line: str) -> None:
    assert recommender.understand(line).kind == "mood"


@pytest.mark.parametrize("line", ["rainy sunday", "hot chocolate", "horror", "something clever"])
def test_a_mood_need_not_be_near_a_title(recommender: Recommender, line: str) -> None:
    assert recommender.understand(line).title is None


def test_a_mood_that_is_also_a_title_says_so(recommender: Recommender) -> None:
    intent = recommender.understand("scary movie")
    assert intent.title is not None
    assert intent.title.label == "Scary Movie (2000)"
    assert intent.like == ()


def test_a_line_is_taken_as_one_says(recommender: Recommender) -> None:
    title = recommender.understand("scary movie", taken_as="title")
    assert title.kind == "title"
    assert [film.label for film in title.like] == ["Scary Movie (2000)"]
    mood = recommender.understand("heat", taken_as="mood")
    assert mood.kind == "mood"
    assert mood.like == ()
    assert mood.title is not None  # still known, to be taken as one after all
    assert [part.label for part in mood.parts] == ["heat"]


def test_what_is_no_title_cannot_be_taken_as_one(recommender: Recommender) -> None:
    intent = recommender.understand("hot chocolate", taken_as="title")
    assert intent.kind == "mood"
    assert intent.title is None


def test_more_like_a_film_is_nearly_the_same_as_naming_it_as_an_example(recommender: Recommender) -> None:
    title, example = recommender.understand("heat"), recommender.understand("like Heat")
    assert example.kind == "mood"
    assert example.like == title.like
    assert example.wanted.like.tolist() == title.wanted.like.tolist()


@pytest.mark.parametrize("line", ["Up", "It", "Anything Else"])
def test_a_title_of_filler_is_a_title(recommender: Recommender, line: str) -> None:
    intent = recommender.understand(line)
    assert intent.kind == "title"
    assert intent.title is not None
    assert [film.title for film in intent.like] == [line]
