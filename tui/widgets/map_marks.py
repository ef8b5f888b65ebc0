"""The films that stand out on the map, each with a sign: it is never told by its colour alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from matinee.tui.text.labels import DISLIKED, KEPT, LIKED

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue
    from matinee.engine.session.session import Session

SHOWN, FAVOURITE, START, NOW = "◆", "★", "○", "●"


@dataclass(frozen=True)
class Mark:
    """A film with a sign.

    Attributes:
        row: the film.
        kind: "shown", "favourite", "liked", "disliked" or "kept".
    """

    row: int
    kind: str

    @property
    def sign(self) -> str:
        """What stands on the map."""
        return SIGNS[self.kind][0]

    @property
    def told(self) -> str:
        """What the film is, in words."""
        return SIGNS[self.kind][1]


SIGNS = {
    "shown": (SHOWN, "on show"),
    "favourite": (FAVOURITE, "favourite"),
    "liked": (LIKED, "liked"),
    "disliked": (DISLIKED, "disliked"),
    "kept": (KEPT, "kept"),
}
"""Kind → its sign and what it is called."""
COLOURS = {
    "way": "$primary",
    "shown": "$primary",
    "favourite": "$primary",
    "liked": "$success",
    "disliked": "$error",
    "kept": "$secondary",
}
"""Kind, or the way → its colour, on the map and off it."""


def marks_of(session: "Session") -> tuple[Mark, ...]:
    """The film on show, the favourites, then what was answered, newest first, and the watchlist; each film once."""
    card, profile, catalogue = session.next(), session.profile, session.catalogue
    answered = {"like": "liked", "dislike": "disliked"}
    found = [] if card is None else [Mark(catalogue.row(card.movie.id), "shown")]
    found += [Mark(row, "favourite") for row in profile.seeds]
    found += [Mark(row, answered[how.value]) for row, how in reversed(profile.answers) if how.value in answered]
    found += [Mark(catalogue.row(movie), "kept") for movie in session.watchlist]
    return tuple({mark.row: mark for mark in reversed(found)}.values())[::-1]


def legend(marks: Sequence[Mark], *, roomy: bool = True) -> Content:
    """What the signs on the map mean, those alone that are on it; the way comes first where there is room for it."""
    kinds = {mark.kind for mark in marks}
    parts = [(START + "━" + NOW, "way", "your way")] if roomy else []
    parts += [(sign, kind, told) for kind, (sign, told) in SIGNS.items() if kind in kinds]
    return Content("  ").join(
        Content.assemble((sign, COLOURS[kind]), (f" {told}", "dim")) for sign, kind, told in parts
    )


def film_line(catalogue: "Catalogue", row: int, mark: Mark | None) -> Content:
    """ "★ Heat  1995  Action, Crime  favourite"."""
    movie = catalogue.movie(row)
    sign = Content("· ") if mark is None else Content.assemble((mark.sign, COLOURS[mark.kind]), " ")
    told = "" if mark is None else f"  {mark.told}"
    return Content.assemble(
        sign, (movie.title, "bold"), (f"  {movie.year or ''}  {', '.join(movie.genres)}", "dim"), told
    )
