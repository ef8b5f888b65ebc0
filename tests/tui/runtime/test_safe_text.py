"""Texts from outside are shown as they are, and nothing in them acts on the terminal."""

from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.screens.choice_dialog import Choice, ChoiceDialog
from matinee.tui.screens.report import ReportScreen
from matinee.tui.screens.text_dialog import TextDialog
from tests.conftest import FAVOURITES
from tests.tui.driving import drive, screen_text, toasts

WILD = "a\x1b[31mred\x1b[0m\x07 \x9b2J\u202eleft\u200b \x1b]0;title\x07[@click=app.bell]x[/] [/ [b]bold[/b] $primary"
SHOWN = "[@click=app.bell]x[/] [/ [b]bold[/b] $primary"


def is_safe(text: str) -> bool:
    return not {letter for letter in text if letter != "\n" and (ord(letter) < 32 or 127 <= ord(letter) < 160)} and (
        "\u202e" not in text
    )


@pytest.mark.parametrize("as_widget", [True, False])
async def test_a_notice_has_no_markup_and_no_escapes(recommender: Recommender, as_widget: bool) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        (app.screen if as_widget else app).notify(WILD, severity="error")
        await pilot.pause()
        assert is_safe(toasts(app)[0])
        assert SHOWN in toasts(app)[0]
        assert is_safe(screen_text(app))

    await drive(MatineeApp(recommender), steps)


async def test_any_text_on_a_screen_is_scrubbed(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        screens = (
            ReportScreen(WILD, [WILD, "日本 👩‍🚀 é"]),
            ChoiceDialog(WILD, [Choice(WILD, WILD, WILD)]),
            TextDialog(WILD, accept=lambda _line: WILD),
        )
        for screen in screens:
            app.push_screen(screen)
            await pilot.pause()
            await pilot.press("x")
            await pilot.pause()
            assert "x" in screen_text(app)
            assert is_safe(screen_text(app))
            await pilot.press("enter")
            await pilot.pause()
            assert is_safe(screen_text(app))
        assert SHOWN in str(app.screen.query_one("#hint", Static).render())

    await drive(MatineeApp(recommender), steps, size=(160, 40))


async def test_genre_names_and_manifest_fields_are_scrubbed(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    wild = replace(catalogue, genre_names=[f"{name}{WILD}" for name in catalogue.genre_names])
    bundle = replace(recommender.bundle, catalogue=wild)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for key in ("g", "escape", "i", "escape", "e", "escape"):
            await pilot.press(key)
            await pilot.pause()
            assert is_safe(screen_text(app))

    await drive(MatineeApp(Recommender(bundle, recommender.policy), FAVOURITES), steps)
