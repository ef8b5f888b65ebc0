"""What is known of a film in words, field by field."""

from pathlib import Path
from typing import cast

import pandas as pd

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.training.text import plots


def title_and_genres(catalogue: Catalogue, row: int) -> str:
    """Format the film in ``row``, such as "Heat (1995): Action, Crime, Thriller"."""
    movie = catalogue.movie(row)
    return f"{movie.label}: {', '.join(movie.genres)}" if movie.genres else movie.label


def genre_text(catalogue: Catalogue, row: int) -> str:
    """Format genres, such as "action, crime, thriller film"; empty for a film without genres."""
    genres = catalogue.movie(row).genres
    return f"{', '.join(genres).lower()} film" if genres else ""


def tag_text(tags: pd.DataFrame, min_tags: int) -> dict[int, str]:
    """Join the different tags of each film, the most used first.

    Args:
        tags: columns movie, tag.
        min_tags: fewest different tags of a film.

    Returns:
        Movie id → its tags, for the films with enough of them.
    """
    folded = tags.assign(tag=tags["tag"].str.strip().str.casefold())
    counted = folded.groupby(["movie", "tag"]).size().reset_index(name="count")
    ordered = counted.sort_values(["movie", "count", "tag"], ascending=[True, False, True])
    groups = ((cast("int", movie), group["tag"]) for movie, group in ordered.groupby("movie"))
    return {int(movie): ", ".join(different) for movie, different in groups if len(different) >= min_tags}


def field_texts(catalogue: Catalogue, tags: pd.DataFrame | None, plot_folder: Path | None) -> dict[str, dict[int, str]]:
    """Collect the texts of all films by field.

    Args:
        catalogue: the films.
        tags: columns movie, tag; None for a data set without tags.
        plot_folder: the folder of the Wikipedia Movie Data; None to do without plots.

    Returns:
        Field → row → text, of the films that have the field.

    Raises:
        DataError: the plots cannot be read.
    """
    rows = range(len(catalogue))
    tagged = {} if tags is None else tag_text(tags, min_tags=1)
    found = {} if plot_folder is None else plots.match_plots(catalogue, plots.read_plots(plot_folder))
    return {
        "title": {row: catalogue.titles[row] for row in rows},
        "genres": {row: text for row in rows if (text := genre_text(catalogue, row))},
        "tags": {catalogue.row(movie): text for movie, text in tagged.items() if movie in catalogue.rows},
        "plot": {row: plots.strip_credits(text, catalogue.titles[row]) for row, text in found.items()},
    }
