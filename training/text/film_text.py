"""What is known of a film in words, field by field."""

import pandas as pd

from matinee.engine.catalogue.catalogue import Catalogue


def title_and_genres(catalogue: Catalogue, row: int) -> str:
    """ "Heat (1995): Action, Crime, Thriller"."""
    movie = catalogue.movie(row)
    return f"{movie.label}: {', '.join(movie.genres)}" if movie.genres else movie.label


def genre_text(catalogue: Catalogue, row: int) -> str:
    """ "action, crime, thriller film"; empty for a film that lists no genre."""
    genres = catalogue.movie(row).genres
    return f"{', '.join(genres).lower()} film" if genres else ""


def tag_text(tags: pd.DataFrame, at_least: int) -> dict[int, str]:
    """Movie id → its different tags, most used first, for films with at least so many of them.

    Args:
        tags: columns movie, tag.
    """
    spelled = tags.assign(tag=tags["tag"].str.strip().str.casefold())
    counted = spelled.groupby(["movie", "tag"]).size().reset_index(name="count")
    ordered = counted.sort_values(["movie", "count", "tag"], ascending=[True, False, True])
    return {int(movie): ", ".join(group["tag"]) for movie, group in ordered.groupby("movie") if len(group) >= at_least}
