"""What a suggestion has in common with liked films is said once, shortly and in good English."""

import pytest

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.recommender import Recommender
from matinee.engine.session.suggestion import Kin, Suggestion
from matinee.tui.text.film_nouns import place_words, with_article
from matinee.tui.text.kin_text import kin_clauses, number

TITLES = (
    "Rashomon",
    "Ran",
    "Yojimbo",
    "Seven Samurai",
    "Heat",
    "Fargo",
    "Alien",
    "Se7en",
    "Big",
    "Up",
    "It",
    "Her",
    "Elf",
)
ADJECTIVES = {"Japan": "Japanese", "Hong Kong": "Hong Kong"}


def kin(kind: str, name: str, films: int, liked: int = 4, first: int = 0) -> Kin:
    """A feature that some of the liked films have."""
    movies = [Movie(number, title, 1950, (), ()) for number, title in enumerate(TITLES)]
    return Kin(kind, name, tuple(movies[first : first + films]), liked)


def clauses(*kins: Kin, terms: dict[str, float] | None = None, cast: tuple[str, ...] = ()) -> list[str]:
    """The clauses of a suggestion with some kin, whose kinds contribute more than enough unless ``terms`` says so."""
    values = {"model": 1.0, **{f"kin_{each.kind}": 1.0 for each in kins}, **(terms or {})}
    return kin_clauses(Suggestion(Movie(99, "Ikiru", 1952, (), ()), 1.0, values, (), 1.0, 1.0, kins), ADJECTIVES, cast)


@pytest.mark.parametrize(
    ("shared", "said"),
    [
        (kin("genre", "Documentary", 4), "a documentary, like all four of yours"),
        (kin("genre", "Crime", 3), "a crime film, like three of your four"),
        (kin("genre", "Animation", 3), "animated, like three of your four"),
        (kin("keyword", "heist", 2), "a heist film, like two of your four"),
        (kin("keyword", "based on a book", 2), "based on a book, like two of your four"),
        (kin("keyword", "LGBT", 2, 2), "an LGBT film, like both of yours"),
        (kin("decade", "1950s", 3, 5), "from the 1950s, like three of your five"),
        (kin("language", "Hindi", 1), "in Hindi, like Rashomon"),
        (kin("country", "Japan", 3), "Japanese, like three of your four"),
        (kin("country", "Kazakhstan", 3), "from Kazakhstan, like three of your four"),
        (kin("director", "Akira Kurosawa", 2), "by Akira Kurosawa, like Rashomon and Ran"),
        (kin("director", "Akira Kurosawa", 3), "by Akira Kurosawa, like three of your four"),
        (kin("cast", "Al Pacino", 1, first=4), "with Al Pacino, like Heat"),
        (kin("decade", "1950s", 12, 12), "from the 1950s, like all twelve of yours"),
        (kin("decade", "1950s", 3, 1340), "from the 1950s, like three of your 1,340"),
    ],
)
def test_one_thing_in_common(shared: Kin, said: str) -> None:
    assert clauses(shared) == [said]


def test_language_and_country_are_one_thing() -> None:
    both = clauses(kin("language", "Japanese", 4), kin("country", "Japan", 4))
    assert both == ["Japanese, like all four of yours"]
    assert clauses(kin("language", "Japanese", 4), kin("country", "Japan", 3)) == [
        "in Japanese, like all four of yours"
    ]
    assert clauses(kin("language", "Cantonese", 4), kin("country", "Hong Kong", 4)) == [
        "in Cantonese, like all four of yours"
    ]


@pytest.mark.parametrize(
    ("genre", "keyword"),
    [("Documentary", "documentary"), ("Film-Noir", "film noir"), ("Animation", "hand-drawn animation")],
)
def test_a_keyword_that_repeats_a_genre_is_not_said_beside_it(genre: str, keyword: str) -> None:
    assert len(clauses(kin("genre", genre, 4), kin("keyword", keyword, 3))) == 1
    assert len(clauses(kin("keyword", keyword, 4), kin("genre", genre, 3))) == 1


def test_what_the_same_films_share_is_one_phrase() -> None:
    assert clauses(
        kin("language", "Japanese", 4), kin("director", "Akira Kurosawa", 4), kin("country", "Japan", 4)
    ) == ["a Japanese film by Akira Kurosawa, like all four of yours"]
    assert clauses(kin("decade", "1940s", 4), kin("genre", "Film-Noir", 4)) == [
        "a film noir from the 1940s, like all four of yours"
    ]
    assert clauses(kin("genre", "Musical", 4), kin("keyword", "hand-drawn animation", 4)) == [
        "a hand-drawn musical, like all four of yours"
    ]
    assert clauses(kin("genre", "Crime", 4), kin("keyword", "spy", 4)) == [
        "a crime film and a spy film, like all four of yours"
    ]


def test_at_most_two_kinds_are_said_the_most_telling_first() -> None:
    kins = (kin("genre", "Documentary", 4), kin("director", "Errol Morris", 1), kin("decade", "1990s", 3))
    assert clauses(*kins) == ["a documentary, like all four of yours", "by Errol Morris, like Rashomon"]


def test_people_who_made_the_same_films_are_named_together_the_best_known_first() -> None:
    coens = (kin("director", "Joel Coen", 1), kin("director", "Ethan Coen", 1))
    assert clauses(*coens) == ["by Joel Coen and Ethan Coen, like Rashomon"]
    cast = (kin("cast", "Elisha Cook", 1), kin("cast", "Mary Astor", 1), kin("cast", "Humphrey Bogart", 2))
    assert clauses(*cast, cast=("Humphrey Bogart", "Mary Astor")) == ["with Humphrey Bogart, like Rashomon and Ran"]
    assert clauses(*cast[:2], cast=("Mary Astor",)) == ["with Mary Astor and Elisha Cook, like Rashomon"]


