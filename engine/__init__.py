"""The run-time core: catalogue, search, models and sessions. Needs numpy, never a training library.

>>> import engine
>>> recommender = engine.load()
>>> session = recommender.session([318, 858, 296, 2959])
>>> card = session.next()
>>> session.like()
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.card import Card, Reason
    from engine.catalogue import Movie
    from engine.errors import MatineeError
    from engine.intent.intent import Intent
    from engine.recommender import Match, Recommendation, Recommender, load
    from engine.session import Session

HOMES = {
    "Card": "engine.card",
    "Intent": "engine.intent.intent",
    "Match": "engine.recommender",
    "MatineeError": "engine.errors",
    "Movie": "engine.catalogue",
    "Reason": "engine.card",
    "Recommendation": "engine.recommender",
    "Recommender": "engine.recommender",
    "Session": "engine.session",
    "load": "engine.recommender",
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
