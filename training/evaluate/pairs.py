"""Replay of pairs: how good is the next film for two users training never saw, who watch together?

Two users start with four favourites each, and each answers twenty films as that user rated them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

import numpy as np

from matinee.engine.recommender import Recommender
from matinee.engine.session.companion import Companion
from matinee.engine.session.session import Session
from matinee.training.evaluate.replay import FILMS, rated_mask, select_pairs
from matinee.training.evaluate.replay_users import ReplayUser, feedback_of

ALONE = "alone"
"""The ranking for one of the two, who alone answers; each of them is that one once."""
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Values of ``pair_least_misery`` that are compared, from the average of both scores to least misery."""

Pair = tuple[ReplayUser, ReplayUser]


@dataclass(frozen=True)
class PairResult:
    """What two users thought of the films of one session.

    Attributes:
        likes: how many of the films each of them likes.
        both: how many both of them like.
        dislikes: how many each dislikes.
    """

    likes: tuple[float, float]
    both: float
    dislikes: tuple[float, float]


def draw_pairs(users: Sequence[ReplayUser], recommender: Recommender, count: int, seed: int) -> list[Pair]:
    """Draw pairs of different users whose favourites are in the catalogue.

    Args:
        users: users to draw from.
        recommender: trained without these users.
        count: number of pairs; all of them if there are no more.
        seed: decides which.
    """
    rows = recommender.catalogue.rows
    usable = [user for user in users if all(movie in rows for movie in user.favourites)]
    return [(usable[a], usable[b]) for a, b in select_pairs(len(usable), seed, count)]


def list_methods(recommender: Recommender, shares: Sequence[float]) -> dict[str, Recommender]:
    """List the ways to rank for two: name → a recommender that ranks so."""
    bundle, policy = recommender.bundle, recommender.policy
    return {method_name(share): Recommender(bundle, replace(policy, pair_least_misery=share)) for share in shares}


def method_name(share: float) -> str:
    """The name of a mixture in the report: "average", "mixture 0.25", "least misery"."""
    return {0.0: "average", 1.0: "least misery"}.get(share, f"mixture {share:g}")


def replay_together(recommender: Recommender, pairs: Iterable[Pair], seed: int) -> list[PairResult]:
    """Replay pairs in sessions for two.

    Args:
        recommender: trained without these users.
        pairs: users to replay.
        seed: seed of each session.
    """
    results = []
    for first, second in pairs:
        session = recommender.session(first.favourites, seed=seed, companion=Companion(second.favourites))
        results.append(replay_pair(session, first, second))
    return results


def replay_alone(recommender: Recommender, pairs: Iterable[Pair], seed: int) -> list[PairResult]:
    """Replay pairs in sessions of one of the two, averaged over who that is; arguments as for ``replay_together``.

    The favourites of the other are not shown: they would count as films that the session found for that user.
    """
    results = []
    for pair in pairs:
        played = []
        for alone, other in (pair, pair[::-1]):
            shown = ~rated_mask(recommender.catalogue, dict.fromkeys(other.favourites, 0.0))
            session = recommender.session(alone.favourites, seed=seed, candidates=shown)
            played.append(replay_pair(session, alone, other))
        results.append(average(played))
    return results


def replay_pair(session: Session, first: ReplayUser, second: ReplayUser) -> PairResult:
    """Answer a session from the ratings of two users; in a session of one, from those of the first."""
    given: list[tuple[float | None, float | None]] = []
    while len(given) < FILMS and (suggestion := session.next()) is not None:
        stars = first.ratings.get(suggestion.movie.id), second.ratings.get(suggestion.movie.id)
        given.append(stars)
        own, companion = map(feedback_of, stars)
        session.answer(own, None if session.companion is None else companion)
    answers = [[feedback_of(each[person]).value for each in given] for person in (0, 1)]
    return PairResult(
        likes=(answers[0].count("like"), answers[1].count("like")),
        both=[*zip(*answers, strict=True)].count(("like", "like")),
        dislikes=(answers[0].count("dislike"), answers[1].count("dislike")),
    )


def average(results: Sequence[PairResult]) -> PairResult:
    """The mean of several sessions: of those who like more films in each, and of those who like fewer."""
    likes = np.mean([sorted(result.likes) for result in results], axis=0).tolist()
    dislikes = np.mean([sorted(result.dislikes) for result in results], axis=0).tolist()
    return PairResult((likes[0], likes[1]), fmean(result.both for result in results), (dislikes[0], dislikes[1]))


def pair_metrics(results: Sequence[PairResult]) -> dict[str, np.ndarray]:
    """Compute what is reported of each pair.

    Returns:
        Likes in 20 films per person, likes of the one who likes fewer, films that both like, and dislikes per person:
        metric → (n_pairs,).
    """
    return {
        "l20": np.array([np.mean(result.likes) for result in results]),
        "less_lucky": np.array([min(result.likes) for result in results], dtype=np.float64),
        "both": np.array([result.both for result in results], dtype=np.float64),
        "dislikes": np.array([np.mean(result.dislikes) for result in results]),
    }
