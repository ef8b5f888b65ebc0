"""Every MovieLens layout is recognised by its files and read into the same numbers."""

import csv
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from training.data.formats import read_dataset
from training.errors import DataError

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


def test_a_bad_line_is_named(small_data: Path, tmp_path: Path) -> None:
    write_double_colon(small_data, tmp_path)
    with (tmp_path / "ratings.dat").open("a") as stream:
        stream.write("1::2::3\n")
    with pytest.raises(DataError, match=r"ratings\.dat, line 3201: 3 fields where 4 are expected"):
        read_dataset(tmp_path)


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
