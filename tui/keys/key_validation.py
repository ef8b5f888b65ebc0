"""Which keys a person may give to what: every wish of the configuration is looked at before the app starts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pkgutil import iter_modules

from textual.app import App
from textual.binding import Binding
from textual.keys import KEY_DISPLAY_ALIASES, REPLACED_KEYS, Keys, key_to_character
from textual.widgets import Input

from matinee.policy.settings import nearest
from matinee.tui.keys.keymap import bindings_of, key_name, normal_keys, rebound

MODIFIERS = {"ctrl", "alt", "shift", "super", "hyper", "meta"}
SPELLINGS = {shown: name for name, shown in KEY_DISPLAY_ALIASES.items() if shown != name} | {
    "return": "enter",
    "ctrl+m": "enter",
    "ctrl+i": "tab",
}
"""What people, the screen and terminals also call a key → what it is called here."""
NAMED_KEYS = sorted({key.value for key in Keys if not set("+<") & set(key.value)} - SPELLINGS.keys())
"""Keys that write nothing, without modifiers."""
TYPED_INTO = ("app", "picker", "prompt", "line")
"""How the ids begin of keys that have to work while a line is typed."""
QUIT = "app.quit"
WAYS_OUT = ("ctrl+q", "ctrl+c")
"""They leave from everywhere, whatever else is bound."""


def holders() -> list[type]:
    """Every class that has keys of its own: the app first, then screens, then widgets that can take the keys."""
    from matinee.tui import app, screens, widgets

    modules = [
        import_module(f"{package.__name__}.{found.name}")
        for package in (screens, widgets)
        for found in iter_modules(package.__path__)
    ]
    found = [each for module in (app, *modules) for each in vars(module).values() if isinstance(each, type)]
    return sorted((kind for kind in dict.fromkeys(found) if bindings_of(kind)), key=lambda kind: not is_app(kind))


def is_app(kind: type) -> bool:
    """Whether keys of this class work everywhere."""
    return issubclass(kind, App)


def rebindable(kinds: Iterable[type]) -> dict[str, tuple[type, Binding]]:
    """id → a class that has the binding, and the binding; of all that can be given other keys."""
    found: dict[str, tuple[type, Binding]] = {}
    for kind in kinds:
        for binding in bindings_of(kind):
            if binding.id is not None:
                found.setdefault(binding.id, (kind, binding))
    return found


def keymap_of(keys: Mapping[str, str], kinds: Sequence[type]) -> dict[str, str]:
    """What Textual is to be told of wishes without problems, as ``App.set_keymap`` takes it.

    It takes a key that two actions share (``w`` keeps a film or widens) from both when one of them gets another, so the
    other is given it again.
    """
    shared: dict[str, str] = {}
    for kind in kinds:
        bindings = bindings_of(kind)
        left = {key for binding in bindings if binding.id in keys for key in normal_keys(binding.key)}
        shared |= {each.id: each.key for each in bindings if each.id is not None and left & set(normal_keys(each.key))}
    return shared | dict(keys)


def problems(keys: Mapping[str, str], kinds: Sequence[type]) -> Iterator[tuple[str, str]]:
    """(id, what is wrong, as part of a sentence) of every wish (id → "y,l,right") that cannot be had."""
    known = rebindable(kinds)
    for name, wanted in keys.items():
        if name not in known:
            yield name, f"there is no key '{name}'; {nearest(name, known)} `matinee config keys` lists them all."
        elif problem := wrong_keys(name, wanted, known[name][1]):
            yield name, problem
    yield from clashes({name: wanted for name, wanted in keys.items() if name in known}, kinds)


def wrong_keys(name: str, wanted: str, binding: Binding) -> str:
    """What is wrong with the keys of one binding by themselves; empty when nothing is."""
    keys = normal_keys(wanted)
    if not keys:
        return f"'{name}' needs at least one key; several are written like y,l,right."
    if name == QUIT and WAYS_OUT[0] not in keys:
        return f"'{name}' keeps {WAYS_OUT[0]}, the way out from everywhere; write {WAYS_OUT[0]},{wanted}."
    problems = [wrong_key(name, key) for key in keys if key not in normal_keys(binding.key)]
    return next(filter(None, problems), "")


def wrong_key(name: str, key: str) -> str:
    """What is wrong with a key that a binding does not have by itself; empty when nothing is."""
    if problem := no_such_key(key):
        return f"'{name}': {problem}"
    if key in WAYS_OUT and name != QUIT:
        return f"'{name}' cannot have {key}, the way out from everywhere."
    if name.partition(".")[0] in TYPED_INTO and is_typed(key):
        return (
            f"'{name}' must work while a line is typed, and {key_name(key)} is for typing; take one like ctrl+t or f5."
        )
    return ""


def no_such_key(key: str) -> str:
    """Why no keyboard sends such a key, and what may have been meant; empty where one does."""
    if key in SPELLINGS:
        return f"write {SPELLINGS[key]} for {key}."
    *modifiers, last = key.split("+")
    wrong = [modifier for modifier in modifiers if modifier not in MODIFIERS]
    if wrong:
        return f"there is no key {key}; {nearest(wrong[0], MODIFIERS)}"
    if modifiers == ["shift"] and len(last) == 1 and last.isalpha():
        return f"write {last.upper()} for {key}."
    if last in NAMED_KEYS or writes(last):
        return ""
    return f"there is no key {key}; {nearest(last, NAMED_KEYS)}"


def is_typed(key: str) -> bool:
    """Whether an open line takes a key for itself."""
    taken = [binding.key for binding in Input.BINDINGS if isinstance(binding, Binding)]
    return writes(key) or key in normal_keys(",".join(taken))


def writes(key: str) -> bool:
    """Whether a key stands for a letter, a digit or a sign."""
    return (key_to_character(REPLACED_KEYS.get(key, key)) or "\n").isprintable()


def clashes(keys: Mapping[str, str], kinds: Sequence[type]) -> Iterator[tuple[str, str]]:
    """(id, sentence) of every newly given key that would mean two things at a time."""
    everywhere = [binding for kind in kinds if is_app(kind) for binding in bindings_of(kind)]
    for kind in kinds:
        declared = bindings_of(kind) if is_app(kind) else [*bindings_of(kind), *everywhere]
        usual = {(binding.id, key) for binding in declared for key in normal_keys(binding.key)}
        owners: dict[str, Binding] = {}
        for binding in rebound(declared, keys):
            for key in normal_keys(binding.key):
                first = owners.setdefault(key, binding)
                given = [each.id for each in (binding, first) if each.id in keys and (each.id, key) not in usual]
                if given and first.action.removeprefix("app.") != binding.action.removeprefix("app."):
                    yield str(given[0]), f"{key_name(key)} cannot be both {called(first)} and {called(binding)}."


def called(binding: Binding) -> str:
    """The name of a binding in a sentence."""
    return f"'{binding.id}'" if binding.id else f"“{binding.description}”"
