"""Monkey test: seeded sessions of random keys, texts, clicks and sizes, on the real app and the shipped bundle.

The app runs without a terminal and must not crash. It starts with four favourites or with the picker, and the first
actions come while the films are still being loaded. After every action: something is on screen, in the size of the
terminal; the film on screen is not a favourite and was not answered; no film was answered twice, unless the watchlist
was asked for; no text was run as a command. At the end everything is undone by keys: the session must then equal a
new one with the same favourites, and redo must bring the same events back.

    python -m benchmarks.monkey [--json] [--seeds N] [--keys N] [--seed K]

A session depends on its seed alone (benchmarks/monkey_actions.py): `--seed K` plays one again.
"""

import asyncio
import gc
import os
import traceback
from collections.abc import Sequence
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from textual.pilot import Pilot

from benchmarks.monkey_actions import EXPORT, Action, Resize, Wait, plan, press
from benchmarks.monkey_driver import perform
from benchmarks.report import Row, Tables, make_parser, print_tables, with_bar
from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender, load_shipped
from matinee.engine.session.events import WatchlistRequested
from matinee.engine.session.session import Session
from matinee.engine.session.state import answers_of
from matinee.tui.app import MatineeApp
from matinee.tui.messages import CatalogueLoaded
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.picker import PickerScreen

SEEDS, KEYS = 20, 500
SIZE = (80, 24)
FAVOURITES = (318, 858, 296, 2959)
N_LAST_ACTIONS = 10
"""Number of actions before a failure that are reported."""
MAX_EARLY = 30
"""Most actions before the films are loaded."""
MAX_WAITS = 500
"""Hundredths of a second within which waiting keys must have acted."""
MAX_SCREENS = 20
"""Highest number of screens on top of each other."""
RATINGS = """Date,Name,Year,Letterboxd URI,Rating
2024-01-01,Heat,1995,https://boxd.it/a,5
2024-01-02,Alien,1979,https://boxd.it/b,4.5
2024-01-03,Aladdin,1992,https://boxd.it/c,1
2024-01-04,Fargo,1996,https://boxd.it/d,3
2024-01-05,A Film That Does Not Exist,2001,https://boxd.it/e,5
2024-01-06,Casablanca,1942,https://boxd.it/f,5
2024-01-07,Vertigo,1958,https://boxd.it/g,4
"""


class InvariantError(Exception):
    """Something that must never happen, in a sentence."""


class CagedApp(MatineeApp):
    """The app without exits: it does not quit and does not open a browser."""

    ran_trap = False

    def load_catalogue(self) -> None:
        """Without films, load none until ``finish_loading``."""
        if self.recommender is not None:
            super().load_catalogue()

    def finish_loading(self, recommender: Recommender) -> None:
        """Let the films arrive."""
        self.post_message(CatalogueLoaded(recommender))

    def exit(self, result: None = None, return_code: int = 0, message: object = None) -> None:
        """Do nothing; a failure is kept in ``failure``."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Do nothing."""

    def action_trap(self) -> None:
        """Record that a text was run as a command."""
        self.ran_trap = True


@dataclass
class Outcome:
    """Result of one seed.

    Attributes:
        seed: decides all actions.
        answered: most films answered in a session.
        seconds: duration.
        screens: names of the screens that were shown.
        actions: the actions so far.
        problem: what went wrong; empty without problems.
        is_undone: whether it ended on a card, where everything was undone and redone.
    """

    seed: int
    answered: int = 0
    seconds: float = 0.0
    screens: set[str] = field(default_factory=set)
    actions: list[Action] = field(default_factory=list)
    problem: str = ""
    is_undone: bool = False

    @property
    def report(self) -> str:
        """The problem and the last actions before it; empty without a problem."""
        if not self.problem:
            return ""
        last = "; ".join(map(str, self.actions[-N_LAST_ACTIONS:]))
        return f"seed {self.seed}, action {len(self.actions)}: {self.problem}\nlast actions: {last}"


def play(recommender: Recommender, seed: int, keys: int) -> Outcome:
    """Play one session and record what goes wrong. MATINEE_HOME must name a folder of its own.

    Args:
        recommender: of the shipped bundle.
        seed: decides all actions.
        keys: number of actions.
    """
    favourites, load_after = draw_start(seed)
    return asyncio.run(play_actions(recommender, seed, plan(seed, keys, SIZE), favourites, load_after))


