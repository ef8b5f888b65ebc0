"""Pastes into every input, and where there is none: used, or the user is told what was not."""

import pytest
from textual import events
from textual.pilot import Pilot

from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.messages import CatalogueLoaded
from matinee.tui.screens.picker import PickerScreen
from matinee.tui.widgets.inputs import FIRST_LINE_ONLY, LineInput, TitleInput, pasted_lines
from matinee.tui.widgets.prompt_input import PromptInput
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, drive, run_command, screen_text, toasts

MORE_FILMS = ("casablanca", "vertigo", "psycho", "jaws", "ghost", "rocky", "se7en", "ikiru", "ran")
FOUR = ("Heat", "Amelie", "Spirited Away", "The Big Lebowski")


async def paste(pilot: Pilot[None], text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    for _ in range(4):
        await pilot.pause()


def titles(recommender: Recommender, app: MatineeApp) -> tuple[str, ...]:
    catalogue = recommender.catalogue
    return tuple(catalogue.titles[catalogue.row(film)] for film in card_screen(app).session.favourites)


@pytest.mark.parametrize("text", ["\n".join(FOUR), "\r\n".join(FOUR) + "\r\n", "\n\n  ".join(["", *FOUR, ""])])
async def test_every_pasted_line_is_a_favourite(recommender: Recommender, text: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await paste(pilot, text)
        assert titles(recommender, app) == FOUR
        assert toasts(app) == []

    await drive(MatineeApp(recommender), steps)


async def test_the_first_line_completes_what_is_typed(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(*"spirited ")
        await paste(pilot, "away\nheat")
        assert app.screen.query_one(TitleInput).value == ""
        assert "1  Spirited Away" in screen_text(app)
        assert "2  Heat" in screen_text(app)

    await drive(MatineeApp(recommender), steps)


async def test_lines_without_a_film_or_without_room_are_said(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await paste(pilot, "heat\n!!\nalien\nakira kurosawa\nheat\n[/] ??")
        assert "2  Alien" in screen_text(app)
        assert app.screen.query_one(TitleInput).value == "akira kurosawa"
        (note,) = toasts(app)
        assert note.startswith("No film found for “!!”")
        await pilot.press("escape")
        await paste(pilot, "alien 1979\nfargo\n" + "\n".join(MORE_FILMS))
        assert len(card_screen(app).session.favourites) == 10
        assert toasts(app)[1:] == [
            "Already one of your favourites: “alien 1979”.",
            "A session starts from ten films at most; left out: “ikiru” · “ran”.",
        ]

    await drive(MatineeApp(recommender), steps)


async def test_lines_pasted_while_the_films_are_loading_are_taken_then(
    recommender: Recommender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matinee.tui.app.start_catalogue_load", lambda *_: None)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await paste(pilot, "heat\namelie\n!!\nspirited away")
        assert isinstance(app.screen, PickerScreen)
        app.post_message(CatalogueLoaded(recommender))
        await pilot.pause()
        await pilot.pause()
        assert "3  Spirited Away" in screen_text(app)
        assert "No film found for “!!”" in toasts(app)[0]
        await pilot.press(*"lebowski", "enter")
        await pilot.pause()
        assert titles(recommender, app) == FOUR

    await drive(MatineeApp(), steps)


async def test_other_inputs_take_the_first_line_and_say_so(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("slash")
        await paste(pilot, "no\x1b[31m horror\nand more")
        assert app.screen.query_one(PromptInput).value == "no [31m horror"
        assert toasts(app) == [FIRST_LINE_ONLY]
        await pilot.press("escape")
        await run_command(pilot, "Watchlist for Letterboxd")
        await paste(pilot, "x" * 10_000)
        assert len(app.screen.query_one(LineInput).value) == 4096
        assert toasts(app)[1:] == ["The line holds 4,096 characters; the rest was cut."]

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_a_paste_on_the_card_changes_nothing_and_is_said(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await paste(pilot, "yyy\nnnn")
        assert card_screen(app).session.events == ()
        assert toasts(app) == ["Nothing here takes a paste; / opens the line for a mood."]

    await drive(MatineeApp(recommender, FAVOURITES), steps)


def test_pasted_lines_are_clean() -> None:
    assert pasted_lines(" a\tb\x00\n\n \r\nc\x1b\u2028d ") == ["a b ", "c ", "d "]
    assert pasted_lines(" \n\t") == []
