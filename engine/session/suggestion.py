"""The suggested film and the evidence for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from matinee.engine.catalogue.catalogue import Catalogue, Movie


@dataclass(frozen=True)
class Evidence:
    """A favourite or liked film that raises the score of the suggestion, and by how much."""

    movie: Movie
    weight: float


@dataclass(frozen=True)
class Suggestion:
    """The film to show now.

    Attributes:
        movie: the film.
        score: its final score, the sum of ``terms``.
        terms: name of a score term → its contribution.
        reasons: favourites and liked films that raise the model's score, strongest first.
        fit: z-score of the model's score over all films the model knows.
        affinity: genre affinity with the favourites, in [0, 1].
    """

    movie: Movie
    score: float
    terms: dict[str, float]
    reasons: tuple[Evidence, ...]
    fit: float
    affinity: float


def top_evidence(catalogue: Catalogue, contributions: Mapping[int, float], limit: int = 3) -> tuple[Evidence, ...]:
    """Select the films that raise a score most, strongest first.

    Args:
        contributions: catalogue row → what the film adds to the score.
        limit: how many films to return at most; those that add less than a tenth of the first are left out.
    """
    ordered = sorted(((weight, row) for row, weight in contributions.items() if weight > 0), key=lambda pair: -pair[0])
    strong = [(weight, row) for weight, row in ordered[:limit] if weight >= ordered[0][0] / 10]
    return tuple(Evidence(catalogue.movie(row), weight) for weight, row in strong)
