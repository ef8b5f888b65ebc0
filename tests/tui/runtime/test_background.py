"""The encoder is loaded behind the card when the first mood is said."""

import threading

import pytest
from textual.pilot import Pilot

from matinee.engine.prompts.service import Understanding
from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from tests.conftest import FAVOURITES
from tests.tui.driving import HEIST, drive, first_line, meant, on_show, say


@pytest.fixture
def deaf(recommender: Recommender) -> Recommender:
    """A recommender of its own, to which nothing was said yet."""
    return Recommender(recommender.bundle, recommender.policy)


async def test_the_lexicon_answers_while_the_encoder_loads_and_the_film_follows_it(
    deaf: Recommender, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()
    load = Understanding.load_encoder

    def slowly(understanding: Understanding) -> None:
        held.wait(10)
        load(understanding)

    monkeypatch.setattr(Understanding, "load_encoder", slowly)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y", "u")
        assert deaf.understanding.patient  # nothing was begun
        session = await say(pilot, HEIST)
        assert session.intent is not None
        assert not session.intent.encoded
        assert "listening…" in first_line(app)
        early = on_show(app)
        held.set()
        for _ in range(200):
            await pilot.pause(0.02)
            if "listening…" not in first_line(app):
                break
        assert session.intent.encoded
        assert "listening…" not in first_line(app)
        assert session.next() == meant(deaf, HEIST).next()
        assert on_show(app) != early

    await drive(MatineeApp(deaf, FAVOURITES), steps)


async def test_why_the_lexicon_alone_answers_is_said_once(deaf: Recommender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matinee.engine.prompts.service.find_encoder", lambda _folder: None)
    told: list[str] = []
    monkeypatch.setattr(MatineeApp, "notify", lambda _app, message, **_options: told.append(message))

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await say(pilot, HEIST)
        for _ in range(200):
            await pilot.pause(0.02)
            if told:
                break
        await say(pilot, "horror")
        assert told == [deaf.understanding.problem]
        assert "not installed" in told[0]
        assert "words only" in first_line(app)
        on_show(app)

    await drive(MatineeApp(deaf, FAVOURITES), steps)
