"""Random actions at the keyboard and with the mouse, drawn from a seed alone, independent of the app.

The same seed always gives the same actions, so a failed session can be played again and shortened.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from random import Random
from typing import Literal

from textual.binding import Binding
from textual.widgets import Input, OptionList

from matinee.tui.export_file import FORMATS
from matinee.tui.keys.key_validation import binding_owners
from matinee.tui.keys.keymap import bindings_of, normal_keys
from matinee.tui.screens.card import CardScreen

SMALLEST, LARGEST = (20, 5), (160, 50)
"""Range of terminal sizes in columns and lines; the smallest is too small for the app."""
EXPORT = "ratings.csv"
"""A Letterboxd export in the working folder."""
TRAP = "trap"
"""An action of the app that no text may run."""
TEXTS = (
    "a slow-burning 90s heist, no romance",
    "something funny but not stupid",
    "no no no not scary",
    "1994",
    "the godfather part ii",
    "alien",
    "[REC]",
    "amélie",
    "🎬🍿 a space opera 🚀👩‍🚀",
    "קומדיה ישראלית שמחה",
    "فيلم مضحك عن قطة",
    "時代劇 七人の侍",
    f"[/b] [@click=app.{TRAP}]x[/] [$primary]",
    f"]] [@click='app.{TRAP}']] \\[",
    "\x1b[31mred\x1b[0m\x07\x00 green",
    "a\u0301\u200d\u202e backwards\u200b",
    "first line\nsecond line\r\nthird",
    "  ",
    "",
    "%s {0} $(x) '; --",
    "zzz qqq xxx",
    "long " * 150,
    EXPORT,
    "session",
    "no such folder/session.md",
)
COMMANDS = ("Save", "Import", "Resume", "Theme", *(title for title, *_ in FORMATS.values()))
"""Commands of the palette without a key."""
N_UNDO = 40
"""Number of undo keys that usually lead back to the picker."""
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789?!/[]-+= "
COMMON_KEYS = (
    "enter",
    "escape",
    "tab",
    "shift+tab",
    "up",
    "down",
    "left",
    "right",
    "backspace",
    "pageup",
    "pagedown",
    "home",
)


@dataclass(frozen=True)
class Press:
    """Keys sent at once, by Textual's names; usually one."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Type:
    """Letters sent one after another, or at once."""

    text: str
    at_once: bool = False


@dataclass(frozen=True)
class Paste:
    """A pasted text."""

    text: str


@dataclass(frozen=True)
class Mouse:
    """A mouse event at a cell."""

    what: Literal["down", "up", "move", "wheel up", "wheel down"]
    x: int
    y: int


@dataclass(frozen=True)
class Resize:
    """A new size of the terminal."""

    columns: int
    lines: int


@dataclass(frozen=True)
class Wait:
    """A pause until the app is idle."""


Action = Press | Type | Paste | Mouse | Resize | Wait


def plan(seed: int, count: int, size: tuple[int, int]) -> list[Action]:
    """Draw the first ``count`` actions of a seed, in a terminal that starts with this size in columns and lines."""
    return list(islice(_actions(Random(seed), size), count))


def _actions(random: Random, size: tuple[int, int]) -> Iterator[Action]:
    makers = list(WEIGHTS)
    while True:
        for action in random.choices(makers, list(WEIGHTS.values()))[0](random, size):
            if isinstance(action, Resize):
                size = (action.columns, action.lines)
            yield action


@cache
def keys_by_place() -> dict[str, tuple[str, ...]]:
    """Collect the keys that each class declares: the app, screens, widgets, and Textual's inputs and lists."""
    own = {kind.__name__: [binding.key for binding in bindings_of(kind)] for kind in binding_owners()}
    theirs = {
        kind.__name__: [binding.key for binding in kind.BINDINGS if isinstance(binding, Binding)]
        for kind in (Input, OptionList)
    }
    return {
        place: tuple(dict.fromkeys(chain.from_iterable(map(normal_keys, keys))))
        for place, keys in (own | theirs).items()
    }


def press(*keys: str) -> Press:
    """Press keys at once."""
    return Press(keys)


def card_key(random: Random, _size: tuple[int, int]) -> list[Press]:
    """A key of the card."""
    return [press(random.choice(keys_by_place()[CardScreen.__name__]))]


def bound_key(random: Random, _size: tuple[int, int]) -> list[Press]:
    """A key of any class."""
    return [press(random.choice(random.choice(list(keys_by_place().values()))))]


def frequent_key(random: Random, _size: tuple[int, int]) -> list[Press]:
    """A key that moves, confirms or cancels."""
    return [press(random.choice(COMMON_KEYS))]


