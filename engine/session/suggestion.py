"""The suggested film and the evidence for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.models.kinship import Kinship, SharedFeature
from matinee.engine.models.profile import Profile
from matinee.policy.terms import KINDS_OF_KINSHIP

MIN_WEIGHT = 0.05
"""A shared feature of less than this part of the largest weight in its kind has hardly to do with the score."""


@dataclass(frozen=True)
class Evidence:
    """A favourite or liked film that accounts for the suggestion.

    Attributes:
        movie: the film.
        weight: what it adds to the suggestion's score, times how much the two films have in common; above 0.
    """

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
        reasons: favourites and liked films that raise its score, those that account best for it first.
        fit: z-score of the model's score over all films the model knows.
        affinity: genre affinity with the favourites, in [0, 1].
        kin: what it has in common with liked films, the most telling first.
        views: in a session for two, the same film as it is ranked and explained for each of them; otherwise empty.
        better_peers: in one of these views, the share of the films about as popular that fit this person better
            (``policy.personal_fit``); otherwise 0.
    """

    movie: Movie
    score: float
    terms: dict[str, float]
    reasons: tuple[Evidence, ...]
    fit: float
    affinity: float
    kin: tuple[Kin, ...] = ()
    views: tuple["Suggestion", ...] = ()
    better_peers: float = 0.0


def describe_kinship(
    catalogue: Catalogue, kinship: Kinship, profile: Profile, row: int, terms: Mapping[str, float]
) -> tuple[Kin, ...]:
    """What a film has in common with the liked films, for each kinship term that raises its score.

    Directors come first, then what is unusual both in general and among the liked films.

    Args:
        catalogue: all films.
        kinship: compares them by their features.
        profile: favourites and likes.
        row: catalogue row of the film.
        terms: name of a score term → its contribution.
    """
    movie = cache(catalogue.movie)  # a film is behind several features
    raising = [kind for kind in KINDS_OF_KINSHIP if terms.get(f"kin_{kind}", 0.0) > 0]
    shared = [feature for kind in raising for feature in leading(kinship.shared(kind, profile, row))]
    shared.sort(key=lambda feature: (feature.kind != "director", -feature.telling))
    return tuple(Kin(each.kind, each.name, tuple(map(movie, each.films)), each.liked) for each in shared)


def leading(shared: Sequence[SharedFeature]) -> list[SharedFeature]:
    """The features of one kind that account for its term: those of at least ``MIN_WEIGHT`` of the largest weight."""
    least = MIN_WEIGHT * max((feature.weight for feature in shared), default=0.0)
    return [feature for feature in shared if feature.weight >= least]
