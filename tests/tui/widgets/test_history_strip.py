"""Answers so far: one a line while there is room, then several."""

import pytest
from textual.content import Content
from textual.pilot import Pilot

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.widgets.history_strip import HistoryStrip, ListedFilm, arrange, film_entries, film_entry
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, drive

LONG = "The Fog of War: Eleven Lessons from the Life of Robert S. McNamara"


@pytest.mark.parametrize(
    ("title", "width", "shown"),
    [
        ("Ran", 20, "✓ Ran  1985"),
        ("Seven Samurai", 15, "✓ Seven Samurai"),
        (LONG, 72, f"✓ {LONG}"),
        (LONG, 26, "✓ The Fog of War  1985"),
        ("An Unbroken Title Without Any End", 12, "✓ An Unbrok…"),
        ("An Unbroken Title Without Any End", 26, "✓ An Unbroken Title…  1985"),
    ],
)
def test_the_year_stands_beside_a_title_that_is_not_cut_for_it(title: str, width: int, shown: str) -> None:
    assert film_entry(Movie(1, title, 1985, (), ()), "✓", "", width).plain == shown


def listed(*films: tuple[str, int], whose: str = "") -> list[ListedFilm]:
    return [ListedFilm(Movie(row, title, year, (), ()), "✓", "", whose) for row, (title, year) in enumerate(films)]


@pytest.mark.parametrize(
    ("films", "width", "shown"),
    [
        (
            [("The Lord of the Rings: The Two Towers", 2002), ("The Lord of the Rings: The Return of the King", 2003)],
            26,
            ["✓ The Lord of the R…  2002", "✓ The Lord of the R…  2003"],
        ),
        (
            [("Star Wars: Episode IV - A New Hope", 1977), ("Star Wars: Episode V - The Empire Strikes Back", 1980)],
            26,
            ["✓ Star Wars  1977", "✓ Star Wars  1980"],
        ),
        (
            [("The Phantom of the Opera", 1925), ("The Phantom of the Opera", 2004)],
            26,
            ["✓ The Phantom of th…  1925", "✓ The Phantom of th…  2004"],
        ),
        (
            [("A Very Long Crime Saga - Part One", 2008), ("A Very Long Crime Saga - Part Two", 2008)],
            26,
            ["✓ A Very Long…a - Part One", "✓ A Very Long…a - Part Two"],
        ),
        ([("Heat", 1995), ("Ran", 1985)], 26, ["✓ Heat  1995", "✓ Ran  1985"]),
    ],
)
def test_cut_films_do_not_look_the_same(films: list[tuple[str, int]], width: int, shown: list[str]) -> None:
    assert [entry.plain for entry in film_entries(listed(*films), width)] == shown


@pytest.mark.parametrize("width", range(14, 60))
@pytest.mark.parametrize("whose", ["", "Anna"])
def test_no_entry_is_wider_than_its_line(width: int, whose: str) -> None:
    films = listed((LONG, 2003), (LONG, 2004), (f"{LONG} again", 2004), ("Ran", 1985), whose=whose)
    assert all(entry.cell_length <= width for entry in film_entries(films, width))


def test_several_films_share_a_line_only_if_there_are_too_many() -> None:
    films = [Content(f"✓ film {count}") for count in range(5)]
    assert arrange(films, 20, 5) == films
    assert [line.plain for line in arrange(films, 20, 3)] == [
        "✓ film 0   ✓ film 1",
        "✓ film 2   ✓ film 3",
        "✓ film 4",
    ]
    assert [line.plain for line in arrange(films, 20, 1)] == ["✓ film 0   ✓ film 1"]


async def test_the_favourites_stand_below_the_answers(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y", "n")
        await pilot.pause()
        lines = str(app.screen.query_one(HistoryStrip).render()).splitlines()
        assert [line[0] for line in lines] == ["✗", "✓", *"★★★★"]
        session = card_screen(app).session
        for _ in range(60):
            session.skip()
        card_screen(app).show_session()
        await pilot.pause()
        lines = str(app.screen.query_one(HistoryStrip).render()).splitlines()
        assert len(lines) <= app.screen.query_one(HistoryStrip).content_size.height
        assert max(line.count("· ") for line in lines) > 1

    await drive(MatineeApp(recommender, FAVOURITES, seed=0), steps, size=(200, 60))
