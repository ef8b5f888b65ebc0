"""Synthetic ratings in the shape of MovieLens 32M: as many users and films, with long tails, in its own CSV files.

They carry no information about real tastes; they measure how long training takes. These properties match the real set:
the number of ratings, users and films; at least 20 ratings a user, 72 in the median and 20,521 at most; ids with gaps;
the shares of ½ to 5 stars; timestamps that continue from each user's first day; rows ordered by user and film; no film
rated twice by a user. The most rated film has 66,904 ratings, the median film 21. With fewer ratings, the number of
users shrinks in proportion and the number of films by the square root.

    python -m benchmarks.large_ratings FOLDER [--ratings 32000204] [--seed 0]
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from matinee.training.preprocess.tables import append_numbers

RATINGS, USERS, FILMS = 32_000_204, 200_948, 87_585
LARGEST_ID = 292_757
MIN_RATINGS, MAX_SHARE = 20, 0.25
"""Ratings of a user: the minimum, and the maximum as a share of the films."""
USER_SIGMA = 1.4
"""Standard deviation of the logarithm of a user's ratings above the minimum."""
FILM_SHIFT, FILM_EXPONENT = 180.0, 1.65
"""A film's share of the ratings is proportional to (rank + shift) ** −exponent."""
STAR_SHARES = (0.016, 0.030, 0.017, 0.065, 0.053, 0.187, 0.133, 0.264, 0.092, 0.143)
"""Shares of ½, 1, … 5 stars."""
DIMENSIONS = 6
"""Dimensions of the tastes in which users and films differ."""
FIRST_DAY, LAST_DAY = 820_000_000, 1_690_000_000
SECONDS_BETWEEN = 30.0
GENRES = "Action|Adventure|Animation|Children|Comedy|Crime|Drama|Fantasy|Horror|Mystery|Romance|Sci-Fi|Thriller|War"
SYLLABLES = [consonant + vowel for consonant in "bdfghjklmnprstvz" for vowel in "aeiou"]
"""Three of them name a film: with numbered titles, all films would be one series."""
USERS_PER_TABLE = 5_000


@dataclass(frozen=True, eq=False)
class Population:
    """Users and films with their tastes, both numbered from 0.

    Attributes:
        counts: (n_users,) number of ratings of each user.
        film_ids: (n_films,) ascending movie ids, with gaps.
        reach: (n_films,) cumulative share of the ratings, up to and including each film.
        user_tastes, film_tastes: (n, DIMENSIONS).
        film_quality: (n_films,) how much a film is liked by all users.
    """

    counts: np.ndarray
    film_ids: np.ndarray
    reach: np.ndarray
    user_tastes: np.ndarray
    film_tastes: np.ndarray
    film_quality: np.ndarray


def make_population(ratings: int, generator: np.random.Generator) -> Population:
    """Draw users and films for about ``ratings`` ratings."""
    scale = ratings / RATINGS
    users, films = max(round(USERS * scale), 1), max(round(FILMS * scale**0.5), 4 * MIN_RATINGS)
    popularity = (generator.permutation(films) + FILM_SHIFT * scale**0.5) ** -FILM_EXPONENT
    return Population(
        counts=draw_counts(ratings, users, int(MAX_SHARE * films), generator),
        film_ids=np.sort(generator.choice(max(LARGEST_ID, films), films, replace=False)) + 1,
        reach=np.cumsum(popularity) / popularity.sum(),
        user_tastes=generator.normal(0, DIMENSIONS**-0.25, (users, DIMENSIONS)),
        film_tastes=generator.normal(0, DIMENSIONS**-0.25, (films, DIMENSIONS)),
        film_quality=generator.normal(0, 0.7, films),
    )


def draw_counts(ratings: int, users: int, most: int, generator: np.random.Generator) -> np.ndarray:
    """Draw the number of ratings of each user, (users,): a long tail, whose excess over ``most`` goes to the others."""
    beyond = generator.lognormal(0, USER_SIGMA, users)
    counts = np.full(users, MIN_RATINGS, dtype=np.int64)
    while (remaining := ratings - counts.sum()) > users and (can_grow := counts < most).any():
        shares = beyond * can_grow
        counts = np.minimum(counts + np.round(shares / shares.sum() * remaining).astype(np.int64), most)
    return counts


