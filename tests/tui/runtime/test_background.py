"""The encoder is loaded in the background when the first prompt is entered."""

import threading
from time import sleep

import pytest
from rich.console import RenderableType
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from matinee.engine.errors import MatineeError
from matinee.engine.prompts.interpreter import PromptInterpreter
from matinee.engine.prompts.service import PromptService
from matinee.engine.prompts.text.encoder import Encoder
from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.runtime import background
from matinee.tui.runtime.input_order import REACTION, SLOW
from matinee.tui.screens.card import TOO_EARLY
from matinee.tui.screens.prompt import BETTER_FILM
from matinee.tui.widgets.prompt_chips import READING
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
    toasts,
)

GRIEF = "quiet film about grief"
"""A mood in which the encoder finds another film than the lexicon."""


@pytest.fixture
def deaf(recommender: Recommender) -> Recommender:
    """A separate recommender without a prompt so far."""
    return Recommender(recommender.bundle, recommender.policy)


async def test_the_lexicon_answers_while_the_encoder_loads_and_the_film_follows_it(
    deaf: Recommender, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()
    load = PromptService.load_encoder

    def slowly(understanding: PromptService) -> None:
        held.wait(10)
        load(understanding)

    monkeypatch.setattr(PromptService, "load_encoder", slowly)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y", "u")
        assert deaf.prompts.wait_for_encoder  # nothing was begun
        session = await enter_prompt(pilot, GRIEF)
        assert session.intent is not None
        assert not session.intent.uses_encoder
        assert "loading…" in first_line(app)
        assert READING in screen_text(app)
        early = current_title(app)
        held.set()
        for _ in range(200):
            await pilot.pause(0.02)
            if "loading…" not in first_line(app):
                break
        assert session.intent.uses_encoder
        assert "loading…" not in first_line(app)
        assert session.next() == expected_session(deaf, GRIEF).next()
        assert current_title(app) != early
        assert READING not in screen_text(app)
        assert toasts(app) == [BETTER_FILM]
        await pilot.press("y")  # decided on before the film could be looked at
        assert session.state.answered_here == ()
        assert toasts(app) == [BETTER_FILM, TOO_EARLY]
        await pilot.pause(REACTION)
        await pilot.press("y")
        assert len(session.state.answered_here) == 1

    await drive(MatineeApp(deaf, FAVOURITES), steps)


async def test_only_what_has_changed_with_the_encoder_is_said(deaf: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = await enter_prompt(pilot, "heist")
        while "loading…" in first_line(app):
            await pilot.pause(0.02)
        await pilot.press("y")
        assert toasts(app) == []
        assert len(session.state.answered_here) == 1

    await drive(MatineeApp(deaf, FAVOURITES), steps)


@pytest.mark.parametrize("opens", [("m",), ("slash", *"heist", "enter")])
async def test_answers_during_a_slow_prompt_are_not_for_the_film_that_follows(
    deaf: Recommender, monkeypatch: pytest.MonkeyPatch, opens: tuple[str, ...]
) -> None:
    make = PromptService._make_interpreter
    seen: list[str] = []
    written: list[str] = []
    display = MatineeApp._display

    def note_writing(app: MatineeApp, screen: Screen[None], renderable: RenderableType | None) -> None:
        written.append(screen_text(app))
        display(app, screen, renderable)

    def slowly(service: PromptService, encoder: Encoder | None) -> PromptInterpreter:
        if threading.current_thread() is threading.main_thread():
            seen.append(written[-1])
            for key in "yn":
                app.post_message(events.Key(key, key))
            sleep(SLOW)
        return make(service, encoder)

    monkeypatch.setattr(MatineeApp, "_display", note_writing)
    monkeypatch.setattr(PromptService, "_make_interpreter", slowly)
    monkeypatch.setattr("matinee.tui.app.start_encoder_load", lambda *_: None)
    deaf.prompts.wait_for_encoder = False
    app = MatineeApp(deaf, FAVOURITES)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        early = current_title(app)
        await pilot.press(*opens)
        session = card_screen(app).session
        assert "loading…" in seen[0]  # drawn before the work began
        assert session.state.answered_here == ()
        assert current_title(app) != early
        assert toasts(app) == [TOO_EARLY]
        await pilot.press("y", "y")
        assert len(session.state.answered_here) == 2

    await drive(app, steps)


@pytest.mark.parametrize("opens", [("m",), ("slash", *"heist", "enter")])
async def test_a_prompt_that_cannot_be_interpreted_leaves_no_trace(
    deaf: Recommender, monkeypatch: pytest.MonkeyPatch, opens: tuple[str, ...]
) -> None:
    def fail(_service: PromptService, _encoder: Encoder | None) -> PromptInterpreter:
        raise MatineeError("The lexicon is damaged.")

    monkeypatch.setattr(PromptService, "_make_interpreter", fail)
    monkeypatch.setattr("matinee.tui.app.start_encoder_load", lambda *_: None)
    deaf.prompts.wait_for_encoder = False

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(*opens)
        await pilot.pause()
        assert set(toasts(app)) == {"The lexicon is damaged."}
        assert card_screen(app).session.events == ()
        assert "loading…" not in first_line(app)
        await pilot.press("y")
        assert len(card_screen(app).session.events) == 1

    await drive(MatineeApp(deaf, FAVOURITES), steps)


async def test_why_the_lexicon_alone_answers_is_said_once(deaf: Recommender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matinee.engine.prompts.service.find_encoder", lambda _folder: None)
    told: list[str] = []
    monkeypatch.setattr(MatineeApp, "notify", lambda _app, message, **_options: told.append(message))

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await enter_prompt(pilot, HEIST)
        for _ in range(200):
            await pilot.pause(0.02)
            if told:
                break
        await enter_prompt(pilot, "horror")
        assert told == [deaf.prompts.problem]
        assert "not installed" in told[0]
        assert "keywords only" in first_line(app)
        current_title(app)

    await drive(MatineeApp(deaf, FAVOURITES), steps)


@pytest.mark.parametrize("has_ended", [False, True])
def test_searches_are_prepared_a_moment_after_the_first_film_unless_the_app_has_ended(
    deaf: Recommender, monkeypatch: pytest.MonkeyPatch, has_ended: bool
) -> None:
    ending = threading.Event()
    monkeypatch.setattr(background, "SEARCH_DELAY", 0.0)
    monkeypatch.setattr(background, "ENDING", ending)
    if has_ended:
        ending.set()
    background.warm_up(deaf)
    assert ("film_search" in vars(deaf)) is not has_ended
