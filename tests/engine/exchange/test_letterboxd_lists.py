"""Letterboxd's lists, and the favourites of its profile."""

from pathlib import Path

import pytest

from matinee.engine.errors import ExchangeError
from matinee.engine.exchange.readers.detect import read_export
from matinee.engine.exchange.records import ListedAs
from tests.engine.exchange.sample_exports import DIARY, PLAIN, RATED, csv_text, letterboxd_row, write_zip

FILMS = "Position,Name,Year,URL,Description\n1,Heat,1995,https://boxd.it/1,\n2,Amélie,2001,https://boxd.it/2,\n"
PROFILE = (
    "Date Joined,Username,Given Name,Family Name,Email Address,Location,Website,Bio,Pronoun,Favorite Films\n"
    '2018-12-16,someone,,,a@example.org,,,"A bio\nof two lines",They / their,"{}"\n'
)


def list_text(name: str, films: str = FILMS) -> str:
    """A list as Letterboxd exports it."""
    return (
        "Letterboxd list export v7\nDate,Name,Tags,URL,Description\n"
        f'2024-02-01,{name},,https://boxd.it/zzzz,"Films I\nwould ""show"""\n\n{films}'
    )


def kinds(path: Path, listed_as: ListedAs | None = None) -> list[tuple[str, int | None, bool, bool, bool]]:
    films = read_export(path, listed_as).films
    return [(film.title, film.year, film.liked, film.watched, film.on_watchlist) for film in films]


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_list_is_read_as_liked_and_the_report_says_so(tmp_path: Path, separator: str) -> None:
    (tmp_path / "list.csv").write_text(list_text("Five great ones").replace(",", separator))
    export = read_export(tmp_path / "list.csv")
    assert kinds(tmp_path / "list.csv") == [("Heat", 1995, True, False, False), ("Amélie", 2001, True, False, False)]
    assert not export.skipped
    assert export.notes == (
        "The list 'Five great ones' has no ratings: its films were read as liked "
        "(give --as wanted or --as watched if they are not).",
    )


@pytest.mark.parametrize(
    ("name", "flags"),
    [
        ("To watch in 2024", (False, False, True)),
        ("Films I want to see", (False, False, True)),
        ("The worst of 2023", (False, True, False)),
        ("Seen in the cinema", (False, True, False)),
        ("My favourites", (True, False, False)),
        ("Unseen classics", (False, False, True)),
        ("Stop-motion, likely the best", (True, False, False)),
    ],
)
def test_the_name_of_a_list_can_say_what_it_holds(tmp_path: Path, name: str, flags: tuple[bool, ...]) -> None:
    (tmp_path / "list.csv").write_text(list_text(name))
    assert {film[2:] for film in kinds(tmp_path / "list.csv")} == {flags}


@pytest.mark.parametrize(
    ("listed_as", "flags"),
    [("liked", (True, False, False)), ("watched", (False, True, False)), ("wanted", (False, False, True))],
)
def test_the_caller_can_say_what_a_list_holds(
    tmp_path: Path, listed_as: ListedAs, flags: tuple[bool, bool, bool]
) -> None:
    (tmp_path / "list.csv").write_text(list_text("To watch"))
    assert {film[2:] for film in kinds(tmp_path / "list.csv", listed_as)} == {flags}
    assert not read_export(tmp_path / "list.csv", listed_as).notes
    (tmp_path / "export.csv").write_text(csv_text(PLAIN, [letterboxd_row("Heat", 1995)]))
    assert {film[2:] for film in kinds(tmp_path / "export.csv", listed_as)} == {flags}


def test_a_list_without_its_block_is_read(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(FILMS)
    assert [film[0] for film in kinds(tmp_path / "list.csv")] == ["Heat", "Amélie"]


def test_a_list_without_films_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(list_text("Nothing", films=""))
    with pytest.raises(ExchangeError, match=r"list\.csv is a list of Letterboxd without films"):
        read_export(tmp_path / "list.csv")


def test_a_profile_by_itself_is_refused_by_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "profile.csv").write_text(PROFILE.format("https://boxd.it/a0"))
    with pytest.raises(ExchangeError, match=r"profile\.csv is Letterboxd's profile.*give the whole export"):
        read_export(tmp_path / "profile.csv")


def rated_films() -> list[dict[str, object]]:
    """Five rated films, each with its link."""
    films = [("Heat", 1995), ("Alien", 1979), ("Fargo", 1996), ("Jaws", 1975), ("Vertigo", 1958)]
    return [
        letterboxd_row(name, year, rating=5) | {"Letterboxd URI": f"https://boxd.it/r{number}"}
        for number, (name, year) in enumerate(films)
    ]


@pytest.mark.parametrize("zipped", [True, False])
def test_the_favourites_of_the_profile_are_marked_in_its_order(tmp_path: Path, zipped: bool) -> None:
    links = "https://boxd.it/r3, https://boxd.it/r0, http://boxd.it/r4/, https://boxd.it/r1"
    tables = {
        "ratings.csv": csv_text(RATED, rated_films()),
        "profile.csv": PROFILE.format(links),
        "lists/one.csv": list_text("One"),
        "lists/two.csv": list_text("Two"),
    }
    path = tmp_path / "export"
    if zipped:
        write_zip(path, tables, "letterboxd-someone/")
    else:
        for name, text in tables.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_text(text)
    export = read_export(path)
    places = {film.title: film.favourite for film in export.films}
    assert places == {"Heat": 1, "Alien": 3, "Fargo": None, "Jaws": 0, "Vertigo": 2}
    (note,) = export.notes
    assert note.startswith("2 lists in lists/ were not read; import one by itself, such as ")
    assert "lists/one.csv" in note


def test_favourites_that_no_table_lists_are_reported(tmp_path: Path) -> None:
    tables = {
        "ratings.csv": csv_text(RATED, rated_films()),
        "profile.csv": PROFILE.format("https://boxd.it/r1, https://boxd.it/x1, https://boxd.it/x2"),
    }
    export = read_export(write_zip(tmp_path / "export.zip", tables))
    assert [film.title for film in export.films if film.favourite is not None] == ["Alien"]
    assert export.notes == ("2 of the profile's 3 favourites are in no other table.",)


def test_films_of_one_title_and_year_with_two_links_are_two_films(tmp_path: Path) -> None:
    rows = [letterboxd_row("War of the Worlds", 2005, rating=stars) for stars in (5, 1)]
    rated = [row | {"Letterboxd URI": f"https://boxd.it/{number}"} for number, row in enumerate(rows)]
    diary = [
        letterboxd_row("War of the Worlds", 2005, rating=1, watched="2024-03-01", review="") | {"Letterboxd URI": "e"}
    ]
    diary[0].pop("Review")
    tables = {
        "ratings.csv": csv_text(RATED, rated),
        "watched.csv": csv_text(PLAIN, [{key: row[key] for key in PLAIN} for row in rated]),
        "diary.csv": csv_text(DIARY, diary),
    }
    films = read_export(write_zip(tmp_path / "export.zip", tables)).films
    assert [(film.title, film.stars) for film in films] == [("War of the Worlds", 5), ("War of the Worlds", 1)]


def test_entries_of_a_diary_have_their_own_links_and_are_of_one_film(tmp_path: Path) -> None:
    rows = [letterboxd_row("Heat", 1995, watched=f"2024-01-0{day}") | {"Letterboxd URI": f"e{day}"} for day in (1, 2)]
    (tmp_path / "diary.csv").write_text(csv_text(DIARY, rows))
    assert len(read_export(tmp_path / "diary.csv").films) == 1
