"""A monkey plays: seeded evenings of any keys, texts, clicks and sizes, on the real app and the shipped bundle.

The app runs without a terminal. It may not fall over, and after every action: something is on screen, in the size of
the terminal; the film on show is no favourite and was not answered; no film was answered twice; no text was run as a
command. In the end everything is undone by the key for it: the session must be as one that has just begun with the
same favourites, and redo must bring the same events back.

    python -m benchmarks.monkey [--json] [--seeds N] [--keys N] [--seed K]

An evening is drawn from its seed alone (benchmarks/monkey_actions.py): `--seed K` plays one again.
"""

import asyncio
import gc
import os
import traceback
from collections.abc import Sequence
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from unicodedata import category

from textual import events
from textual.keys import _character_to_key, key_to_character
from textual.message import Message
from textual.pilot import Pilot

import matinee
from benchmarks.monkey_actions import EXPORT, Action, Mouse, Paste, Press, Resize, Type, Wait, plan, press
from benchmarks.report import Row, Tables, judged, parser, show
from matinee.engine.paths import SHIPPED_BUNDLE
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Answered, Imported
from matinee.engine.session.session import Session
from matinee.policy import load_policy
from matinee.tui.app import MatineeApp
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.picker import PickerScreen

SEEDS, KEYS = 20, 500
SIZE = (80, 24)
FAVOURITES = (318, 858, 296, 2959)
LAST = 10
"""So many actions before a failure are told."""
DEEP = 20
"""More screens than that are never on top of each other."""
RATINGS = """Date,Name,Year,Letterboxd URI,Rating
2024-01-01,Heat,1995,https://boxd.it/a,5
2024-01-02,Alien,1979,https://boxd.it/b,4.5
2024-01-03,Aladdin,1992,https://boxd.it/c,1
2024-01-04,Fargo,1996,https://boxd.it/d,3
2024-01-05,A Film Nobody Made,2001,https://boxd.it/e,5
2024-01-06,Casablanca,1942,https://boxd.it/f,5
2024-01-07,Vertigo,1958,https://boxd.it/g,4
"""


class Broken(Exception):  # noqa: N818 - a sentence, not an error of the program's
    """What must never be, in a sentence."""


class CagedApp(MatineeApp):
    """The app with its doors shut: it stays when it is asked to leave, and opens no browser."""

    sprung = False

    def exit(self, result: None = None, return_code: int = 0, message: object = None) -> None:
        """Stay; a failure is found in ``failure``."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Stay here."""

    def action_trap(self) -> None:
        """Some text was taken for a command."""
        self.sprung = True


@dataclass
class Evening:
    """What came of one seed.

    Attributes:
        answered: films answered in all its sessions.
        screens: names of the screens that were up.
        done: the actions so far.
        problem: what went wrong; empty where nothing did.
        taken_back: whether it ended on a card, where everything was undone and redone.
    """

    seed: int
    answered: int = 0
    seconds: float = 0.0
    screens: set[str] = field(default_factory=set)
    done: list[Action] = field(default_factory=list)
    problem: str = ""
    taken_back: bool = False

    @property
    def told(self) -> str:
        """The problem, and what led to it."""
        if not self.problem:
            return ""
        last = "; ".join(map(str, self.done[-LAST:]))
        return f"seed {self.seed}, action {len(self.done)}: {self.problem}\nlast actions: {last}"


def play(recommender: Recommender, seed: int, keys: int) -> Evening:
    """One evening of so many actions; whatever goes wrong is in it. MATINEE_HOME must name a folder of its own."""
    return asyncio.run(play_actions(recommender, seed, plan(seed, keys, SIZE)))