def escape(_random: Random, _size: tuple[int, int]) -> list[Action]:
    """Close the top screen and the one below it."""
    return [press("escape"), press("escape")]


def held_key(random: Random, _size: tuple[int, int]) -> list[Action]:
    """A key of the card held down: many answers, or many undos."""
    return [press(random.choice("ynswuur"))] * random.randint(2, 30)


def burst(random: Random, size: tuple[int, int]) -> list[Action]:
    """Keys faster than the app: all arrive before the first is processed."""
    drawn = [random.choice((card_key, bound_key, frequent_key))(random, size) for _ in range(random.randint(2, 6))]
    return [Press(tuple(key for pressed in drawn for each in pressed for key in each.keys))]


def random_letters(random: Random, _size: tuple[int, int]) -> list[Action]:
    """Random letters."""
    return [Type("".join(random.choices(LETTERS, k=random.randint(1, 4))), at_once=random.random() < 0.5)]


def prompt(random: Random, _size: tuple[int, int]) -> list[Action]:
    """A line in the prompt, typed or pasted, then confirmed or cancelled."""
    return [press("slash"), *text(random), press(random.choice(("enter", "enter", "enter", "escape")))]


def text(random: Random, _size: tuple[int, int] = SMALLEST) -> list[Action]:
    """A text, typed or pasted."""
    drawn = random.choice(TEXTS)
    return [Paste(drawn) if len(drawn) > 100 or random.random() < 0.4 else Type(drawn, at_once=random.random() < 0.5)]


def command(random: Random, _size: tuple[int, int]) -> list[Action]:
    """A command of the palette, and perhaps a text for its dialog."""
    named = [binding.description for kind in binding_owners() for binding in bindings_of(kind)]
    typed = random.choice((*COMMANDS, *named))[: random.randint(0, 12)]
    return [*from_palette(typed), *random.choice(([], [*text(random), press("enter")]))]


def from_palette(typed: str) -> list[Action]:
    """The first command that the palette finds for a text."""
    return [press("ctrl+p"), Type(typed, at_once=True), Wait(), press("enter"), Wait()]


def four_films(_random: Random, _size: tuple[int, int]) -> list[Action]:
    """Fill the picker with random favourites and start."""
    return [press("escape"), press("ctrl+r"), press("enter")]


def restart_from_import(_random: Random, _size: tuple[int, int]) -> list[Action]:
    """Undo everything and start a session from an import."""
    back: list[Action] = [press("escape"), press("escape"), *[press("u")] * N_UNDO]
    return [*back, *from_palette("Import"), Type(EXPORT, at_once=True), press("enter"), Wait(), press("enter"), Wait()]


def pointer(random: Random, size: tuple[int, int]) -> list[Action]:
    """A click, a drag, the wheel, or a movement."""
    x, y = random.randrange(size[0]), random.randrange(size[1])
    there = (random.randrange(size[0]), random.randrange(size[1]))
    gestures: tuple[list[Action], ...] = (
        [Mouse("down", x, y), Mouse("up", x, y)],
        [Mouse("down", x, y), Mouse("up", x, y)],
        [Mouse("down", x, y), Mouse("move", *there), Mouse("up", *there)],
        [Mouse("wheel up", x, y)],
        [Mouse("wheel down", x, y)],
        [Mouse("move", x, y)],
    )
    return random.choice(gestures)


def low_click(random: Random, size: tuple[int, int]) -> list[Action]:
    """A click near the bottom, on the key bar."""
    x, y = random.randrange(size[0]), size[1] - random.randint(1, min(4, size[1]))
    return [Mouse("down", x, y), Mouse("up", x, y)]


def resize(random: Random, _size: tuple[int, int]) -> list[Action]:
    """A new size; usually a common one, since many random sizes are too small for the app."""
    if random.random() < 0.6:
        return [Resize(*random.choice(((80, 24), (120, 40), (40, 12), (100, 30))))]
    return [Resize(random.randint(SMALLEST[0], LARGEST[0]), random.randint(SMALLEST[1], LARGEST[1]))]


def rest(_random: Random, _size: tuple[int, int]) -> list[Action]:
    """No action."""
    return [Wait()]


WEIGHTS: dict[Callable[[Random, tuple[int, int]], Sequence[Action]], float] = {
    card_key: 30,
    bound_key: 14,
    frequent_key: 12,
    escape: 6,
    random_letters: 5,
    prompt: 5,
    text: 2,
    command: 3,
    four_films: 2,
    restart_from_import: 0.4,
    held_key: 2,
    burst: 4,
    pointer: 8,
    low_click: 4,
    resize: 5,
    rest: 2,
}
"""Kind of action → how often it is drawn."""
