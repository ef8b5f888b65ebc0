"""Data that teaches nothing ends in a sentence about it: never in a bundle with NaN, a warning or a traceback."""

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import matinee.training.models.ease
from matinee.engine.bundle.bundle import load_bundle
from matinee.training.build import build_bundle
from matinee.training.cli.commands import preprocess, train
from matinee.training.cli.evaluate_commands import evaluate
from matinee.training.config.config import (
    AlsConfig,
    BuildConfig,
    EaseConfig,
    ItemItemConfig,
    MapConfig,
    NeumfConfig,
    RatingConfig,
    SvdConfig,
    SvdLikesConfig,
    TextConfig,
    TwoTowerConfig,
)
from matinee.training.data.movielens import Dataset
from matinee.training.errors import DataError
from matinee.training.models.film_map import draw_map
from matinee.training.preprocess.catalogue import build_catalogue
from matinee.training.publish import bundle_files
from matinee.training.text.item_vectors import encode_item_texts

USERS, FILMS = 30, 20
GENERATOR = np.random.default_rng(4)
STARS = GENERATOR.choice([0, 1, 2, 3, 4, 5], (USERS, FILMS))
"""Stars that users give films, 0 where they do not."""
DEGENERATE = {
    "all ratings equal": np.where(STARS > 0, 4, 0),
    "everything is five stars": np.full((USERS, FILMS), 5),
    "no likes": np.clip(STARS, 0, 3),
    "no dislikes": np.where(STARS > 0, np.clip(STARS, 4, 5), 0),
    "everybody rated everything": np.clip(STARS, 1, 5),
    "one user": STARS[:1],
    "one film": np.clip(STARS[:, :1], 1, 5),
    "one rating": np.array([[5]]),
    "two users": STARS[:2],
    "two films": np.clip(STARS[:, :2], 1, 5),
    "users alike": np.tile(STARS[:1], (USERS, 1)),
    "films alike": np.tile(np.clip(STARS[:, :1], 1, 5), (1, FILMS)),
    "nothing in common": np.eye(FILMS, dtype=int) * 5,
}
CONFIG = BuildConfig(
    SvdConfig(1, 1, 3),
    SvdLikesConfig(1, 1, 3),
    EaseConfig(1, 1),
    EaseConfig(1, 1, 100.0, 0.5),
    AlsConfig(1, 1, 3, iterations=2),
    ItemItemConfig(1, 1, 2, 0.0, 0.0),
    TwoTowerConfig(1, 1, 3, epochs=1),
    NeumfConfig(1, 1, 2, 2, 2, (4, 2), epochs=1),
    RatingConfig(1, 1, 2, hidden=4, epochs=1),
)
MODELS = ("svd_likes", "svd", "ease", "als", "item_item", "two_tower", "neumf", "rating", "blend")


def dataset(stars: np.ndarray, genres: tuple[str, ...] = ("Drama",), seconds: int = 1000) -> Dataset:
    """A data set of stars, (n_users, n_films), rated some seconds after each other."""
    users, films = np.nonzero(stars)
    times = 1_000_000_000 + seconds * np.arange(len(users))
    columns = {"user": users + 1, "movie": films + 1, "rating": stars[users, films].astype(float), "timestamp": times}
    movies = pd.DataFrame({"movie": range(1, stars.shape[1] + 1)}).assign(title="Film (1999)", imdb=0, tmdb=0)
    movies["genres"] = [list(genres)] * len(movies)
    return Dataset("made up", "0", pd.DataFrame(columns), movies)


