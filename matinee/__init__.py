"""A film recommender for the terminal.

>>> import matinee
>>> recommender = matinee.load()
>>> session = recommender.session([318, 858, 296, 2959])
>>> card = session.next()
>>> session.like()
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie
    from matinee.engine.errors import MatineeError
    from matinee.engine.prompts.intent import Intent
    from matinee.engine.recommender import Match, Recommendation, Recommender, load
    from matinee.engine.session.session import Session
    from matinee.engine.session.suggestion import Card, Reason

HOMES = {
    "Card": "matinee.engine.session.suggestion",
    "Intent": "matinee.engine.prompts.intent",
    "Match": "matinee.engine.recommender",
    "MatineeError": "matinee.engine.errors",
    "Movie": "matinee.engine.catalogue.catalogue",
    "Reason": "matinee.engine.session.suggestion",
    "Recommendation": "matinee.engine.recommender",
    "Recommender": "matinee.engine.recommender",
    "Session": "matinee.engine.session.session",
    "load": "matinee.engine.recommender",
}
"""Name → its module, imported when the name is asked for: who only wants a path does not wait for numpy."""

__all__ = [
    "Card",
    "Intent",
    "Match",
    "MatineeError",
    "Movie",
    "Reason",
    "Recommendation",
    "Recommender",
    "Session",
    "load",
]


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(HOMES[name]), name)
