"""What is bound, as the person has it, and what keys and actions are called on screen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from textual.binding import Binding, InvalidBinding
from textual.keys import format_key


def key_name(key: str) -> str:
    """A key as it is called on screen: "slash" → "/", "right" → "→", "f1" → "F1", "ctrl+r" as it is."""
    modifiers, plus, last = key.rpartition("+")
    called = last.upper() if last[:1] == "f" and last[1:].isdecimal() else format_key(last)
    return modifiers + plus + called


def normal_keys(keys: str) -> list[str]:
    """ "?, ctrl+x" → ["question_mark", "ctrl+x"]; nothing where a name is missing."""
    try:
        return [binding.key for binding in Binding.make_bindings([Binding(keys, "")])]
    except InvalidBinding:
        return []


def bindings_of(kind: type) -> list[Binding]:
    """The bindings a class of ours and its bases declare, in order; not those every Textual widget has."""
    classes = [base for base in kind.__mro__ if base.__module__.startswith("matinee.tui.")]
    declared = [binding for base in reversed(classes) for binding in vars(base).get("BINDINGS", [])]
    return [binding for binding in declared if isinstance(binding, Binding)]


def rebound(bindings: Iterable[Binding], keymap: Mapping[str, str]) -> list[Binding]:
    """The bindings with the person's keys (id → "y,right") in them, each shown by the first of its keys.

    One that is shown for others too ("↑↓ choose") is shown by the first key of each of them.
    """
    usual = list(bindings)
    own = [with_keys(binding, keymap.get(binding.id or "")) for binding in usual]
    new = [binding for binding, before in zip(own, usual, strict=True) if binding is not before]
    return [
        replace(binding, key_display=first_keys(group)) if any(each in new for each in group) else binding
        for binding in own
        for group in [shown_together(binding, own)]
    ]


def with_keys(binding: Binding, keys: str | None) -> Binding:
    """The binding with other keys; the same one where there are none, or where it has just these."""
    if keys is None or normal_keys(keys) == normal_keys(binding.key):
        return binding
    return replace(binding, key=",".join(normal_keys(keys)), key_display=None)


def shown_together(binding: Binding, bindings: Iterable[Binding]) -> list[Binding]:
    """A binding and, where it is shown, the hidden ones of other actions whose words it shares."""
    alike = [
        other for other in bindings if binding.show and not other.show and other.description == binding.description
    ]
    return [binding, *(other for other in alike if other.action != binding.action)]


def first_keys(bindings: Sequence[Binding]) -> str:
    """The first key of each: "y", "↑↓", "pgup pgdn"."""
    names = list(dict.fromkeys(key_name(binding.key.partition(",")[0]) for binding in bindings))
    return ("" if all(len(name) == 1 for name in names) else " ").join(names)


def meaning(binding: Binding, holder: object, app: object) -> str:
    """What a key does: the first line of our action's documentation, else the binding's own words.

    ``holder`` and ``app`` have the actions: the things themselves, or their classes.
    """
    name = binding.action.partition("(")[0]
    action = getattr(app if name.startswith("app.") else holder, f"action_{name.removeprefix('app.')}", None)
    if action is None or not action.__module__.startswith("matinee.tui."):
        return binding.description
    return (action.__doc__ or binding.description).partition("\n")[0].rstrip(".")
