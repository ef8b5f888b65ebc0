"""First paragraphs of Wikipedia pages (the Wikipedia Movie Data): matched to films and encoded, never stored."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.title_normalization import normalize_title
from matinee.training.data.compressed_files import read_expanded
from matinee.training.errors import DataError

MAX_BYTES = 200_000_000
"""Size of a file; the largest of the Wikipedia Movie Data has 20 MB."""
YEAR_SHIFTS = (0, -1, 1)
"""A film may be listed under a neighbouring year, since festivals and cinemas differ."""
CREDITS = re.compile(
    r",? ?\b(?:and )?(?:co-)?(?:written|directed|produced|distributed|composed|edited|photographed|executive-produced"
    r"|starring|screenplay by|story by|music by|cinematography by)\b[^.,;]*"
)


def read_plots(folder: Path) -> dict[tuple[str, int], str]:
    """Read the first paragraphs from the movies-*.json of a folder.

    Returns:
        (normalized title, year) → first paragraph; the year is 0 where it is unknown.

    Raises:
        DataError: there are no such files, or one cannot be read.
    """
    plots: dict[tuple[str, int], str] = {}
    for entry in read_all_entries(folder):
        if isinstance(entry.get("extract"), str) and entry["extract"]:
            title, year = normalize_title(str(entry.get("title"))), entry.get("year")
            plots.setdefault((title, year if isinstance(year, int) else 0), entry["extract"])
    return plots


def read_all_entries(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the films of all files of the Wikipedia Movie Data.

    Raises:
        DataError: there are no such files, or one cannot be read.
    """
    paths = sorted(folder.glob("movies-*.json")) or sorted(folder.glob("movies.json"))
    if not paths:
        raise DataError(f"{folder} holds no movies-*.json; name the folder of the Wikipedia Movie Data.")
    for path in paths:
        yield from read_entries(path)


def read_entries(path: Path) -> list[dict[str, Any]]:
    """Read the films of one file.

    Raises:
        DataError: the file is not a list of films.
    """
    try:
        listed = json.loads(read_expanded(path, MAX_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise DataError(f"{path} cannot be read ({reason}).") from error
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise DataError(f"{path} is not a list of films.")
    return listed


def match_plots(catalogue: Catalogue, plots: dict[tuple[str, int], str]) -> dict[int, str]:
    """Find the plot of each film by any of its titles and its year.

    Args:
        catalogue: the films.
        plots: (normalized title, year) → first paragraph.

    Returns:
        Row → first paragraph, of the films that were found.
    """
    found: dict[int, str] = {}
    for row in range(len(catalogue)):
        movie = catalogue.movie(row)
        names = [normalize_title(name) for name in (movie.title, *movie.alternatives)]
        keys = ((name, movie.year + shift) for name in names for shift in YEAR_SHIFTS if movie.year)
        plot = next((plots[key] for key in keys if key in plots), None)
        if plot is not None:
            found[row] = plot
    return found


def strip_credits(plot: str, title: str) -> str:
    """Remove the film's own title and the names of its makers from a paragraph: neither describes the film.

    With them, "rainy sunday" would find films called Sunday, and all films of a director would be similar.

    >>> strip_credits("Heat is a film directed by Michael Mann. In Heat a robber meets a cop.", "Heat")
    'it is a film. In it a robber meets a cop.'
    """
    return CREDITS.sub("", plot.replace(title, "it"))
