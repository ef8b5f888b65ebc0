"""Save the screenshots of the README from the running app: `python -m docs.screenshot`."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.pilot import Pilot

import matinee
from matinee.tui.app import MatineeApp
from matinee.tui.config.config import Config

FOLDER = Path(__file__).parent
FAVOURITES = ("Heat", "Spirited Away", "Amelie", "The Big Lebowski")
ANSWERS = "ynyswyn"
KEYS = {" ": "space", ",": "comma"}
PROMPT = "90s heist, not scary, something clever"

Steps = Callable[[Pilot[None]], Awaitable[None]]


async def picker(pilot: Pilot[None]) -> None:
    """Two favourites chosen, the third being typed."""
    for title in FAVOURITES[:2]:
        await pilot.press(*keys_of(title), "enter")
    await pilot.press(*keys_of("godfathr"))


async def card(pilot: Pilot[None]) -> None:
    """A film after some answers."""
    for title in FAVOURITES:
        await pilot.press(*keys_of(title), "enter")
    await pilot.pause()
    await pilot.press(*ANSWERS)


async def prompt(pilot: Pilot[None]) -> None:
    """A prompt after the same answers."""
    await card(pilot)
    await pilot.press("slash", *keys_of(PROMPT), "enter")


async def presets(pilot: Pilot[None]) -> None:
    """The presets, both of them changed."""
    await card(pilot)
    await pilot.press("a", "left", "down", "right", "right")


async def taste_map(pilot: Pilot[None]) -> None:
    """The path of the taste on the map."""
    await card(pilot)
    await pilot.press("v", "tab")


async def summary(pilot: Pilot[None]) -> None:
    """The summary of the session so far."""
    await card(pilot)
    await pilot.press("e")


TOUR: dict[str, tuple[Steps, tuple[int, int], str]] = {
    "picker": (picker, (80, 24), "matinee"),
    "card": (card, (100, 28), "matinee"),
    "mood": (prompt, (100, 28), "matinee"),
    "presets": (presets, (100, 28), "matinee"),
    "map": (taste_map, (100, 32), "matinee"),
    "summary": (summary, (100, 32), "matinee-light"),
}
"""Name of the picture → the steps before it, columns and lines, and the theme."""


def keys_of(text: str) -> list[str]:
    """Convert a text to keys."""
    return [KEYS.get(letter, letter) for letter in text]


async def main() -> None:
    """Save every picture."""
    recommender = matinee.load()
    recommender.prompts.load_encoder()
    for name, (steps, size, theme) in TOUR.items():
        app = MatineeApp(recommender, config=Config(theme=theme))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(pilot)
            await pilot.pause()
            app.save_screenshot(filename=f"{name}.svg", path=str(FOLDER))


if __name__ == "__main__":
    asyncio.run(main())
