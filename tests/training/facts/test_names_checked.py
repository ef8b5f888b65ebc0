"""The names of directors and actors in the shipped table, on a sample checked by hand.

The sample: 125 directors and 135 of the first eight actors, drawn from the films of ml-latest-small with a probability
proportional to the root of their number of ratings, each compared with the film's credits by hand (2026-11-29). The
names found wrong were corrected afterwards, so the shares below are those of the table before the corrections.
"""

import csv
from pathlib import Path

import pytest

from matinee.training.facts.table import SHIPPED_TABLE, FilmRecord, read_table

SAMPLE = Path(__file__).with_name("names_checked.tsv")
MIN_RIGHT = {"directors": 0.98, "cast": 0.97}


@pytest.fixture(scope="module")
def table() -> dict[int, FilmRecord]:
    return {record.imdb: record for record in read_table(SHIPPED_TABLE)}


@pytest.fixture(scope="module")
def sample() -> list[dict[str, str]]:
    with SAMPLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize("role", MIN_RIGHT)
def test_the_share_of_right_names(sample: list[dict[str, str]], role: str) -> None:
    judged = [row["right"] == "1" for row in sample if row["role"] == role]
    assert len(judged) >= 100
    assert sum(judged) / len(judged) >= MIN_RIGHT[role]


def test_right_names_are_in_the_table_and_wrong_ones_are_not(
    table: dict[int, FilmRecord], sample: list[dict[str, str]]
) -> None:
    assert len(sample) >= 200
    for row in sample:
        names = getattr(table[int(row["imdb"])], row["role"])
        assert (row["name"] in names) == (row["right"] == "1"), row
