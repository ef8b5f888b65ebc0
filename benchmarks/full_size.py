"""A bundle of the size that MovieLens 32M gives: 87,585 films, 200,948 users, 32.0 million ratings, every part.

The arrays have the shapes and types that `matinee train --all` writes with its default settings and random values, so
that the app, the commands and the API can be measured without hours of training. The first films are the real ones of
MovieLens 25M, with their facts, where that catalogue lies beside the checkout; the others have made-up titles.

    python -m benchmarks.full_size FOLDER [--ratings 32000204] [--seed 0]
"""

import argparse
import csv
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.large_catalogue import MOVIES
from benchmarks.large_ratings import (
    RATINGS,
    STAR_SHARES,
    USERS_PER_TABLE,
    Population,
    draw_films,
    film_lines,
    make_population,
)
from matinee.engine.bundle.bundle import Bundle
from matinee.engine.bundle.manifest import BlendEntry, DatasetEntry
from matinee.engine.bundle.model_files import TrainedModel, describe
from matinee.engine.bundle.training_users import TrainingUsers
from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.title_normalization import parse_title
from matinee.engine.models.factor_models import ItemFactors, RuleName, TastePrior
from matinee.engine.models.film_map import TasteMap
from matinee.engine.models.item_item import ItemWeights
from matinee.engine.models.item_texts import ItemTexts
from matinee.engine.models.neural import Attention, FeedbackScale, Network
from matinee.training.config.config import CORE_FILMS, BuildConfig
from matinee.training.facts.catalogue_facts import join_facts
from matinee.training.facts.catalogue_titles import complete_titles
from matinee.training.facts.table import SHIPPED_TABLE, read_table
from matinee.training.publish import publish

LIKED_SHARE, MIN_RATINGS, TEXTS = 0.5, 5, 384


def full_size_bundle(ratings: int = RATINGS, seed: int = 0) -> Bundle:
    """Make a bundle with random values; fewer ratings make it smaller, as in ``benchmarks.large_ratings``."""
    generator = np.random.default_rng(seed)
    population = make_population(ratings, generator)
    catalogue, users = draw_users(read_films(population, generator), population, generator)
    records = read_table(SHIPPED_TABLE)
    catalogue = complete_titles(catalogue, records)
    facts = join_facts(catalogue, records)
    trained = draw_models(catalogue.rating_counts, len(users.ids), generator)
    films = len(catalogue)
    return Bundle(
        catalogue=catalogue,
        trained=trained,
        default_model="blend",
        dataset=DatasetEntry("made-up-32m", "0" * 64, len(users.seen), len(users.ids), films, 0),
        models={
            "blend": BlendEntry({"svd_likes": 1.0, "edlae": 0.5}, config={}, metrics={}),
            **{name: describe(model, {}, {}) for name, model in trained.items()},
        },
        read_users=lambda: users,
        read_texts=partial(draw_texts, films, seed),
        read_map=partial(draw_map, films, seed),
        read_facts=lambda: facts,
    )


def read_films(population: Population, generator: np.random.Generator) -> Catalogue:
    """The films without ratings: real ones first, then made-up ones, with ids in ascending order."""
    rows = [next(csv.reader([line.rstrip("\n")])) for line in film_lines(population, generator)]
    imdb = np.zeros(len(rows), dtype=np.int64)
    n_real = 0
    if MOVIES.exists():
        with MOVIES.open(encoding="utf-8", newline="") as films, (MOVIES.parent / "links.csv").open() as links:
            real = sorted(csv.reader(films), key=lambda row: row[0].isdigit() and int(row[0]))[1 : len(rows) + 1]
            numbers = {row["movieId"]: int(row["imdbId"]) for row in csv.DictReader(links)}
        n_real = len(real)
        imdb[:n_real] = [numbers[film] for film, _, _ in real]
        rows[:n_real] = real
    parsed = [parse_title(title) for _, title, _ in rows]
    genres = [set(names.split("|")) for _, _, names in rows]
    names = tuple(sorted(set().union(*genres) - {"(no genres listed)"}))
    ids = np.array([int(film) for film, _, _ in rows])
    ids[n_real:] += ids[:n_real].max(initial=0)
    return Catalogue(
        ids=ids,
        titles=[title.title for title in parsed],
        alternatives=[title.alternatives for title in parsed],
        years=np.array([title.year or 0 for title in parsed], dtype=np.int16),
        genres=np.array([[name in of_film for name in names] for of_film in genres], dtype=np.bool_),
        genre_names=names,
        histogram=np.zeros((len(rows), 10), dtype=np.int32),
        n_users=len(population.counts),
        imdb=imdb,
        tmdb=np.zeros(len(rows), dtype=np.int64),
    )


