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
from tui.widgets.match_list import fitted
from tui.widgets.taste_panel import bar

if TYPE_CHECKING:
    from engine.card import Card
    from engine.catalogue import Catalogue
    from engine.recommender import Recommender

SIMILAR = 6
LABEL_WIDTH, BAR_WIDTH = 26, 14


class InfoScreen(ReadingScreen):
    """Reads one card aloud."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("i", "leave", "back", show=False, id="info.leave")]

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
    """Every term of the score as a bar to its own side, the strongest first; they add up to the last line."""
    longest = max((abs(value) for value in card.terms.values()), default=0.0) or 1.0
    terms = sorted(card.terms.items(), key=lambda item: -item[1])
    lines = [scored(words.term(name), value, abs(value) / longest) for name, value in terms]
    return Content("\n").join([*lines, Content(f"{'together':<{LABEL_WIDTH}}{card.score:+.1f}").stylize("bold")])


def scored(label: str, value: float, share: float) -> Content:
    """What a term is called, whether it speaks for the film or against it, how loudly, and its part of the score."""
    sign, colour = ("+", "$text-success") if value >= 0 else ("−", "$text-error")
    return Content.assemble(
        f"{label:<{LABEL_WIDTH}.{LABEL_WIDTH}}",
        (f"{sign} {bar(share, BAR_WIDTH):<{BAR_WIDTH}}", colour),
        (f" {abs(value):.1f}", "dim"),
    )


def reason_lines(card: "Card") -> Content:
    """The films that speak for it, each with its part of what they say together."""
    total = sum(reason.weight for reason in card.reasons)
    return Content("\n").join(
        Content.assemble(
            fitted(reason.movie.title, LABEL_WIDTH), "  ", (bar(reason.weight / total, BAR_WIDTH), "$primary")
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
