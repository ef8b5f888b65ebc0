"""Tables of people's own making, and lists without columns."""

from pathlib import Path

import pytest

from matinee.engine.exchange.readers.detect import read_export
from matinee.engine.exchange.records import Export


def read(tmp_path: Path, text: str, name: str = "films.csv") -> Export:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_export(tmp_path / name)


@pytest.mark.parametrize(
    ("columns", "stars"),
    [
        ("Movie Title,Release Year,My Rating (1-10)", 1.0),
        ("Title,Year,Rating (out of 10)", 1.0),
        ("Title,Year,Rating/10", 1.0),
        ("Title,Year,Score [100 = best]", 2.0),
        ("Title (English),Year,userRating", 2.0),
        ("original_title,movie_year,Personal Score", 2.0),
        ("Titel,Erscheinungsjahr,Meine Bewertung", 2.0),
        ("Titre,Année,Ma note", 2.0),
        ("Título,Año,Mi nota", 2.0),
    ],
)
def test_ratings_are_found_under_the_names_that_people_give_them(tmp_path: Path, columns: str, stars: float) -> None:
    (film,) = read(tmp_path, f"{columns}\nHeat,1995,2\n").films
    assert (film.title, film.year, film.stars, film.liked) == ("Heat", 1995, stars, False)


@pytest.mark.parametrize("columns", ["Title,Rating,My Rating", "Title,Rating (IMDb),Rating", "Title,IMDb Rating,Stars"])
def test_a_persons_own_ratings_count_before_others(tmp_path: Path, columns: str) -> None:
    assert [film.stars for film in read(tmp_path, f"{columns}\nHeat,4.5,2\n").films] == [2.0]


def test_of_two_columns_with_one_name_the_first_is_read(tmp_path: Path) -> None:
    assert [film.title for film in read(tmp_path, "Name,Year,Name\nHeat,1995,x\n").films] == ["Heat"]


def test_ratings_of_others_alone_are_not_a_persons(tmp_path: Path) -> None:
    (film,) = read(tmp_path, "Title,Year,imdb_rating\nHeat,1995,8.3\n").films
    assert (film.stars, film.liked) == (None, True)


def test_a_number_behind_an_id_is_its_rating(tmp_path: Path) -> None:
    rated = read(tmp_path, "tt0113277,9\ntt0078748,3\n")
    assert [(film.imdb_id, film.stars) for film in rated.films] == [(113277, 4.5), (78748, 1.5)]
    assert rated.notes == ("films.csv: the ratings were read as out of 10.",)
    with_years = read(tmp_path, "tt0113277,1995\ntt0078748,1979\n")
    assert [(film.stars, film.liked) for film in with_years.films] == [(None, True), (None, True)]


def test_numbers_and_bullets_of_a_list_are_not_of_its_titles(tmp_path: Path) -> None:
    for text in ("1. Heat (1995)\n2. 9. April (2015)\n", "- Heat (1995)\n- 9. April (2015)\n"):
        films = read(tmp_path, text, "list.txt").films
        assert [(film.title, film.year) for film in films] == [("Heat", 1995), ("9. April", 2015)]
    unmarked = read(tmp_path, "Heat (1995)\n9. April (2015)\n", "list.txt").films
    assert [film.title for film in unmarked] == ["Heat", "9. April"]
