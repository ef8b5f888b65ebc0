"""Rating prediction: how many stars will people give? Root mean squared and mean absolute error on held-out ratings."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from matinee.engine.models.neural import Network
from matinee.training.build import build_bundle
from matinee.training.config.config import BuildConfig
from matinee.training.data.movielens import Dataset, usable_ratings
from matinee.training.data.ratings import RatingFile, read_ratings
from matinee.training.errors import DataError
from matinee.training.evaluate.metrics import Estimate, bootstrap_mean
from matinee.training.models.residuals import Observed

PREDICTORS = ("rating", "hybrid")
"""Models that predict stars; `levels`, `popularity` and `random` are always measured beside them."""
TEST_SHARE = 0.2
RESAMPLES = 200
"""Fewer than where users are drawn: there are a hundred thousand errors."""


@dataclass(frozen=True, eq=False)
class Parts:
    """Ratings to learn from and ratings to predict."""

    train: pd.DataFrame
    test: pd.DataFrame


def random_parts(dataset: Dataset, seeds: Sequence[int]) -> Iterator[Parts]:
    """A random 80/20 split for each seed."""
    ratings = dataset.ratings
    for seed in seeds:
        order = np.random.default_rng(seed).permutation(len(ratings))
        test, train = np.split(order, [round(len(order) * TEST_SHARE)])
        yield Parts(ratings.iloc[train], ratings.iloc[test])


def given_parts(folder: Path, name: str) -> Parts:
    """The split that ml-100k brings along, as in u1.base and u1.test. Raises DataError."""
    base, test = folder / f"{name}.base", folder / f"{name}.test"
    for path in (base, test):
        if not path.exists():
            raise DataError(f"{folder} has no {path.name}; leave --split out to split at random.")
    train, asked = (usable_ratings(read_ratings(RatingFile(path, "\t")))[0] for path in (base, test))
    return Parts(train, asked)


def measure(
    dataset: Dataset,
    parts: Iterator[Parts],
    models: Sequence[str],
    config: BuildConfig,
    on_step: Callable[[str], None] = lambda _step: None,
) -> dict[str, np.ndarray]:
    """Model → errors, predicted less given stars, over the test ratings of all parts."""
    errors: dict[str, list[np.ndarray]] = {}
    for number, part in enumerate(parts):
        on_step(f"split {number + 1}")
        given = part.test["rating"].to_numpy()
        for name, predicted in baselines(part, seed=number).items():
            errors.setdefault(name, []).append(predicted - given)
        bundle = build_bundle(replace(dataset, ratings=part.train.reset_index(drop=True)), models, config)
        lowest, highest = float(part.train["rating"].min()), float(part.train["rating"].max())
        for name in models:
            network = bundle.trained[name]
            assert isinstance(network, Network)
            train, test = (one["movie"].map(bundle.catalogue.rows).to_numpy() for one in (part.train, part.test))
            predicted = predict(network, part, train, test)
            errors.setdefault(name, []).append(np.clip(predicted, lowest, highest) - given)
    return {name: np.concatenate(found) for name, found in errors.items()}


def predict(network: Network, part: Parts, train_rows: np.ndarray, test_rows: np.ndarray) -> np.ndarray:
    """Stars for every test rating, each user told to the network by their training ratings alone, if they have any.

    A film the network does not know is expected to get the mean of all ratings.
    """
    place = np.full(max(train_rows.max(), test_rows.max(), network.rows.max()) + 1, -1)
    place[network.rows] = np.arange(len(network.rows))
    mean = float(part.train["rating"].mean())
    train = part.train.assign(place=place[train_rows])
    told, nothing = dict(iter(train.groupby("user"))), train.iloc[:0]
    predicted = np.empty(len(part.test))
    asked = part.test.assign(place=place[test_rows], order=np.arange(len(part.test)))
    for user, group in asked.groupby("user"):
        history = told.get(user, nothing)
        known = history[history["place"] >= 0]
        places, stars = known["place"].to_numpy(), known["rating"].to_numpy()
        scores = network.score(network.user(places, stars))
        where = group["place"].to_numpy()
        level = network.level(places, stars)
        predicted[group["order"].to_numpy()] = np.where(where >= 0, scores[where], mean) + level
    return predicted


def baselines(part: Parts, seed: int) -> dict[str, np.ndarray]:
    """What needs no model: levels of film and user, the film's level alone, and stars drawn as people give them."""
    users, films = (pd.Index(np.unique(part.train[name].to_numpy())) for name in ("user", "movie"))
    observed = Observed(
        users.get_indexer(part.train["user"]),
        films.get_indexer(part.train["movie"]),
        part.train["rating"].to_numpy(),
        len(users),
        len(films),
    )
    film = np.append(observed.film_levels, 0.0)[films.get_indexer(part.test["movie"])]
    user = np.append(observed.user_levels, 0.0)[users.get_indexer(part.test["user"])]
    drawn = np.random.default_rng(seed).choice(observed.stars, len(part.test))
    return {"levels": observed.mean + film + user, "popularity": observed.mean + film, "random": drawn}


def report(errors: dict[str, np.ndarray], split: str, seed: int) -> dict[str, Any]:
    """The JSON document: RMSE and MAE with intervals from resampling the test ratings, and RMSE over ``levels``."""
    models: dict[str, Any] = {}
    for name, error in errors.items():
        squared = bootstrap_mean(error**2, seed, RESAMPLES)
        rmse = Estimate(*(float(np.sqrt(bound)) for bound in (squared.value, squared.low, squared.high)))
        mae = bootstrap_mean(np.abs(error), seed, RESAMPLES)
        models[name] = {"rmse": rmse.as_json(), "mae": mae.as_json()}
    count = max((len(error) for error in errors.values()), default=0)
    return {"protocol": "rating", "split": split, "seed": seed, "ratings": count, "models": models}