def test_what_hardly_contributes_is_not_said() -> None:
    shared = kin("genre", "Drama", 2)
    assert clauses(shared, terms={"model": 10.0, "kin_genre": 0.5}) == []
    assert clauses(shared, terms={"model": 9.0, "kin_genre": 0.5})
    assert clauses(kin("director", "Errol Morris", 2), terms={"model": 9.0, "kin_director": 0.2})
    assert clauses(kin("director", "Errol Morris", 2), terms={"model": 10.0, "kin_director": 0.1}) == []
    assert clauses() == []


@pytest.mark.parametrize(
    "usual",
    [
        kin("genre", "Drama", 7, 10),
        kin("decade", "1950s", 6, 10),
        kin("country", "United States", 10, 10),
        kin("genre", "Children", 10, 10),
    ],
)
def test_what_most_liked_films_have_is_said_only_alone(usual: Kin) -> None:
    assert len(clauses(usual)) == 1
    assert clauses(kin("director", "Errol Morris", 1, 10), usual) == ["by Errol Morris, like Rashomon"]
    half = kin("decade", "1990s", 5, 10, first=3)
    assert clauses(kin("director", "Errol Morris", 1, 10), half)[1] == "from the 1990s, like five of your ten"


def test_of_few_liked_films_what_all_have_is_said() -> None:
    assert len(clauses(kin("director", "Errol Morris", 1), kin("genre", "Documentary", 4))) == 2


def test_what_adds_next_to_nothing_is_not_said_even_alone() -> None:
    assert clauses(kin("language", "English", 12, 12), terms={"model": -0.2, "kin_language": 0.01}) == []
    assert clauses(kin("country", "United States", 4), terms={"model": 0.0, "kin_country": 0.02}) == []


def test_what_the_same_films_share_comes_before_what_others_do() -> None:
    director, decade = kin("director", "Sergio Leone", 1), kin("decade", "1960s", 2)
    assert clauses(director, decade, kin("genre", "Western", 1)) == ["a Western by Sergio Leone, like Rashomon"]
    assert clauses(director, decade) == ["by Sergio Leone, like Rashomon", "from the 1960s, like two of your four"]
    actors = (kin("cast", "Lee Van Cleef", 1), kin("cast", "Clint Eastwood", 1))
    assert clauses(director, *actors, decade) == ["a film by Sergio Leone with Lee Van Cleef, like Rashomon"]
    assert clauses(director, *actors, kin("genre", "Western", 1)) == ["a Western by Sergio Leone, like Rashomon"]


def test_a_small_part_is_not_named() -> None:
    billing = ("Al Pacino", "Robert De Niro", "Val Kilmer", "Jon Voight", "Tom Sizemore", "Xander Berkeley")
    assert clauses(kin("cast", "Xander Berkeley", 1), kin("cast", "Tom Sizemore", 1, first=1), cast=billing) == [
        "with Tom Sizemore, like Ran"
    ]
    assert clauses(kin("cast", "Xander Berkeley", 1), cast=billing) == []


def test_a_director_who_plays_too_is_named_once() -> None:
    shared = (kin("director", "Woody Allen", 2), kin("cast", "Woody Allen", 2), kin("cast", "Diane Keaton", 2))
    assert clauses(*shared) == ["a film by Woody Allen with Diane Keaton, like Rashomon and Ran"]
    assert clauses(*shared[:2]) == ["by Woody Allen, like Rashomon and Ran"]


def test_people_are_named_last_in_a_phrase() -> None:
    director, language = kin("director", "Wong Kar-wai", 1), kin("language", "Cantonese", 1)
    assert clauses(director, language) == ["a film in Cantonese by Wong Kar-wai, like Rashomon"]


def test_a_long_title_loses_its_subtitle() -> None:
    title = "The Fog of War: Eleven Lessons from the Life of Robert S. McNamara"
    named = Kin("director", "Errol Morris", (Movie(1, title, 2003, (), ()),), 4)
    assert clauses(named) == ["by Errol Morris, like The Fog of War"]
    endless = Kin("director", "Errol Morris", (Movie(1, "x" * 300, 2003, (), ()),), 4)
    assert clauses(endless) == [f"by Errol Morris, like {'x' * 39}…"]
    two = Kin("director", "Errol Morris", (*named.movies, *endless.movies), 4)
    assert clauses(two) == ["by Errol Morris, like two of your four"]


def test_numbers_are_words_up_to_twelve() -> None:
    assert [number(count) for count in (1, 12, 13, 2000)] == ["one", "twelve", "13", "2,000"]


@pytest.mark.parametrize(
    ("noun", "with_its_article"),
    [
        ("animated film", "an animated film"),
        ("heist film", "a heist film"),
        ("LGBT film", "an LGBT film"),
        ("European film", "a European film"),
        ("Ukrainian film", "a Ukrainian film"),
        ("Icelandic film", "an Icelandic film"),
    ],
)
def test_nouns_have_the_right_article(noun: str, with_its_article: str) -> None:
    assert with_article(noun) == with_its_article


def test_every_genre_and_keyword_of_the_catalogue_has_words(recommender: Recommender) -> None:
    assert recommender.film_facts is not None
    for name in (*recommender.catalogue.genre_names, *recommender.film_facts.keywords.names):
        place, words = place_words(name)
        assert words
        assert "film film" not in words
        assert place != "noun" or words.split()[-1].islower() or words.endswith("Western")
