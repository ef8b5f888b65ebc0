"""Session replay: is the next film a good one? (measures.md §1)

A user that training never saw names four favourites and answers twenty films as their ratings say. The session is the
one people use, policy and all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Answer
from matinee.engine.session.session import Session
from matinee.training.evaluate.replay_users import ReplayUser, answer_of

SERVES = 20
EARLY = 5


@dataclass(frozen=True)
class Replayed:
    """One user's session: the movie ids served and the stars they were given (None where unrated)."""

    user_id: int
    served: tuple[int, ...]
    stars: tuple[float | None, ...]

    def likes(self, first: int) -> int:
        """Likes among the first so many films."""
        return sum(answer_of(given) is Answer.LIKE for given in self.stars[:first])

    @property
    def dislikes(self) -> int:
        """Dislikes among all films served."""
        return sum(answer_of(given) is Answer.DISLIKE for given in self.stars)


def replay(
    session: Session, ratings: dict[int, float], serves: int = SERVES
) -> tuple[tuple[int, ...], tuple[float | None, ...]]:
    """Serve films and answer them from a user's ratings."""
    say = {Answer.LIKE: session.like, Answer.DISLIKE: session.dislike, Answer.SKIP: session.skip}
    served: list[int] = []
    stars: list[float | None] = []
    while len(served) < serves and (card := session.next()) is not None:
        given = ratings.get(card.movie.id)
        served.append(card.movie.id)
        stars.append(given)
        say[answer_of(given)]()
    return tuple(served), tuple(stars)


def replay_all(
    recommender: Recommender,
    users: Iterable[ReplayUser],
    model: str,
    *,
    seed: int = 0,
    pool: bool = False,
    on_user: Callable[[], None] = lambda: None,
) -> list[Replayed]:
    """Replay every user whose favourites the catalogue knows; ``pool`` serves only films the user rated."""
    catalogue = recommender.catalogue
    replayed = []
    for user in users:
        on_user()
        if not all(movie in catalogue.rows for movie in user.favourites):
            continue
        candidates = rated_mask(catalogue, user.ratings) if pool else None
        session = recommender.session(user.favourites, model=model, seed=seed, candidates=candidates)
        replayed.append(Replayed(user.user_id, *replay(session, user.ratings)))
    return replayed


def rated_mask(catalogue: Catalogue, ratings: dict[int, float]) -> np.ndarray:
    """(n_movies,) True for the films a user rated."""
    mask = np.zeros(len(catalogue), dtype=np.bool_)
    mask[[catalogue.rows[movie] for movie in ratings if movie in catalogue.rows]] = True
    return mask


def per_user_metrics(replayed: list[Replayed], catalogue: Catalogue) -> dict[str, np.ndarray]:
    """metric → (n_users,): likes in the first 5 and 20, dislikes, and novelty.

    Novelty of a served film is −log2 of the share of training users who rated it, in bits; a session's is the mean.
    """
    share = np.maximum(catalogue.rating_counts, 1) / catalogue.viewers
    bits = -np.log2(share)
    return {
        "l5": np.array([user.likes(EARLY) for user in replayed], dtype=np.float64),
        "l20": np.array([user.likes(SERVES) for user in replayed], dtype=np.float64),
        "dislikes": np.array([user.dislikes for user in replayed], dtype=np.float64),
        "novelty": np.array(
            [
                bits[[catalogue.rows[movie] for movie in user.served]].mean() if user.served else np.nan
                for user in replayed
            ]
        ),
    }


def coverage(replayed: Iterable[Replayed], catalogue_size: int) -> float:
    """Share of the catalogue that was served to anybody."""
    return len({movie for user in replayed for movie in user.served}) / catalogue_size
