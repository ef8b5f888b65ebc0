"""The film on show, large and calm."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tui import words

if TYPE_CHECKING:
    from engine.catalogue import Catalogue
    from engine.session import Card

NOTHING_LEFT = "You have been through everything near your taste."


class FilmCard(Vertical):
    """Title, year, genres, how loved and known it is, and why it is here."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="heading"):
            yield Static(id="film-title", markup=False)
            yield Static(id="film-year", markup=False)
        yield Static(id="film-genres", markup=False)
        yield Static(id="film-loved", markup=False)
        yield Static(id="film-known", markup=False)
        yield Static(id="film-stars", markup=False)
        yield Static(id="film-because", markup=False)
        yield Static(id="film-fits", markup=False)

    def show(self, card: "Card", catalogue: "Catalogue") -> None:
        """Show a film."""
        movie = card.movie
        row = catalogue.row(movie.id)
        bars = words.stars(catalogue, row)
        self._fill(
            title=movie.title,
            year=str(movie.year or ""),
            genres=" · ".join(movie.genres) or "no genre given",
            loved=words.loved(catalogue, row),
            known=words.known(catalogue, row),
            stars=Content.assemble(("½ ", "dim"), (bars, "$primary"), (" 5 ★", "dim")) if bars else "",
            because=words.because(card),
            fits=words.fits(card, catalogue),
        )

    def show_nothing_left(self, can_widen: bool) -> None:
        """Say that no film is left, and what can be done."""
        help_line = "w  widen the search   u  undo   q  quit" if can_widen else "u  undo   q  quit"
        self._fill(title=NOTHING_LEFT, genres=help_line)

    def _fill(self, **texts: str | Content) -> None:
        for part in ("title", "year", "genres", "loved", "known", "stars", "because", "fits"):
            self.query_one(f"#film-{part}", Static).update(texts.get(part, ""))
