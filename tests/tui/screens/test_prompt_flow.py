"""Entering prompts key by key, and the films that follow."""

import numpy as np
import pytest
from textual import events
from textual.pilot import Pilot

from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.screens.help import HelpScreen
from matinee.tui.widgets.prompt_input import PromptInput
from tests.conftest import FAVOURITES
from tests.tui.driving import (
    HEIST,
    card_screen,
    current_title,
    drive,
    enter_prompt,
    expected_session,
    first_line,
    screen_text,
)


async def test_a_mood_moves_the_film_its_reasons_and_the_chips(with_encoder: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        before = current_title(app)
        await enter_prompt(pilot, HEIST)
        expected = expected_session(with_encoder, HEIST).next()
        assert expected is not None
        assert current_title(app) == expected.movie.title != before
        text = screen_text(app)
        assert "[1 1990–1999 ×] [2 slow burning ×] [3 heist ×] [4 not: romance ×]" in text
        assert "for your mood" in text
        assert f"mood  {HEIST}" in first_line(app)
        await pilot.press("y")
        assert card_screen(app).session.profile.likes

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


async def test_letters_in_the_box_answer_nothing(with_encoder: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        letters = "?yldnswiuxtgaq/019?"
        names = {"?": "question_mark", "/": "slash"}
        await pilot.press("slash", *(names.get(letter, letter) for letter in letters), "space", "left", "right")
        await pilot.pause()
        assert app.screen.query_one(PromptInput).value == letters + " "
        assert card_screen(app).session.events == ()

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


async def test_letters_in_one_gulp_with_the_slash_are_the_mood(with_encoder: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for key, character in [("slash", "/"), *((letter, letter) for letter in "sad"), ("enter", "\r")]:
            app.post_message(events.Key(key, character))
        await pilot.pause()
        await pilot.pause()
        prompt = card_screen(app).session.active_prompt
        assert prompt is not None
        assert prompt.text == "sad"
        assert card_screen(app).session.profile.answers == ()

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


async def test_escape_leaves_the_box_and_changes_nothing(with_encoder: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        before = current_title(app)
        await pilot.press("slash", *"horror", "escape")
        await pilot.pause()
        assert card_screen(app).session.events == ()
        assert current_title(app) == before
        assert "horror" not in screen_text(app)
        await pilot.press("y")
        assert len(card_screen(app).session.profile.likes) == 1

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


@pytest.mark.parametrize("keys", [["x"], ["slash", "enter"], ["slash", "space", "enter"]])
async def test_without_the_mood_the_ranking_is_what_it_was(with_encoder: Recommender, keys: list[str]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        before, film = session.ranking().scores, current_title(app)
        assert "x clear" not in screen_text(app)
        await enter_prompt(pilot, "something scary from the 80s")
        assert "x clear" in screen_text(app)
        assert current_title(app) != film
        await pilot.press(*keys)
        await pilot.pause()
        np.testing.assert_array_equal(session.ranking().scores, before)
        assert current_title(app) == film
        assert "mood" not in first_line(app)
        assert "x clear" not in screen_text(app)
        await pilot.press("u")  # the clearing is taken back
        assert session.active_prompt is not None

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


async def test_undo_takes_a_mood_back(with_encoder: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        film = current_title(app)
        await enter_prompt(pilot, "a musical")
        await pilot.press("u")
        await pilot.pause()
        assert card_screen(app).session.events == ()
        assert current_title(app) == film

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


async def test_arrows_walk_through_what_was_said(with_encoder: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for mood in ("horror", "a musical", "a musical"):
            await enter_prompt(pilot, mood)
        line = app.screen.query_one(PromptInput)
        await pilot.press("slash", "z")
        for key, value in [
            ("up", "a musical"),
            ("up", "horror"),
            ("up", "horror"),
            ("down", "a musical"),
            ("down", "z"),
            ("down", "z"),
        ]:
            await pilot.press(key)
            assert line.value == value
        assert card_screen(app).session.profile.answers == ()

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n"])
async def test_of_a_paste_the_first_line_is_taken_and_cut(with_encoder: Recommender, line_break: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("slash")
        line = app.screen.query_one(PromptInput)
        line.post_message(events.Paste(f"{line_break}a quiet\x1b[31m\x00 western{line_break}second line"))
        await pilot.pause()
        assert line.value == "a quiet [31m  western"
        line.post_message(events.Paste("x" * 1_000_000))
        await pilot.pause()
        assert len(line.value) == 500
        await pilot.press("z")
        assert len(line.value) == 500
        await pilot.press("enter")
        await pilot.pause()
        assert card_screen(app).session.active_prompt is not None

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


@pytest.mark.parametrize(
    "text",
    ["[b]bold[/b]", "[/", "\\[", "[@click=app.bell]x[/]", "🎬 🤖", "日本 ghosts", "the", "!?", "x" * 500, "$text"],
)
async def test_any_line_is_shown_as_it_was_said(with_encoder: Recommender, text: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = await enter_prompt(pilot, text)
        assert f"“{text[:40]}" in screen_text(app)
        for key in ("1", "t", "g", "a", "escape", "slash", "up", "escape", "i"):
            await pilot.press(key)
            await pilot.pause()
        assert app.is_running
        assert session.active_prompt is not None

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


async def test_a_box_that_had_no_room_has_its_text_and_the_keys_again(with_encoder: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("slash", *"west")
        for size in ((40, 12), (30, 8), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            await pilot.pause()
            if size == (30, 8):
                await pilot.press("y", "right")  # nothing is typed or answered blind
        await pilot.press(*"ern")
        assert app.screen.query_one(PromptInput).value == "western"
        assert "/ western" in screen_text(app)
        assert card_screen(app).session.events == ()
        await pilot.press("enter")
        assert card_screen(app).session.active_prompt is not None

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


def helped_with(screen: HelpScreen) -> dict[str, str]:
    """Keys → what they do; for the same keys, those of the input count."""
    return dict(line for group in reversed(screen.groups) for line in group.lines)


async def test_help_names_the_keys_of_a_mood_and_of_the_box(with_encoder: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        helped = helped_with(app.screen)
        assert helped["/"].startswith("Enter a mood")
        assert "1 … 9" in helped
        await pilot.press("escape", "slash", "f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        assert helped_with(app.screen)["esc"] == "Close the line without changing the mood"

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)
