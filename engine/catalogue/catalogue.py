"""The films: their names, years, genres and what the training users thought of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matinee.engine.errors import UnknownGenre, UnknownMovie
from matinee.policy.array_types import BoolArray, FloatArray, IntArray

LIKED_FROM = 4.0
"""A rating from here on is a like (measures.md §1)."""
DISLIKED_TO = 2.5
"""A rating up to here is a dislike."""
STARS = np.arange(1, 11) / 2
"""The bins of a rating histogram: half a star to five stars."""


@dataclass(frozen=True)
class Movie:
    """One film, as it is shown."""

    id: int
    title: str
    year: int | None
    genres: tuple[str, ...]
    alternatives: tuple[str, ...]

    @property
    def label(self) -> str:
        """ "The Matrix (1999)"."""
        return f"{self.title} ({self.year})" if self.year else self.title


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Every film of the data set, those too rare to have a vector included; a film's place is its row.

    Attributes:
        ids: (n_movies,) MovieLens ids.
        titles: names in natural order, without the year.
        alternatives: other names of each film.
        years: (n_movies,), 0 where unknown.
        genres: (n_movies, n_genres), True where a film carries a genre.
        genre_names: (n_genres,) as the data has them.
        histogram: (n_movies, 10) ratings of ½ … 5 stars among the training users.
        viewers: number of training users.
        imdb, tmdb: (n_movies,) ids at IMDb and TMDB, 0 where unknown.
    """

    ids: IntArray
    titles: Sequence[str]
    alternatives: Sequence[tuple[str, ...]]
    years: IntArray
    genres: BoolArray
    genre_names: tuple[str, ...]
    histogram: IntArray
    viewers: int
    imdb: IntArray
    tmdb: IntArray

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def rows(self) -> dict[int, int]:
        """Movie id → row."""
        return {int(movie): row for row, movie in enumerate(self.ids)}

    @cached_property
    def rating_counts(self) -> FloatArray:
        """(n_movies,) number of ratings."""
        return np.asarray(self.histogram.sum(axis=1), dtype=np.float64)

    @cached_property
    def like_counts(self) -> FloatArray:
        """(n_movies,) number of ratings from four stars on."""
        return np.asarray(self.histogram[:, STARS >= LIKED_FROM].sum(axis=1), dtype=np.float64)

    def row(self, movie_id: int) -> int:
        """The row of a film. Raises UnknownMovie."""
        try:
            return self.rows[movie_id]
        except KeyError:
            raise UnknownMovie(f"There is no film with the id {movie_id}; `matinee search` finds ids.") from None

    def movie(self, row: int) -> Movie:
        """The film in a row."""
        year = int(self.years[row])
        return Movie(
            id=int(self.ids[row]),
            title=self.titles[row],
            year=year or None,
            genres=tuple(name for name, carried in zip(self.genre_names, self.genres[row], strict=True) if carried),
            alternatives=self.alternatives[row],
        )

    def movies(self, movie_ids: Iterable[int]) -> tuple[Movie, ...]:
        """The films of some ids, in their order. Raises UnknownMovie."""
        return tuple(self.movie(self.row(movie_id)) for movie_id in movie_ids)

    def genre(self, name: str) -> int:
        """The column of a genre, whatever its case. Raises UnknownGenre."""
        names = [known.casefold() for known in self.genre_names]
        if name.casefold() not in names:
            raise UnknownGenre(f"There is no genre '{name}'; there are {', '.join(self.genre_names)}.")
        return names.index(name.casefold())

    def loved_share(self, row: int) -> float | None:
        """Share of a film's raters who gave it four stars or more; None where nobody rated it."""
        count = self.rating_counts[row]
        return float(self.like_counts[row] / count) if count else None
