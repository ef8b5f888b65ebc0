"""Films named on the command line, by title or id."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender

MAX_FILMS = 1_000
"""Films that can be named in one command."""


def resolve_films(recommender: "Recommender", films: Iterable[str], verb: str) -> list[int]:
    """Find films by title or id; prints to standard error which film an inexact title was taken for.

    Args:
        recommender: finds the films.
        films: titles or movie ids.
        verb: "like" or "dislike", for the message.

    Returns:
        Movie ids, each once.

    Raises:
        MovieNotFoundError: a text names no film, or may mean several.
        click.UsageError: too many films.
    """
    from matinee.engine.catalogue.film_lookup import shortened

    texts = list(dict.fromkeys(films))
    if len(texts) > MAX_FILMS:
        raise click.UsageError(f"--{verb} names {len(texts):,} films; name at most {MAX_FILMS:,}.")
    ids = []
    for text in texts:
        movie = recommender.find(text)
        if movie.label.casefold() != text.strip().casefold():
            titled = recommender.lookup.titled(text.strip()) if text.strip().isdecimal() else None
            hint = f"; the id of {titled.label} is {titled.id}" if titled is not None and titled != movie else ""
            click.echo(f"{verb}: {shortened(text)} → {movie.label}{hint}", err=True)
        ids.append(movie.id)
    return list(dict.fromkeys(ids))


def refuse_contradictions(recommender: "Recommender", likes: Iterable[int], dislikes: Iterable[int]) -> None:
    """Raise click.UsageError if a film, or its twin in the catalogue, is both liked and disliked."""
    both = recommender.catalogue.first_in_both(likes, dislikes)
    if both is not None:
        raise click.UsageError(f"{both.label} is both liked and disliked; leave out --like or --dislike.")
