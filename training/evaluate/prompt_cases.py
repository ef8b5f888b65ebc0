"""Prompts for measurements, with films that fit and films that do not, and films judged similar to others."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import yaml

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.training.errors import DataError

FOLDER = Path(__file__).with_name("prompts")
Part = Literal["tuned", "reported"]
"""The part on which settings were chosen, and the part that is reported."""
MIN_KNOWN_SHARE = 0.9
"""The catalogue must have this share of the films; otherwise its ids mean other films."""


@dataclass(frozen=True, eq=False)
class PromptCase:
    """A prompt and what a good answer to it looks like.

    Attributes:
        prompt: as typed.
        suitable, unsuitable: rows of films that fit and that do not; empty where none are named.
        wanted: (n_genres,) a good film has one of these.
        avoided: (n_genres,) a good film has none of these.
        years: first and last year of a good film; None for any.
    """

    prompt: str
    suitable: np.ndarray
    unsuitable: np.ndarray
    wanted: np.ndarray
    avoided: np.ndarray
    years: tuple[int, int] | None


def read_prompts(name: str) -> list[str]:
    """Read the prompts of a file, without their films."""
    return [entry["prompt"] for entry in read_entries(name)]


def read_entries(name: str) -> list[dict[str, Any]]:
    """Read the entries of a file in ``prompts/``."""
    entries: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return entries


def read_cases(name: str, catalogue: Catalogue) -> list[PromptCase]:
    """Read the cases of a file in ``prompts/``.

    Args:
        name: name of the file, such as ``tuned`` or ``negations_reported``.
        catalogue: the films.

    Raises:
        DataError: the catalogue uses other movie ids.
    """
    entries = read_entries(name)
    ids = [movie for entry in entries for movie in (*entry.get("suitable", ()), *entry.get("unsuitable", ()))]
    require_known_ids(ids, catalogue)
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
    """Read which films are good recommendations for those who like a film.

    Returns:
        Row of a film → rows of good recommendations, and rows of poor ones.

    Raises:
        DataError: the catalogue uses other movie ids.
    """
    with (FOLDER / "similar_films.tsv").open(encoding="utf-8", newline="") as stream:
        pairs = [row for row in csv.DictReader(stream, delimiter="\t") if row["half"] == part]
    require_known_ids([int(row["other"]) for row in pairs], catalogue)
    films = dict.fromkeys(int(row["film"]) for row in pairs)

    def rows_judged(film: int, good: str) -> np.ndarray:
        ids = [int(row["other"]) for row in pairs if int(row["film"]) == film and row["good"] == good]
        return known_rows(ids, catalogue)

    return {
        catalogue.row(film): (rows_judged(film, "1"), rows_judged(film, "0"))
        for film in films
        if film in catalogue.rows
    }


def known_rows(ids: Iterable[int], catalogue: Catalogue) -> np.ndarray:
    """Look up the rows of the films that are in the catalogue."""
    return np.array([catalogue.rows[movie] for movie in ids if movie in catalogue.rows], dtype=np.int64)


def require_known_ids(ids: list[int], catalogue: Catalogue) -> None:
    """Check that the catalogue uses the movie ids of the prompts.

    Raises:
        DataError: too few of the films are in the catalogue.
    """
    known = sum(movie in catalogue.rows for movie in ids)
    if known < MIN_KNOWN_SHARE * len(ids):
        raise DataError(
            f"The prompts name films of ml-latest-small, of which this bundle has {known} of {len(ids)}; "
            "use a bundle trained on it or a later set."
        )
