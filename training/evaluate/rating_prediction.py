"""Rating prediction protocol: root mean squared and mean absolute error in stars on held-out ratings."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from matinee.engine.models.neural import Network
from matinee.training.build import build_bundle
from matinee.training.config.config import BuildConfig
from matinee.training.data.movielens import Dataset, drop_unreadable_times
from matinee.training.data.ratings import RatingFile, read_ratings
from matinee.training.errors import DataError
from matinee.training.evaluate.metrics import Estimate, bootstrap_mean
from matinee.training.models.residuals import RatingResiduals

PREDICTORS = ("rating", "hybrid")
"""Models that predict stars; `levels`, `popularity` and `random` are always measured too."""
TEST_SHARE = 0.2
MAX_NAME = 100
"""Characters of the name of a split; no file system takes very long ones."""
RESAMPLES = 200
"""Fewer than for users: there are a hundred thousand errors."""


@dataclass(frozen=True, eq=False)
class RatingSplit:
    """Ratings to train on and ratings to predict."""

    train: pd.DataFrame
    test: pd.DataFrame


def random_splits(dataset: Dataset, seeds: Sequence[int]) -> Iterator[RatingSplit]:
    """Yield a random 80/20 split for each seed."""
    ratings = dataset.ratings
    for seed in seeds:
        order = np.random.default_rng(seed).permutation(len(ratings))
        test, train = np.split(order, [round(len(order) * TEST_SHARE)])
        yield RatingSplit(ratings.iloc[train], ratings.iloc[test])


def read_split(folder: Path, name: str) -> RatingSplit:
    """Read a split that comes with the data, as u1.base and u1.test of ml-100k.

    Args:
        folder: holds both files.
        name: name of the split, such as u1.

    Raises:
        DataError: a file is missing or malformed.
    """
    base, test = folder / f"{name}.base", folder / f"{name}.test"
    for path in (base, test):
        if len(name) > MAX_NAME or not path.exists():
            raise DataError(f"{folder} has no {path.name[:MAX_NAME]}; leave --split out to split at random.")
    train_ratings, test_ratings = (
        drop_unreadable_times(read_ratings(RatingFile(path, "\t")))[0] for path in (base, test)
    )
    return RatingSplit(train_ratings, test_ratings)


def measure(
    dataset: Dataset,
    splits: Iterable[RatingSplit],
    models: Sequence[str],
    config: BuildConfig,
    on_step: Callable[[str], None] = lambda _step: None,
) -> dict[str, np.ndarray]:
    """Train and predict on every split.

    Args:
        dataset: the films; its ratings are replaced by those of each split.
        splits: ratings to train on and to predict.
        models: some of ``PREDICTORS``.
        config: settings of the models.
        on_step: called with the name of each split.

    Returns:
        model → (n_ratings,) predicted minus given stars, over the test ratings of all splits.
    """
    errors: dict[str, list[np.ndarray]] = {}
    for number, split in enumerate(splits):
        on_step(f"split {number + 1}")
        given = split.test["rating"].to_numpy()
        for name, predicted in predict_baselines(split, seed=number).items():
            errors.setdefault(name, []).append(predicted - given)
        bundle = build_bundle(replace(dataset, ratings=split.train.reset_index(drop=True)), models, config)
        lowest, highest = float(split.train["rating"].min()), float(split.train["rating"].max())
        for name in models:
            network = bundle.trained[name]
            assert isinstance(network, Network)
            train, test = (one["movie"].map(bundle.catalogue.rows).to_numpy() for one in (split.train, split.test))
            predicted = predict(network, split, train, test)
            errors.setdefault(name, []).append(np.clip(predicted, lowest, highest) - given)
    return {name: np.concatenate(found) for name, found in errors.items()}


def predict(network: Network, split: RatingSplit, train_rows: np.ndarray, test_rows: np.ndarray) -> np.ndarray:
    """Predict the stars of every test rating.

    Each user's profile is their training ratings alone, possibly none. A film the network does not know is predicted
    at the mean of all training ratings, plus the user's bias.

    Args:
        network: a trained network that predicts stars.
        split: training and test ratings.
        train_rows: (n_train,) catalogue rows of the training ratings.
        test_rows: (n_test,) catalogue rows of the test ratings.

    Returns:
        (n_test,) stars, not clipped.
    """
    place = np.full(max(train_rows.max(), test_rows.max(), network.rows.max()) + 1, -1)
    place[network.rows] = np.arange(len(network.rows))
    mean = float(split.train["rating"].mean())
    train = split.train.assign(place=place[train_rows])
    histories, no_ratings = dict(iter(train.groupby("user"))), train.iloc[:0]
    predicted = np.empty(len(split.test))
    test = split.test.assign(place=place[test_rows], order=np.arange(len(split.test)))
    for user, group in test.groupby("user"):
        history = histories.get(user, no_ratings)
        known = history[history["place"] >= 0]
        places, stars = known["place"].to_numpy(), known["rating"].to_numpy()
        scores = network.score(network.user(places, stars))
        where = group["place"].to_numpy()
        bias = network.user_bias(places, stars)
        predicted[group["order"].to_numpy()] = np.where(where >= 0, scores[where], mean) + bias
    return predicted


def predict_baselines(split: RatingSplit, seed: int) -> dict[str, np.ndarray]:
    """Predict without a model: by the biases of film and user, by the film's bias alone, and by stars drawn at random.

    Returns:
        ``levels``, ``popularity`` and ``random`` → (n_test,) stars.
    """
    users, films = (pd.Index(np.unique(split.train[name].to_numpy())) for name in ("user", "movie"))
    observed = RatingResiduals(
        users.get_indexer(split.train["user"]),
        films.get_indexer(split.train["movie"]),
        split.train["rating"].to_numpy(),
        len(users),
        len(films),
    )
    film = np.append(observed.film_biases, 0.0)[films.get_indexer(split.test["movie"])]
    user = np.append(observed.user_biases, 0.0)[users.get_indexer(split.test["user"])]
    drawn = np.random.default_rng(seed).choice(observed.stars, len(split.test))
    return {"levels": observed.mean + film + user, "popularity": observed.mean + film, "random": drawn}


def build_report(errors: dict[str, np.ndarray], split: str, seed: int) -> dict[str, Any]:
    """Build the JSON document: RMSE and MAE of every model, with intervals from resampling the test ratings."""
    models: dict[str, Any] = {}
    for name, error in errors.items():
        squared = bootstrap_mean(error**2, seed, RESAMPLES)
        rmse = Estimate(*(float(np.sqrt(bound)) for bound in (squared.value, squared.low, squared.high)))
        mae = bootstrap_mean(np.abs(error), seed, RESAMPLES)
        models[name] = {"rmse": rmse.to_json(), "mae": mae.to_json()}
    count = max((len(error) for error in errors.values()), default=0)
    return {"protocol": "rating", "split": split, "seed": seed, "ratings": count, "models": models}
