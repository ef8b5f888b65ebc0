"""Helpers to drive the app key by key without a terminal, and to read the screen."""

from collections.abc import Callable, Coroutine
from typing import Any

from textual.app import App
from textual.command import CommandList
from textual.pilot import Pilot

from matinee.engine.recommender import Recommender
from matinee.engine.session.session import Session
from matinee.tui.app import MatineeApp
from matinee.tui.screens.card import CardScreen
from matinee.tui.widgets.inputs import TitleInput
from matinee.tui.widgets.prompt_input import PromptInput
from tests.conftest import FAVOURITES

HEIST = "a slow-burning 90s heist, no romance"

Steps = Callable[[Pilot[None], MatineeApp], Coroutine[Any, Any, None]]


async def drive(app: MatineeApp, steps: Steps, size: tuple[int, int] = (80, 24)) -> None:
    """Run the app through some steps; an exception in it fails the test."""
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        while app.recommender is not None and app._opening:  # keys are ignored until the first film is on screen
            await pilot.pause(0.01)
        await steps(pilot, app)


async def finish_work(pilot: Pilot[None], app: App[None]) -> None:
    """Wait until what is looked up and drawn after a rest is on screen."""
    while any(not worker.is_finished for worker in app.workers):
        await pilot.pause(0.02)
    await pilot.pause()


def screen_text(app: App[None]) -> str:
    """The text on screen, line by line."""
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


async def enter_prompt(pilot: Pilot[None], text: str) -> Session:
    """Enter a prompt on the card, and return the session."""
    await pilot.press("slash")
    pilot.app.screen.query_one(PromptInput).value = text
    await pilot.press("enter")
    await pilot.pause()
    assert isinstance(pilot.app.screen, CardScreen)
    return pilot.app.screen.session


def expected_session(recommender: Recommender, text: str) -> Session:
    """A session with the same prompt, without the app."""
    session = recommender.session(FAVOURITES)
    session.prompt(text)
    return session


def current_title(app: MatineeApp) -> str:
    """The title of the film the session shows, which must be on screen."""
    card = card_screen(app).session.next()
    assert card is not None
    assert card.movie.title in screen_text(app)
    return card.movie.title


def first_line(app: MatineeApp) -> str:
    return screen_text(app).splitlines()[0]


async def click_on(pilot: Pilot[None], words: str, within: str = "Screen") -> None:
    """Click on the first occurrence of a text within a widget."""
    app = pilot.app
    box = app.screen.region if within == "Screen" else app.screen.query_one(within).region
    lines = screen_text(app).splitlines()
    line, column = next(
        (line, lines[line].index(words, box.x, box.right))
        for line in range(box.y, box.bottom)
        if words in lines[line][box.x : box.right]
    )
    await pilot.click(offset=(column + len(words) // 2, line))
    await pilot.pause()


async def run_command(pilot: Pilot[None], name: str) -> None:
    """Run a command of the palette by typing its name."""
    await pilot.press("ctrl+p", *name)
    options = pilot.app.screen.query_one(CommandList)
    for _ in range(100):
        await pilot.pause(0.02)
        if options.display and options.option_count and str(options.get_option_at_index(0).prompt).startswith(name):
            break
    else:
        raise AssertionError(f"the palette has no command {name!r}")
    await pilot.press("enter")
    await pilot.pause()
    await pilot.pause()


def commands(app: MatineeApp) -> list[str]:
    """Names of the commands the palette offers now."""
    return [command.title for command in app.get_system_commands(app.screen)]


def toasts(app: MatineeApp) -> list[str]:
    """The notifications so far, oldest first."""
    return [notification.message for notification in app._notifications]


def screen_sentences(app: App[None]) -> str:
    """The text on screen as one line without borders, for sentences that may wrap."""
    return " ".join("".join(" " if sign in "│╭╮╰╯─▌" else sign for sign in screen_text(app)).split())
