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
        ("Mulholland Dr.", 2001, "Mulholland Drive (2001)"),
        ("Three Colours: Red", 1994, "Three Colors: Red (1994)"),
        ("Nymphomaniac: Vol. I", 2013, "Nymphomaniac: Volume I (2013)"),
        ("John Wick: Chapter 2", 2017, "John Wick: Chapter Two (2017)"),
        ("8½", 1963, "8 1/2 (1963)"),
        ("Alien 3", 1992, "Alien³ (1992)"),
        ("One Hundred and One Dalmatians", 1961, "101 Dalmatians (1961)"),
        ("Romeo + Juliet", 1996, "William Shakespeare's Romeo + Juliet (1996)"),
        ("Star Wars: Episode V - The Empire Strikes Back (Theatrical Version)", None,
         "Star Wars: Episode V - The Empire Strikes Back (1980)"),
    ],
)  # fmt: skip
def test_a_film_is_found_with_any_spelling_of_its_title(
    catalogue: Catalogue, title: str, year: int | None, label: str
) -> None:
    assert found(catalogue, title, year) == label


@pytest.mark.parametrize(
    ("title", "year", "label"),
    [
        ("Star Wars", 1977, "Star Wars: Episode IV - A New Hope (1977)"),  # what is before the colon
        ("Return of the Jedi", 1983, "Star Wars: Episode VI - Return of the Jedi (1983)"),  # what is after the dash
        ("Garfield", 2004, "Garfield: The Movie (2004)"),
        ("Life of Brian", 1979, "Monty Python's Life of Brian (1979)"),  # its owner
        ("The Butler", 2013, "Lee Daniels' The Butler (2013)"),
        ("Ice Age: The Meltdown", 2006, "Ice Age 2: The Meltdown (2006)"),  # its number
        ("Avengers: Infinity War", 2018, "Avengers: Infinity War - Part I (2018)"),
        ("A Grand Day Out", 1989, "A Grand Day Out with Wallace and Gromit (1989)"),
        ("Spider-Man: Homecoming", 2017, "Spider-Man: Homecoming (2017)"),  # listed before it had a title
        ("Contamination", 1980, "Alien Contamination (1980)"),  # another title
        ("Moonlight", 2016, "Moonlight (2016)"),  # listed without a year
    ],
)
def test_what_another_service_leaves_out_or_adds_does_not_matter_in_the_same_year(
    catalogue: Catalogue, title: str, year: int, label: str
) -> None:
    assert found(catalogue, title, year) == label
    unmatched = match_films([ImportedFilm(title, year - 5)], catalogue).unmatched
    assert [each.why for each in unmatched] != []


@pytest.mark.parametrize(
    ("title", "year", "nearest"),
    [
        ("Minions: Binky Nelson Unpacified", 2015, "Minions (2015)"),  # a short about the film
        ("Ed Wood: Look Back in Angora", 1994, "Ed Wood (1994)"),
        ("Blue", 1993, "Three Colors: Blue (1993)"),  # one word: another film of that year
        ("Charlie Wilson's War: The Making of", 2007, "Charlie Wilson's War (2007)"),
        ("War", 2007, "The War (1994)"),
        ("Kill Bill: Vol. 3", 2003, "Kill Bill: Vol. 1 (2003)"),
        ("Toy Story 2", 1995, "Toy Story 2 (1999)"),
        ("The Fear", 1995, "Fear (1996)"),
    ],
)
def test_a_part_that_may_be_another_film_is_offered_at_most(
    catalogue: Catalogue, title: str, year: int, nearest: str | None
) -> None:
    unmatched = missed(catalogue, title, year)
    assert (unmatched.nearest and unmatched.nearest.label) == nearest


def test_ids_of_other_services_count_and_a_movielens_id_if_the_title_agrees(catalogue: Catalogue) -> None:
    films = [
        ImportedFilm("Matrix", tmdb_id=603),
        ImportedFilm("Heat (1995)", movie_id=6),
        ImportedFilm("Casino", movie_id=16),
        ImportedFilm("GoldenEye", movie_id=2),  # Jumanji here, GoldenEye in MovieLens 100K
    ]
    matched = match_films(films, catalogue)
    assert [catalogue.movie(row).label for _, row in matched.found] == [
        "The Matrix (1999)", "Casino (1995)", "GoldenEye (1995)",
    ]  # fmt: skip


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
    assert found(catalogue, catalogue.titles[row], 2015) == catalogue.titles[row]


def test_twins_are_one_film_the_better_known_one(catalogue: Catalogue) -> None:
    matched = match_films([ImportedFilm("War of the Worlds", 2005)], catalogue)
    assert [int(catalogue.ids[row]) for _, row in matched.found] == [34048]
    assert matched.unmatched == ()


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
    started = time.process_time()
    match_films(films, catalogue)
    assert time.process_time() - started < 2  # 0.6 s on a free core
