"""Matching imported films with the catalogue."""

import random
import time

import pytest

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.exchange.matching import Unmatched, match_films
from matinee.engine.exchange.records import ImportedFilm
from matinee.engine.recommender import Recommender


@pytest.fixture(scope="module")
def catalogue(recommender: Recommender) -> Catalogue:
    return recommender.catalogue


def found(catalogue: Catalogue, title: str, year: int | None = None, imdb_id: int | None = None) -> str | None:
    """The label of the only film found."""
    matched = match_films([ImportedFilm(title, year, imdb_id)], catalogue)
    return catalogue.movie(matched.found[0][1]).label if matched.found else None


def missed(catalogue: Catalogue, title: str, year: int | None = None, imdb_id: int | None = None) -> Unmatched:
    """The only film not found."""
    (unmatched,) = match_films([ImportedFilm(title, year, imdb_id)], catalogue).unmatched
    return unmatched


@pytest.mark.parametrize(
    ("title", "year", "label"),
    [
        ("The Matrix", 1999, "The Matrix (1999)"),
        ("Matrix, The", 1999, "The Matrix (1999)"),
        ("matrix", 1999, "The Matrix (1999)"),
        ("Se7en", 1995, "Seven (1995)"),
        ("Amélie", 2001, "Amelie (2001)"),
        ("WALL-E", 2008, "WALL·E (2008)"),
        ("Fast and Furious", 2009, "Fast & Furious (2009)"),
        ("The Godfather Part II", 1974, "The Godfather: Part II (1974)"),
        ("La Haine", 1995, "Hate (1995)"),
        ("Birdman or (The Unexpected Virtue of Ignorance)", 2014,
         "Birdman: Or (The Unexpected Virtue of Ignorance) (2014)"),
        ("Spirited Away", 2002, "Spirited Away (2001)"),
        ("Spirited Away", 2000, "Spirited Away (2001)"),
        ("Spirited Away", None, "Spirited Away (2001)"),
    ],
)  # fmt: skip
def test_a_film_is_found_with_any_spelling_of_its_title(
    catalogue: Catalogue, title: str, year: int | None, label: str
) -> None:
    assert found(catalogue, title, year) == label


def test_the_imdb_id_counts_before_title_and_year(catalogue: Catalogue) -> None:
    assert found(catalogue, "Kampf um die Matrix", 2010, imdb_id=133093) == "The Matrix (1999)"
    unmatched = missed(catalogue, "The Matrix", 1999, imdb_id=999_999_999)
    assert unmatched.why == "not in the catalogue"
    assert unmatched.nearest is not None
    assert unmatched.nearest.label == "The Matrix (1999)"


@pytest.mark.parametrize(
    ("title", "year", "why", "nearest"),
    [
        ("Parasite", 2019, "only films from other years have this title", "Parasite (1982)"),
        ("Spirited Away", 2003, "only films from other years have this title", "Spirited Away (2001)"),
        ("Heat", None, "2 films have this title, and the entry has no year", "Heat (1995)"),
        ("War of the Worlds", 2005, "2 films with this title are from this year", "War of the Worlds (2005)"),
        ("Star Wars", 1977, "not in the catalogue", "Star Wars: Episode IV - A New Hope (1977)"),
        ("Shawshank Redemtion", 1994, "not in the catalogue", "The Shawshank Redemption (1994)"),
        ("Qqqq Wwww Zzzz", 1994, "not in the catalogue", None),
        ("!?", None, "not in the catalogue", None),
    ],
)
def test_uncertain_matches_are_not_guessed(
    catalogue: Catalogue, title: str, year: int | None, why: str, nearest: str | None
) -> None:
    unmatched = missed(catalogue, title, year)
    assert unmatched.why == why
    assert (unmatched.nearest and unmatched.nearest.label) == nearest


def test_of_two_matches_with_one_film_the_more_certain_counts(catalogue: Catalogue) -> None:
    by_title, by_year = ImportedFilm("Spirited Away", 2002, stars=1), ImportedFilm("Spirited Away", 2001, stars=5)
    matched = match_films([by_title, by_year], catalogue)
    assert [film for film, _ in matched.found] == [by_year]
    assert [(each.film, each.why) for each in matched.unmatched] == [
        (by_title, "the same film as Spirited Away (2001)")
    ]


def test_a_film_without_a_year_in_the_catalogue_is_found_by_its_title(catalogue: Catalogue) -> None:
    row = catalogue.years.tolist().index(0)
    assert found(catalogue, catalogue.titles[row]) == catalogue.titles[row]
    assert found(catalogue, catalogue.titles[row], 2015) is None


def test_the_catalogue_matches_itself(catalogue: Catalogue) -> None:
    films = [catalogue.movie(row) for row in range(len(catalogue))]
    matched = match_films([ImportedFilm(film.title, film.year) for film in films], catalogue)
    assert all(films[row].label == film.label for film, row in matched.found)
    assert len(matched.found) > 0.99 * len(films)


def test_three_thousand_films_are_matched_within_two_seconds(catalogue: Catalogue) -> None:
    dice = random.Random(0)
    known = [catalogue.movie(row) for row in dice.sample(range(len(catalogue)), 2000)]
    films = [ImportedFilm(film.title, film.year) for film in known]
    films += [ImportedFilm(f"{film.title} {film.year}", film.year) for film in known[:1000]]
    started = time.perf_counter()
    match_films(films, catalogue)
    assert time.perf_counter() - started < 2  # 0.3 s on a free core
