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
DETAILED = "set in detail"
"""Stands for a line whose weights were changed one by one."""


def step_word(line: str, initial: "Policy", current: "Policy") -> str:
    """The step of a line that a policy is at, in words; empty for the usual one.

    Args:
        line: a name in ``PRESET_TEXTS``.
        initial: the policy the session began with.
        current: the policy now.
    """
    from matinee.policy.presets import preset_step

    step = preset_step(line, initial, current)
    return DETAILED if step is None else PRESET_TEXTS[line].steps[step]
