"""How much each side of a mood counts, turned while the film follows."""

import pytest
from textual.pilot import Pilot

from engine.recommender import Recommender
from tests.conftest import FAVOURITES
from tests.tui.driving import HEIST, card_screen, drive, meant, on_show, say, screen_text
from tui.app import MatineeApp
from tui.widgets.controls import TURNED, Controls


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
async def test_every_turn_of_the_controls_ranks_again_beside_the_film(
    listening: Recommender, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert "a adjust" not in screen_text(app)
        session = await say(pilot, HEIST)
        usual, first = session.policy, on_show(app)
        await pilot.press("a")
        await pilot.pause()
        for name in TURNED.values():
            assert name in screen_text(app)
        for _ in range(30):
            await pilot.press("left")
        await pilot.pause()
        assert session.policy.intent_text_weight == 0
        changed = meant(listening, HEIST)
        changed.policy = session.policy
        assert session.next() == changed.next()
        assert on_show(app) != first
        assert "0.00 ●" in screen_text(app)
        await pilot.press("up", "right")  # from the first line up is the last: one's own taste
        await pilot.pause()
        assert session.policy.intent_taste_share == pytest.approx(usual.intent_taste_share + 0.1)
        await pilot.press("0", "down", "backspace")
        await pilot.pause()
        assert session.policy == usual
        assert on_show(app) == first
        await pilot.press("a")
        await pilot.pause()
        assert "own taste" not in screen_text(app)
        assert session.profile.answers == ()

    await drive(MatineeApp(listening, FAVOURITES), steps, size=size)


async def test_what_was_turned_holds_for_the_rest_of_the_run(listening: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await say(pilot, "horror")
        await pilot.press("g", "a", "right", "escape", "u", "u")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        policy = card_screen(app).session.policy
        assert policy.intent_mode == "soft"
        assert policy.intent_text_weight == pytest.approx(listening.policy.intent_text_weight + 0.1)
        assert listening.policy.intent_mode == "open"

    await drive(MatineeApp(listening, FAVOURITES), steps)


async def test_clearing_the_mood_puts_the_controls_away(listening: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await say(pilot, "horror")
        await pilot.press("a", "x")
        await pilot.pause()
        await pilot.pause()
        assert not app.screen.query_one(Controls).display
        assert app.screen.focused is None
        assert "██████" in screen_text(app)  # the bars of the taste have their width again
        await pilot.press("right")
        assert len(card_screen(app).session.profile.likes) == 1

    await drive(MatineeApp(listening, FAVOURITES), steps)
