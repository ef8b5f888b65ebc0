"""Facts in words fit their line, and leave out what says nothing."""

import pytest
from rich.cells import cell_len

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.catalogue.facts import FilmFacts
from matinee.tui.text.fact_text import (
    and_list,
    cast_line,
    cut,
    detail_line,
    director_line,
    fit_names,
    info_lines,
    people_line,
    telling_keywords,
)

IKIRU = FilmFacts(
    directors=("Akira Kurosawa",),
    cast=("Takashi Shimura", "Nobuo Kaneko", "Shin'ichi Himori", "Haruo Tanaka"),
    countries=("Japan",),
    languages=("Japanese",),
    keywords=("anti-war", "drama"),
    subjects=("old age",),
)
NAMES = ["黒澤明", "אקירה קורוסאווה", "Ω" * 300, "[b]Bold[/b]", "a", "🎬 日本 " * 20]


def test_names_are_joined() -> None:
    assert [and_list(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (40, "Al Pacino, Robert De Niro, Val Kilmer"),
        (30, "Al Pacino, Robert De Niro …"),
        (12, "Al Pacino …"),
        (6, "Al Pa…"),
    ],
)
def test_names_that_do_not_fit_are_left_out(room: int, shown: str) -> None:
    assert fit_names(["Al Pacino", "Robert De Niro", "Val Kilmer"], room) == shown


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("room", [34, 42, 76])
def test_no_line_is_wider_than_its_room(name: str, room: int) -> None:
    facts = FilmFacts((name, name + "2", "b"), (name, "b", name + "3"), (name,), (name,), (name, "heist"))
    lines = (
        director_line(facts.directors, room),
        cast_line(facts.cast, room, 3),
        people_line(facts, room),
        detail_line(facts, (), room, 3),
        cut(name, room),
    )
    assert [cell_len(line) <= room for line in lines] == [True] * 5


def test_who_made_a_film() -> None:
    assert director_line(IKIRU.directors, 60) == "directed by Akira Kurosawa"
    assert director_line(("Joel Coen", "Ethan Coen"), 60) == "directed by Joel Coen and Ethan Coen"
    assert director_line(("Joel Coen", "Ethan Coen"), 24) == "directed by Joel Coen …"
    assert director_line(tuple("abcdef"), 60) == "directed by a, b, c, d, e, f"
    assert cast_line(IKIRU.cast, 60, 3) == "with Takashi Shimura, Nobuo Kaneko, Shin'ichi Himori"
    assert (director_line((), 60), cast_line((), 60, 3)) == ("", "")


def test_director_and_actors_in_one_line() -> None:
    assert people_line(IKIRU, 38) == "Akira Kurosawa · Takashi Shimura"
    assert people_line(IKIRU, 20) == "Akira Kurosawa"
    assert (
        people_line(FilmFacts(("Orson Welles",), ("Orson Welles", "Joseph Cotten")), 38)
        == "Orson Welles · Joseph Cotten"
    )
    assert people_line(FilmFacts(), 38) == ""


def test_language_and_country_are_named_where_they_are_not_the_usual_ones() -> None:
    assert detail_line(IKIRU, ("Drama",), 60, 3) == "in Japanese · Japan · anti-war"
    assert detail_line(IKIRU, ("Drama",), 20, 3) == "in Japanese · Japan"
    english = FilmFacts(countries=("United States",), languages=("English",), keywords=("drama",))
    assert detail_line(english, ("Drama",), 60, 3) == ""
    assert detail_line(FilmFacts(countries=("United Kingdom",), languages=("English",)), (), 60, 3) == "United Kingdom"


@pytest.mark.parametrize(
    ("keyword", "genres", "telling"),
    [
        ("drama", (), False),
        ("Western", (), False),
        ("film noir", ("Film-Noir",), False),
        ("film noir", ("Crime",), True),
        ("romantic comedy", ("Comedy", "Romance"), False),
        ("romantic comedy", ("Comedy",), True),
        ("children's film", ("Children's",), False),
        ("hand-drawn animation", ("Animation",), True),
        ("science fiction comedy", ("Sci-Fi", "Comedy"), False),
        ("heist", ("Crime",), True),
    ],
)
def test_keywords_that_repeat_a_genre_are_left_out(keyword: str, genres: tuple[str, ...], telling: bool) -> None:
    assert telling_keywords([keyword], genres) == ([keyword] if telling else [])


def test_everything_known_of_a_film() -> None:
    movie = Movie(1, "Ikiru", 1952, ("Drama",), ())
    assert list(info_lines(IKIRU, movie, 2)) == [
        "directed by Akira Kurosawa",
        "with Takashi Shimura, Nobuo Kaneko",
        "Drama",
        "in Japanese · Japan",
        "anti-war",
        "about old age",
    ]
    assert list(info_lines(FilmFacts(), Movie(1, "Ikiru", None, (), ()), 8)) == []


@pytest.mark.parametrize(
    ("works", "shown"),
    [(("Goldfinger",), ["based on a book"]), (("Dr. No",), ["based on Dr. No"]), ((), ["based on a book"])],
)
def test_a_book_is_named_unless_it_has_the_title_of_the_film(works: tuple[str, ...], shown: list[str]) -> None:
    facts = FilmFacts(keywords=("based on a book",), series=("James Bond",), based_on=works, minutes=110)
    lines = list(info_lines(facts, Movie(1, "Goldfinger", 1964, (), ()), 8))
    assert [line for line in lines if line.startswith("based on")] == shown
    assert {"110 minutes", "part of James Bond"} <= set(lines)
