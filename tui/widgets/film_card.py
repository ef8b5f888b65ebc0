"""The film on show, large and calm."""

from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.widgets import Static

from tui import words
from tui.screens.base import TALL

if TYPE_CHECKING:
    from engine.catalogue import Catalogue
    from engine.session import Card

NOTHING_LEFT = "You have been through everything near your taste."
NOTHING_FITS = "Nothing here fits that mood."
GAP = 2


class FilmCard(Static):
    """Title, year, genres, how loved and known it is, and why it is here.

    One text in a box of fixed size: showing another film repaints the box and lays out nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self._card: Card | None = None
        self._catalogue: Catalogue | None = None
        self._can_widen = self._in_mood = False

    def show(self, card: "Card | None", catalogue: "Catalogue", *, can_widen: bool, in_mood: bool) -> None:
        """Show a film; without one, say that nothing is left and what can be done."""
        self._card, self._catalogue, self._can_widen, self._in_mood = card, catalogue, can_widen, in_mood
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        if self._catalogue is None:
            return
        if self._card is None:
            self.update(nothing_left(self._can_widen, self._in_mood), layout=False)
        else:
            airy = self.app.size.height >= TALL
            self.update(film(self._card, self._catalogue, self.content_size.width, airy=airy), layout=False)


def film(card: "Card", catalogue: "Catalogue", width: int, *, airy: bool) -> Content:
    """The lines of a card; with air between them and more to say where the terminal is tall enough."""
    movie, row = card.movie, catalogue.row(card.movie.id)
    head = [
        heading(movie.title, str(movie.year or ""), width),
        Content(" · ".join(movie.genres) or "no genre given"),
    ]
    mood = words.for_the_mood(card)
    reasons = [words.because(card)] if mood is None else [mood, words.because(card)]
    if not airy:
        return Content("\n").join([*head, Content(words.loved(catalogue, row)), *reasons])
    known = [Content(words.loved(catalogue, row)), Content(words.known(catalogue, row))]
    bars = words.stars(catalogue, row)
    if bars:
        known += [Content(""), Content.assemble(("½ ", "dim"), (bars, "$primary"), (" 5 ★", "dim"))]
    air = [Content("")]
    return Content("\n").join([*head, *air, *known, *air, *reasons, *air, words.fits(card, catalogue)])


def heading(title: str, year: str, width: int) -> Content:
    """The title with the year at the right edge, or behind it where it takes more than a line."""
    name = Content(title).stylize("bold $primary")
    room = width - name.cell_length - len(year)
    return Content.assemble(name, " " * max(room, GAP), (year, "dim"))


def nothing_left(can_widen: bool, in_mood: bool) -> Content:
    """That nothing is left, and the keys that help."""
    keys = ["u  undo"]
    if can_widen:
        keys.insert(0, "w  widen")
    keys = ["x  clear it", "/  say another", *keys] if in_mood else [*keys, "q  quit"]
    return Content.assemble((NOTHING_FITS if in_mood else NOTHING_LEFT, "bold $primary"), "\n\n", "   ".join(keys))
