"""Recommendations without a session: ranks films by a model's scores and explains each by its score terms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.catalogue.film_hits import FilmHit
from matinee.engine.catalogue.film_lookup import describe_catalogue
from matinee.engine.catalogue.variety import WINDOW, Variety
from matinee.policy import Candidates, Policy, rank
from matinee.policy.array_types import BoolArray, FloatArray, IntArray
from matinee.policy.genre_share import favour_genre
from matinee.policy.pair import joint_ranking
from matinee.policy.prompt_signals import PromptSignals
from matinee.policy.ranking import top_rows

MIN_LIKE_SHARE, MIN_VIEWERS = 0.65, 0.05
"""A popular favourite is liked by this share of its viewers, who are at least this share of all users."""


@dataclass(frozen=True)
class Match:
    """A film found by its title or its people.

    Attributes:
        movie: the film.
        score: how well the title or the name matches, from 0 to about 1.
        person: the person for whom it is listed; None if for its title.
        role: "director", "actor" or "director and actor": what the person is known for; None without a person.
        is_near: whether the title is only near to the text, which means a film that is probably not in the catalogue.
    """

    movie: Movie
    score: float
    person: str | None = None
    role: str | None = None
    is_near: bool = False


@dataclass(frozen=True)
class Recommendation:
    """A recommended film; ``terms`` add up to ``score``."""

    movie: Movie
    score: float
    terms: dict[str, float]


def create_match(catalogue: Catalogue, hit: FilmHit) -> Match:
    """The match for a film that a search found."""
    person, role = (None, None) if hit.person is None else (hit.person.name, hit.person.role)
    return Match(catalogue.movie(hit.row), hit.score, person, role, hit.is_near)


def person_heading(matches: Sequence[Match]) -> str:
    """The people that matches are listed for; empty without any.

    Returns:
        "Akira Kurosawa, director"; "Ingmar Bergman, director · Ingrid Bergman, actor" and "Jane Fonda · Peter Fonda,
        actors" in the order of their films; "also: Charlie Chaplin, director and actor" after films found by title.
    """
    people = list(
        dict.fromkeys((match.person or "", match.role or "") for match in matches if match.person is not None)
    )
    if not people:
        return ""
    also = "also: " if matches[0].person is None else ""
    if len(people) > 1 and {role for _, role in people} in ({"director"}, {"actor"}):
        return f"{also}{' · '.join(name for name, _ in people)}, {people[0][1]}s"
    return also + " · ".join(f"{name}, {role}" for name, role in people)


def search_heading(matches: Sequence[Match], catalogue: Catalogue) -> str:
    """What is to be said about the films found: for whom they are listed, or that they are only near.

    Args:
        matches: the films found; may be empty.
        catalogue: the films searched.

    Returns:
        A line; empty for films found by title.
    """
    if not matches:
        return f"That is not in {describe_catalogue(catalogue)}."
    if matches[0].is_near:
        return f"Probably not in {describe_catalogue(catalogue)}; the nearest titles:"
    return person_heading(matches)


@dataclass(frozen=True, eq=False)
class ScoredTaste:
    """What is known of the taste of one person.

    Attributes:
        scores: (n_movies,) scores of a model, higher is better.
        weights: (n_genres,) genre weights, in [0, 1].
        kinship: kind of feature → (n_movies,) what each film has in common with the liked films.
    """

    scores: FloatArray
    weights: FloatArray
    kinship: Callable[[str], FloatArray]


@dataclass(frozen=True, eq=False)
class RankingInputs:
    """What films are ranked by, for one person or for two.

    Attributes:
        policy: weights and filters.
        tastes: of each person.
        known: (n_movies,) films the model can score.
        signals: signals of a prompt; None without one.
        seen: catalogue rows not to recommend.
    """

    policy: Policy
    tastes: Sequence[ScoredTaste]
    known: BoolArray
    signals: PromptSignals | None
    seen: tuple[int, ...]


def rank_films(
    catalogue: Catalogue, inputs: RankingInputs, variety: Variety, *, genre: str | None, strict: bool, limit: int
) -> list[Recommendation]:
    """Rank the catalogue by a model's scores under a policy.

    Args:
        catalogue: all films.
        inputs: what they are ranked by.
        variety: limits the films of a series and of a director.
        genre: requested genre; None for no request.
        strict: recommend only films of the requested genre.
        limit: how many films to return at most.

    Raises:
        GenreNotFoundError: no film has the genre.
    """
    requested = None if genre is None else catalogue.genres[:, catalogue.genre(genre)]
    known = inputs.known & catalogue.shown
    rankings = []
    for taste in inputs.tastes:
        candidates = Candidates(
            model_scores=taste.scores,
            known=known & requested if strict and requested is not None else known,
            seen=catalogue.mask_seen(inputs.seen),
            affinity=catalogue.genre_affinity(taste.weights),
            popularity=catalogue.rating_counts,
            requested=requested,
            prompt=inputs.signals,
            kinship=taste.kinship,
        )
        rankings.append(rank(candidates, inputs.policy, np.random.default_rng(0)))
    ranking = joint_ranking(rankings, inputs.policy.pair_least_misery)
    best = ranking.top(len(catalogue))
    if requested is not None:
        best = favour_genre(best, requested, limit * 3 + WINDOW)
    best = variety.reorder(best[: limit * 3 + WINDOW])[:limit]
    return [
        Recommendation(catalogue.movie(int(row)), float(ranking.scores[row]), ranking.explain(int(row))) for row in best
    ]


def rank_similar(
    catalogue: Catalogue, row: int, terms: Mapping[str, FloatArray], *, positive_only: bool, limit: int
) -> list[Recommendation]:
    """Rank the catalogue by its similarity to one film.

    Args:
        catalogue: all films.
        row: catalogue row of the film, which is left out with its twins.
        terms: name → (n_movies,) similarities, which add up to the score.
        positive_only: leave out films whose score is not positive.
        limit: how many films to return at most.
    """
    scores = np.sum([np.zeros(len(catalogue)), *terms.values()], axis=0)
    scores[catalogue.mask_seen([row]) | ~catalogue.shown] = -np.inf
    eligible = scores > 0 if positive_only else np.isfinite(scores)
    return [
        Recommendation(
            catalogue.movie(int(other)),
            float(scores[other]),
            {name: float(values[other]) for name, values in terms.items()},
        )
        for other in top_rows(scores, eligible, limit)
    ]


def popular_favourites(catalogue: Catalogue) -> IntArray:
    """Return the rows of the films that many users rated and most of them liked."""
    share = catalogue.like_counts / np.maximum(catalogue.rating_counts, 1)
    return np.flatnonzero((share >= MIN_LIKE_SHARE) & (catalogue.rating_counts >= MIN_VIEWERS * catalogue.n_users))