def write(found: Dataset, folder: Path) -> Path:
    """Write a data set as files."""
    names = {"user": "userId", "movie": "movieId"}
    found.ratings.rename(columns=names).to_csv(folder / "ratings.csv", index=False)
    genres = found.movies["genres"].str.join("|")
    found.movies.assign(genres=genres).rename(columns=names)[["movieId", "title", "genres"]].to_csv(
        folder / "movies.csv", index=False
    )
    return folder


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", DEGENERATE)
def test_a_model_is_finite_or_there_is_a_sentence(name: str, model: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # commands log them, as is tested below
        try:
            bundle = build_bundle(dataset(DEGENERATE[name]), [model], CONFIG, facts=None)
        except DataError as error:
            assert str(error).endswith(".")
            assert "nan" not in str(error).lower()
            return
        contents = bundle_files(bundle)
    assert all(np.isfinite(list(entry.metrics.values())).all() for entry in bundle.models.values())
    assert contents["training.yaml"]


@pytest.mark.parametrize(
    ("name", "model", "sentence"),
    [
        ("no likes", "ease", "fewer than two films have a like"),
        ("no likes", "svd_likes", "fewer than two films have a like"),
        ("no likes", "als", "fewer than two films have a like"),
        ("no likes", "blend", "fewer than two films have a like"),
        ("no likes", "neumf", "neumf learns from users with two likes, and there are 0"),
        ("one film", "ease", "fewer than two films have a like"),
        ("one user", "neumf", "neumf learns from users with two likes, and there are 1"),
        ("one user", "svd", "are too few for 3 dimensions"),
        ("one rating", "svd", "No user has 3 ratings, which are needed to split by time"),
        ("one rating", "two_tower", "No user has 3 ratings"),
        ("one rating", "rating", "needs 10 ratings that differ, and there are 1"),
        ("all ratings equal", "rating", "with 1 different values"),
        ("all ratings equal", "svd", "Every user gives all films the same stars"),
        ("all ratings equal", "two_tower", "two_tower needs ratings that differ"),
        ("all ratings equal", "item_item", "item_item finds no two films"),
        ("users alike", "svd_likes", "Every user likes the same films"),
        ("everything is five stars", "blend", "Every user likes the same films"),
    ],
)
def test_the_sentence_is_about_the_data(name: str, model: str, sentence: str) -> None:
    with warnings.catch_warnings(), pytest.raises(DataError, match=sentence):
        warnings.simplefilter("ignore")
        build_bundle(dataset(DEGENERATE[name]), [model], CONFIG, facts=None)


@pytest.mark.parametrize("genres", [(), ("Drama",)])
@pytest.mark.parametrize("seconds", [0, 1000])
@pytest.mark.parametrize("model", MODELS)
def test_one_genre_or_none_and_one_time_are_enough(model: str, genres: tuple[str, ...], seconds: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        bundle = build_bundle(dataset(STARS, genres, seconds), [model], CONFIG, facts=None)
    assert model in bundle.models


@pytest.mark.parametrize("model", ["svd", "svd_likes", "als"])
def test_vectors_may_have_a_single_dimension(model: str, tmp_path: Path) -> None:
    arguments = ["--data", str(write(dataset(STARS), tmp_path)), "--out", str(tmp_path / "out"), "--dimensions", "1"]
    arguments += ["--min-user-ratings", "1", "--min-movie-ratings", "1", "--no-facts", "--model", model]
    done = CliRunner().invoke(train, arguments, standalone_mode=False)
    assert done.exception is None
    assert done.stderr == ""
    assert load_bundle(tmp_path / "out").default_model == model


def test_too_little_memory_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhaust(*_: object) -> np.ndarray:
        return np.empty((1 << 30, 1 << 25))

    monkeypatch.setattr(matinee.training.models.ease, "invert", exhaust)
    with pytest.raises(DataError, match=r"too little memory to train ease; take fewer ratings \(--max-ratings\)"):
        build_bundle(dataset(STARS), ["ease"], CONFIG, facts=None)


@pytest.mark.parametrize("genres", [(), ("Drama",)])
@pytest.mark.parametrize("vectors", [np.ones((FILMS, 3)), np.ones((FILMS, 1)), np.ones((FILMS, 3)) * 1e-30])
def test_a_map_of_films_at_one_point_is_not_drawn(genres: tuple[str, ...], vectors: np.ndarray) -> None:
    catalogue = build_catalogue(dataset(STARS, genres))
    with pytest.raises(DataError, match="All films lie at the same point"):
        draw_map(catalogue, vectors, MapConfig())


def test_a_map_of_a_single_dimension_is_drawn() -> None:
    catalogue = build_catalogue(dataset(STARS, ()))
    drawn = draw_map(catalogue, GENERATOR.choice([-1.0, 1.0], (FILMS, 1)), MapConfig())
    assert np.isfinite(drawn.positions).all()
    assert np.isfinite(list(drawn.metrics.values())).all()


def test_texts_that_do_not_count_are_named() -> None:
    catalogue = build_catalogue(dataset(STARS))
    with pytest.raises(DataError, match="No film has a text vector"):
        encode_item_texts(catalogue, None, None, TextConfig(0, 0, 0, 0), lambda texts: np.ones((len(texts), 384)))
    same = encode_item_texts(catalogue, None, None, TextConfig(), lambda texts: np.ones((len(texts), 384)))
    assert np.isfinite(same.vectors).all()


PROTOCOLS = {
    "replay": (evaluate, ["replay", "--folds", "2", "--model", "item_item"]),
    "leave-one-out": (evaluate, ["leave-one-out", "--model", "ease"]),
    "temporal": (evaluate, ["temporal", "--model", "ease"]),
    "rating": (evaluate, ["rating", "--model", "rating", "--seeds", "1"]),
    "preprocess": (preprocess, []),
    "train": (train, ["--model", "blend", "--no-facts"]),
}


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("name", ["one rating", "no likes", "two users", "users alike"])
def test_a_command_prints_a_sentence_or_numbers(name: str, protocol: str, tmp_path: Path) -> None:
    command, (*arguments,) = PROTOCOLS[protocol]
    place = 1 if command is evaluate else 0
    arguments[place:place] = ["--data", str(write(dataset(DEGENERATE[name]), tmp_path)), "--json"]
    arguments += ["--min-user-ratings", "1", "--min-movie-ratings", "1"]
    arguments += [] if command is evaluate else ["--out", str(tmp_path / "out")]
    done = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert done.exception is None or isinstance(done.exception, DataError)
    assert done.stderr == ""
    assert "NaN" not in done.stdout
    assert done.exception is None or not (tmp_path / "out").exists()


def test_without_a_user_to_replay_there_is_a_sentence(tmp_path: Path) -> None:
    arguments = ["replay", "--data", str(write(dataset(np.clip(STARS, 0, 3)), tmp_path)), "--folds", "2"]
    arguments += [
        "--model",
        "popularity",
        "--min-user-ratings",
        "1",
        "--min-movie-ratings",
        "1",
        "--model",
        "item_item",
    ]
    (tmp_path / "config.yaml").write_text("item_item: {min_support: 2, min_mean_rating: 0}\n")
    arguments += ["--config", str(tmp_path / "config.yaml")]
    done = CliRunner().invoke(evaluate, arguments, standalone_mode=False)
    assert isinstance(done.exception, DataError)
    assert "There is no user to replay" in str(done.exception)