def draw_start(seed: int) -> tuple[Sequence[int], int]:
    """Draw how a session starts: its favourites, or none for the picker, and the actions before films are loaded."""
    random = Random(f"start {seed}")
    return random.choice([FAVOURITES, ()]), random.randint(1, MAX_EARLY)


async def play_actions(
    recommender: Recommender,
    seed: int,
    actions: Sequence[Action],
    favourites: Sequence[int] = FAVOURITES,
    load_after: int = 0,
) -> Outcome:
    """Play these actions, as ``play`` does.

    Args:
        recommender: of the shipped bundle.
        seed: what the actions were drawn with.
        actions: what to do.
        favourites: what the session starts from; empty for the picker.
        load_after: number of actions before the films are loaded; with 0, the first film is waited for.
    """
    outcome, start = Outcome(seed), perf_counter()
    own = Recommender(recommender.bundle, recommender.policy)  # without a loaded encoder
    with TemporaryDirectory() as folder, chdir(folder):
        Path(EXPORT).write_text(RATINGS, encoding="utf-8")
        app = CagedApp(None, favourites)
        try:
            async with app.run_test(size=SIZE, tooltips=True, notifications=True) as pilot:
                if not load_after:
                    app.finish_loading(own)
                    await until_ready(pilot, app)
                for action in actions:
                    if load_after and len(outcome.actions) == load_after:
                        app.finish_loading(own)
                    outcome.actions.append(action)
                    await perform(pilot, action)
                    await check(pilot, app, outcome)
                await until_ready(pilot, app)
                outcome.is_undone = await undo_all(pilot, app, own)
        except Exception as error:  # noqa: BLE001 - any crash of the app is a finding
            outcome.problem = describe_error(app._exception or error)
    outcome.seconds = perf_counter() - start
    gc.unfreeze()  # the encoder is frozen for the life of an app, and here there are many apps
    return outcome


async def until_ready(pilot: Pilot[None], app: CagedApp) -> None:
    """Wait until no key waits and no session opens. Raises InvariantError if that takes too long."""
    for _ in range(MAX_WAITS):
        await pilot.pause(0.01)
        if app.is_idle:
            return
    raise InvariantError("keys still wait, or a session still opens")


def describe_error(error: Exception) -> str:
    """Describe an error with the last lines of Matinee that led to it."""
    if isinstance(error, InvariantError):
        return str(error)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "benchmarks" not in frame.filename]
    ours = [frame for frame in frames if "/matinee/" in frame.filename] or frames
    return f"{type(error).__name__}: {error} ({'; '.join(f'{each.filename}:{each.lineno}' for each in ours[-2:])})"


async def check(pilot: Pilot[None], app: CagedApp, outcome: Outcome) -> None:
    """Check all invariants and record the screen. Raises InvariantError."""
    if app.failure:
        raise InvariantError(f"the app gave up: {app.failure}")
    if app.ran_trap:
        raise InvariantError("a text was run as a command")
    if not is_drawn(app):  # a screen that has just opened
        await pilot.pause()
        if not is_drawn(app):
            raise InvariantError(f"{type(app.screen).__name__} shows nothing")
    screen = app.screen
    outcome.screens.add(type(screen).__name__)
    if len(app.screen_stack) > MAX_SCREENS:
        raise InvariantError(f"{len(app.screen_stack)} screens are on top of each other")
    if screen.size != app.size:
        raise InvariantError(f"{type(screen).__name__} is drawn for {screen.size} in a terminal of {app.size}")
    cards = [each for each in app.screen_stack if isinstance(each, CardScreen)]
    if (app.session is not None) != bool(cards) or not any(isinstance(each, PickerScreen) for each in app.screen_stack):
        raise InvariantError(f"a session without its screens: {[type(each).__name__ for each in app.screen_stack]}")
    for session in [card.session for card in cards]:
        outcome.answered = max(outcome.answered, len(answered_films(session)))
        check_session(session)


def is_drawn(app: CagedApp) -> bool:
    """Check that the screen has as many lines as the terminal, and that they are not empty."""
    rows = ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]
    return len(rows) == app.size.height and any(row.strip() for row in rows)


