"""What is said when a session is left: the session in a sentence or two, and what is kept of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matinee.tui.text.summary_text import film_count, film_titles, taste_words

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie
    from matinee.engine.session.summary import Summary

MAX_FILMS = 6
"""Films named of each kind; of more, the last ones and how many others."""
NOT_SAVED = "Your answers are not saved to disk."
KEPT_FOR_A_DAY = "This session is kept for a day; `matinee --resume` brings it back."


def leave_lines(summary: "Summary") -> list[str]:
    """The session in sentences: what was liked, what is kept for later, and the taste."""
    parts = []
    if summary.liked:
        parts.append(f"you liked {last_titles(summary.liked)}")
    if summary.watchlist:
        parts.append(f"{'' if parts else 'you '}kept {last_titles(summary.watchlist)} for later")
    said = " and ".join(parts) or "none of them liked so far"
    taste = taste_words(summary)
    return [f"{film_count(summary)}: {said}.", *([f"Your taste: {taste}."] if taste else [])]


def last_titles(movies: "Sequence[Movie]") -> str:
    """The titles of the last films, and how many there are before them: "Ran · Ikiru and 3 more"."""
    others = len(movies) - MAX_FILMS
    return film_titles(movies[-MAX_FILMS:]) + (f" and {others} more" if others > 0 else "")


def saving_text(saved_as: str | None, *, is_kept: bool) -> str:
    """A sentence on what is written to disk.

    Args:
        saved_as: name under which the session is saved; None without one.
        is_kept: whether a copy of a session without a name is kept for a day.
    """
    if saved_as is not None:
        return f"Every answer is saved at once as “{saved_as}”."
    return KEPT_FOR_A_DAY if is_kept else NOT_SAVED
