"""Starting the app from the command line."""

import asyncio
import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import click

from matinee.tui.cli.launch_options import Opening
from matinee.tui.config.config import Config, blamed
from matinee.tui.web.visiting import served

if TYPE_CHECKING:
    from matinee.engine.exchange.import_plan import ImportPlan
    from matinee.engine.recommender import Recommender
    from matinee.engine.storage.log import SessionLog
    from matinee.tui.app import MatineeApp

FRAMES = 120
"""Frames a second: at Textual's 60 a key waits for half a frame longer than it takes to answer."""
NO_TERMINAL = "The app needs a terminal; for scripts there is `matinee recommend --like TITLE --json`."


def start(
    likes: Sequence[str],
    *,
    model: str | None = None,
    seed: int | None = None,
    bundle: Path | None = None,
    session: str | None = None,
    import_file: Path | None = None,
    theme: str | None = None,
) -> int:
    """Open the app and return its exit code.

    What was named on the command line is checked before the screen is taken over; otherwise the bundle is read while
    the picker is already up.
    """
    opening = Opening(tuple(likes), model, seed, bundle, session, import_file, theme)
    if not served() and not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        raise click.ClickException(NO_TERMINAL)
    # one thread a core of numpy's would wait for each other on a busy machine: an answer's arithmetic is too short
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    ready = check(opening)
    log = open_log(opening, ready)
    os.environ.setdefault("TEXTUAL_FPS", str(FRAMES))
    os.environ.setdefault("TEXTUAL_DRIVER", "matinee.tui.runtime.terminal_driver:TerminalDriver")
    from matinee.tui.app import MatineeApp, forget

    app = MatineeApp(
        ready.recommender,
        ready.favourites,
        model=model,
        seed=seed,
        log=log,
        plan=ready.plan,
        config=ready.config,
        remember_theme=forget if served() else remember_theme,  # the configuration is the owner's, not a visitor's
    )
    code = play(app, opening)
    if code == 0 and not served():
        say_farewell(app)
    return code


@dataclass(frozen=True)
class Ready:
    """What was named on the command line, looked at.

    Attributes:
        recommender: where something was named that needs one.
        favourites: movie ids.
        plan: what was imported.
    """

    config: Config
    recommender: "Recommender | None" = None
    favourites: tuple[int, ...] = ()
    plan: "ImportPlan | None" = None


def check(opening: Opening) -> Ready:
    """Look at everything that was named before the screen is taken over. Raises MatineeError, click.UsageError."""
    config = chosen_config(opening.theme)
    if not opening.needs_bundle:
        return Ready(config)
    import matinee

    recommender = matinee.load(opening.bundle)
    try:
        recommender.model(opening.model or config.model)
    except matinee.MatineeError as error:
        raise click.UsageError(str(error) if opening.model else blamed(error, config)) from error
    favourites = tuple(resolve(recommender, opening.likes))
    plan = None
    if opening.import_file is not None:
        from matinee.tui.session_commands import import_plan

        plan = import_plan(opening.import_file, recommender)
    recommender.prepare()
    return Ready(config, recommender, favourites, plan)


def chosen_config(theme: str | None) -> Config:
    """The configuration, in other colours where some are named. Raises MatineeError, click.UsageError."""
    from matinee.engine.paths import user_config

    config, path = Config(), user_config()
    if path.exists():  # only who has one waits until YAML can be read
        from matinee.tui.config.config_file import load_config

        config = load_config(path)
    if theme is None:
        return config
    from matinee.tui.theme import theme_names

    if theme not in theme_names():
        raise click.UsageError(f"There is no theme '{theme}'; there are {', '.join(theme_names())}.")
    return replace(config, theme=theme)


def remember_theme(name: str) -> None:
    """Write a theme into the configuration. Raises ConfigError, OSError."""
    from matinee.engine.paths import user_config
    from matinee.tui.config.config_file import remember

    remember(user_config(), "theme", name)


def open_log(opening: Opening, ready: Ready) -> "SessionLog | None":
    """The log of the session that was named. Raises SessionError, and click.UsageError where it has begun otherwise."""
    if opening.session is None:
        return None
    from matinee.engine.models.profile import FAVOURITES
    from matinee.engine.storage.log import SessionLog

    log = SessionLog.open(opening.session)
    saved = log.saved
    if saved is not None and len(saved.favourites) == FAVOURITES:
        others = {
            "--like": ready.favourites and ready.favourites != saved.favourites,
            "--import": ready.plan is not None,
            "--model": opening.model not in (None, saved.model),
            "--seed": opening.seed not in (None, saved.seed),
        }
        named = [option for option, differs in others.items() if differs]
        if named:
            log.close()
            raise click.UsageError(
                f"The session '{log.name}' has begun already; leave {' and '.join(named)} out, or take another name."
            )
    return log


def say_farewell(app: "MatineeApp") -> None:
    """Leave in the terminal what came of the evening."""
    if app.session is None or not app.session.standing.here:
        return
    from matinee.engine.session.summary import summarise
    from matinee.tui.text.summary_text import farewell

    width = shutil.get_terminal_size().columns
    for line in farewell(summarise(app.session)):
        click.echo(fill(line, width, subsequent_indent="  ", break_on_hyphens=False))
    if app.keeping.name is not None:
        click.echo(f"{'kept':<10} matinee --session {shlex.quote(app.keeping.name)}")


def play(app: "MatineeApp", opening: Opening) -> int:
    """Run the app until it ends, however it does, and say what there is to say. Raises MatineeError."""
    from matinee.tui.runtime.signals import run_to_the_end

    crash: Exception | None = None
    try:
        asyncio.run(run_to_the_end(app))
    except Exception as error:  # noqa: BLE001 - what falls over while the app closes is told like the rest
        crash = error
    crash = app.crash or crash
    if crash is not None:
        if meant_for_the_user(crash):
            raise crash
        from matinee.tui.runtime.crash_report import tell_crash

        tell_crash(crash, opening.without_titles())
        return 1
    if app.failure:
        click.echo(f"matinee: {app.failure}", err=True)
        return 2
    return app.return_code or 0


def meant_for_the_user(error: Exception) -> bool:
    """Whether an exception is one of the engine's sentences; without loading the engine, which may be what broke."""
    errors = sys.modules.get("matinee.engine.errors")
    return errors is not None and isinstance(error, errors.MatineeError)


def resolve(recommender: "Recommender", titles: Sequence[str]) -> list[int]:
    """Movie ids of at most four different favourites. Raises UnknownMovie, click.UsageError."""
    from matinee.engine.models.profile import FAVOURITES

    ids = list(dict.fromkeys(recommender.find(title, title_first=True).id for title in titles))
    if len(ids) > FAVOURITES:
        raise click.UsageError(f"A session starts from exactly four films; {len(ids)} were named with --like.")
    return ids