def answered_films(session: Session) -> list[int]:
    """List the movie ids of all answers, repeated for repeated answers."""
    return [movie for event in session.events for movie, _ in answers_of(event)]


def check_session(session: Session) -> None:
    """Check that no film comes twice, except those put off when the watchlist is asked for. Raises InvariantError."""
    closed, put_off, repeated = {*session.favourites}, set[int](), set[int]()
    watchlist_only = False
    for event in session.events:
        for movie, answer in answers_of(event):
            may_repeat = movie in put_off and watchlist_only
            if movie in closed or (movie in put_off and not may_repeat):
                repeated.add(movie)
            if answer is Answer.WATCHLIST and movie not in put_off:
                put_off.add(movie)
            else:
                closed.add(movie)
        if isinstance(event, WatchlistRequested):
            watchlist_only = event.only
    if repeated:
        raise InvariantError(f"answered twice, or a favourite answered: {sorted(repeated)}")
    suggestion = session.next()
    if suggestion is None:
        return
    movie = suggestion.movie.id
    if movie in closed or (movie in put_off and not watchlist_only):
        raise InvariantError(f"{suggestion.movie.label} is shown again")


async def undo_all(pilot: Pilot[None], app: CagedApp, recommender: Recommender) -> bool:
    """Close every screen above the card, then undo and redo everything by keys.

    Returns:
        False at the picker, where there is nothing to undo.

    Raises:
        InvariantError: undo or redo do not restore the session.
    """
    await perform(pilot, Resize(*SIZE))
    for _ in range(MAX_SCREENS):
        if isinstance(app.screen, CardScreen | PickerScreen):
            break
        await perform(pilot, press("escape"))
        await perform(pilot, Wait())
    await perform(pilot, press("escape"))
    if isinstance(app.screen, PickerScreen):
        return False
    if not isinstance(app.screen, CardScreen):
        raise InvariantError(f"escape does not leave {type(app.screen).__name__}")
    session = app.screen.session
    events_before, fresh = session.events, restart(session, recommender)
    for _ in events_before:
        await perform(pilot, press("u"))
    if session.events:
        raise InvariantError(f"after undoing everything {len(session.events)} events are left of {len(events_before)}")
    if session.next() != fresh.next():
        raise InvariantError("after undoing everything the session does not recommend the film it started with")
    for _ in events_before:
        await perform(pilot, press("r"))
    if session.events != events_before:
        raise InvariantError("redo does not restore the same events")
    return True


def restart(session: Session, recommender: Recommender) -> Session:
    """Start a new session with the favourites, model, seed and policy of another."""
    return recommender.session(
        session.favourites, model=session.initial_model, seed=session.seed, policy=session.initial_policy
    )


def measure(seeds: Sequence[int], keys: int) -> Tables:
    """Play a session for every seed."""
    recommender = load_shipped()
    with TemporaryDirectory() as home:
        os.environ["MATINEE_HOME"] = home
        outcomes = [play(recommender, seed, keys) for seed in seeds]
    rows: list[Row] = [
        {
            "seed": str(outcome.seed),
            "actions": len(outcome.actions),
            "seconds": round(outcome.seconds, 1),
            "most films answered": outcome.answered,
            "all undone and redone": "yes" if outcome.is_undone else "ended at the picker",
            "screens": ", ".join(sorted(name.removesuffix("Screen") for name in outcome.screens)),
        }
        for outcome in outcomes
    ]
    failures = [outcome.report for outcome in outcomes if outcome.problem]
    total: Row = {"what": "sessions with problems", "found": len(failures)}
    return {
        f"sessions of {keys} actions": rows,
        "total": [with_bar(total, "found", 0)],
        "problems": [{"what": failure} for failure in failures],
    }


if __name__ == "__main__":
    command_line = make_parser(__doc__)
    command_line.add_argument("--seeds", type=int, default=SEEDS, help="number of sessions")
    command_line.add_argument("--keys", type=int, default=KEYS, help="number of actions of each")
    command_line.add_argument("--seed", type=int, help="play this seed alone")
    options = command_line.parse_args()
    chosen = range(options.seeds) if options.seed is None else [options.seed]
    print_tables(measure(chosen, options.keys), as_json=options.json)
