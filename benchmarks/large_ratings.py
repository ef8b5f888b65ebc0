"""Made-up ratings in the shape of MovieLens 32M: as many users and films, with long tails, in its own CSV files.

Nobody gave these ratings, so nothing about taste can be learned from them; how long learning takes can. What agrees
with the real set: the number of ratings, users and films; at least 20 ratings a user, 72 for the median one and 20,521
for the busiest; ids with gaps; the shares of ½ to 5 stars; times that run on from each user's first day; rows in the
order of users and films; nobody rates a film twice. The best known film has 66,904 ratings, the median one 21. Fewer
ratings have fewer users in proportion, and fewer films by the square root.

    python -m benchmarks.large_ratings FOLDER [--ratings 32000204] [--seed 0]
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from matinee.training.preprocess.staged import append_numbers

RATINGS, USERS, FILMS = 32_000_204, 200_948, 87_585
LARGEST_ID = 292_757
FEWEST, MOST = 20, 0.25
"""Ratings of a user: at least so many, at most this share of the films."""
SPREAD_OF_USERS = 1.4
"""Of the logarithm of a user's ratings beyond the fewest."""
FILM_SHIFT, FILM_EXPONENT = 180.0, 1.65
"""A film's share of the ratings is as (rank + shift) ** −exponent."""
STAR_SHARES = (0.016, 0.030, 0.017, 0.065, 0.053, 0.187, 0.133, 0.264, 0.092, 0.143)
"""Of ½, 1, … 5 stars."""
TASTES = 6
"""Dimensions in which users and films differ."""
FIRST_DAY, LAST_DAY = 820_000_000, 1_690_000_000
SECONDS_BETWEEN = 30.0
GENRES = "Action|Adventure|Animation|Children|Comedy|Crime|Drama|Fantasy|Horror|Mystery|Romance|Sci-Fi|Thriller|War"
USERS_AT_ONCE = 5_000


@dataclass(frozen=True, eq=False)
class World:
    """Who there is and what they like; users and films are counted from 0 here.

    Attributes:
        counts: (n_users,) ratings of each user.
        film_ids: (n_films,) increasing, with gaps.
        reach: (n_films,) share of the ratings that go to films up to this one.
        user_tastes, film_tastes: (n, TASTES).
        film_quality: (n_films,) how much everybody likes a film.
    """

    counts: np.ndarray
    film_ids: np.ndarray
    reach: np.ndarray
    user_tastes: np.ndarray
    film_tastes: np.ndarray
    film_quality: np.ndarray


def make_world(ratings: int, generator: np.random.Generator) -> World:
    """Users and films for about so many ratings."""
    scale = ratings / RATINGS
    users, films = max(round(USERS * scale), 1), max(round(FILMS * scale**0.5), 4 * FEWEST)
    popularity = (generator.permutation(films) + FILM_SHIFT * scale**0.5) ** -FILM_EXPONENT
    return World(
        counts=user_counts(ratings, users, int(MOST * films), generator),
        film_ids=np.sort(generator.choice(max(LARGEST_ID, films), films, replace=False)) + 1,
        reach=np.cumsum(popularity) / popularity.sum(),
        user_tastes=generator.normal(0, TASTES**-0.25, (users, TASTES)),
        film_tastes=generator.normal(0, TASTES**-0.25, (films, TASTES)),
        film_quality=generator.normal(0, 0.7, films),
    )


def user_counts(ratings: int, users: int, most: int, generator: np.random.Generator) -> np.ndarray:
    """(users,) ratings of each user, a long tail cut off at the most; what is cut off goes to the others."""
    beyond = generator.lognormal(0, SPREAD_OF_USERS, users)
    counts = np.full(users, FEWEST, dtype=np.int64)
    while (left := ratings - counts.sum()) > users and (open_to_more := counts < most).any():
        shares = beyond * open_to_more
        counts = np.minimum(counts + np.round(shares / shares.sum() * left).astype(np.int64), most)
    return counts


