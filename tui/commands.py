"""Starting the app from the command line."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.recommender import Recommender

FRAMES = 120
"""Frames a second: at Textual's 60 a key waits for half a frame longer than it takes to answer."""
NO_TERMINAL = "The app needs a terminal; for scripts there is `matinee recommend --like TITLE --json`."


def start(likes: Sequence[str], *, model: str | None, seed: int | None, bundle: str | None) -> int:
    """Open the app and return its exit code.

    What was named on the command line is checked before the screen is taken over; otherwise the bundle is read while
    the picker is already up.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        raise click.ClickException(NO_TERMINAL)
    # one thread a core of numpy's would wait for each other on a busy machine: an answer's arithmetic is too short
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    recommender: Recommender | None = None
    favourites: list[int] = []
    if likes or model or bundle:
        import engine

        recommender = engine.load(bundle)
        recommender.model(model)
        favourites = resolve(recommender, likes)
        recommender.prepare()
    os.environ.setdefault("TEXTUAL_FPS", str(FRAMES))
    from tui.app import MatineeApp

    app = MatineeApp(recommender=recommender, favourites=favourites, model=model, seed=seed)
    app.run()
    if app.failure:
        click.echo(f"matinee: {app.failure}", err=True)
        return 2
    return app.return_code or 0


def resolve(recommender: "Recommender", titles: Sequence[str]) -> list[int]:
    """Movie ids of at most four different favourites. Raises UnknownMovie, click.UsageError."""
    from engine.profile import FAVOURITES

    ids = list(dict.fromkeys(recommender.find(title, title_first=True).id for title in titles))
    if len(ids) > FAVOURITES:
        raise click.UsageError(f"A session starts from exactly four films; {len(ids)} were named with --like.")
    return ids
