"""Filter, split and transform on numbers worked out by hand."""

from pathlib import Path

import pandas as pd
import pytest

from matinee.training.data.movielens import read_dataset
from matinee.training.data.ratings import normalised_timestamps
from matinee.training.errors import DataError
from matinee.training.preprocess.filter import filter_ratings
from matinee.training.preprocess.signal import TransformConfig, final_ratings, fit_transform
from matinee.training.preprocess.split import order_by_time, temporal_split
from matinee.training.preprocess.staged import write_numbers
from matinee.training.preprocess.tables import write_tables


def ratings(*rows: tuple[int, int, float, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["user", "movie", "rating", "timestamp"])


def test_timestamps_are_seconds_or_dates() -> None:
    column = pd.Series(["964982703", "2000-07-30 18:45:03", "2000-07-30T18:45:03Z", "soon", "", "-5", "0", "20-xx"])
    seconds = normalised_timestamps(column)
    assert seconds[:3].tolist() == [964982703] * 3
    assert seconds[3:].isna().all()


def test_reading_counts_what_it_drops(tmp_path: Path, small_data: Path) -> None:
    lines = (small_data / "ratings.csv").read_text().splitlines()
    lines[1] = lines[1].rsplit(",", 1)[0] + ",yesterday"
    (tmp_path / "ratings.csv").write_text("\n".join(lines) + "\n")
    (tmp_path / "movies.csv").write_text((small_data / "movies.csv").read_text())
    dataset = read_dataset(tmp_path)
    assert dataset.bad_timestamps == 1
    assert len(dataset.ratings) == len(lines) - 2


def test_users_are_filtered_before_films() -> None:
    table = ratings((1, 1, 4, 1), (1, 2, 4, 2), (2, 1, 4, 3), (3, 1, 4, 4), (3, 2, 4, 5))
    kept = filter_ratings(table, min_user_ratings=2, min_movie_ratings=2)
    assert sorted(zip(kept["user"], kept["movie"], strict=True)) == [(1, 1), (1, 2), (3, 1), (3, 2)]
    with pytest.raises(DataError, match="No rating is left"):
        filter_ratings(table, min_user_ratings=3, min_movie_ratings=1)


def test_each_users_future_is_held_out() -> None:
    table = ratings(*((1, movie, 4.0, 100 - movie) for movie in range(20)), (2, 1, 4.0, 1), (2, 2, 4.0, 2))
    split = temporal_split(table)
    sizes = [len(part) for part in (split.train, split.validation, split.test)]
    assert sizes == [14, 3, 3]  # 70/15/15 of 20; user 2 has fewer than three
    assert split.train["timestamp"].max() < split.validation["timestamp"].min()
    assert split.validation["timestamp"].max() < split.test["timestamp"].min()


def test_the_transform_is_the_formula() -> None:
    day = 86_400
    train = ratings((1, 1, 5.0, 10 * day), (1, 2, 3.0, 0), (2, 1, 2.0, 10 * day))
    transform = fit_transform(train, TransformConfig(half_life_days=10))
    # user means 4 and 2; film 1 has two ratings; film 2 is one half-life old
    assert final_ratings(train, transform).tolist() == pytest.approx([2**-0.5, -0.5, 0.0])
    later = ratings((1, 9, 5.0, 40 * day))  # a film training never saw, after training ended
    assert final_ratings(later, transform).tolist() == [1.0]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (TransformConfig(user_mean=False, half_life_days=10), 3.0 * 0.5),
        (TransformConfig(popularity=False, half_life_days=10), -1.0 * 0.5),
        (TransformConfig(time_decay=False), -1.0),
        (TransformConfig(user_mean=False, popularity=False, time_decay=False), 3.0),
    ],
)
def test_each_part_can_be_switched_off(config: TransformConfig, expected: float) -> None:
    train = ratings((1, 1, 5.0, 864_000), (1, 2, 3.0, 0))
    assert final_ratings(train, fit_transform(train, config)).tolist()[1] == pytest.approx(expected)


def test_equal_times_keep_the_order_of_the_films() -> None:
    table = ratings((2, 9, 4.0, 5), (2, 3, 4.0, 5), (2, 7, 4.0, 1), (1, 8, 4.0, 9), (1, 2, 4.0, 9), (2, 5, 4.0, 5))
    ordered = table.iloc[order_by_time(table)]
    assert list(zip(ordered["user"], ordered["movie"], strict=True)) == [(1, 2), (1, 8), (2, 7), (2, 3), (2, 5), (2, 9)]


def test_interrupted_tables_leave_nothing(small_data: Path, tmp_path: Path) -> None:
    def write_until(stage: str) -> None:
        stages = write_tables(read_dataset(small_data), tmp_path / "out", 5, 5, TransformConfig())
        assert stage in stages  # which runs them as far as this one
        stages.close()

    write_until("test.csv")
    assert not (tmp_path / "out").exists()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "train.csv").write_text("as it was")
    write_until("test.csv")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["train.csv"]
    assert (tmp_path / "out" / "train.csv").read_text() == "as it was"


def test_numbers_are_written_as_pandas_writes_them(tmp_path: Path) -> None:
    table = ratings((1, 2, 4.5, 9), (3, 4, 0.1 + 0.2, 8), (5, 6, -1e-9, 7)).astype({"user": "int32"})
    write_numbers(table, tmp_path / "ours.csv")
    table.to_csv(tmp_path / "theirs.csv", index=False, lineterminator="\n")
    assert (tmp_path / "ours.csv").read_bytes() == (tmp_path / "theirs.csv").read_bytes()


def test_movielens_itself(movielens: Path) -> None:
    dataset = read_dataset(movielens)
    assert (len(dataset.ratings), dataset.ratings["user"].nunique(), len(dataset.movies)) == (100_836, 610, 9_742)
