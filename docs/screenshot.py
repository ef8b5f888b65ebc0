"""Draws the pictures in the README from the running app: `python -m docs.screenshot`."""

import asyncio
from pathlib import Path

from textual.pilot import Pilot

import engine
from tui.app import MatineeApp

FOLDER = Path(__file__).parent
FAVOURITES = ("Heat", "Spirited Away", "Amelie", "The Big Lebowski")
ANSWERS = "ynysyny"
KEYS = {" ": "space", ",": "comma"}
MOOD = "90s heist, not scary, something clever"


async def picker(pilot: Pilot[None]) -> None:
    """Two favourites taken, the third being typed."""
    for title in FAVOURITES[:2]:
        await pilot.press(*typed(title), "enter")
    await pilot.press(*typed("godfathr"))


async def card(pilot: Pilot[None]) -> None:
    """Some answers in."""
    for title in FAVOURITES:
        await pilot.press(*typed(title), "enter")
    await pilot.press(*ANSWERS)


async def mood(pilot: Pilot[None]) -> None:
    """A mood said after the same answers."""
    await card(pilot)
    await pilot.press("slash", *typed(MOOD), "enter")


def typed(text: str) -> list[str]:
    """The keys of a text."""
    return [KEYS.get(letter, letter) for letter in text]


async def main() -> None:
    """Draw every picture."""
    recommender = engine.load()
    recommender.understanding.load_encoder()
    for name, steps, size in (("picker", picker, (80, 24)), ("card", card, (100, 28)), ("mood", mood, (100, 28))):
        app = MatineeApp(recommender)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(pilot)
            await pilot.pause()
            app.save_screenshot(filename=f"{name}.svg", path=str(FOLDER))


if __name__ == "__main__":
    asyncio.run(main())
