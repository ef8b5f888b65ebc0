"""Draw the tour of the README from the running app: `python -m docs.screenshot`."""

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
MOOD = "90s heist, not scary, something clever"

Steps = Callable[[Pilot[None]], Awaitable[None]]


async def picker(pilot: Pilot[None]) -> None:
    """Two favourites taken, the third being typed."""
    for title in FAVOURITES[:2]:
        await pilot.press(*typed(title), "enter")
    await pilot.press(*typed("godfathr"))


async def card(pilot: Pilot[None]) -> None:
    """Some answers in."""
    for title in FAVOURITES:
        await pilot.press(*typed(title), "enter")
    await pilot.pause()
    await pilot.press(*ANSWERS)


async def mood(pilot: Pilot[None]) -> None:
    """A mood said after the same answers."""
    await card(pilot)
    await pilot.press("slash", *typed(MOOD), "enter")


async def weights(pilot: Pilot[None]) -> None:
    """What counts, and a weight turned."""
    await card(pilot)
    await pilot.press("a", "down", "down", "down", *["left"] * 6)


async def taste_map(pilot: Pilot[None]) -> None:
    """The way the taste has gone."""
    await card(pilot)
    await pilot.press("v", "tab")


async def summary(pilot: Pilot[None]) -> None:
    """The evening so far."""
    await card(pilot)
    await pilot.press("e")


TOUR: dict[str, tuple[Steps, tuple[int, int], str]] = {
    "picker": (picker, (80, 24), "matinee"),
    "card": (card, (100, 28), "matinee"),
    "mood": (mood, (100, 28), "matinee"),
    "weights": (weights, (100, 28), "matinee"),
    "map": (taste_map, (100, 32), "matinee"),
    "summary": (summary, (100, 32), "matinee-light"),
}
"""Name of the picture → what is done before it, columns and lines, colours."""


def typed(text: str) -> list[str]:
    """The keys of a text."""
    return [KEYS.get(letter, letter) for letter in text]


async def main() -> None:
    """Draw every picture."""
    recommender = matinee.load()
    recommender.understanding.load_encoder()
    for name, (steps, size, colours) in TOUR.items():
        app = MatineeApp(recommender, config=Config(theme=colours))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(pilot)
            await pilot.pause()
            app.save_screenshot(filename=f"{name}.svg", path=str(FOLDER))


if __name__ == "__main__":
    asyncio.run(main())
