"""An evening told in words: for the screen, for the terminal one goes back to, and in one line to be shared."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from matinee.tui.text import labels as words

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie
    from matinee.engine.session.summary import Summary

NAMED = 3
"""So many liked films are named in one line."""
MOVES = 2
"""So many genres are named each way."""


def taste_moved(summary: "Summary") -> str:
    """ "more Crime and Film-Noir, less Comedy"."""
    up = [genre for genre, by in summary.moved if by > 0][:MOVES]
    down = [genre for genre, by in summary.moved if by < 0][:MOVES]
    parts = [f"{word} {' and '.join(genres)}" for word, genres in (("more", up), ("less", down)) if genres]
    return ", ".join(parts)


def tally(summary: "Summary") -> str:
    """ "12 films: ✓ 5  ✗ 3  · 3  + 1"; what came from elsewhere does not count."""
    counted = [len(of) for of in (summary.liked, summary.disliked, summary.skipped, summary.kept)]
    return f"{sum(counted)} film{'s' if sum(counted) != 1 else ''}: {words.counts(*counted)}"


def in_one_line(summary: "Summary") -> str:
    """What one would send to a friend."""
    best = ", ".join(movie.title for movie in (summary.liked or summary.favourites)[-NAMED:])
    verb = "liked" if summary.liked else "began from"
    moved = taste_moved(summary)
    return f"An evening with Matinee: {tally(summary)}; {verb} {best}" + (f"; my taste: {moved}" if moved else "")


def titled(movies: "Iterable[Movie]") -> str:
    """ "Heat (1995), Fargo (1996)"."""
    return ", ".join(movie.label for movie in movies)


def farewell(summary: "Summary") -> list[str]:
    """The lines left in the terminal when the app is gone."""
    lists = (("liked", summary.liked), ("disliked", summary.disliked), ("watchlist", summary.kept))
    lines = [f"{name:<10} {titled(movies)}" for name, movies in lists if movies]
    moved = taste_moved(summary)
    return [*lines, *([f"{'taste':<10} {moved}"] if moved else []), in_one_line(summary)]
