"""Timestamps in any form are parsed or counted as dropped."""

from pathlib import Path

import pandas as pd

from matinee.training.data.movielens import read_dataset
from matinee.training.data.rating_times import parse_times


def test_timestamps_are_seconds_or_dates() -> None:
    column = pd.Series(["964982703", "2000-07-30 18:45:03", "2000-07-30T18:45:03Z", "soon", "", "-5", "0", "20-xx"])
    seconds = parse_times(column)
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
