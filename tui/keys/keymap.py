"""Bindings with the user's keys, and the names of keys and actions on screen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from textual.binding import Binding, InvalidBinding
from textual.dom import DOMNode
from textual.keys import format_key

from matinee.tui.runtime.textual_patches import current_keymap


def key_name(key: str) -> str:
    """Name of a key on screen: "slash" → "/", "right" → "→", "f1" → "F1", "ctrl+r" → "ctrl+r"."""
    modifiers, plus, last = key.rpartition("+")
    name = last.upper() if last[:1] == "f" and last[1:].isdecimal() else format_key(last)
    return modifiers + plus + name


def normal_keys(keys: str) -> list[str]:
    """Split and normalize keys: "?, ctrl+x" → ["question_mark", "ctrl+x"]; empty if one of them has no name."""
    try:
        return [binding.key for binding in Binding.make_bindings([Binding(keys, "")])]
    except InvalidBinding:
        return []


def bindings_of(kind: type) -> list[Binding]:
    """The bindings that a class and its bases in Matinee declare, in order, without those of Textual."""
    classes = [base for base in kind.__mro__ if base.__module__.startswith("matinee.tui.")]
    declared = [binding for base in reversed(classes) for binding in vars(base).get("BINDINGS", [])]
    return [binding for binding in declared if isinstance(binding, Binding)]


def own_bindings(holder: DOMNode | None) -> list[Binding]:
    """The bindings that Matinee declares for a screen, a widget or the app, with the user's keys.

    Returns:
        The bindings in order of declaration; empty for None.
    """
    if holder is None:
        return []
    return rebound(bindings_of(type(holder)), current_keymap(holder.app))


def rebound(bindings: Iterable[Binding], keymap: Mapping[str, str]) -> list[Binding]:
    """Replace the keys of bindings by the user's; each binding is displayed with the first of its keys.

    A binding displayed for others too ("↑↓ choose") is displayed with the first key of each of them.

    Args:
        bindings: the declared bindings.
        keymap: binding id → keys, such as "y,right".
    """
    declared = list(bindings)
    own = [with_keys(binding, keymap.get(binding.id or "")) for binding in declared]
    new = [binding for binding, before in zip(own, declared, strict=True) if binding is not before]
    return [
        replace(binding, key_display=first_keys(group)) if any(each in new for each in group) else binding
        for binding in own
        for group in [shown_together(binding, own)]
    ]


def with_keys(binding: Binding, keys: str | None) -> Binding:
    """The binding with other keys; unchanged if there are none or they are the same."""
    if keys is None or normal_keys(keys) == normal_keys(binding.key):
        return binding
    return replace(binding, key=",".join(normal_keys(keys)), key_display=None)


def shown_together(binding: Binding, bindings: Iterable[Binding]) -> list[Binding]:
    """A binding and, if it is displayed, the hidden ones of other actions with the same description."""
    related = [
        other for other in bindings if binding.show and not other.show and other.description == binding.description
    ]
    return [binding, *(other for other in related if other.action != binding.action)]


def first_keys(bindings: Sequence[Binding]) -> str:
    """Names of the first key of each binding: "y", "↑↓", "pgup pgdn"."""
    names = list(dict.fromkeys(key_name(binding.key.partition(",")[0]) for binding in bindings))
    return ("" if all(len(name) == 1 for name in names) else " ").join(names)


def action_description(binding: Binding, holder: object, app: object) -> str:
    """What a key does: the first line of the docstring of Matinee's action, else the binding's description.

    Args:
        binding: the key.
        holder: the screen or widget that has the action, or its class.
        app: the app, or its class.
    """
    name = binding.action.partition("(")[0]
    action = getattr(app if name.startswith("app.") else holder, f"action_{name.rpartition('.')[2]}", None)
    if action is None or not action.__module__.startswith("matinee.tui."):
        return binding.description
    return (action.__doc__ or binding.description).partition("\n")[0].rstrip(".")
