"""Titles and years that the table of film facts adds to a catalogue."""

from matinee.training.facts.catalogue_titles import add_titles, complete_titles
from matinee.training.facts.table import FilmRecord
from tests.training.facts.test_catalogue_facts import catalogue


def test_missing_years_and_other_titles_are_added() -> None:
    films = catalogue(("Moonlight", 0, 1), ("Seven Sisters", 2017, 2), ("Heat", 1995, 3), ("Lost", 1990, 0))
    completed = complete_titles(
        films,
        [
            FilmRecord(1, "Moonlight", 2016, "Moonlight (2016 film)"),
            FilmRecord(2, "What Happened to Monday?", 2017, "What Happened to Monday"),
            FilmRecord(3, "Heat", 1994, "Heat (1995 film)"),
        ],
    )
    assert completed.years.tolist() == [2016, 2017, 1995, 1990]
    assert completed.titles == ["Moonlight", "Seven Sisters", "Heat", "Lost"]
    assert completed.alternatives == [(), ("What Happened to Monday",), (), ()]


def test_a_placeholder_gets_the_title_of_the_film() -> None:
    record = FilmRecord(1, "Spider-Man: Homecoming", 2017, "Spider-Man: Homecoming")
    assert add_titles(["Untitled Spider-Man Reboot"], record) == ["Spider-Man: Homecoming"]
    assert add_titles(["Untitled Spider-Man Reboot"], FilmRecord(1, "")) == ["Untitled Spider-Man Reboot"]


def test_a_label_counts_only_where_the_page_has_another_title_too() -> None:
    assert add_titles(["The Patriot"], FilmRecord(1, "El melon", 2000, "The Patriot (2000 film)")) == ["The Patriot"]
    assert add_titles(["Old"], FilmRecord(1, "New", 2000, "Newer")) == ["Old", "Newer", "New"]


def test_titles_of_the_data_set_are_kept() -> None:
    listed = ["Dumb & Dumber", "Dumb and Dumber"]
    assert add_titles(listed, FilmRecord(1, "Dumb and Dumber", 1994, "Dumb and Dumber")) == listed
