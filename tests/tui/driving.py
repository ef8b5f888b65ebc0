"""Driving the app key by key without a terminal, and reading what it shows."""

from collections.abc import Callable, Coroutine
from typing import Any

from textual.pilot import Pilot

from tui.app import MatineeApp
from tui.screens.card import CardScreen
from tui.widgets.title_input import TitleInput

Steps = Callable[[Pilot[None], MatineeApp], Coroutine[Any, Any, None]]


async def drive(app: MatineeApp, steps: Steps, size: tuple[int, int] = (80, 24)) -> None:
    """Run the app through some steps; what goes wrong in it fails the test."""
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await steps(pilot, app)


def screen_text(app: MatineeApp) -> str:
    """Everything that is shown, a line a line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def pick(pilot: Pilot[None], title: str) -> None:
    pilot.app.screen.query_one(TitleInput).value = title
    await pilot.pause()
    await pilot.press("enter")
    await pilot.pause()


def card_screen(app: MatineeApp) -> CardScreen:
    assert isinstance(app.screen, CardScreen)
    return app.screen
