"""More about one film: its other names, how its score came about, films like it, where to read on."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Link, Static

from tui import words
from tui.screens.base import ReadingScreen
from tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from engine.catalogue import Catalogue
    from engine.recommender import Recommender
    from engine.session import Card

SIMILAR = 6
LABEL_WIDTH = 26


class InfoScreen(ReadingScreen):
    """Reads one card aloud."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("i", "leave", "back", show=False)]

    def __init__(self, recommender: "Recommender", card: "Card") -> None:
        super().__init__()
        self.recommender = recommender
        self.card = card

    def parts(self) -> ComposeResult:
        catalogue = self.recommender.catalogue
        movie = self.card.movie
        row = catalogue.row(movie.id)
        with VerticalScroll(can_focus=False):
            yield Static(movie.label, classes="film", markup=False)
            if movie.alternatives:
                yield Static(f"also known as {', '.join(movie.alternatives)}", classes="quiet", markup=False)
            yield Static(f"{words.loved(catalogue, row)}, {words.known(catalogue, row)}", classes="quiet", markup=False)
            yield Static("why it is here", classes="section", markup=False)
            yield Static(score_lines(self.card), markup=False)
            if self.card.reasons:
                yield Static("which films speak for it", classes="section", markup=False)
                yield Static(reason_lines(self.card), markup=False)
            yield Static("films like it", classes="section", markup=False)
            yield Static(self.similar_lines(), markup=False)
            yield Static("read on", classes="section", markup=False)
            for name, address in links(catalogue, row):
                yield Link(f"{name}  {address}", url=address)
        yield KeyBar()

    def similar_lines(self) -> Content:
        """A line a film."""
        found = self.recommender.similar(self.card.movie.id, SIMILAR)
        return Content("\n").join(
            Content.assemble(film.movie.title, (f"  {film.movie.year or ''}", "dim")) for film in found
        )


def score_lines(card: "Card") -> Content:
    """Every term of the score and their sum."""
    lines = [scored(words.term(name), value) for name, value in sorted(card.terms.items(), key=lambda item: -item[1])]
    return Content("\n").join([*lines, scored("together", card.score).stylize("bold")])


def scored(label: str, value: float) -> Content:
    """A label and a signed number."""
    return Content.assemble(f"{label:<{LABEL_WIDTH}.{LABEL_WIDTH}}", (f"{value:+7.2f}", "$primary"))


def reason_lines(card: "Card") -> Content:
    """The films that speak for it, each with its share of what they say together."""
    total = sum(reason.weight for reason in card.reasons)
    return Content("\n").join(
        Content.assemble(
            f"{reason.movie.title[:LABEL_WIDTH]:<{LABEL_WIDTH}}", (f"{reason.weight / total:6.0%}", "$primary")
        )
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