async def play_actions(recommender: Recommender, seed: int, actions: Sequence[Action]) -> Evening:
    """The same, of these actions."""
    evening, start = Evening(seed), perf_counter()
    own = Recommender(recommender.bundle, recommender.policy)  # nobody has said a mood yet
    with TemporaryDirectory() as folder, chdir(folder):
        Path(EXPORT).write_text(RATINGS, encoding="utf-8")
        app = CagedApp(own, FAVOURITES)
        try:
            async with app.run_test(size=SIZE, tooltips=True, notifications=True) as pilot:
                await pilot.pause()
                for action in actions:
                    evening.done.append(action)
                    await act(pilot, action)
                    await look(pilot, app, evening)
                evening.taken_back = await take_all_back(pilot, app, own)
        except Exception as error:  # noqa: BLE001 - whatever the app falls over is what is looked for
            evening.problem = told(app._exception or error)
    evening.seconds = perf_counter() - start
    gc.unfreeze()  # what listens to moods stays for good in an app, and here there are many apps
    return evening


def told(error: Exception) -> str:
    """The error and the last of our lines that led to it."""
    if isinstance(error, Broken):
        return str(error)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "benchmarks" not in frame.filename]
    ours = [frame for frame in frames if "/matinee/" in frame.filename] or frames
    return f"{type(error).__name__}: {error} ({'; '.join(f'{each.filename}:{each.lineno}' for each in ours[-2:])})"


async def act(pilot: Pilot[None], action: Action) -> None:
    """Do one thing and let the app follow."""
    match action:
        case Press(keys):
            await send(pilot, *(events.Key(key, key_to_character(key)) for key in keys))
        case Type(text, gulp=True):
            await send(pilot, *map(typed, text))
        case Type(text):
            for letter in text:
                await send(pilot, typed(letter))
        case Paste(text):
            await send(pilot, events.Paste(text))
        case Mouse(what, x, y):
            await send(pilot, moused(what, x, y))
        case Resize(columns, lines):
            await pilot.resize_terminal(columns, lines)
        case Wait():
            await pilot.pause()


async def send(pilot: Pilot[None], *messages: Message) -> None:
    """Hand messages to the app, all at once, and let them be dealt with, down to the widgets and back."""
    for message in messages:
        pilot.app.post_message(message)
    for _ in range(3):
        await pilot.pause(0)
    if error := pilot.app._exception:  # no use in waiting for the end to hear of it
        raise error


def typed(letter: str) -> events.Key:
    """The key that writes a letter; control characters are keys that write nothing."""
    return events.Key(_character_to_key(letter), None if category(letter) == "Cc" else letter)


def moused(what: str, x: int, y: int) -> events.MouseEvent:
    """What the terminal tells of the mouse."""
    kinds: dict[str, type[events.MouseEvent]] = {
        "down": events.MouseDown,
        "up": events.MouseUp,
        "move": events.MouseMove,
        "wheel up": events.MouseScrollUp,
        "wheel down": events.MouseScrollDown,
    }
    return kinds[what](None, x, y, 0, 0, 0 if what == "move" else 1, False, False, False, x, y)


async def look(pilot: Pilot[None], app: CagedApp, evening: Evening) -> None:
    """Count what there is. Raises Broken for what must never be."""
    if app.failure:
        raise Broken(f"the app gave up: {app.failure}")
    if app.sprung:
        raise Broken("a text was run as a command")
    if not drawn(app):  # a screen that has just come
        await pilot.pause()
        if not drawn(app):
            raise Broken(f"{type(app.screen).__name__} shows nothing")
    screen = app.screen
    evening.screens.add(type(screen).__name__)
    if len(app.screen_stack) > DEEP:
        raise Broken(f"{len(app.screen_stack)} screens are on top of each other")
    if screen.size != app.size:
        raise Broken(f"{type(screen).__name__} is drawn for {screen.size} in a terminal of {app.size}")
    cards = [each for each in app.screen_stack if isinstance(each, CardScreen)]
    if (app.session is not None) != bool(cards) or not any(isinstance(each, PickerScreen) for each in app.screen_stack):
        raise Broken(f"an evening without its screens: {[type(each).__name__ for each in app.screen_stack]}")
    for session in [card.session for card in cards]:
        evening.answered = max(evening.answered, len(answered(session)))
        check_session(session)


