"""Tables are written as pandas writes them, all or none."""

from pathlib import Path

import pandas as pd

from matinee.training.data.movielens import read_dataset
from matinee.training.preprocess.signal import TransformConfig
from matinee.training.preprocess.tables import write_numbers, write_tables


def ratings(*rows: tuple[int, int, float, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["user", "movie", "rating", "timestamp"])


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