def draw_users(
    catalogue: Catalogue, population: Population, generator: np.random.Generator
) -> tuple[Catalogue, TrainingUsers]:
    """Draw the ratings: the catalogue with its histogram, and the users with the films that they rated."""
    starts = range(0, len(population.counts), USERS_PER_TABLE)
    parts = [population.counts[start : start + USERS_PER_TABLE] for start in starts]
    seen = np.concatenate([draw_films(population, counts, generator).astype(np.int32) for counts in parts])
    counts = np.bincount(seen, minlength=len(catalogue))
    return replace(
        catalogue, histogram=np.round(counts[:, None] * np.array(STAR_SHARES)).astype(np.int32)
    ), TrainingUsers(
        ids=np.arange(1, len(population.counts) + 1),
        offsets=np.concatenate([[0], np.cumsum(population.counts)]).astype(np.int32),
        seen=seen,
        liked=generator.random(len(seen)) < LIKED_SHARE,
        genre_weights=generator.random((len(population.counts), len(catalogue.genre_names))),
    )


def draw_models(counts: np.ndarray, users: int, generator: np.random.Generator) -> dict[str, TrainedModel]:
    """Draw the arrays of every model, over the films with enough ratings for it."""
    config = BuildConfig()
    some, many = counts >= MIN_RATINGS, counts >= config.svd.min_movie_ratings
    factors = partial(draw_factors, users=users, generator=generator)
    weights = partial(draw_weights, counts=counts, generator=generator)
    return {
        "svd_likes": factors(some, config.svd_likes.dimensions, "posterior"),
        "svd": factors(many, config.svd.dimensions, "ema"),
        "ease": weights(count=config.ease.neighbours),
        "edlae": weights(count=config.edlae.neighbours),
        "als": factors(some, config.als.factors, "least_squares", confidence=config.als.alpha),
        "item_item": weights(count=config.item_item.neighbours),
        "two_tower": factors(many, config.two_tower.dimensions, "ema"),
        "neumf": draw_network(some, 96, 32, (64, 128, 64), attention=0, generator=generator),
        "rating": draw_network(some, 32, 32, (32, 64, 32), attention=0, generator=generator),
        "hybrid": draw_network(some, 32, 32, (32, 64, 32), attention=16, generator=generator),
    }


def draw_factors(
    known: np.ndarray, size: int, rule: RuleName, *, users: int, generator: np.random.Generator, confidence: float = 0.0
) -> ItemFactors:
    """Draw vectors of films and users."""
    vectors = generator.standard_normal((len(known), size), dtype=np.float32) * known[:, None]
    prior = None if rule == "ema" else TastePrior(np.zeros(size), np.eye(size))
    return ItemFactors(vectors, generator.standard_normal((users, size), dtype=np.float32), rule, prior, confidence)


def draw_weights(counts: np.ndarray, count: int, generator: np.random.Generator) -> ItemWeights:
    """Draw weights for films of the core."""
    known = counts >= MIN_RATINGS
    core = np.argsort(-counts, kind="stable")[:CORE_FILMS]
    first = generator.integers(0, len(core) - count, (len(counts), 1))  # a run of films of the core: all different
    columns = np.sort(core[first + np.arange(count)], axis=1).astype(np.int32)
    weights = generator.standard_normal(columns.shape, dtype=np.float32) / 10
    return ItemWeights(columns * known[:, None], weights * known[:, None], known)


def draw_network(
    known: np.ndarray,
    history: int,
    linear: int,
    sizes: tuple[int, int, int],
    *,
    attention: int,
    generator: np.random.Generator,
) -> Network:
    """Draw the arrays of a network.

    Args:
        known: (n_movies,) the films it knows.
        history, linear: numbers per film of the answers and of the linear part.
        sizes: numbers of its layers.
        attention: numbers of a query; 0 for none.
        generator: draws the numbers.
    """
    rows = np.flatnonzero(known)
    deep, hidden, last = sizes

    def numbers(*shape: int) -> np.ndarray:
        return generator.standard_normal(shape, dtype=np.float32) / 10

    return Network(
        rows=rows,
        history=numbers(len(rows), history),
        expected=numbers(len(rows)),
        factors=numbers(len(rows), linear),
        hidden=numbers(len(rows), hidden),
        from_user=numbers(deep, hidden),
        second=numbers(hidden, last),
        second_bias=numbers(last),
        output=numbers(last),
        bias=numbers(len(rows)),
        scale=FeedbackScale(1.0, -0.3, None, odds=True),
        attention=Attention(numbers(len(rows), 2, 16), numbers(len(rows), 2, hidden), numbers(deep, 16))
        if attention
        else None,
    )


def draw_texts(films: int, seed: int) -> ItemTexts:
    """Draw unit vectors."""
    vectors = np.random.default_rng(seed).standard_normal((films, TEXTS), dtype=np.float32)
    return ItemTexts(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), {"title": films}, {"title": 1.0})


def draw_map(films: int, seed: int) -> TasteMap:
    """Draw positions."""
    return TasteMap(np.random.default_rng(seed).uniform(-1, 1, (films, 2)).astype(np.float32))


def main() -> None:
    """Parse the command line and write the bundle."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ratings", type=int, default=RATINGS)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(f"Version {publish(full_size_bundle(options.ratings, options.seed), options.folder)}.")


if __name__ == "__main__":
    main()
