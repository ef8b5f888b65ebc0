"""Starts the app from the command line."""

import asyncio
import logging
import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import click

from matinee.tui.cli.launch_options import LaunchOptions
from matinee.tui.config.config import Config, locate_error
from matinee.tui.title_lines import resolve_favourites
from matinee.tui.web.visitor import in_browser

if TYPE_CHECKING:
    from matinee.engine.exchange.import_plan import ImportPlan
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.companion import Companion
    from matinee.engine.storage.last_session import LastSessionLog
    from matinee.engine.storage.log import SessionLog
    from matinee.tui.app import MatineeApp

logger = logging.getLogger(__name__)
FRAMES = 120
"""Frames per second; at Textual's 60, waiting for a frame takes longer than answering a key."""
NO_TERMINAL = "The app needs a terminal; in scripts, use `matinee recommend --like TITLE --json`."
DUMB_TERMINAL = (
    "The app needs a terminal that can move its cursor, but TERM is {}; set TERM to the name of yours, such as "
    "xterm-256color, or use `matinee recommend --like TITLE`."
)


def launch(options: LaunchOptions) -> int:
    """Run the app and return its exit code.

    Options are checked before the app takes over the screen. Without options that need it, the bundle is loaded, and
    titles of favourites are looked up, while the app is shown.

    Raises:
        MatineeError: an option names something that does not exist or cannot be read.
        click.ClickException: there is no terminal, or options contradict each other.
    """
    if not in_browser():
        check_terminal()
    # the arrays of an answer are too small for several threads: on a busy machine they wait for each other
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    prepared = prepare(options)
    if not in_browser():
        remove_old_copies(prepared.config)
    log = open_log(options, prepared) or open_copy(options, prepared)
    os.environ.setdefault("TEXTUAL_FPS", str(FRAMES))
    os.environ.setdefault("TEXTUAL_DRIVER", "matinee.tui.runtime.drivers:TerminalDriver")
    from matinee.tui.app import MatineeApp, forget

    app = MatineeApp(
        prepared.recommender,
        prepared.favourites,
        titles=options.likes if prepared.recommender is None else (),
        bundle=options.bundle,
        model=options.model,
        seed=options.seed,
        log=log,
        plan=prepared.plan,
        companion=log.saved.companion if log and log.saved and log.saved.has_begun else prepared.companion,
        watchlist_only=options.choose_from is not None,
        config=prepared.config,
        remember_theme=forget if in_browser() else remember_theme,  # the configuration is the owner's, not a visitor's
    )
    code = run_app(app, options)
    if code == 0 and not in_browser():
        print_summary(app)
    return code