def rating_tables(world: World, generator: np.random.Generator) -> Iterator[pd.DataFrame]:
    """The rows of ratings.csv, some thousands of users at a time."""
    levels = np.quantile(scores_of_many(world, generator), np.cumsum(STAR_SHARES)[:-1])
    for first in range(0, len(world.counts), USERS_AT_ONCE):
        counts = world.counts[first : first + USERS_AT_ONCE]
        users = first + np.repeat(np.arange(len(counts)), counts)
        films = distinct_films(world, counts, generator)
        yield pd.DataFrame(
            {
                "userId": users + 1,
                "movieId": world.film_ids[films],
                "rating": (1 + np.searchsorted(levels, scores(world, users, films, generator))) / 2,
                "timestamp": times(counts, generator),
            }
        )


def distinct_films(world: World, counts: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """(counts.sum(),) the films of each user in increasing order, none twice, popular ones more often.

    Drawn with repetition, each time twice as many for each film that is lacking, until everybody has enough; what a
    user has too many of is dropped at random.
    """
    size = len(world.reach)
    pairs = np.zeros(0, dtype=np.int64)
    lacking, draws = counts, 1
    while lacking.any():
        users = np.repeat(np.arange(len(counts)), draws * lacking)
        draws *= 2
        films = np.searchsorted(world.reach, generator.random(len(users)))
        pairs = np.unique(np.concatenate([pairs, users * size + np.minimum(films, size - 1)]))
        lacking = np.maximum(counts - np.bincount(pairs // size, minlength=len(counts)), 0)
    shuffled = generator.permutation(pairs)
    shuffled = shuffled[np.argsort(shuffled // size, kind="stable")]
    had = np.bincount(pairs // size, minlength=len(counts))
    place = np.arange(len(shuffled)) - np.repeat(np.cumsum(had) - had, had)
    return np.sort(shuffled[place < np.repeat(counts, had)]) % size


def scores(world: World, users: np.ndarray, films: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """(n,) how much each user likes a film: its quality, their tastes, and chance."""
    agreement = np.einsum("ij,ij->i", world.user_tastes[users], world.film_tastes[films])
    return world.film_quality[films] + agreement + generator.normal(0, 0.8, len(users))


def scores_of_many(world: World, generator: np.random.Generator, count: int = 200_000) -> np.ndarray:
    """(count,) scores of typical pairs, from which the levels of the stars are read."""
    users = generator.integers(len(world.counts), size=count)
    films = np.minimum(np.searchsorted(world.reach, generator.random(count)), len(world.reach) - 1)
    return scores(world, users, films, generator)


def times(counts: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """(counts.sum(),) seconds since 1970: half a minute apart from each user's first day on, in no order of films.

    A tenth comes back later.
    """
    start = np.repeat(generator.integers(FIRST_DAY, LAST_DAY, len(counts)), counts)
    within = generator.random(len(start)) * np.repeat(counts, counts) * SECONDS_BETWEEN
    later = (generator.random(len(start)) < 0.1) * generator.random(len(start)) * (LAST_DAY - start)
    return (start + within + later).astype(np.int64)


def write_data(folder: Path, ratings: int = RATINGS, seed: int = 0) -> int:
    """Write ratings.csv and movies.csv into a folder; returns how many ratings there are."""
    generator = np.random.default_rng(seed)
    world = make_world(ratings, generator)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "movies.csv").open("w", encoding="utf-8") as stream:
        stream.write("movieId,title,genres\n")
        stream.writelines(film_lines(world, generator))
    with (folder / "ratings.csv").open("w", encoding="ascii") as stream:
        stream.write("userId,movieId,rating,timestamp\n")
        for table in rating_tables(world, generator):
            append_numbers(table, stream)
    return int(world.counts.sum())


def film_lines(world: World, generator: np.random.Generator) -> Iterator[str]:
    """The lines of movies.csv: one to three genres, a year, and a comma in every third title."""
    names = np.array(GENRES.split("|"))
    years = generator.integers(1920, 2024, len(world.film_ids))
    for film, year in zip(world.film_ids.tolist(), years.tolist(), strict=True):
        genres = "|".join(sorted(generator.choice(names, 1 + film % 3, replace=False)))
        title = f'"Film {film}, The ({year})"' if film % 3 == 0 else f"Film {film} ({year})"
        yield f"{film},{title},{genres}\n"


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ratings", type=int, default=RATINGS)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(f"{write_data(options.folder, options.ratings, options.seed):,} ratings written to {options.folder}.")


if __name__ == "__main__":
    main()
