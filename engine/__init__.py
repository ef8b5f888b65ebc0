"""The run-time core: catalogue, search, models and sessions. Needs numpy, never a training library.

>>> import engine
>>> recommender = engine.load()
>>> session = recommender.session([318, 858, 296, 2959])
>>> card = session.next()
>>> session.like()
"""

from engine.card import Card, Reason
from engine.catalogue import Movie
from engine.errors import MatineeError
from engine.intent.intent import Intent
from engine.recommender import Match, Recommendation, Recommender, load
from engine.session import Session

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
