"""Ratings without their biases: what all users give a film on average, and what a user gives all films."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

SHRINKAGE = 5.0
"""The bias from n ratings is their mean deviation × n / (n + 5)."""


@dataclass(frozen=True, eq=False)
class RatingResiduals:
    """Ratings by the indices of users and films, with the biases and residuals computed from them.

    Attributes:
        users, films: (n,) indices of the user and the film of each rating.
        stars: (n,) the ratings.
        n_users, n_films: number of users and films.
    """

    users: np.ndarray
    films: np.ndarray
    stars: np.ndarray
    n_users: int
    n_films: int

    @classmethod
    def from_ratings(cls, ratings: pd.DataFrame) -> tuple["RatingResiduals", np.ndarray]:
        """Index ratings.

        Args:
            ratings: columns user, movie, rating.

        Returns:
            The indexed ratings, and (n_films,) the movie ids, sorted.
        """
        users, user = np.unique(ratings["user"].to_numpy(), return_inverse=True)
        movies, film = np.unique(ratings["movie"].to_numpy(), return_inverse=True)
        return cls(user, film, ratings["rating"].to_numpy(), len(users), len(movies)), movies

    @cached_property
    def mean(self) -> float:
        """Mean of all ratings."""
        return float(self.stars.mean())

    @cached_property
    def film_counts(self) -> np.ndarray:
        """(n_films,) number of ratings of each film."""
        return np.bincount(self.films, minlength=self.n_films).astype(np.float64)

    @cached_property
    def user_counts(self) -> np.ndarray:
        """(n_users,) number of ratings of each user."""
        return np.bincount(self.users, minlength=self.n_users).astype(np.float64)

    @cached_property
    def film_sums(self) -> np.ndarray:
        """(n_films,) summed deviations from the mean."""
        return np.bincount(self.films, self.stars - self.mean, self.n_films)

    @cached_property
    def film_biases(self) -> np.ndarray:
        """(n_films,) shrunk mean deviation of each film from the mean."""
        return np.asarray(self.film_sums / (self.film_counts + SHRINKAGE))

    @cached_property
    def deviations(self) -> np.ndarray:
        """(n,) ratings without the mean and the film bias."""
        return np.asarray(self.stars - self.mean - self.film_biases[self.films])

    @cached_property
    def user_sums(self) -> np.ndarray:
        """(n_users,) summed deviations."""
        return np.bincount(self.users, self.deviations, self.n_users)

    @cached_property
    def user_biases(self) -> np.ndarray:
        """(n_users,) shrunk mean deviation of each user."""
        return np.asarray(self.user_sums / (self.user_counts + SHRINKAGE))

    @cached_property
    def residuals(self) -> np.ndarray:
        """(n,) ratings without the mean and both biases."""
        return np.asarray(self.deviations - self.user_biases[self.users])

    def leave_one_out_biases(self) -> tuple[np.ndarray, np.ndarray]:
        """Compute (n,) film bias and (n,) user bias of each rating, as if that rating did not exist."""
        film = self.film_sums[self.films] - (self.stars - self.mean)
        user = self.user_sums[self.users] - self.deviations
        return (
            film / (self.film_counts[self.films] - 1 + SHRINKAGE),
            user / (self.user_counts[self.users] - 1 + SHRINKAGE),
        )

    def numeric_features(self, biases: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """Compute the numeric features of films [S2].

        Args:
            biases: (m,) film biases.
            counts: (m,) number of ratings.

        Returns:
            (m, 3) bias, standardised log count, and count relative to the most rated film.
        """
        logs = np.log1p(self.film_counts)
        scaled = (np.log1p(counts) - logs.mean()) / max(float(logs.std()), 1e-9)
        return np.stack([biases, scaled, counts / self.film_counts.max()], axis=1).astype(np.float32)

    def subset(self, chosen: np.ndarray) -> "RatingResiduals":
        """Select ratings by index, with the same users and films."""
        return RatingResiduals(self.users[chosen], self.films[chosen], self.stars[chosen], self.n_users, self.n_films)
