"""The lines of presets in words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matinee.policy import Policy


@dataclass(frozen=True)
class PresetText:
    """A line on screen.

    Attributes:
        ends: what is at its two ends.
        steps: each step in a word or two; empty for the usual one.
    """

    ends: tuple[str, str]
    steps: tuple[str, ...]


PRESET_TEXTS = {
    "closeness": PresetText(
        ("closer to my films", "surprise me"), ("much closer", "closer", "", "further afield", "surprising")
    ),
    "fame": PresetText(("well known", "hidden gems"), ("famous", "well known", "", "less known", "hidden gems")),
}
"""Name of a line in ``policy.presets`` → its text."""
SEPARATOR = " · "
DETAILED = "set in detail"
"""Stands for weights that were changed one by one."""


def tuning_text(initial: "Policy", current: "Policy") -> str:
    """What of a policy is not as usual, in words: "closer · hidden gems"; empty if nothing is.

    Args:
        initial: the policy the session began with.
        current: the policy now.
    """
    from matinee.policy.presets import is_set_in_detail, preset_step

    steps = [(text.steps, preset_step(line, initial, current)) for line, text in PRESET_TEXTS.items()]
    words = [words[step] for words, step in steps if step is not None]
    return SEPARATOR.join(filter(None, [*words, DETAILED if is_set_in_detail(initial, current) else ""]))
