"""What a monkey does at the keyboard and with the mouse: drawn from a seed alone, whatever the app makes of it.

So the same seed is always the same evening, and one that went wrong can be played again and shortened.
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
from matinee.tui.keys.key_validation import holders
from matinee.tui.keys.keymap import bindings_of, normal_keys
from matinee.tui.screens.card import CardScreen

SMALLEST, LARGEST = (20, 5), (160, 50)
"""Columns and lines a terminal is given; the smallest is too small for the app."""
EXPORT = "ratings.csv"
"""A Letterboxd export that lies where the monkey sits."""
TRAP = "trap"
"""The action that no text may run."""
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
    "evening",
    "no such folder/evening.md",
)
WORDS = ("Save", "Import", "Go on", "Theme", *FORMATS.values())
"""Commands of the palette that have no key."""
MANY = 40
"""So many times undo is pressed to be back at the picker, mostly."""
STRAYS = "abcdefghijklmnopqrstuvwxyz0123456789?!/[]-+= "
OFTEN = (
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
    """Keys in one gulp, as Textual calls them; mostly one."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Type:
    """Letters, one key after the other, or in one gulp."""

    text: str
    gulp: bool = False


@dataclass(frozen=True)
class Paste:
    """A text in one piece, as terminals hand it over."""

    text: str


@dataclass(frozen=True)
class Mouse:
    """The mouse does something at a cell."""

    what: Literal["down", "up", "move", "wheel up", "wheel down"]
    x: int
    y: int


@dataclass(frozen=True)
class Resize:
    """The terminal has another size."""

    columns: int
    lines: int


@dataclass(frozen=True)
class Wait:
    """Nothing, until the app has nothing left to do."""


Action = Press | Type | Paste | Mouse | Resize | Wait


def plan(seed: int, count: int, size: tuple[int, int]) -> list[Action]:
    """So many actions of one evening in a terminal that begins with so many columns and lines."""
    return list(islice(_actions(Random(seed), size), count))


def _actions(random: Random, size: tuple[int, int]) -> Iterator[Action]:
    deeds = list(DEEDS)
    while True:
        for action in random.choices(deeds, list(DEEDS.values()))[0](random, size):
            if isinstance(action, Resize):
                size = (action.columns, action.lines)
            yield action


@cache
def keys_by_place() -> dict[str, tuple[str, ...]]:
    """Class → the keys it declares: the app, its screens, its widgets, and the lists and lines that Textual has."""
    own = {kind.__name__: [binding.key for binding in bindings_of(kind)] for kind in holders()}
    theirs = {
        kind.__name__: [binding.key for binding in kind.BINDINGS if isinstance(binding, Binding)]
        for kind in (Input, OptionList)
    }
    return {
        place: tuple(dict.fromkeys(chain.from_iterable(map(normal_keys, keys))))
        for place, keys in (own | theirs).items()
    }


def press(*keys: str) -> Press:
    """Keys in one gulp."""
    return Press(keys)


def card_key(random: Random, _size: tuple[int, int]) -> list[Press]:
    """One of the keys of the card."""
    return [press(random.choice(keys_by_place()[CardScreen.__name__]))]


def bound_key(random: Random, _size: tuple[int, int]) -> list[Press]:
    """One of the keys of any place."""
    return [press(random.choice(random.choice(list(keys_by_place().values()))))]


def frequent_key(random: Random, _size: tuple[int, int]) -> list[Press]:
    """A key that moves, takes or leaves."""
    return [press(random.choice(OFTEN))]


def leave(_random: Random, _size: tuple[int, int]) -> list[Action]:
    """Out of what is on top, and of what is below it."""
    return [press("escape"), press("escape")]


def held_key(random: Random, _size: tuple[int, int]) -> list[Action]:
    """A key of the card held down: many answers, or back to the four favourites."""
    return [press(random.choice("ynswuur"))] * random.randint(2, 30)


def gulp(random: Random, size: tuple[int, int]) -> list[Action]:
    """Keys faster than the app: all of them are there before the first is dealt with."""
    drawn = [random.choice((card_key, bound_key, frequent_key))(random, size) for _ in range(random.randint(2, 6))]
    return [Press(tuple(key for pressed in drawn for each in pressed for key in each.keys))]


