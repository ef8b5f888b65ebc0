"""Every MovieLens layout is recognised by its files and read into the same numbers."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from matinee.training.data.movielens import read_dataset
from matinee.training.data.text_files import read_blocks

Writer = Callable[[Path, Path], None]
GENRES = ["Comedy", "Drama", "Romance"]


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))[1:]


def write_double_colon(source: Path, folder: Path) -> None:
    """The layout of ml-1m and ml-10m, in Latin-1 as ml-1m is."""
    for name in ("ratings", "movies"):
        lines = ["::".join(row) for row in rows_of(source / f"{name}.csv")]
        (folder / f"{name}.dat").write_bytes(("\n".join(lines) + "\n").replace("Film 7", "Café 7").encode("latin-1"))


def write_100k(source: Path, folder: Path) -> None:
    """The layout of ml-100k."""
    ratings = ["\t".join(row) for row in rows_of(source / "ratings.csv")]
    (folder / "u.data").write_text("\n".join(ratings) + "\n")
    items = [
        "|".join([movie, title, "01-Jan-1995", "", "", *(str(int(name in genres.split("|"))) for name in GENRES)])
        for movie, title, genres in rows_of(source / "movies.csv")
    ]
    (folder / "u.item").write_text("\n".join(items) + "\n")
    (folder / "u.genre").write_text("".join(f"{name}|{number}\n" for number, name in enumerate(GENRES)) + "\n")


@pytest.mark.parametrize("write", [write_double_colon, write_100k])
@pytest.mark.parametrize("nested", [False, True])
def test_every_layout_gives_the_same_numbers(small_data: Path, tmp_path: Path, write: Writer, nested: bool) -> None:
    folder = tmp_path / "inner" if nested else tmp_path
    folder.mkdir(exist_ok=True)
    write(small_data, folder)
    expected, found = read_dataset(small_data), read_dataset(tmp_path)
    pd.testing.assert_frame_equal(found.ratings, expected.ratings)
    assert found.movies["genres"].tolist() == expected.movies["genres"].tolist()
    assert found.movies["movie"].tolist() == expected.movies["movie"].tolist()
    if write is write_double_colon:
        assert "Café 7, The (1957)" in found.movies["title"].tolist()


def test_genres_keep_the_names_of_the_data(movielens: Path) -> None:
    names = {}
    for folder in ("ml-latest-small", "ml-100k"):
        names[folder] = set().union(*read_dataset(movielens.parent / folder).movies["genres"])
    assert "Children" in names["ml-latest-small"] and "Children's" not in names["ml-latest-small"]
    assert "Children's" in names["ml-100k"] and "Children" not in names["ml-100k"]


def test_genres_are_what_stands_between_bars(small_data: Path, tmp_path: Path) -> None:
    (tmp_path / "ratings.csv").write_bytes((small_data / "ratings.csv").read_bytes())
    films = (small_data / "movies.csv").read_text().replace("Comedy|Romance", "Children's|Sci-Fi & Fantasy")
    films = films.replace(",Drama\n", ",(no genres listed)\n", 1)
    (tmp_path / "movies.csv").write_text(films)
    genres = read_dataset(tmp_path).movies["genres"].tolist()
    assert genres[0] == ["Children's", "Sci-Fi & Fantasy"]
    assert genres[1] == []


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["", "ending", "ending ending"])
def test_how_lines_and_files_end_is_no_matter(
    small_data: Path, tmp_path: Path, ending: str, start: bytes, end: str
) -> None:
    for name in ("ratings.csv", "movies.csv"):
        lines = (small_data / name).read_text().splitlines()
        text = ending.join(lines) + end.replace("ending", ending).replace(" ", "")
        (tmp_path / name).write_bytes(start + text.encode())
    expected, found = read_dataset(small_data), read_dataset(tmp_path)
    pd.testing.assert_frame_equal(found.ratings, expected.ratings)
    assert found.movies["title"].tolist() == expected.movies["title"].tolist()


def test_columns_may_stand_in_another_order_beside_others(small_data: Path, tmp_path: Path) -> None:
    (tmp_path / "movies.csv").write_bytes((small_data / "movies.csv").read_bytes())
    for header, order in (
        ("rating,timestamp,movieId,userId", "{2},{3},{1},{0}"),
        ("note,userId,movieId,rating,timestamp", "a note,{0},{1},{2},{3}"),
        ("userId,movieId,rating,timestamp", '"{0}","{1}","{2}","{3}"'),
        ("userId,movieId,rating,timestamp", "{0}.0, {1},{2}0,{3}.0"),
    ):
        lines = [order.format(*row) for row in rows_of(small_data / "ratings.csv")]
        (tmp_path / "ratings.csv").write_text("\n".join([header, *lines]) + "\n")
        pd.testing.assert_frame_equal(read_dataset(tmp_path).ratings, read_dataset(small_data).ratings)


def test_blocks_of_any_size_give_the_same_numbers(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read_dataset(small_data).ratings
    for size in (1, 100, 5000):
        monkeypatch.setattr(read_blocks, "__defaults__", (size,))
        pd.testing.assert_frame_equal(read_dataset(small_data).ratings, expected)


def test_ids_too_large_for_32_bits_are_kept(tmp_path: Path) -> None:
    large = 2**40
    (tmp_path / "ratings.csv").write_text(f"userId,movieId,rating,timestamp\n{large},1,4.0,9\n1,1,3.7,8\n")
    (tmp_path / "movies.csv").write_text("movieId,title,genres\n1,A film,Drama\n")
    ratings = read_dataset(tmp_path).ratings
    assert ratings["user"].tolist() == [large, 1]
    assert ratings["rating"].tolist() == [4.0, 3.7]
    assert ratings["movie"].dtype == np.int32


@pytest.mark.parametrize(("folder", "name"), [("x" * 220, "x" * 200), ("ml-\udcff", "ml-?")])
def test_a_data_set_has_a_name_that_a_bundle_can_hold(small_data: Path, tmp_path: Path, folder: str, name: str) -> None:
    shutil.copytree(small_data, tmp_path / folder)
    assert read_dataset(tmp_path / folder).name == name


def test_a_sample_is_the_same_every_time(small_data: Path) -> None:
    one, again, other = (read_dataset(small_data, 500, seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one.ratings, again.ratings)
    assert len(one.ratings) == 500
    assert not one.ratings.equals(other.ratings)
    assert len({data.digest for data in (one, other, read_dataset(small_data))}) == 3
    assert len(read_dataset(small_data, 10_000_000).ratings) == 3200


def test_the_real_ml_100k(movielens: Path) -> None:
    dataset = read_dataset(movielens.parent / "ml-100k")
    assert (len(dataset.ratings), dataset.ratings["user"].nunique(), len(dataset.movies)) == (100_000, 943, 1_682)
    star_wars = dataset.movies[dataset.movies["movie"] == 50].iloc[0]
    assert star_wars["title"] == "Star Wars (1977)"
    assert "Sci-Fi" in star_wars["genres"]