def check_terminal() -> None:
    """Raises click.ClickException if the app cannot be shown in this terminal, or if there is none."""
    from matinee.engine.environment import is_dumb, is_terminal

    if not all(is_terminal(stream) for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise click.ClickException(NO_TERMINAL)
    if is_dumb(os.environ):
        name = os.environ.get("TERM")
        raise click.ClickException(DUMB_TERMINAL.format(f"'{name}'" if name else "not set"))


@dataclass(frozen=True)
class Prepared:
    """Everything that the options name, loaded and checked.

    Attributes:
        config: the configuration, with the theme of the options.
        recommender: None if no option needs it.
        favourites: movie ids.
        plan: the import; None without one.
        companion: the second person of a session for two.
    """

    config: Config
    recommender: "Recommender | None" = None
    favourites: tuple[int, ...] = ()
    plan: "ImportPlan | None" = None
    companion: "Companion | None" = None


def prepare(options: LaunchOptions) -> Prepared:
    """Load and check everything that the options name. Raises MatineeError, click.UsageError."""
    config = load_user_config(options.theme)
    check_resume(options)
    if options.choose_from is not None and not (options.import_file or options.session or options.resume):
        raise click.UsageError("--from watchlist needs --import FILE, or --session NAME with films on its watchlist.")
    if options.listed_as is not None and options.import_file is None:
        raise click.UsageError("--as needs --import FILE.")
    if not options.needs_bundle:
        if options.bundle is not None:
            from matinee.engine.paths import find_bundle

            find_bundle(options.bundle)
        return Prepared(config, companion=prepare_companion(options))
    import matinee

    recommender = matinee.load(options.bundle)
    try:
        recommender.model(options.model or config.model)
    except matinee.MatineeError as error:
        raise click.UsageError(str(error) if options.model else locate_error(error, config)) from error
    favourites = resolve_favourites(recommender, options.likes)
    companion = prepare_companion(options, resolve_favourites(recommender, options.their_likes, "--with-like"))
    plan = None
    if options.import_file is not None:
        from matinee.tui.session_commands import import_plan

        plan = import_plan(options.import_file, recommender, options.listed_as)
        if options.choose_from is not None:
            check_watchlist(plan, options.import_file)
    recommender.warm_up()
    return Prepared(config, recommender, favourites, plan, companion)


def prepare_companion(options: LaunchOptions, favourites: Sequence[int] = ()) -> "Companion | None":
    """The second person that the options name, with favourites (movie ids). Raises click.UsageError."""
    if options.companion is None and not favourites:
        return None
    from matinee.engine.session.companion import DEFAULT_NAME, INVALID_NAME, Companion, is_valid_name

    name = DEFAULT_NAME if options.companion is None else options.companion.strip()
    if not is_valid_name(name):
        raise click.UsageError(f"--with: {INVALID_NAME}")
    return Companion(tuple(favourites), name)


def check_watchlist(plan: "ImportPlan", file: Path) -> None:
    """Raises click.UsageError if no film of an import is wanted, not even one that may be accepted."""
    from matinee.engine.models.profile import Answer

    if not plan.accept_all().answered(Answer.WATCHLIST):
        raise click.UsageError(
            f"No film of a watchlist in {file} was found; leave --from out, or give the whole export."
        )


def load_user_config(theme: str | None) -> Config:
    """The user's configuration, with another theme if one is given. Raises MatineeError, click.UsageError."""
    from matinee.engine.paths import user_config

    config, path = Config(), user_config()
    if path is not None and may_exist(path):  # importing the YAML parser takes time
        from matinee.tui.config.config_file import load_config

        config = load_config(path)
    if theme is None:
        return config
    from matinee.tui.theme import theme_names

    if theme not in theme_names():
        raise click.UsageError(f"There is no theme '{theme}'; the themes are {', '.join(theme_names())}.")
    return replace(config, theme=theme)


def may_exist(path: Path) -> bool:
    """Whether a file exists, or cannot be looked for; reading it then says why."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def remember_theme(name: str) -> None:
    """Save the theme in the configuration. Raises ConfigError, OSError."""
    from matinee.engine.paths import require_home, user_config
    from matinee.tui.config.config_file import save_setting

    save_setting(require_home(user_config(), "keep settings"), "theme", name)


def open_log(options: LaunchOptions, prepared: Prepared) -> "SessionLog | None":
    """Open the log of the session to save or resume; None if no name is given.

    Raises:
        SessionError: the session cannot be read, or another process uses it.
        click.UsageError: the session has started, and other options contradict it.
    """
    if options.session is None:
        return None
    from matinee.engine.storage.log import SessionLog

    log = SessionLog.open(options.session)
    saved = log.saved
    if saved is not None and saved.has_begun:
        named, theirs = prepared.companion, saved.companion
        differs = {
            "--with": options.companion is not None and (theirs is None or theirs.name != options.companion),
            "--with-like": options.their_likes
            and (theirs is None or named is None or named.favourites != theirs.favourites),
            "--like": prepared.favourites and prepared.favourites != saved.favourites,
            "--import": prepared.plan is not None,
            "--model": options.model not in (None, saved.model),
            "--seed": options.seed not in (None, saved.seed),
        }
        conflicting = [option for option, is_other in differs.items() if is_other]
        if conflicting:
            log.close()
            raise click.UsageError(
                f"Session '{log.name}' has already started; omit {' and '.join(conflicting)}, or choose another name."
            )
    return log


def check_resume(options: LaunchOptions) -> None:
    """Raises click.UsageError if --resume comes with what the last session has already."""
    given = {
        "--like": options.likes,
        "--with": options.companion,
        "--with-like": options.their_likes,
        "--session": options.session,
        "--import": options.import_file,
        "--model": options.model,
        "--seed": options.seed,
    }
    conflicting = [option for option, value in given.items() if value not in (None, ())]
    if options.resume and conflicting:
        raise click.UsageError(f"--resume continues the last session; omit {' and '.join(conflicting)}.")


def open_copy(options: LaunchOptions, prepared: Prepared) -> "LastSessionLog | None":
    """Open the copy of a session without a name: of the last one, or for a new one.

    Returns:
        None if nothing is to be kept: for visitors of `matinee serve`, by the configuration, or without a home folder.

    Raises:
        SessionError: there is no last session that can be resumed.
        NoHomeError: there is no home folder for it.
    """
    if in_browser():
        return None
    from matinee.engine.paths import last_sessions, require_home
    from matinee.engine.storage.last_session import LastSessionLog, NoLastSessionError

    folder = last_sessions()
    if options.resume and not prepared.config.keeps_last_session:
        raise click.UsageError("No session is kept for --resume: `keep_last_session` is false in your configuration.")
    if options.resume:
        from matinee.engine.errors import SessionError
        from matinee.tui.session_recorder import restore

        assert prepared.recommender is not None, "a session is checked before it is resumed"
        home = require_home(folder, "keep the last session")
        try:
            return LastSessionLog.open(home, partial(restore, prepared.recommender))
        except NoLastSessionError as error:
            raise SessionError(f"{error} {resume_hint()}".rstrip()) from error
    return LastSessionLog(folder) if folder is not None and prepared.config.keeps_last_session else None


def resume_hint() -> str:
    """Say how the session is resumed that was last saved under a name; empty without any."""
    from matinee.engine.storage.store import list_sessions

    named = next((each.name for each in list_sessions() if each.damage is None), None)
    return "" if named is None else f"`matinee --session {shlex.quote(named)}` resumes the one saved last under a name."


def remove_old_copies(config: Config) -> None:
    """Remove copies of sessions and deleted sessions after a day; all copies if none are to be kept."""
    from matinee.engine.paths import deleted_sessions, last_sessions
    from matinee.engine.storage.short_lived import KEPT_FOR, is_copy, is_deleted_session, remove_old

    copies = last_sessions()
    if copies is None:
        return
    max_age = KEPT_FOR if config.keeps_last_session else 0.0
    for each, is_own, age in ((copies, is_copy, max_age), (deleted_sessions(), is_deleted_session, KEPT_FOR)):
        try:
            remove_old(each, is_own, age)
        except OSError as error:
            logger.info("%s is not cleared: %s", each, error)


def print_summary(app: "MatineeApp") -> None:
    """Print the summary of the session and how to resume it."""
    if app.session is None or not app.session.state.answered_here:
        return
    from matinee.engine.session.summary import summarise
    from matinee.tui.text.summary_text import exit_lines

    width = shutil.get_terminal_size().columns
    for line in exit_lines(summarise(app.session)):
        click.echo(fill(line, width, subsequent_indent="  ", break_on_hyphens=False))
    if app.recorder.resume_command:
        click.echo(f"{'resume':<10} {app.recorder.resume_command}")


def run_app(app: "MatineeApp", options: LaunchOptions) -> int:
    """Run the app until it exits, report a crash, and return the exit code. Raises MatineeError."""
    from matinee.tui.runtime.signals import run_until_exit

    crash: Exception | None = None
    try:
        asyncio.run(run_until_exit(app))
    except Exception as error:  # noqa: BLE001 - errors while closing are reported like any crash
        crash = error
    crash = app.crash or crash
    if crash is not None:
        if is_user_error(crash):
            raise crash
        from matinee.tui.runtime.crash_report import report_crash

        report_crash(crash, options.redacted())
        return 1
    if app.failure:
        click.echo(f"matinee: {app.failure}", err=True)
        return 2
    return app.return_code or 0


def is_user_error(error: Exception) -> bool:
    """Whether an exception is a MatineeError, without importing the engine: it may be what crashed."""
    errors = sys.modules.get("matinee.engine.errors")
    return errors is not None and isinstance(error, errors.MatineeError)
