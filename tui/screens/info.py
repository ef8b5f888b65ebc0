"""More about one film: its other names, how its score came about, films like it, where to read on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Link, Static

from matinee.tui.screens.base import ReadingScreen
from matinee.tui.text import labels as words
from matinee.tui.widgets.key_bar import KeyBar
from matinee.tui.widgets.match_list import fitted
from matinee.tui.widgets.taste_panel import bar

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue
    from matinee.engine.recommender import Recommendation, Recommender
    from matinee.engine.session.suggestion import Card

SIMILAR = 6
LABEL_WIDTH, BAR_WIDTH = 26, 14
NARROW_LABEL_WIDTH, NARROW_BAR_WIDTH = 17, 8
HEARD = 0.05
"""A term that adds less says nothing."""
NARROW = 60
"""Columns of the terminal below which names and bars are shorter."""


class InfoScreen(ReadingScreen):
    """Reads one card aloud."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("i", "leave", "back", show=False, id="info.leave")]

    def __init__(self, recommender: "Recommender", card: "Card") -> None:
        """Raises BundleError where a file of the bundle has changed since it was opened."""
        super().__init__()
        self.recommender = recommender
        self.card = card
        self.similar = recommender.similar(card.movie.id, SIMILAR)

    def parts(self) -> ComposeResult:
        catalogue = self.recommender.catalogue
        movie = self.card.movie
        row = catalogue.row(movie.id)
        widths = (LABEL_WIDTH, BAR_WIDTH) if self.app.size.width >= NARROW else (NARROW_LABEL_WIDTH, NARROW_BAR_WIDTH)
        with VerticalScroll(can_focus=False), Vertical():
            yield Static(movie.label, classes="film", markup=False)
            if movie.alternatives:
                yield Static(f"also known as {', '.join(movie.alternatives)}", classes="quiet", markup=False)
            yield Static(f"{words.loved(catalogue, row)}, {words.known(catalogue, row)}", classes="quiet", markup=False)
            yield Static("why it is here", classes="section", markup=False)
            yield Static(score_lines(self.card, *widths), markup=False)
            if self.card.reasons:
                yield Static("which films speak for it", classes="section", markup=False)
                yield Static(reason_lines(self.card, *widths), markup=False)
            yield Static("films like it", classes="section", markup=False)
            yield Static(film_lines(self.similar), markup=False)
            yield Static("read on", classes="section", markup=False)
            for name, address in links(catalogue, row):
                yield Link(f"{name}  {address}", url=address)
        yield KeyBar()


def film_lines(films: "Sequence[Recommendation]") -> Content:
    """A line a film."""
    return Content("\n").join(
        Content.assemble(film.movie.title, (f"  {film.movie.year or ''}", "dim")) for film in films
    )


def score_lines(card: "Card", room: int, width: int) -> Content:
    """Every term of the score as a bar to its own side, the strongest first; they add up to the last line."""
    longest = max((abs(value) for value in card.terms.values()), default=0.0) or 1.0
    lines = []
    for name, value in sorted(card.terms.items(), key=lambda item: -item[1]):
        sign, colour = ("+", "$success") if value >= 0 else ("−", "$error")
        drawn, number = f" {sign} {bar(abs(value) / longest, width):<{width}}", f"{abs(value):5.1f}"
        if abs(value) >= HEARD:
            lines.append(Content.assemble(fitted(words.term(name), room), (drawn, colour), (number, "dim")))
    total = Content(f"{'together':<{room + 3 + width}}{card.score:5.1f}").stylize("bold")
    return Content("\n").join([*lines, total])


def reason_lines(card: "Card", room: int, width: int) -> Content:
    """The films that speak for it, each with its part of what they say together."""
    total = sum(reason.weight for reason in card.reasons)
    return Content("\n").join(
        Content.assemble(fitted(reason.movie.title, room), "   ", (bar(reason.weight / total, width), "$primary"))
        for reason in card.reasons
    )


def links(catalogue: "Catalogue", row: int) -> list[tuple[str, str]]:
    """(name, address) of the pages about a film; nothing is fetched until one is clicked."""
    found = [("MovieLens", f"https://movielens.org/movies/{catalogue.ids[row]}")]
    if catalogue.imdb[row]:
        found.insert(0, ("IMDb", f"https://www.imdb.com/title/tt{catalogue.imdb[row]:07d}/"))
    if catalogue.tmdb[row]:
        found.append(("TMDB", f"https://www.themoviedb.org/movie/{catalogue.tmdb[row]}"))
    return found
