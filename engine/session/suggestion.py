"""The film to show, and what speaks for it."""

from dataclasses import dataclass

from matinee.engine.catalogue.catalogue import Catalogue, Movie


@dataclass(frozen=True)
class Reason:
    """A film of the profile that speaks for the one shown, and how much it adds to its score."""

    movie: Movie
    weight: float


@dataclass(frozen=True)
class Card:
    """The film to show now.

    Attributes:
        movie: the film.
        score: its final score; ``terms`` add up to it.
        terms: term name → what it adds.
        reasons: favourites and liked films that speak for it, strongest first.
        fit: how far above the usual film it is for the model, in standard deviations.
        affinity: genre affinity with the favourites, in [0, 1].
    """

    movie: Movie
    score: float
    terms: dict[str, float]
    reasons: tuple[Reason, ...]
    fit: float
    affinity: float


def speaking_for(catalogue: Catalogue, voices: dict[int, float], limit: int = 3) -> tuple[Reason, ...]:
    """The films that add most to a score, strongest first; none that adds less than a tenth of the first."""
    ordered = sorted(((weight, row) for row, weight in voices.items() if weight > 0), key=lambda voice: -voice[0])
    strong = [(weight, row) for weight, row in ordered[:limit] if weight >= ordered[0][0] / 10]
    return tuple(Reason(catalogue.movie(row), weight) for weight, row in strong)
