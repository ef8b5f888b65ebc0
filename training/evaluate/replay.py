"""Session replay protocol: how good is the next film for a user training never saw?

Each user starts with four favourites and answers twenty films as they rated them. Sessions run as in the app, policy
included.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

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
RARE_SHARE = 0.2
"""Share of the users who count as those with the rarest favourites."""


@dataclass(frozen=True)
class ReplayResult:
    """One user's session.

    Attributes:
        user_id: as in the data set.
        recommended: movie ids in the order they were recommended.
        stars: the user's rating of each; None where unrated.
        favourites: movie ids the session started from.
    """

    user_id: int
    recommended: tuple[int, ...]
    stars: tuple[float | None, ...]
    favourites: tuple[int, ...] = ()

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
        results.append(ReplayResult(user.user_id, *replay(session, user.ratings), user.favourites))
    return results


def rated_mask(catalogue: Catalogue, ratings: dict[int, float]) -> np.ndarray:
    """Mark the films a user rated: (n_movies,) booleans."""
    mask = np.zeros(len(catalogue), dtype=np.bool_)
    mask[[catalogue.rows[movie] for movie in ratings if movie in catalogue.rows]] = True
    return mask


def per_user_metrics(results: list[ReplayResult], catalogue: Catalogue) -> dict[str, np.ndarray]:
    """Compute likes in the first 5 and 20 films, likes weighted by rarity, dislikes, and novelty.

    A weighted like counts 1/√(share of training users who rated the film): what everybody likes counts little.

    The novelty of a film is −log2 of the share of training users who rated it, in bits; that of a session is the mean
    over its films.

    Returns:
        metric → (n_users,).
    """
    bits, rarity = film_novelty(catalogue), 1 / np.sqrt(rated_share(catalogue))
    return {
        "l5": np.array([result.count_likes(EARLY_FILMS) for result in results], dtype=np.float64),
        "l20": np.array([result.count_likes(FILMS) for result in results], dtype=np.float64),
        "weighted": np.array([rarity[liked_rows(result, catalogue)].sum() for result in results], dtype=np.float64),
        "dislikes": np.array([result.count_dislikes() for result in results], dtype=np.float64),
        "novelty": mean_of_films([result.recommended for result in results], bits, catalogue),
    }


def favourite_novelty(results: Sequence[ReplayResult], catalogue: Catalogue) -> np.ndarray:
    """Compute how rare each user's favourites are: (n_users,) their mean novelty in bits."""
    return mean_of_films([result.favourites for result in results], film_novelty(catalogue), catalogue)


def mean_of_films(films: Iterable[Sequence[int]], values: np.ndarray, catalogue: Catalogue) -> np.ndarray:
    """Average a value over the films of each user.

    Args:
        films: movie ids, user by user.
        values: (n_movies,) the value of each film.
        catalogue: has the rows of the films.

    Returns:
        (n_users,); NaN for a user without films.
    """
    rows = [[catalogue.rows[movie] for movie in of_user] for of_user in films]
    return np.array([values[of_user].mean() if of_user else np.nan for of_user in rows])


def film_novelty(catalogue: Catalogue) -> np.ndarray:
    """Compute −log2 of the share of training users who rated each film: (n_movies,) bits."""
    return np.asarray(-np.log2(rated_share(catalogue)))


def rated_share(catalogue: Catalogue) -> np.ndarray:
    """Compute the share of training users who rated each film: (n_movies,), that of one user at least."""
    return np.asarray(np.maximum(catalogue.rating_counts, 1) / catalogue.n_users)


def rarest(novelty: np.ndarray, share: float = RARE_SHARE) -> np.ndarray:
    """Select the users with the rarest favourites.

    Args:
        novelty: (n_users,) of their favourites.
        share: of the users to select.

    Returns:
        (n_users,) booleans, True for one user at least; among equals the first come first.
    """
    selected = np.zeros(len(novelty), dtype=np.bool_)
    selected[np.argsort(-novelty, kind="stable")[: max(round(share * len(novelty)), 1)]] = True
    return selected


def liked_rows(result: ReplayResult, catalogue: Catalogue) -> list[int]:
    """Rows of the films of a session that the user liked."""
    return [
        catalogue.rows[movie]
        for movie, given in zip(result.recommended, result.stars, strict=True)
        if feedback_of(given) is Answer.LIKE
    ]


def overlap(results: Sequence[ReplayResult], seed: int, pairs: int = 2_000) -> float:
    """Compute how much two users' sessions have in common: the mean Jaccard similarity of their films.

    Args:
        results: sessions with one recommender.
        seed: decides which pairs of users are compared.
        pairs: most pairs to compare; all of them if there are no more.

    Returns:
        From 0 to 1; 0 for fewer than two users.
    """
    shown = [set(result.recommended) for result in results]
    if len(shown) < 2:
        return 0.0
    compared = select_pairs(len(shown), seed, pairs)
    return float(np.mean([len(shown[a] & shown[b]) / max(len(shown[a] | shown[b]), 1) for a, b in compared]))


def select_pairs(users: int, seed: int, pairs: int) -> list[tuple[int, int]]:
    """Select pairs of different users: all of them, or this many at random if there are more."""
    if users * (users - 1) // 2 <= pairs:
        return list(combinations(range(users), 2))
    first, second = np.random.default_rng(seed).integers(0, [[users], [users - 1]], (2, pairs))
    second += second >= first
    return list(zip(first.tolist(), second.tolist(), strict=True))


def coverage(results: Iterable[ReplayResult], catalogue_size: int) -> float:
    """Compute the share of the catalogue that was recommended to at least one user."""
    return len({movie for result in results for movie in result.recommended}) / catalogue_size
