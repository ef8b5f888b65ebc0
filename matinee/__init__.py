"""A film recommender for the terminal.

>>> import matinee
>>> recommender = matinee.load()
>>> recommender.search("shawshnk redemtion", limit=1)[0].movie.title
'The Shawshank Redemption'
>>> recommender.facts(318).directors
('Frank Darabont',)
>>> session = recommender.session([318, 858, 296, 2959], seed=0)
>>> suggestion = session.next()
>>> abs(sum(suggestion.terms.values()) - suggestion.score) < 1e-9
True
>>> session.like()
>>> session.next().movie != suggestion.movie
True
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie
    from matinee.engine.catalogue.facts import FilmFacts
    from matinee.engine.errors import MatineeError
    from matinee.engine.prompts.intent import Intent
    from matinee.engine.recommendation import Match, Recommendation
    from matinee.engine.recommender import Recommender, load
    from matinee.engine.session.session import Session
    from matinee.engine.session.suggestion import Evidence, Kin, Suggestion

HOMES = {
    "Evidence": "matinee.engine.session.suggestion",
    "FilmFacts": "matinee.engine.catalogue.facts",
    "Intent": "matinee.engine.prompts.intent",
    "Kin": "matinee.engine.session.suggestion",
    "Match": "matinee.engine.recommendation",
    "MatineeError": "matinee.engine.errors",
    "Movie": "matinee.engine.catalogue.catalogue",
    "Recommendation": "matinee.engine.recommendation",
    "Recommender": "matinee.engine.recommender",
    "Session": "matinee.engine.session.session",
    "Suggestion": "matinee.engine.session.suggestion",
    "load": "matinee.engine.recommender",
}
"""Public name → its module. Modules are imported on first access, so that ``import matinee`` does not import numpy."""

__all__ = [
    "Evidence",
    "FilmFacts",
    "Intent",
    "Kin",
    "Match",
    "MatineeError",
    "Movie",
    "Recommendation",
    "Recommender",
    "Session",
    "Suggestion",
    "load",
]


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(HOMES[name]), name)
