"""What decides: named score terms, their weights and filters. Pure arrays in, arrays out."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matinee.policy.ranking import Ranking, rank
    from matinee.policy.schema import Policy, PolicyError, checked_value, load_policy
    from matinee.policy.terms import Candidates

HOMES = {
    "Candidates": "matinee.policy.terms",
    "Policy": "matinee.policy.schema",
    "PolicyError": "matinee.policy.schema",
    "Ranking": "matinee.policy.ranking",
    "checked_value": "matinee.policy.schema",
    "load_policy": "matinee.policy.schema",
    "rank": "matinee.policy.ranking",
}
"""Name → its module, imported when the name is asked for: who only reads settings does not wait for numpy."""

__all__ = ["Candidates", "Policy", "PolicyError", "Ranking", "checked_value", "load_policy", "rank"]


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(HOMES[name]), name)
