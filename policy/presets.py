"""Presets: lines of five steps, each step a set of values for some settings of the policy.

The middle step is the policy a session began with; the others change its values, so a policy of the user's own keeps
its meaning. The numbers were chosen by what they do to the next twelve films in 72 sessions (sampled favourites, 0 to
11 random answers, ml-latest-small): each step towards an end changes more of the films, and the ends of a line differ
in what it names. Median popularity rank, bits of novelty, share of the films that are also in the usual list, and the
mean contribution of kinship (how much a film has in common with the liked ones):

    closeness   0 close      1      2      3  4 surprise
    rank            162    102     85     89          58
    novelty        3.21   2.79   2.40   2.40        2.19
    shared          .63    .80      1    .50         .20
    kinship         .98    .67    .27   -.10        -.46

    fame       0 famous      1      2      3    4 hidden
    rank             31     56     85    198        1096
    novelty        1.84   2.06   2.40   3.22        4.88
    shared          .69    .82      1    .43         .05
    kinship        -.12    .05    .27    .49         .72

``python -m benchmarks.sessions`` prints them. Without kinship alone the list is hardly another one (.73 shared), so
surprise also damps films at random: every card considers another tenth of them.
"""

from collections.abc import Callable
from dataclasses import fields
from itertools import chain

from matinee.policy.schema import BOUNDS, KIN_WEIGHTS, Policy

STEPS = 5
USUAL = 2
"""The step that leaves the policy as the session began."""
KIN_FACTORS = (2.5, 1.75, 1.0, 0.5, 0.0)
"""Factor of the kinship weights and of the penalty for distant genres, from close to surprising."""
EXPLORATION = {3: (0.5, 0.0), 4: (0.9, 0.0)}
"""Step → rate and damping of exploration; the other steps explore as the session began."""
FAME_OFFSETS = {0: -2.4, 1: -1.2, 4: -0.8}
"""Step → what is added to the penalty for popular films, which becomes a bonus below 0. At the hidden end well-known
films are held back already, and a penalty would only prefer those that hardly anybody has rated."""
WELL_KNOWN_SHARES = {3: 0.35, 4: 0.1}
"""Step → popularity, as a share of the most popular film's, above which films are held back; those below a tenth are
about the films that the card calls a discovery. A higher penalty for popular films does less where it matters: it
leaves the most famous films of a session that fits them well, and shows films with five ratings in others."""
HELD_BACK = 30.0
"""Penalty of films above that share, more than all other terms together."""

Settings = dict[str, float]


def closeness(initial: Policy, step: int) -> Settings:
    """How close to the liked films: from what they have in common to what surprises."""
    scaled = {name: KIN_FACTORS[step] * getattr(initial, name) for name in ("genre_distance_penalty", *KIN_WEIGHTS)}
    rate, damping = EXPLORATION.get(step, (initial.exploration_rate, initial.exploration_damping))
    return {**scaled, "exploration_rate": rate, "exploration_damping": damping}


def fame(initial: Policy, step: int) -> Settings:
    """How well known: from famous to hidden."""
    return {
        "log_popularity_penalty": initial.log_popularity_penalty + FAME_OFFSETS.get(step, 0.0),
        "well_known_penalty": HELD_BACK if step in WELL_KNOWN_SHARES else initial.well_known_penalty,
        "well_known_share": WELL_KNOWN_SHARES.get(step, initial.well_known_share),
    }


PRESETS: dict[str, Callable[[Policy, int], Settings]] = {"closeness": closeness, "fame": fame}
"""Name of a line → (initial policy, step) → the values of its settings."""


def preset_settings(line: str, initial: Policy, step: int) -> Settings:
    """The values of a line's settings at a step, within their bounds.

    Args:
        line: a name in ``PRESETS``.
        initial: the policy the session began with.
        step: from 0 to ``STEPS`` − 1.
    """
    return {name: within_bounds(name, value) for name, value in PRESETS[line](initial, step).items()}


def changed_settings(initial: Policy, current: Policy) -> dict[str, float | str]:
    """The settings in which a policy differs from the one a session began with, with their values in that one.

    How the genres of a prompt are used is no part of this: it is shown and changed with the prompt.

    Args:
        initial: the policy the session began with.
        current: the policy now.

    Returns:
        Setting → value: all settings of each line that was moved, as ``preset_settings`` has them, then the others.
    """
    lines = [preset_settings(line, initial, USUAL) for line in PRESETS]
    moved = [
        values
        for values in lines
        if any(within_bounds(name, getattr(current, name)) != value for name, value in values.items())
    ]
    of_lines, names = chain.from_iterable(lines), (field.name for field in fields(Policy))
    others = sorted({*names} - {*of_lines, "prompt_mode"})
    changed = [name for name in others if getattr(current, name) != getattr(initial, name)]
    return {name: getattr(initial, name) for name in (*chain.from_iterable(moved), *changed)}


def is_set_in_detail(initial: Policy, current: Policy) -> bool:
    """Whether a policy differs from the one a session began with in what no step of a line stands for.

    Args:
        initial: the policy the session began with.
        current: the policy now.
    """
    of_lines = {name for line in PRESETS for name in preset_settings(line, initial, USUAL)}
    others = {*changed_settings(initial, current)} - of_lines
    return bool(others) or any(preset_step(line, initial, current) is None for line in PRESETS)


def within_bounds(name: str, value: float) -> float:
    """The nearest value that the setting takes, without rounding errors."""
    low, high = BOUNDS[name]
    return round(min(max(value, low), high), 4)


def preset_step(line: str, initial: Policy, current: Policy) -> int | None:
    """The step of a line that a policy is at, the one nearest to the middle of several; None if it is at none.

    Args:
        line: a name in ``PRESETS``.
        initial: the policy the session began with.
        current: the policy now.
    """
    for step in sorted(range(STEPS), key=lambda step: abs(step - USUAL)):
        values = preset_settings(line, initial, step)
        if all(within_bounds(name, getattr(current, name)) == value for name, value in values.items()):
            return step
    return None
