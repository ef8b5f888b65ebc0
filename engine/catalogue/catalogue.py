"""The films: titles, years, genres and rating counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matinee.engine.catalogue.genre_names import is_genre
from matinee.engine.catalogue.title_normalization import is_placeholder
from matinee.engine.errors import GenreNotFoundError, MovieNotFoundError
from matinee.policy.array_types import BoolArray, FloatArray, IntArray
from matinee.policy.ragged import FilmEntries, mean_per_film

LIKED_FROM = 4.0
"""Lowest rating that counts as a like, in stars."""
DISLIKED_TO = 2.5
"""Highest rating that counts as a dislike, in stars."""
STARS = np.arange(1, 11) / 2
"""The bins of a rating histogram: ½ to 5 stars."""


@dataclass(frozen=True)
class Movie:
    """One film.

    Attributes:
        id: MovieLens id.
        title: title in natural order, without the year.
        year: year of release; None if unknown.
        genres: genre names, of those that are shown.
        alternatives: other titles.
    """

    id: int
    title: str
    year: int | None
    genres: tuple[str, ...]
    alternatives: tuple[str, ...]

    @property
    def label(self) -> str:
        """Title and year: "The Matrix (1999)"."""
        return f"{self.title} ({self.year})" if self.year else self.title


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Every film of the data set, including those that no model knows. A film is addressed by its row.

    Attributes:
        ids: (n_movies,) MovieLens ids.
        titles: (n_movies,) titles in natural order, without the year.
        alternatives: (n_movies,) other titles of each film.
        years: (n_movies,) years of release, 0 if unknown.
        genres: (n_movies, n_genres) True where a film carries a genre.
        genre_names: (n_genres,) as spelled in the data set.
        histogram: (n_movies, 10) number of ratings of ½, 1, …, 5 stars by the training users.
        n_users: number of training users.
        imdb: (n_movies,) IMDb ids, 0 if unknown.
        tmdb: (n_movies,) TMDB ids, 0 if unknown.
    """

    ids: IntArray
    titles: Sequence[str]
    alternatives: Sequence[tuple[str, ...]]
    years: IntArray
    genres: BoolArray
    genre_names: tuple[str, ...]
    histogram: IntArray
    n_users: int
    imdb: IntArray
    tmdb: IntArray

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def rows(self) -> dict[int, int]:
        """MovieLens id → row."""
        return {int(movie): row for row, movie in enumerate(self.ids)}

    @property
    def shown_genres(self) -> tuple[str, ...]:
        """The genres to offer and to show, without names such as "IMAX"."""
        return tuple(filter(is_genre, self.genre_names))

    @cached_property
    def taste_genres(self) -> BoolArray:
        """(n_movies, n_genres) ``genres`` without those that are not shown, which say nothing about a taste."""
        return self.genres & np.array([is_genre(name) for name in self.genre_names], dtype=np.bool_)

    @cached_property
    def genre_entries(self) -> FilmEntries:
        """The genres of each film, of ``taste_genres``."""
        films, columns = np.nonzero(self.taste_genres)
        return FilmEntries(films, columns, np.maximum(self.taste_genres.sum(axis=1), 1))

    def genre_affinity(self, weights: FloatArray) -> FloatArray:
        """(n_movies,) mean, over each film's genres, of their weights (n_genres,) in [0, 1]; 0 without genres."""
        return mean_per_film(weights, self.genre_entries)

    @cached_property
    def rating_counts(self) -> FloatArray:
        """(n_movies,) number of ratings."""
        return np.asarray(self.histogram.sum(axis=1), dtype=np.float64)

    @cached_property
    def like_counts(self) -> FloatArray:
        """(n_movies,) number of likes."""
        return np.asarray(self.histogram[:, STARS >= LIKED_FROM].sum(axis=1), dtype=np.float64)

    @cached_property
    def twins(self) -> dict[int, tuple[int, ...]]:
        """Row → the rows of one film, the most rated first, for films that are listed twice by title and year."""
        by_title: dict[tuple[str, int], list[int]] = {}
        for row, (title, year) in enumerate(zip(self.titles, self.years.tolist(), strict=True)):
            if year:
                by_title.setdefault((title.casefold(), year), []).append(row)
        counts = self.rating_counts
        doubled = (sorted(rows, key=lambda row: -counts[row]) for rows in by_title.values() if len(rows) > 1)
        return {row: tuple(rows) for rows in doubled for row in rows}

    @cached_property
    def shown(self) -> BoolArray:
        """(n_movies,) False for films that are not shown: the less rated of twins, and placeholders for films."""
        shown = np.array([not is_placeholder(title) for title in self.titles], dtype=np.bool_)
        shown[[row for row, rows in self.twins.items() if row != rows[0]]] = False
        return shown

    def mask_seen(self, rows: Iterable[int]) -> BoolArray:
        """(n_movies,) True for these rows and their twins."""
        seen = np.zeros(len(self), dtype=np.bool_)
        for row in rows:
            seen[list(self.twins.get(row, (row,)))] = True
        return seen

    def first_in_both(self, movie_ids: Iterable[int], others: Iterable[int]) -> Movie | None:
        """The first film of ``others`` that, or whose twin, is among ``movie_ids``. Raises MovieNotFoundError."""
        among = self.mask_seen(map(self.row, movie_ids))
        return next((self.movie(row) for row in map(self.row, others) if among[row]), None)

    def row(self, movie_id: int) -> int:
        """The row of a film. Raises MovieNotFoundError."""
        try:
            return self.rows[movie_id]
        except KeyError:
            raise MovieNotFoundError(f"There is no film with the id {movie_id}; `matinee search` finds ids.") from None

    def movie(self, row: int) -> Movie:
        """The film in a row."""
        year = int(self.years[row])
        return Movie(
            id=int(self.ids[row]),
            title=self.titles[row],
            year=year or None,
            genres=tuple(
                name for name, carried in zip(self.genre_names, self.taste_genres[row], strict=True) if carried
            ),
            alternatives=self.alternatives[row],
        )

    def movies(self, movie_ids: Iterable[int]) -> tuple[Movie, ...]:
        """The films with these ids, in the same order. Raises MovieNotFoundError."""
        return tuple(self.movie(self.row(movie_id)) for movie_id in movie_ids)

    def genre(self, name: str) -> int:
        """The column of a genre, ignoring case. Raises GenreNotFoundError."""
        names = [known.casefold() for known in self.genre_names]
        if name.casefold() not in names:
            raise GenreNotFoundError(f"There is no genre '{name}'; there are {', '.join(self.shown_genres)}.")
        return names.index(name.casefold())

    def like_share(self, row: int) -> float | None:
        """Share of a film's ratings that are likes; None without ratings."""
        count = self.rating_counts[row]
        return float(self.like_counts[row] / count) if count else None
