"""Personas with a marked taste: four favourites of one kind, who like every film of that kind and skip the others.

They show whether the films follow a taste that few share: the share of films that are of that kind. A mixed persona has
two favourites each of two kinds and likes the films of both; it shows whether both tastes are followed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from matinee.engine.bundle.model_factory import create_model
from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.models.film_features import base_rates
from matinee.engine.models.profile import FAVOURITES
from matinee.engine.recommender import Recommender
from matinee.policy.array_types import BoolArray, IntArray
from matinee.training.evaluate.replay import EARLY_FILMS, FILMS

KINDS = ("genre", "language", "decade")
"""Kinds of features that personas have. Directors are left out: a session shows at most three films of one in ten."""
Part = Literal["validation", "reported"]
VALIDATION_FEATURES = frozenset(
    f"{kind} {name}"
    for kind, names in {
        "genre": ("Animation", "Documentary", "Horror", "Mystery", "Western"),
        "language": ("German", "Spanish"),
        "decade": ("1930s", "1950s", "1970s"),
    }.items()
    for name in names
)
"""Features on which settings are chosen, in every data set; the others are reported, and nothing is chosen on them."""
MAX_SHARE = 0.1
"""A feature of more likes than this is not a marked taste."""
MIN_FILMS = 20
"""Fewest films that a model knows: a session has twenty."""
MIN_LIKE_SHARE, MAX_FAVOURITES = 0.5, 25
"""Favourites are drawn from the feature's most liked films, this many, that at least this share of viewers like."""
MAX_SHARED = 0.1
"""Two features make a mixed persona if they share at most this part of the films of the smaller one."""
NO_TASTE = frozenset({"(no genres listed)", "IMAX", "English"})


@dataclass(frozen=True)
class Persona:
    """A made-up user with a marked taste, or with two.

    Attributes:
        name: the feature, such as "genre Documentary"; both, joined by " + ".
        favourites: four movie ids.
        tastes: rows of the films of each feature.
    """

    name: str
    favourites: tuple[int, ...]
    tastes: tuple[frozenset[int], ...]


@dataclass(frozen=True)
class PersonaResult:
    """One persona's session.

    Attributes:
        name: that of the persona.
        hits: for each taste, which of the films shown are of it.
    """

    name: str
    hits: tuple[tuple[bool, ...], ...]

    def share(self, first: int) -> float:
        """Share of the first films that are of any of the tastes; films that are missing count as misses."""
        return sum(map(any, zip(*(taste[:first] for taste in self.hits), strict=True))) / first

    def scarcer(self, first: int) -> float:
        """Share of the first films that are of the taste that was followed less."""
        return min(sum(taste[:first]) for taste in self.hits) / first


def make_personas(recommender: Recommender, part: Part, seeds: Sequence[int]) -> list[Persona]:
    """Make personas with one taste from the features of a catalogue.

    Args:
        recommender: has the films, and the model that decides which of them can be recommended.
        part: which of the features.
        seeds: one persona of each feature for each seed, which decides the favourites.
    """
    catalogue = recommender.catalogue
    return [
        Persona(name, draw_favourites(catalogue, films, FAVOURITES, [seed, place]), (frozenset(films.tolist()),))
        for name, place, films in features_of_part(recommender, part)
        for seed in seeds
    ]


