"""Symbols for the user's films on the map, which never differ by color alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from matinee.tui.text.labels import DISLIKED, LIKED, WATCHLISTED

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue
    from matinee.engine.session.session import Session

SHOWN, FAVOURITE, START, NOW = "◆", "★", "○", "●"


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
    "shown": "$primary",
    "favourite": "$primary",
    "liked": "$success",
    "disliked": "$error",
    "watchlist": "$secondary",
}
"""Kind, or the path of the taste → its color."""


def marks_of(session: "Session") -> tuple[Mark, ...]:
    """The marked films, each once: the current film, favourites, answers (newest first) and the watchlist."""
    card, profile, catalogue = session.next(), session.profile, session.catalogue
    answered = {"like": "liked", "dislike": "disliked"}
    found = [] if card is None else [Mark(catalogue.row(card.movie.id), "shown")]
    found += [Mark(row, "favourite") for row in profile.favourites]
    found += [Mark(row, answered[how.value]) for row, how in reversed(profile.answers) if how.value in answered]
    found += [Mark(catalogue.row(movie), "watchlist") for movie in session.watchlist]
    return tuple({mark.row: mark for mark in reversed(found)}.values())[::-1]


def legend(marks: Sequence[Mark], *, roomy: bool = True) -> Content:
    """A legend of the symbols in use.

    Args:
        marks: the marked films.
        roomy: whether there is room for the path of the taste too.
    """
    kinds = {mark.kind for mark in marks}
    parts = [(START + "━" + NOW, "path", "your path")] if roomy else []
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
