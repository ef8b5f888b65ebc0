"""First paragraphs of Wikipedia pages (the Wikipedia Movie Data): matched to films, encoded, never stored."""

import json
import re
from pathlib import Path
from typing import Any

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.title_normalization import plain_words
from matinee.training.errors import DataError

SHIFTS = (0, -1, 1)
"""A film may be listed under the year before or after: festivals and cinemas differ."""
MAKERS = re.compile(
    r",? ?\b(?:and )?(?:co-)?(?:written|directed|produced|distributed|composed|edited|photographed|executive-produced"
    r"|starring|screenplay by|story by|music by|cinematography by)\b[^.,;]*"
)


def read_plots(folder: Path) -> dict[tuple[str, int], str]:
    """(title in plain words, year) → first paragraph, of every film in the movies-*.json of a folder.

    Raises:
        DataError: no such files, or one that cannot be read.
    """
    paths = sorted(folder.glob("movies-*.json")) or sorted(folder.glob("movies.json"))
    if not paths:
        raise DataError(f"{folder} holds no movies-*.json; --plots takes the folder of the Wikipedia Movie Data.")
    plots: dict[tuple[str, int], str] = {}
    for path in paths:
        for entry in entries(path):
            if isinstance(entry.get("extract"), str) and entry["extract"]:
                plots.setdefault((plain_words(str(entry.get("title"))), int(entry.get("year") or 0)), entry["extract"])
    return plots


def entries(path: Path) -> list[dict[str, Any]]:
    """The films of one file. Raises DataError."""
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read ({error}).") from error
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise DataError(f"{path} is no list of films.")
    return listed


def matched(catalogue: Catalogue, plots: dict[tuple[str, int], str]) -> dict[int, str]:
    """Row → first paragraph, by any of the film's names and its year."""
    found: dict[int, str] = {}
    for row in range(len(catalogue)):
        movie = catalogue.movie(row)
        names = [plain_words(name) for name in (movie.title, *movie.alternatives)]
        keys = ((name, movie.year + shift) for name in names for shift in SHIFTS if movie.year)
        plot = next((plots[key] for key in keys if key in plots), None)
        if plot is not None:
            found[row] = plot
    return found


def told(plot: str, title: str) -> str:
    """A paragraph without the film's own name and without who made it: neither says what the film is like.

    Encoded as they are, "rainy sunday" finds films called Sunday, and every film of a director is alike.
    """
    return MAKERS.sub("", plot.replace(title, "it"))