def make_mixed_personas(recommender: Recommender, part: Part, seeds: Sequence[int]) -> list[Persona]:
    """Make personas with two tastes, from all pairs of features that have few films in common.

    Args:
        recommender, part, seeds: as for ``make_personas``. Favourites are films of only one of the two features.
    """
    catalogue = recommender.catalogue
    personas = []
    for (name, place, films), (other, other_place, others) in combinations(features_of_part(recommender, part), 2):
        shared = np.intersect1d(films, others)
        if len(shared) > MAX_SHARED * min(len(films), len(others)):
            continue
        pure = [np.setdiff1d(each, shared) for each in (films, others)]
        if min(len(favourite_rows(catalogue, rows)) for rows in pure) < FAVOURITES // 2:
            continue
        tastes = frozenset(films.tolist()), frozenset(others.tolist())
        for seed in seeds:
            first, second = (
                draw_favourites(catalogue, rows, FAVOURITES // 2, [seed, place, other_place, taste])
                for taste, rows in enumerate(pure)
            )
            personas.append(Persona(f"{name} + {other}", first + second, tastes))
    return personas


def features_of_part(recommender: Recommender, part: Part) -> list[tuple[str, int, IntArray]]:
    """List the features of a part: name, number, and the rows of its films."""
    known = create_model(recommender.bundle, None, recommender.policy).known
    return [
        (name, place, films)
        for place, (name, films) in enumerate(marked_features(recommender, known))
        if (name in VALIDATION_FEATURES) == (part == "validation")
    ]


def marked_features(recommender: Recommender, known: BoolArray) -> Iterator[tuple[str, IntArray]]:
    """Yield the features that make a marked taste, each with the rows of its films that a model knows."""
    catalogue = recommender.catalogue
    for kind in KINDS:
        features = recommender.kinship.features.get(kind)
        if features is None:
            continue
        rates = base_rates(catalogue.like_counts, features)
        for column in np.flatnonzero(rates <= MAX_SHARE).tolist():
            films = np.unique(features.films(column))
            films = films[known[films]]
            enough = len(films) >= MIN_FILMS and len(favourite_rows(catalogue, films)) >= 2 * FAVOURITES
            if enough and features.names[column] not in NO_TASTE:
                yield f"{kind} {features.names[column]}", films


def favourite_rows(catalogue: Catalogue, films: IntArray) -> IntArray:
    """The rows among some films from which favourites are drawn."""
    share = catalogue.like_counts[films] / np.maximum(catalogue.rating_counts[films], 1)
    good = films[share >= MIN_LIKE_SHARE]
    return good[np.argsort(-catalogue.like_counts[good], kind="stable")[:MAX_FAVOURITES]]


def draw_favourites(catalogue: Catalogue, films: IntArray, count: int, seed: list[int]) -> tuple[int, ...]:
    """Draw this many favourites among some films: movie ids."""
    drawn = np.random.default_rng(seed).choice(favourite_rows(catalogue, films), count, replace=False)
    return tuple(int(catalogue.ids[row]) for row in drawn)


def play_persona(recommender: Recommender, persona: Persona, model: str | None = None, seed: int = 0) -> PersonaResult:
    """Answer a session of twenty films as a persona would."""
    session = recommender.session(persona.favourites, model=model, seed=seed)
    shown: list[int] = []
    while len(shown) < FILMS and (suggestion := session.next()) is not None:
        shown.append(recommender.catalogue.row(suggestion.movie.id))
        if any(shown[-1] in taste for taste in persona.tastes):
            session.like()
        else:
            session.skip()
    return PersonaResult(persona.name, tuple(tuple(row in taste for row in shown) for taste in persona.tastes))


@dataclass(frozen=True)
class PersonaShares:
    """Share of films that are the persona's: means over features, and the feature with the lowest share.

    Attributes:
        first5, first20: mean share of the first five and twenty films.
        worst: lowest mean share of twenty films of any feature.
        worst_name: that feature.
    """

    first5: float
    first20: float
    worst: float
    worst_name: str


def summarise_personas(results: Sequence[PersonaResult]) -> PersonaShares:
    """Average results over the personas of each feature, and these over the features."""
    early = mean_by_name(results, lambda result: result.share(EARLY_FILMS))
    whole = mean_by_name(results, lambda result: result.share(FILMS))
    worst = min(whole, key=lambda name: whole[name])
    first5, first20 = (float(np.mean(list(shares.values()))) for shares in (early, whole))
    return PersonaShares(first5, first20, whole[worst], worst)


def mean_by_name(results: Sequence[PersonaResult], value: Callable[[PersonaResult], float]) -> dict[str, float]:
    """Feature → mean of a value over its personas."""
    values: dict[str, list[float]] = {}
    for result in results:
        values.setdefault(result.name, []).append(value(result))
    return {name: float(np.mean(of_name)) for name, of_name in values.items()}
