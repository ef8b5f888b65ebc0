"""The encoder is loaded in the background when the first prompt is entered."""

import threading

import pytest
from textual.pilot import Pilot

from matinee.engine.prompts.service import PromptService
from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.runtime import background
from tests.conftest import FAVOURITES
from tests.tui.driving import HEIST, current_title, drive, enter_prompt, expected_session, first_line

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
