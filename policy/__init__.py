"""Scores and filters: named terms, their weights and masks. Pure arrays in, arrays out."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matinee.policy.ranking import Ranking, rank
    from matinee.policy.schema import Policy, PolicyError, load_policy, validate_setting
    from matinee.policy.terms import Candidates

_MODULES = {
    "Candidates": "matinee.policy.terms",
    "Policy": "matinee.policy.schema",
    "PolicyError": "matinee.policy.schema",
    "Ranking": "matinee.policy.ranking",
    "load_policy": "matinee.policy.schema",
    "rank": "matinee.policy.ranking",
    "validate_setting": "matinee.policy.schema",
}
"""Public name → its module, imported on first use: reading settings does not import numpy."""

__all__ = ["Candidates", "Policy", "PolicyError", "Ranking", "load_policy", "rank", "validate_setting"]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
