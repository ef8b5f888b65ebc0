"""Ratings with their levels taken off: what a film gets from everybody, what a person gives to everything."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

SHRINKAGE = 5.0
"""A level of n ratings is their mean deviation × n / (n + 5)."""


@dataclass(frozen=True, eq=False)
class Observed:
    """Ratings as places of users and films.

    Attributes:
        users, films: (n,) who rated what.
        stars: (n,) the ratings.
        n_users, n_films: how many there are of each.
    """

    users: np.ndarray
    films: np.ndarray
    stars: np.ndarray
    n_users: int
    n_films: int

    @cached_property
    def mean(self) -> float:
        """Mean of all ratings."""
        return float(self.stars.mean())

    @cached_property
    def film_counts(self) -> np.ndarray:
        """(n_films,) ratings of each film."""
        return np.bincount(self.films, minlength=self.n_films).astype(np.float64)

    @cached_property
    def user_counts(self) -> np.ndarray:
        """(n_users,) ratings of each user."""
        return np.bincount(self.users, minlength=self.n_users).astype(np.float64)

    @cached_property
    def film_sums(self) -> np.ndarray:
        """(n_films,) summed deviation from the mean."""
        return np.bincount(self.films, self.stars - self.mean, self.n_films)

    @cached_property
    def film_levels(self) -> np.ndarray:
        """(n_films,) what is added to the mean for a film."""
        return self.film_sums / (self.film_counts + SHRINKAGE)

    @cached_property
    def deviations(self) -> np.ndarray:
        """(n,) ratings less mean and film level."""
        return self.stars - self.mean - self.film_levels[self.films]

    @cached_property
    def user_sums(self) -> np.ndarray:
        """(n_users,) summed deviation from the film levels."""
        return np.bincount(self.users, self.deviations, self.n_users)

    @cached_property
    def user_levels(self) -> np.ndarray:
        """(n_users,) what is added for a user."""
        return self.user_sums / (self.user_counts + SHRINKAGE)

    @cached_property
    def residuals(self) -> np.ndarray:
        """(n,) what the levels do not explain."""
        return self.deviations - self.user_levels[self.users]

    def levels_without_own(self) -> tuple[np.ndarray, np.ndarray]:
        """(n,) film level and user level of each rating, as if that rating had not been given."""
        film = self.film_sums[self.films] - (self.stars - self.mean)
        user = self.user_sums[self.users] - self.deviations
        return (
            film / (self.film_counts[self.films] - 1 + SHRINKAGE),
            user / (self.user_counts[self.users] - 1 + SHRINKAGE),
        )

    def numbers(self, levels: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """(m, 3) scaled mean rating, log count and popularity of films (source 002's numeric features)."""
        logs = np.log1p(self.film_counts)
        scaled = (np.log1p(counts) - logs.mean()) / max(float(logs.std()), 1e-9)
        return np.stack([levels, scaled, counts / self.film_counts.max()], axis=1).astype(np.float32)

    def part(self, chosen: np.ndarray) -> "Observed":
        """Some of the ratings, with the same users and films."""
        return Observed(self.users[chosen], self.films[chosen], self.stars[chosen], self.n_users, self.n_films)
