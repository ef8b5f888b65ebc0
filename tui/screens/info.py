"""Details of one film: other titles, the terms of its score, similar films and links."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Link, Static

from matinee.tui.screens.base import ScrollScreen
from matinee.tui.text import labels
from matinee.tui.widgets.bars import bar
from matinee.tui.widgets.key_bar import KeyBar
from matinee.tui.widgets.layout import fit_cells

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue
    from matinee.engine.recommendation import Recommendation
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.suggestion import Suggestion

SIMILAR = 6
LABEL_WIDTH, BAR_WIDTH = 26, 14
NARROW_LABEL_WIDTH, NARROW_BAR_WIDTH = 17, 8
MIN_TERM = 0.05
"""Score terms smaller than this are left out."""
NARROW = 60
"""Terminal width in columns below which names and bars are shorter."""


class InfoScreen(ScrollScreen):
    """Explains one suggestion."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("i", "leave", "back", show=False, id="info.leave")]

    def __init__(self, recommender: "Recommender", card: "Suggestion") -> None:
        """Create the screen. Raises BundleError if a file of the bundle has changed since it was opened."""
        super().__init__()
        self.recommender = recommender
        self.card = card
        self.similar = recommender.similar(card.movie.id, SIMILAR)

    def compose_body(self) -> ComposeResult:
        catalogue = self.recommender.catalogue
        movie = self.card.movie
        row = catalogue.row(movie.id)
        widths = (LABEL_WIDTH, BAR_WIDTH) if self.app.size.width >= NARROW else (NARROW_LABEL_WIDTH, NARROW_BAR_WIDTH)
        with VerticalScroll(can_focus=False), Vertical():
            yield Static(movie.label, classes="film", markup=False)
            if movie.alternatives:
                yield Static(f"also known as {' · '.join(movie.alternatives)}", classes="quiet", markup=False)
            facts = (labels.rating_text(catalogue, row), labels.audience_text(catalogue, row))
            yield Static(", ".join(filter(None, facts)), classes="quiet", markup=False)
            yield Static("why this film", classes="section", markup=False)
            yield Static(score_lines(self.card, *widths), markup=False)
            if self.card.reasons:
                yield Static("your films behind it", classes="section", markup=False)
                yield Static(reason_lines(self.card, *widths), markup=False)
            yield Static("similar films", classes="section", markup=False)
            yield Static(film_lines(self.similar), markup=False)
            yield Static("links", classes="section", markup=False)
            for name, url in links(catalogue, row):
                yield Link(f"{name}  {url}", url=url)
        yield KeyBar()


def film_lines(films: "Sequence[Recommendation]") -> Content:
    """One film per line."""
    return Content("\n").join(
        Content.assemble(film.movie.title, (f"  {film.movie.year or ''}", "dim")) for film in films
    )


def score_lines(card: "Suggestion", room: int, width: int) -> Content:
    """The score terms as signed bars, the largest first, and their sum in the last line."""
    longest = max((abs(value) for value in card.terms.values()), default=0.0) or 1.0
    lines = []
    for name, value in sorted(card.terms.items(), key=lambda item: -item[1]):
        sign, colour = ("+", "$success") if value >= 0 else ("−", "$error")
        drawn, number = f" {sign} {bar(abs(value) / longest, width):<{width}}", f"{abs(value):5.1f}"
        if abs(value) >= MIN_TERM:
            lines.append(Content.assemble(fit_cells(labels.term_label(name), room), (drawn, colour), (number, "dim")))
    total = Content(f"{'total':<{room + 3 + width}}{card.score:5.1f}").stylize("bold")
    return Content("\n").join([*lines, total])


def reason_lines(card: "Suggestion", room: int, width: int) -> Content:
    """The films that explain a suggestion, each with its share of the explanation."""
    total = sum(reason.weight for reason in card.reasons)
    return Content("\n").join(
        Content.assemble(fit_cells(reason.movie.title, room), "   ", (bar(reason.weight / total, width), "$primary"))
        for reason in card.reasons
    )


def links(catalogue: "Catalogue", row: int) -> list[tuple[str, str]]:
    """(name, URL) of pages about a film; nothing is fetched until one is clicked."""
    found = [("MovieLens", f"https://movielens.org/movies/{catalogue.ids[row]}")]
    if catalogue.imdb[row]:
        found.insert(0, ("IMDb", f"https://www.imdb.com/title/tt{catalogue.imdb[row]:07d}/"))
    if catalogue.tmdb[row]:
        found.append(("TMDB", f"https://www.themoviedb.org/movie/{catalogue.tmdb[row]}"))
    return found
