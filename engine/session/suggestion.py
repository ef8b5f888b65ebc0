"""The suggested film and the evidence for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.models.kinship import Kinship
from matinee.engine.models.profile import Profile
from matinee.policy.terms import KINDS_OF_KINSHIP


@dataclass(frozen=True)
class Evidence:
    """A favourite or liked film that raises the score of the suggestion, and by how much."""

    movie: Movie
    weight: float


@dataclass(frozen=True)
class Kin:
    """What the suggestion has in common with liked films, and that raises its score.

    Attributes:
        kind: kind of feature: "genre", "language", "country", "decade", "keyword", "director" or "cast".
        name: the feature, such as "Akira Kurosawa" or "Japanese".
        movies: the liked films that have it, in the order they were liked.
        liked: number of liked films, favourites included.
    """

    kind: str
    name: str
    movies: tuple[Movie, ...]
    liked: int


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
        kin: what it has in common with liked films, the kind that contributes most to the score first.
        views: in a session for two, the same film as it is ranked and explained for each of them; otherwise empty.
    """

    movie: Movie
    score: float
    terms: dict[str, float]
    reasons: tuple[Evidence, ...]
    fit: float
    affinity: float
    kin: tuple[Kin, ...] = ()
    views: tuple["Suggestion", ...] = ()


def top_evidence(catalogue: Catalogue, contributions: Mapping[int, float], limit: int = 3) -> tuple[Evidence, ...]:
    """Select the films that raise a score most, strongest first.

    Args:
        contributions: catalogue row → what the film adds to the score.
        limit: how many films to return at most; those that add less than a tenth of the first are left out.
    """
    ordered = sorted(((weight, row) for row, weight in contributions.items() if weight > 0), key=lambda pair: -pair[0])
    strong = [(weight, row) for weight, row in ordered[:limit] if weight >= ordered[0][0] / 10]
    return tuple(Evidence(catalogue.movie(row), weight) for weight, row in strong)


def describe_kinship(
    catalogue: Catalogue, kinship: Kinship, profile: Profile, row: int, terms: Mapping[str, float]
) -> tuple[Kin, ...]:
    """What a film has in common with the liked films, for each kinship term that raises its score.

    Args:
        catalogue: all films.
        kinship: compares them by their features.
        profile: favourites and likes.
        row: catalogue row of the film.
        terms: name of a score term → its contribution.
    """
    movie = cache(catalogue.movie)  # a film is behind several features
    raising = [(value, kind) for kind in KINDS_OF_KINSHIP if (value := terms.get(f"kin_{kind}", 0.0)) > 0]
    return tuple(
        Kin(kind, shared.name, tuple(map(movie, shared.films)), shared.liked)
        for _, kind in sorted(raising, reverse=True)
        for shared in kinship.shared(kind, profile, row)
    )
