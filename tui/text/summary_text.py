"""The summary of a session in words: for the screen, for the terminal after exit, and as a line to share."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from matinee.tui.text.taste_text import describe_taste

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie
    from matinee.engine.session.summary import Summary

MAX_FILMS = 3
"""Liked films named in the line to share."""


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
        who, whose = ("we", "Our") if summary.is_for_two else ("I", "My")
        result = f"Matinee suggested {film_count(summary)} and {who} liked {len(summary.liked)}{such_as} {named}."
        taste = taste_words(summary)
        return result + (f" {whose} taste: {taste}." if taste else "")
    return f"Matinee suggested {film_count(summary)}, starting from {named}."


def taste_words(summary: "Summary") -> str:
    """The taste in words once a film was liked: "Japanese films and the 1950s"; empty if nothing is typical of it."""
    return describe_taste(summary.learned) if summary.liked else ""


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
    taste = taste_words(summary)
    return [*lines, *([f"{'taste':<10} {taste}"] if taste else []), share_line(summary)]
