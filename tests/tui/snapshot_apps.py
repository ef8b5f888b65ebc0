"""Apps for snapshots: always the same films and answers, without animation."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from matinee.engine.recommender import Recommender
from matinee.engine.storage.lock import log_path
from matinee.engine.storage.log import SessionLog
from matinee.tui.app import MatineeApp
from matinee.tui.config.config import Config
from matinee.tui.session_commands import import_plan
from tests.conftest import FAVOURITES
from tests.engine.exchange.sample_exports import sample_export, write_zip
from tests.tui.driving import Steps, finish_work

ANSWERS = ("y", "n", "s", "w", "y")
"""A like, a dislike, a skip, one for the watchlist, another like."""
SMALL, USUAL, LARGE, HUGE = (40, 12), (80, 24), (120, 40), (200, 60)
PATIENCE = 100
"""Number of checks within which a screen must stop changing."""


async def at_rest(pilot: Pilot[None], app: MatineeApp) -> None:
    """Wait until the screen stops changing, with the cursor on."""
    for box in app.screen.query(Input):
        box.cursor_blink = False
        box.refresh()
    before, calm = "", 0
    for _ in range(PATIENCE):
        await finish_work(pilot, app)
        now = app.export_screenshot()
        before, calm = now, calm + 1 if now == before else 0
        if calm == 2:
            return
    raise AssertionError("the screen does not come to rest")


async def pressed(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, each after the previous one was processed."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


def pressing(*keys: str) -> Steps:
    """Steps that press these keys."""

    async def steps(pilot: Pilot[None], _app: MatineeApp) -> None:
        await pressed(pilot, *keys)

    return steps


def card_app(recommender: Recommender, theme: str = "matinee", favourites: Sequence[int] = FAVOURITES) -> MatineeApp:
    """An app on the card, from the four favourites."""
    return MatineeApp(recommender, favourites, seed=0, config=Config(theme=theme))


def imported_app(recommender: Recommender, folder: Path) -> MatineeApp:
    """An app that reports an import from Letterboxd."""
    export = write_zip(folder / "letterboxd.zip", sample_export())
    return MatineeApp(recommender, seed=0, plan=import_plan(export, recommender))


def narrow_app(recommender: Recommender) -> MatineeApp:
    """An app whose session allows so few films that it runs out of them."""
    policy = replace(recommender.policy, min_genre_affinity=0.99)
    return MatineeApp(Recommender(recommender.bundle, policy), FAVOURITES, seed=0)


def unsaved_app(recommender: Recommender) -> MatineeApp:
    """An app whose session cannot be saved, because a folder is in place of its file."""
    log = SessionLog.open("friday")
    log_path("friday").mkdir()
    return MatineeApp(recommender, FAVOURITES, seed=0, log=log)
