"""The prompts Matinee is measured on, with films that fit and films that do not."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import yaml

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.training.errors import DataError

FOLDER = Path(__file__).with_name("prompts")
Part = Literal["tuned", "reported"]
"""The half on which settings were chosen, and the half on which none was."""
FEWEST_KNOWN = 0.9
"""The catalogue must have this share of the films, or the ids mean something else."""


@dataclass(frozen=True, eq=False)
class PromptCase:
    """A prompt and what a good answer to it is.

    Attributes:
        suitable, unsuitable: rows of films that fit and that do not; empty where none are named.
        wanted: (n_genres,) a good film carries one of these.
        avoided: (n_genres,) and none of these.
        years: and is of these years; None for any.
    """

    prompt: str
    suitable: np.ndarray
    unsuitable: np.ndarray
    wanted: np.ndarray
    avoided: np.ndarray
    years: tuple[int, int] | None


def prompt_texts(name: str) -> list[str]:
    """The prompts of one file as they are typed."""
    return [entry["prompt"] for entry in entries_of(name)]


def entries_of(name: str) -> list[dict[str, Any]]:
    """The prompts of one file with what belongs to them."""
    entries: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return entries


def read_cases(name: str, catalogue: Catalogue) -> list[PromptCase]:
    """The prompts of one file. Raises DataError where the catalogue numbers its films otherwise."""
    entries = entries_of(name)
    ids = [movie for entry in entries for movie in (*entry.get("suitable", ()), *entry.get("unsuitable", ()))]
    refuse_other_ids(ids, catalogue)
    return [
        PromptCase(
            entry["prompt"],
            known_rows(entry.get("suitable", ()), catalogue),
            known_rows(entry.get("unsuitable", ()), catalogue),
            np.isin(catalogue.genre_names, entry["wanted"]),
            np.isin(catalogue.genre_names, entry["avoided"]),
            tuple(entry["years"]) if "years" in entry else None,
        )
        for entry in entries
    ]


def read_pairs(part: Part, catalogue: Catalogue) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """Row of a film → rows that are good recommendations for who liked it, and rows that are not. Raises DataError."""
    with (FOLDER / "alike.tsv").open(encoding="utf-8", newline="") as stream:
        judged = [row for row in csv.DictReader(stream, delimiter="\t") if row["half"] == part]
    refuse_other_ids([int(row["other"]) for row in judged], catalogue)
    films = dict.fromkeys(int(row["film"]) for row in judged)
    return {
        catalogue.row(film): (
            known_rows(
                [int(row["other"]) for row in judged if int(row["film"]) == film and row["good"] == "1"], catalogue
            ),
            known_rows(
                [int(row["other"]) for row in judged if int(row["film"]) == film and row["good"] == "0"], catalogue
            ),
        )
        for film in films
        if film in catalogue.rows
    }


def known_rows(ids: Any, catalogue: Catalogue) -> np.ndarray:
    """Rows of the films the catalogue has."""
    return np.array([catalogue.rows[movie] for movie in ids if movie in catalogue.rows], dtype=np.int64)


def refuse_other_ids(ids: list[int], catalogue: Catalogue) -> None:
    """Raises DataError where too few of the films are there."""
    known = sum(movie in catalogue.rows for movie in ids)
    if known < FEWEST_KNOWN * len(ids):
        raise DataError(
            f"The prompts name films of ml-latest-small, of which this bundle has {known} of {len(ids)}; "
            "serve a bundle trained on it or a later set."
        )
