"""Symbols for the user's films on the map, which never differ by color alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from matinee.tui.text.labels import DISLIKED, LIKED, WATCHLISTED
from matinee.tui.text.pair_text import YOU

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue
    from matinee.engine.session.session import Session

SHOWN, FAVOURITE = "◆", "★"
PATHS = (("path", "○", "●"), ("companion path", "□", "■"))
"""The paths of one person, or of two: the part of the map with its style, and the signs of its start and of now."""


@dataclass(frozen=True)
class Mark:
    """A film with a symbol.

    Attributes:
        row: row of the film.
        kind: "shown", "favourite", "liked", "disliked" or "watchlist".
    """

    row: int
    kind: str

    @property
    def sign(self) -> str:
        """Its symbol on the map."""
        return SIGNS[self.kind][0]

    @property
    def label(self) -> str:
        """Its name in the legend."""
        return SIGNS[self.kind][1]


SIGNS = {
    "shown": (SHOWN, "current"),
    "favourite": (FAVOURITE, "favourite"),
    "liked": (LIKED, "liked"),
    "disliked": (DISLIKED, "disliked"),
    "watchlist": (WATCHLISTED, "watchlist"),
}
"""Kind → its symbol and its name in the legend."""
COLOURS = {
    "path": "$primary",
    "companion path": "$secondary",
    "shown": "$primary",
    "favourite": "$primary",
    "liked": "$success",
    "disliked": "$error",
    "watchlist": "$secondary",
}
"""Kind, or a path of a taste → its color."""


def marks_of(session: "Session") -> tuple[Mark, ...]:
    """The marked films, each once: the current film, favourites, answers (newest first) and the watchlist.

    In a session for two, the answers of the first person come first.
    """
    card, catalogue = session.next(), session.catalogue
    profiles = [profile for profile in (session.profile, session.companion_profile) if profile is not None]
    answered = {"like": "liked", "dislike": "disliked"}
    found = [] if card is None else [Mark(catalogue.row(card.movie.id), "shown")]
    found += [Mark(catalogue.row(movie), "favourite") for movie in session.all_favourites]
    found += [
        Mark(row, answered[how.value])
        for profile in profiles
        for row, how in reversed(profile.answers)
        if how.value in answered
    ]
    found += [Mark(catalogue.row(movie), "watchlist") for movie in session.watchlist]
    return tuple({mark.row: mark for mark in reversed(found)}.values())[::-1]


def legend(marks: Sequence[Mark], companion: str = "", *, roomy: bool = True) -> Content:
    """A legend of the symbols in use.

    Args:
        marks: the marked films.
        companion: name of the second person in a session for two.
        roomy: whether there is room for the paths of the tastes too.
    """
    kinds = {mark.kind for mark in marks}
    names = (YOU, companion) if companion else ("your path",)
    parts = [(f"{start}━{now}", kind, name) for (kind, start, now), name in zip(PATHS, names, strict=False) if roomy]
    parts += [(sign, kind, label) for kind, (sign, label) in SIGNS.items() if kind in kinds]
    return Content("  ").join(
        Content.assemble((sign, COLOURS[kind]), (f" {label}", "dim")) for sign, kind, label in parts
    )


def film_line(catalogue: "Catalogue", row: int, mark: Mark | None) -> Content:
    """A film in one line: "★ Heat  1995  Action, Crime  favourite"."""
    movie = catalogue.movie(row)
    sign = Content("· ") if mark is None else Content.assemble((mark.sign, COLOURS[mark.kind]), " ")
    label = "" if mark is None else f"  {mark.label}"
    return Content.assemble(
        sign, (movie.title, "bold"), (f"  {movie.year or ''}  {', '.join(movie.genres)}", "dim"), label
    )