def stray_letters(random: Random, _size: tuple[int, int]) -> list[Action]:
    """Letters that may mean anything."""
    return [Type("".join(random.choices(STRAYS, k=random.randint(1, 4))), gulp=random.random() < 0.5)]


def mood(random: Random, _size: tuple[int, int]) -> list[Action]:
    """A line in the mood box, typed or pasted; sometimes left."""
    return [press("slash"), *words(random), press(random.choice(("enter", "enter", "enter", "escape")))]


def words(random: Random, _size: tuple[int, int] = SMALLEST) -> list[Action]:
    """A text, typed or pasted, wherever the cursor is."""
    text = random.choice(TEXTS)
    return [Paste(text) if len(text) > 100 or random.random() < 0.4 else Type(text, gulp=random.random() < 0.5)]


def command(random: Random, _size: tuple[int, int]) -> list[Action]:
    """Something from the palette, and perhaps an answer to what it asks."""
    named = [binding.description for kind in holders() for binding in bindings_of(kind)]
    typed = random.choice((*WORDS, *named))[: random.randint(0, 12)]
    return [*from_palette(typed), *random.choice(([], [*words(random), press("enter")]))]


def from_palette(typed: str) -> list[Action]:
    """The command that is found first."""
    return [press("ctrl+p"), Type(typed, gulp=True), Wait(), press("enter"), Wait()]


def four_films(_random: Random, _size: tuple[int, int]) -> list[Action]:
    """What fills the picker and begins."""
    return [press("escape"), press("ctrl+r"), press("enter")]


def another_four(_random: Random, _size: tuple[int, int]) -> list[Action]:
    """Everything taken back, and the evening begun anew from an export."""
    back: list[Action] = [press("escape"), press("escape"), *[press("u")] * MANY]
    return [*back, *from_palette("Import"), Type(EXPORT, gulp=True), press("enter"), Wait(), press("enter"), Wait()]


def pointer(random: Random, size: tuple[int, int]) -> list[Action]:
    """A click, a drag, the wheel, or just passing by."""
    x, y = random.randrange(size[0]), random.randrange(size[1])
    there = (random.randrange(size[0]), random.randrange(size[1]))
    ways: tuple[list[Action], ...] = (
        [Mouse("down", x, y), Mouse("up", x, y)],
        [Mouse("down", x, y), Mouse("up", x, y)],
        [Mouse("down", x, y), Mouse("move", *there), Mouse("up", *there)],
        [Mouse("wheel up", x, y)],
        [Mouse("wheel down", x, y)],
        [Mouse("move", x, y)],
    )
    return random.choice(ways)


def low_click(random: Random, size: tuple[int, int]) -> list[Action]:
    """A click near the bottom, where the words are that can be clicked."""
    x, y = random.randrange(size[0]), size[1] - random.randint(1, min(4, size[1]))
    return [Mouse("down", x, y), Mouse("up", x, y)]


def resize(random: Random, _size: tuple[int, int]) -> list[Action]:
    """Another size; often a usual one, so that most of an evening is not spent in a terminal too small."""
    if random.random() < 0.6:
        return [Resize(*random.choice(((80, 24), (120, 40), (40, 12), (100, 30))))]
    return [Resize(random.randint(SMALLEST[0], LARGEST[0]), random.randint(SMALLEST[1], LARGEST[1]))]


def rest(_random: Random, _size: tuple[int, int]) -> list[Action]:
    """Nothing for once."""
    return [Wait()]


DEEDS: dict[Callable[[Random, tuple[int, int]], Sequence[Action]], float] = {
    card_key: 30,
    bound_key: 14,
    frequent_key: 12,
    leave: 6,
    stray_letters: 5,
    mood: 5,
    words: 2,
    command: 3,
    four_films: 2,
    another_four: 0.4,
    held_key: 2,
    gulp: 4,
    pointer: 8,
    low_click: 4,
    resize: 5,
    rest: 2,
}
"""What is done → how often."""