def rating_tables(population: Population, generator: np.random.Generator) -> Iterator[pd.DataFrame]:
    """Yield the rows of ratings.csv, a few thousand users at a time."""
    thresholds = np.quantile(sample_scores(population, generator), np.cumsum(STAR_SHARES)[:-1])
    for first in range(0, len(population.counts), USERS_PER_TABLE):
        counts = population.counts[first : first + USERS_PER_TABLE]
        users = first + np.repeat(np.arange(len(counts)), counts)
        films = draw_films(population, counts, generator)
        yield pd.DataFrame(
            {
                "userId": users + 1,
                "movieId": population.film_ids[films],
                "rating": (1 + np.searchsorted(thresholds, score(population, users, films, generator))) / 2,
                "timestamp": draw_times(counts, generator),
            }
        )


def draw_films(population: Population, counts: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Draw the films of each user, (counts.sum(),): distinct, ascending, popular ones more often.

    Films are drawn with repetition, each time twice as many for each missing film, until every user has enough; surplus
    films are dropped at random.
    """
    size = len(population.reach)
    pairs = np.zeros(0, dtype=np.int64)
    missing, draws = counts, 1
    while missing.any():
        users = np.repeat(np.arange(len(counts)), draws * missing)
        draws *= 2
        films = np.searchsorted(population.reach, generator.random(len(users)))
        pairs = np.unique(np.concatenate([pairs, users * size + np.minimum(films, size - 1)]))
        missing = np.maximum(counts - np.bincount(pairs // size, minlength=len(counts)), 0)
    shuffled = generator.permutation(pairs)
    shuffled = shuffled[np.argsort(shuffled // size, kind="stable")]
    drawn = np.bincount(pairs // size, minlength=len(counts))
    place = np.arange(len(shuffled)) - np.repeat(np.cumsum(drawn) - drawn, drawn)
    return np.sort(shuffled[place < np.repeat(counts, drawn)]) % size


def score(population: Population, users: np.ndarray, films: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Score how much each user likes a film, (n,): its quality, how tastes agree, and noise."""
    agreement = np.einsum("ij,ij->i", population.user_tastes[users], population.film_tastes[films])
    return np.asarray(population.film_quality[films] + agreement + generator.normal(0, 0.8, len(users)))


def sample_scores(population: Population, generator: np.random.Generator, count: int = 200_000) -> np.ndarray:
    """Sample scores of typical pairs, (count,), from which the thresholds of the stars are read."""
    users = generator.integers(len(population.counts), size=count)
    films = np.minimum(np.searchsorted(population.reach, generator.random(count)), len(population.reach) - 1)
    return score(population, users, films, generator)


def draw_times(counts: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Draw timestamps in seconds since 1970, (counts.sum(),): half a minute apart from a user's first day, unordered.

    A tenth of the ratings are from a later day.
    """
    start = np.repeat(generator.integers(FIRST_DAY, LAST_DAY, len(counts)), counts)
    within = generator.random(len(start)) * np.repeat(counts, counts) * SECONDS_BETWEEN
    later = (generator.random(len(start)) < 0.1) * generator.random(len(start)) * (LAST_DAY - start)
    return np.asarray(start + within + later).astype(np.int64)


def write_data(folder: Path, ratings: int = RATINGS, seed: int = 0) -> int:
    """Write ratings.csv and movies.csv into a folder and return the number of ratings."""
    generator = np.random.default_rng(seed)
    population = make_population(ratings, generator)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "movies.csv").open("w", encoding="utf-8") as stream:
        stream.write("movieId,title,genres\n")
        stream.writelines(film_lines(population, generator))
    with (folder / "ratings.csv").open("w", encoding="ascii") as stream:
        stream.write("userId,movieId,rating,timestamp\n")
        for table in rating_tables(population, generator):
            append_numbers(table, stream)
    return int(population.counts.sum())


def film_lines(population: Population, generator: np.random.Generator) -> Iterator[str]:
    """Yield the lines of movies.csv: one to three genres, a year, and a comma in every third title."""
    names = np.array(GENRES.split("|"))
    years = generator.integers(1920, 2024, len(population.film_ids))
    for film, year in zip(population.film_ids.tolist(), years.tolist(), strict=True):
        genres = "|".join(sorted(generator.choice(names, 1 + film % 3, replace=False)))
        name = "".join(SYLLABLES[film // len(SYLLABLES) ** place % len(SYLLABLES)] for place in range(3)).capitalize()
        title = f'"{name}, The ({year})"' if film % 3 == 0 else f"{name} ({year})"
        yield f"{film},{title},{genres}\n"


def main() -> None:
    """Parse the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ratings", type=int, default=RATINGS)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(f"{write_data(options.folder, options.ratings, options.seed):,} ratings written to {options.folder}.")


if __name__ == "__main__":
    main()