def drawn(app: CagedApp) -> bool:
    """Whether as many lines as the terminal has are on screen, and something on them."""
    rows = ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]
    return len(rows) == app.size.height and any(row.strip() for row in rows)


def answered(session: Session) -> list[int]:
    """Movie ids of the films spoken about, one for each time."""
    return [
        movie
        for event in session.events
        if isinstance(event, Answered | Imported)
        for movie in ([event.movie_id] if isinstance(event, Answered) else [movie for movie, _ in event.answers])
    ]


def check_session(session: Session) -> None:
    """Raises Broken where a film comes twice."""
    spoken = answered(session)
    twice = {movie for movie in spoken if spoken.count(movie) > 1} | {*spoken} & {*session.favourites}
    if twice:
        raise Broken(f"answered twice, or a favourite answered: {sorted(twice)}")
    card = session.next()
    if card is not None and card.movie.id in {*spoken, *session.favourites}:
        raise Broken(f"{card.movie.label} is shown again")


async def take_all_back(pilot: Pilot[None], app: CagedApp, recommender: Recommender) -> bool:
    """Leave every screen above the card, undo and redo everything by keys; False at the picker. Raises Broken."""
    await act(pilot, Resize(*SIZE))
    for _ in range(DEEP):
        if isinstance(app.screen, CardScreen | PickerScreen):
            break
        await act(pilot, press("escape"))
        await act(pilot, Wait())
    await act(pilot, press("escape"))
    if isinstance(app.screen, PickerScreen):
        return False
    if not isinstance(app.screen, CardScreen):
        raise Broken(f"escape does not leave {type(app.screen).__name__}")
    session = app.screen.session
    events_before, fresh = session.events, begun_like(session, recommender)
    for _ in events_before:
        await act(pilot, press("u"))
    if session.events:
        raise Broken(f"after undoing everything {len(session.events)} events are left of {len(events_before)}")
    if session.next() != fresh.next():
        raise Broken("undone, the session does not show the film it began with")
    for _ in events_before:
        await act(pilot, press("r"))
    if session.events != events_before:
        raise Broken("redo does not bring the same events back")
    return True


def begun_like(session: Session, recommender: Recommender) -> Session:
    """A session that has just begun as this one did."""
    return recommender.session(
        session.favourites, model=session.first_model, seed=session.seed, policy=session.usual_policy
    )


def measure(seeds: Sequence[int], keys: int) -> Tables:
    """An evening for every seed."""
    recommender = matinee.load(SHIPPED_BUNDLE, load_policy())
    with TemporaryDirectory() as home:
        os.environ["MATINEE_HOME"] = home
        evenings = [play(recommender, seed, keys) for seed in seeds]
    rows: list[Row] = [
        {
            "seed": str(evening.seed),
            "actions": len(evening.done),
            "seconds": round(evening.seconds, 1),
            "films answered, at most": evening.answered,
            "all undone and redone": "yes" if evening.taken_back else "ended at the picker",
            "screens": ", ".join(sorted(name.removesuffix("Screen") for name in evening.screens)),
        }
        for evening in evenings
    ]
    failures = [evening.told for evening in evenings if evening.problem]
    total: Row = {"what": "evenings that went wrong", "found": len(failures)}
    return {
        f"evenings of {keys} actions": rows,
        "in all": [judged(total, "found", 0)],
        "what went wrong": [{"what": failure} for failure in failures],
    }


if __name__ == "__main__":
    command_line = parser(__doc__)
    command_line.add_argument("--seeds", type=int, default=SEEDS, help="how many evenings")
    command_line.add_argument("--keys", type=int, default=KEYS, help="actions of each")
    command_line.add_argument("--seed", type=int, help="play this one alone")
    options = command_line.parse_args()
    chosen = range(options.seeds) if options.seed is None else [options.seed]
    show(measure(chosen, options.keys), as_json=options.json)
