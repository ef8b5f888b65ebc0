"""The table joined to a catalogue: by IMDb id, or by title and year."""

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.training.facts.catalogue_facts import join_facts, match_records
from matinee.training.facts.table import FilmRecord

Film = tuple[str, int, int]
"""Title, year and IMDb id."""


def catalogue(*films: Film, alternatives: tuple[str, ...] = ()) -> Catalogue:
    """A catalogue of a few films; the alternative titles are those of the first one."""
    numbers = np.arange(1, len(films) + 1)
    return Catalogue(
        ids=numbers,
        titles=[title for title, _, _ in films],
        alternatives=[alternatives, *[()] * (len(films) - 1)],
        years=np.array([year for _, year, _ in films]),
        genres=np.ones((len(films), 1), dtype=bool),
        genre_names=("Drama",),
        histogram=np.ones((len(films), 10), dtype=int),
        n_users=10,
        imdb=np.array([imdb for _, _, imdb in films]),
        tmdb=np.zeros(len(films), dtype=int),
    )


def record(imdb: int, title: str, year: int, page: str = "") -> FilmRecord:
    return FilmRecord(imdb, title, year, page, directors=(f"Director {imdb}",))


RAN, HEAT, OLD_HEAT = record(7, "Ran", 1985), record(8, "Heat", 1995, "Heat (1995 film)"), record(9, "Heat", 1986)


def matched(films: Catalogue, *records: FilmRecord) -> list[int]:
    """The IMDb id of each film's record; 0 without one."""
    return [found.imdb if found else 0 for found in match_records(films, records)]


def test_by_imdb_id_whatever_the_title() -> None:
    films = catalogue(("Something else", 2000, 8), ("Ran", 1985, 7), ("Heat", 1995, 10))
    assert matched(films, RAN, HEAT) == [8, 7, 0]


def test_by_title_and_year_without_an_id() -> None:
    films = catalogue(("heat!", 1995, 0), ("Heat", 1986, 0), ("RAN", 1985, 0), ("Ran", 2000, 0), ("Heat", 0, 0))
    assert matched(films, RAN, HEAT, OLD_HEAT) == [8, 9, 7, 0, 0]


def test_by_another_title() -> None:
    films = catalogue(("Seven Samurai", 1954, 0), alternatives=("Shichinin no samurai",))
    assert matched(films, record(5, "Shichinin no Samurai", 1954)) == [5]
    assert matched(films, record(5, "七人の侍", 1954, "Seven Samurai (film)")) == [5]


def test_by_a_neighbouring_year_the_same_year_first() -> None:
    assert matched(catalogue(("Ran", 1984, 0), ("Ran", 1986, 0), ("Ran", 1987, 0)), RAN) == [7, 7, 0]
    assert matched(catalogue(("Ran", 1986, 0)), RAN, record(6, "Ran", 1986)) == [6]


def test_a_title_of_two_films_of_one_year_stays_out() -> None:
    twins = (record(1, "Hamlet", 1996), record(2, "Hamlet", 1996))
    assert matched(catalogue(("Hamlet", 1996, 0)), *twins) == [0]
    assert matched(catalogue(("Hamlet", 1996, 0)), *twins, record(3, "Hamlet", 1996)) == [0]
    assert matched(catalogue(("Hamlet", 1996, 0)), *twins, record(4, "Hamlet", 1995)) == [0]  # it may be either
    assert matched(catalogue(("Hamlet", 1996, 2)), *twins) == [2]


def test_a_record_without_a_title_is_not_found_by_its_title() -> None:
    assert matched(catalogue(("...", 1999, 0)), record(1, "", 1999)) == [0]


def test_joined_facts() -> None:
    films = catalogue(("Ran", 1985, 7), ("Heat", 1995, 8), ("Unknown", 1990, 10))
    facts = join_facts(
        films,
        [
            FilmRecord(7, "Ran", 1985, "Ran (film)", ("Akira Kurosawa",), ("Q5", "Q6"), ("Japan",), minutes=162),
            FilmRecord(8, "Heat", 1995, "", ("Michael Mann",), ("Q5", "Al Pacino"), ("United States", "Atlantis")),
            FilmRecord(11, "Elsewhere", 1990, "", ("Ada Ames",), (), ("France",)),
        ],
    )
    assert facts.known_films == 2
    assert facts.film(0).directors == ("Akira Kurosawa",)
    assert facts.film(0).minutes == 162
    assert facts.film(2).directors == ()
    assert list(facts.pages) == ["Ran (film)", "", ""]
    assert set(facts.cast.names) == {"Q5", "Al Pacino"}  # an id on one film is neither shown nor shared
    assert facts.cast.films(list(facts.cast.names).index("Q5")).tolist() == [0, 1]
    assert facts.adjectives == {"Japan": "Japanese", "United States": "American"}


def test_a_catalogue_of_which_nothing_is_known() -> None:
    facts = join_facts(catalogue(("Ran", 1985, 7)), [])
    assert facts.known_films == 0
    assert facts.adjectives == {}
