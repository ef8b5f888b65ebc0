"""Session replay protocol: how good is the next film for a user training never saw?

Each user starts with four favourites and answers twenty films as they rated them. Sessions run as in the app, policy
included.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender
from matinee.engine.session.session import Session
from matinee.training.evaluate.replay_users import ReplayUser, feedback_of

FILMS = 20
"""Films answered in a session."""
EARLY_FILMS = 5
"""Films that count for the early metrics."""


@dataclass(frozen=True)
class ReplayResult:
    """One user's session.

    Attributes:
        user_id: as in the data set.
        recommended: movie ids in the order they were recommended.
        stars: the user's rating of each; None where unrated.
    """

    user_id: int
    recommended: tuple[int, ...]
    stars: tuple[float | None, ...]

    def count_likes(self, first: int) -> int:
        """Count the likes among the first films."""
        return sum(feedback_of(given) is Answer.LIKE for given in self.stars[:first])

    def count_dislikes(self) -> int:
        """Count the dislikes among all films."""
        return sum(feedback_of(given) is Answer.DISLIKE for given in self.stars)


def replay(
    session: Session, ratings: dict[int, float], films: int = FILMS
) -> tuple[tuple[int, ...], tuple[float | None, ...]]:
    """Answer a session from a user's ratings.

    Args:
        session: a new session.
        ratings: movie id → stars.
        films: number of films to answer; fewer when the session runs out.

    Returns:
        Recommended movie ids, and the user's stars for each.
    """
    answer = {Answer.LIKE: session.like, Answer.DISLIKE: session.dislike, Answer.SKIP: session.skip}
    recommended: list[int] = []
    stars: list[float | None] = []
    while len(recommended) < films and (suggestion := session.next()) is not None:
        given = ratings.get(suggestion.movie.id)
        recommended.append(suggestion.movie.id)
        stars.append(given)
        answer[feedback_of(given)]()
    return tuple(recommended), tuple(stars)


def replay_all(
    recommender: Recommender,
    users: Iterable[ReplayUser],
    model: str,
    *,
    seed: int = 0,
    pool: bool = False,
) -> list[ReplayResult]:
    """Replay every user whose favourites are in the catalogue.

    Args:
        recommender: trained without these users.
        users: users to replay.
        model: name of the model.
        seed: seed of each session.
        pool: recommend only films the user rated.
    """
    catalogue = recommender.catalogue
    results = []
    for user in users:
        if not all(movie in catalogue.rows for movie in user.favourites):
            continue
        candidates = rated_mask(catalogue, user.ratings) if pool else None
        session = recommender.session(user.favourites, model=model, seed=seed, candidates=candidates)
        results.append(ReplayResult(user.user_id, *replay(session, user.ratings)))
    return results


def rated_mask(catalogue: Catalogue, ratings: dict[int, float]) -> np.ndarray:
    """Mark the films a user rated: (n_movies,) booleans."""
    mask = np.zeros(len(catalogue), dtype=np.bool_)
    mask[[catalogue.rows[movie] for movie in ratings if movie in catalogue.rows]] = True
    return mask


def per_user_metrics(results: list[ReplayResult], catalogue: Catalogue) -> dict[str, np.ndarray]:
    """Compute likes in the first 5 and 20 films, dislikes, and novelty.

    The novelty of a film is −log2 of the share of training users who rated it, in bits; that of a session is the mean
    over its films.

    Returns:
        metric → (n_users,).
    """
    share = np.maximum(catalogue.rating_counts, 1) / catalogue.n_users
    bits = -np.log2(share)
    return {
        "l5": np.array([result.count_likes(EARLY_FILMS) for result in results], dtype=np.float64),
        "l20": np.array([result.count_likes(FILMS) for result in results], dtype=np.float64),
        "dislikes": np.array([result.count_dislikes() for result in results], dtype=np.float64),
        "novelty": np.array(
            [
                bits[[catalogue.rows[movie] for movie in result.recommended]].mean() if result.recommended else np.nan
                for result in results
            ]
        ),
    }


def coverage(results: Iterable[ReplayResult], catalogue_size: int) -> float:
    """Compute the share of the catalogue that was recommended to at least one user."""
    return len({movie for result in results for movie in result.recommended}) / catalogue_size
