"""The summary of a session in words: for the screen, for the terminal after exit, and as a line to share."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie
    from matinee.engine.session.summary import Summary

MAX_FILMS = 3
"""Liked films named in the line to share."""
MAX_GENRES = 2
"""Genres named in each direction."""


def taste_changes(summary: "Summary") -> str:
    """How the taste moved: "more Crime and Film-Noir, less Comedy"; empty if it did not."""
    up = [genre for genre, by in summary.genre_changes if by > 0][:MAX_GENRES]
    down = [genre for genre, by in summary.genre_changes if by < 0][:MAX_GENRES]
    parts = [f"{word} {' and '.join(genres)}" for word, genres in (("more", up), ("less", down)) if genres]
    return ", ".join(parts)


def counts_line(summary: "Summary") -> str:
    """The answers in words: "12 films: 5 liked, 3 disliked, 3 skipped, 1 for later"; imported films do not count."""
    named = (
        (summary.liked, "liked"),
        (summary.disliked, "disliked"),
        (summary.skipped, "skipped"),
        (summary.watchlist, "for later"),
    )
    parts = [f"{len(movies)} {name}" for movies, name in named if movies]
    return f"{film_count(summary)}{': ' if parts else ''}{', '.join(parts)}"


def film_count(summary: "Summary") -> str:
    """How many films were answered: "12 films"."""
    total = sum(len(movies) for movies in (summary.liked, summary.disliked, summary.skipped, summary.watchlist))
    return f"{total} film{'s' if total != 1 else ''}"


def share_line(summary: "Summary") -> str:
    """The session in sentences for a friend, in one line."""
    named = film_titles((summary.liked or summary.favourites)[-MAX_FILMS:])
    if summary.liked:
        such_as = ", such as" if len(summary.liked) > MAX_FILMS else ":"
        result = f"Matinee suggested {film_count(summary)} and I liked {len(summary.liked)}{such_as} {named}."
    else:
        result = f"Matinee suggested {film_count(summary)}, starting from {named}."
    changes = taste_changes(summary)
    return result + (f" My taste moved: {changes}." if changes else "")


def film_titles(movies: "Iterable[Movie]") -> str:
    """Titles in one line: "Heat · Fargo"."""
    return " · ".join(movie.title for movie in movies)


def film_list(movies: "Iterable[Movie]") -> str:
    """Titles with years in one line: "Heat (1995) · Fargo (1996)"."""
    return " · ".join(movie.label for movie in movies)


def exit_lines(summary: "Summary") -> list[str]:
    """The lines printed in the terminal when the app has ended."""
    lists = (("liked", summary.liked), ("disliked", summary.disliked), ("watchlist", summary.watchlist))
    lines = [f"{name:<10} {film_list(movies)}" for name, movies in lists if movies]
    changes = taste_changes(summary)
    return [*lines, *([f"{'taste':<10} {changes}"] if changes else []), share_line(summary)]
