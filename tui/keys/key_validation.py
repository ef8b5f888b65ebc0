"""Validates the keys in the user's configuration before the app starts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pkgutil import iter_modules

from textual.app import App
from textual.binding import Binding
from textual.keys import KEY_DISPLAY_ALIASES, REPLACED_KEYS, Keys, key_to_character
from textual.widgets import Input

from matinee.policy.settings import did_you_mean
from matinee.tui.keys.keymap import bindings_of, key_name, normal_keys, rebound

MODIFIERS = {"ctrl", "alt", "shift", "super", "hyper", "meta"}
ALIASES = {shown: name for name, shown in KEY_DISPLAY_ALIASES.items() if shown != name} | {
    "return": "enter",
    "ctrl+m": "enter",
    "ctrl+i": "tab",
}
"""Other names of a key → its name in the configuration."""
NAMED_KEYS = sorted({key.value for key in Keys if not set("+<") & set(key.value)} - ALIASES.keys())
"""Keys that type no character, without modifiers."""
INPUT_PREFIXES = ("app", "picker", "prompt", "line")
"""First parts of the ids of bindings that must work while text is being typed."""
QUIT = "app.quit"
QUIT_KEYS = ("ctrl+q", "ctrl+c")
"""Keys that quit from everywhere, whatever else is bound."""


def binding_owners() -> list[type]:
    """Every class of Matinee with bindings: the app, then screens, then widgets."""
    from matinee.tui import app, screens, widgets

    modules = [
        import_module(f"{package.__name__}.{found.name}")
        for package in (screens, widgets)
        for found in iter_modules(package.__path__)
    ]
    found = [each for module in (app, *modules) for each in vars(module).values() if isinstance(each, type)]
    return sorted((kind for kind in dict.fromkeys(found) if bindings_of(kind)), key=lambda kind: not is_app(kind))


def is_app(kind: type) -> bool:
    """Whether the bindings of a class work everywhere."""
    return issubclass(kind, App)


def rebindable_bindings(kinds: Iterable[type]) -> dict[str, tuple[type, Binding]]:
    """Binding id → a class that declares the binding, and the binding, for all bindings with an id."""
    found: dict[str, tuple[type, Binding]] = {}
    for kind in kinds:
        for binding in bindings_of(kind):
            if binding.id is not None:
                found.setdefault(binding.id, (kind, binding))
    return found


def keymap_of(keys: Mapping[str, str], kinds: Sequence[type]) -> dict[str, str]:
    """The argument for ``App.set_keymap`` that gives actions the user's keys.

    If two actions share a key (``w`` adds to the watchlist or widens) and one gets another key, Textual takes the key
    from both, so the other action is assigned it again.

    Args:
        keys: binding id → keys, already validated.
        kinds: all classes with bindings.
    """
    shared: dict[str, str] = {}
    for kind in kinds:
        bindings = bindings_of(kind)
        freed = {key for binding in bindings if binding.id in keys for key in normal_keys(binding.key)}
        shared |= {each.id: each.key for each in bindings if each.id is not None and freed & set(normal_keys(each.key))}
    return shared | dict(keys)


def find_problems(keys: Mapping[str, str], kinds: Sequence[type]) -> Iterator[tuple[str, str]]:
    """Find every invalid entry.

    Args:
        keys: binding id → keys, such as "y,l,right".
        kinds: all classes with bindings.

    Yields:
        (binding id, message).
    """
    known = rebindable_bindings(kinds)
    for name, wanted in keys.items():
        if name not in known:
            yield name, f"unknown action '{name}'; {did_you_mean(name, known)} `matinee config keys` lists them all."
        elif problem := keys_problem(name, wanted, known[name][1]):
            yield name, problem
    yield from conflicts({name: wanted for name, wanted in keys.items() if name in known}, kinds)


def keys_problem(name: str, wanted: str, binding: Binding) -> str:
    """The message about the keys of one binding, taken alone; empty if they are valid."""
    keys = normal_keys(wanted)
    if not keys:
        return f"'{name}' needs at least one key; several are written like y,l,right."
    if name == QUIT and QUIT_KEYS[0] not in keys:
        return f"'{name}' must keep {QUIT_KEYS[0]}, which always quits; write {QUIT_KEYS[0]},{wanted}."
    found = [key_problem(name, key) for key in keys if key not in normal_keys(binding.key)]
    return next(filter(None, found), "")


def key_problem(name: str, key: str) -> str:
    """The message about a key that is new for a binding; empty if it is valid."""
    if problem := unknown_key_problem(key):
        return f"'{name}': {problem}"
    if key in QUIT_KEYS and name != QUIT:
        return f"'{name}' cannot have {key}, which always quits."
    if name.partition(".")[0] in INPUT_PREFIXES and is_typed(key):
        return (
            f"'{name}' must work while text is typed, and {key_name(key)} types a character; use one like ctrl+t or f5."
        )
    return ""


def unknown_key_problem(key: str) -> str:
    """The message about a key that does not exist, with a suggestion; empty if it exists."""
    if key in ALIASES:
        return f"write {ALIASES[key]} for {key}."
    *modifiers, last = key.split("+")
    wrong = [modifier for modifier in modifiers if modifier not in MODIFIERS]
    if wrong:
        return f"there is no key {key}; {did_you_mean(wrong[0], MODIFIERS)}"
    if modifiers == ["shift"] and len(last) == 1 and last.isalpha():
        return f"write {last.upper()} for {key}."
    if last in NAMED_KEYS or is_printable(last):
        return ""
    return f"there is no key {key}; {did_you_mean(last, NAMED_KEYS)}"


def is_typed(key: str) -> bool:
    """Whether an input uses a key for typing or editing."""
    editing = [binding.key for binding in Input.BINDINGS if isinstance(binding, Binding)]
    return is_printable(key) or key in normal_keys(",".join(editing))


def is_printable(key: str) -> bool:
    """Whether a key types a character."""
    return (key_to_character(REPLACED_KEYS.get(key, key)) or "\n").isprintable()


def conflicts(keys: Mapping[str, str], kinds: Sequence[type]) -> Iterator[tuple[str, str]]:
    """Yield (binding id, message) for every new key that two actions of a screen would share."""
    everywhere = [binding for kind in kinds if is_app(kind) for binding in bindings_of(kind)]
    for kind in kinds:
        declared = bindings_of(kind) if is_app(kind) else [*bindings_of(kind), *everywhere]
        default = {(binding.id, key) for binding in declared for key in normal_keys(binding.key)}
        owners: dict[str, Binding] = {}
        for binding in rebound(declared, keys):
            for key in normal_keys(binding.key):
                first = owners.setdefault(key, binding)
                changed = [each.id for each in (binding, first) if each.id in keys and (each.id, key) not in default]
                if changed and first.action.removeprefix("app.") != binding.action.removeprefix("app."):
                    yield (
                        str(changed[0]),
                        f"{key_name(key)} cannot be both {binding_label(first)} and {binding_label(binding)}.",
                    )


def binding_label(binding: Binding) -> str:
    """A binding in a message: its id, or else its description in quotes."""
    return f"'{binding.id}'" if binding.id else f"“{binding.description}”"
