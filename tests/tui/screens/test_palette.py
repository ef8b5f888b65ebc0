"""The palette offers the available commands, and runs them."""

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot

from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.messages import CatalogueLoaded
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.help import HelpScreen
from matinee.tui.screens.presets import PresetScreen
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, commands, drive, enter_prompt, run_command, screen_text


async def test_what_cannot_be_done_is_not_offered(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for absent in ("Redo", "Widen", "Clear", "Film/mood", "Import", "Resume"):
            assert absent not in commands(app)
        for present in ("Like", "Dislike", "Skip", "Watchlist", "More like this", "Save", "Theme", "Quit"):
            assert present in commands(app)
        await pilot.press("y", "u")
        assert "Redo" in commands(app)
        session = card_screen(app).session
        session.request_genre("IMAX", strict=True)
        session.set_weight("min_genre_affinity", 1.0)
        card_screen(app).show_session()
        assert session.next() is None
        for absent in ("Like", "Watchlist", "More like this", "Info"):
            assert absent not in commands(app)
        assert "Widen" in commands(app)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_a_mood_brings_its_commands(with_encoder: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = await enter_prompt(pilot, "heat")
        assert {"Clear", "Film/mood"} <= set(commands(app))
        await run_command(pilot, "Clear")
        assert session.active_prompt is None

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


async def test_no_command_is_explained_by_its_name(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for keys in ((), ("i",), ("e",), ("question_mark",), ("f",), ("v",), ("a",), ("a", "d"), ("y", "q")):
            await pilot.press(*keys)
            await pilot.pause()
            offered = [(each.title, each.help) for each in app.get_system_commands(app.screen)]
            assert offered
            assert not [title for title, help in offered if title.casefold() == help.casefold().rstrip(".")]
            while not isinstance(app.screen, CardScreen):
                await pilot.press("escape")
                await pilot.pause()

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_every_command_has_a_name_of_its_own(recommender: Recommender) -> None:
    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        assert len(set(commands(app))) == len(commands(app))

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_running_a_command_does_what_its_key_does(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        for name in ("Dislike", "Watchlist", "Undo", "Redo"):
            await run_command(pilot, name)
        assert [given for _, given in session.state.answers] == [Answer.DISLIKE, Answer.WATCHLIST]
        assert "+ 1" in screen_text(app).splitlines()[0]
        await run_command(pilot, "Tune")
        assert isinstance(app.screen, PresetScreen)
        await pilot.press("escape")
        await run_command(pilot, "Help")
        assert isinstance(app.screen, HelpScreen)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_the_palette_is_left_without_doing_anything(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, CommandPalette)
        await pilot.press("y", "n", "escape")
        await pilot.pause()
        assert card_screen(app).session.events == ()

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_what_the_catalogue_makes_possible_appears_in_an_open_palette(
    recommender: Recommender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matinee.tui.app.start_catalogue_load", lambda *_: None)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("ctrl+p", *"import")
        await pilot.pause()
        assert "from Letterboxd" not in screen_text(app)
        app.post_message(CatalogueLoaded(recommender))
        for _ in range(50):
            await pilot.pause(0.01)
            if "from Letterboxd" in screen_text(app):
                break
        assert "Import films from Letterboxd or IMDb" in screen_text(app)

    await drive(MatineeApp(), steps)
