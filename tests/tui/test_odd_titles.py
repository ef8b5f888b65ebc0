"""Titles are data: they are shown as they are, and never reach the terminal as commands."""

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from matinee.engine.bundle.bundle import load_bundle
from matinee.engine.recommender import Recommender
from matinee.training.publish import publish
from matinee.tui.app import MatineeApp
from tests.conftest import FAVOURITES
from tests.tui.driving import HEIST, drive, screen_text

SHOWN = ["[REC]", "[b]Bold[/b]", "[/", "\\[", "[@click=app.bell]x[/]", "$text {0} %s", "🎬 日本", "Ψυχώ", "שלום"]
WILD = ["a\x1b[31mred", "bell\x07", "two\nlines", "tab\there", "null\x00", "\x9b2J", "\u202eleft", ""]


def called(recommender: Recommender, title: str) -> Recommender:
    """The same films with one title, distinguished by a number."""
    catalogue = recommender.catalogue
    titles = [f"{title} {number}" for number in range(len(catalogue))]
    named = replace(catalogue, titles=titles, alternatives=[(title,)] * len(catalogue))
    return Recommender(replace(recommender.bundle, catalogue=named), recommender.policy)


async def every_screen(pilot: Pilot[None], app: MatineeApp) -> str:
    """Answer, and open every screen that shows titles."""
    seen = []
    for keys in (["y"], ["w"], ["n"], ["i"], ["escape", "e"], ["escape", "a"], ["escape", "v"], ["escape", "g"], ["q"]):
        if keys == ["q"]:
            await pilot.press("escape", "m")
        else:
            await pilot.press(*keys)
        await pilot.pause()
        await pilot.pause()
        seen.append(screen_text(app))
    return "\n".join(seen)


@pytest.mark.parametrize("title", SHOWN)
async def test_odd_titles_are_shown_as_they_are_on_every_screen(recommender: Recommender, title: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert f"{title} " in screen_text(app)
        seen = await every_screen(pilot, app)
        assert seen.count(f"{title} ") > 20

    await drive(MatineeApp(called(recommender, title), FAVOURITES), steps, size=(120, 40))


async def test_what_a_terminal_would_obey_never_reaches_it(recommender: Recommender, tmp_path: Path) -> None:
    catalogue = recommender.catalogue
    titles = [f"{WILD[number % len(WILD)]} {number}" for number in range(len(catalogue))]
    named = replace(catalogue, titles=titles, alternatives=[(title,) for title in titles])
    publish(replace(recommender.bundle, catalogue=named), tmp_path)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        seen = await every_screen(pilot, app)
        assert not {sign for sign in seen if sign != "\n" and unicodedata.category(sign) == "Cc"}
        assert "\u202e" not in seen

    await drive(MatineeApp(Recommender(load_bundle(tmp_path), recommender.policy), FAVOURITES), steps)


async def test_a_mood_over_odd_titles_falls_over_nothing(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("slash", *HEIST[:12], "enter", "i")
        await pilot.pause()
        assert app.is_running

    await drive(MatineeApp(called(recommender, "[/b] [REC"), FAVOURITES), steps)
