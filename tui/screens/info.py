"""Details of one film: other titles, facts, the terms of its score, similar films and links."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Link, Static

from matinee.tui.online import film_address, online_of
from matinee.tui.screens.director_films import DirectorFilmsScreen, films_of_directors
from matinee.tui.screens.open_film import LinkedFilmsScreen
from matinee.tui.text import fact_text, labels
from matinee.tui.text.kin_text import kin_clauses
from matinee.tui.widgets.bars import bar
from matinee.tui.widgets.film_links import FilmLinks, film_line
from matinee.tui.widgets.film_page import ACTION, FilmPageView
from matinee.tui.widgets.key_bar import KeyBar
from matinee.tui.widgets.layout import fit_cells

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue, Movie
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.session import Session
    from matinee.engine.session.suggestion import Suggestion

SIMILAR, MAX_CAST = 6, 8
NO_FACTS = "This bundle has no film facts; `matinee train` adds them."
LABEL_WIDTH, BAR_WIDTH = 26, 14
NARROW_LABEL_WIDTH, NARROW_BAR_WIDTH = 20, 5
MIN_TERM = 0.05
"""Score terms smaller than this are left out."""
NARROW = 60
"""Terminal width in columns below which names, bars and links are shorter."""


class InfoScreen(LinkedFilmsScreen):
    """What is known of one film and, for a suggestion, why it is there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "leave", "back", show=False, id="info.leave"),
        Binding("p", ACTION, "plot and poster", id="info.plot"),
        Binding("f", "director_films", "same director", id="info.director"),
    ]

    def __init__(
        self, recommender: "Recommender", session: "Session", movie: "Movie", suggestion: "Suggestion | None" = None
    ) -> None:
        """Create the screen. Raises BundleError if a file of the bundle has changed since it was opened.

        Args:
            recommender: has the films and their facts.
            session: has the answers.
            movie: the film.
            suggestion: the reasons for it; None if it was not suggested.
        """
        super().__init__(recommender, session)
        self.movie = movie
        self.suggestion = suggestion
        self.facts = recommender.facts(movie.id)
        self.similar = recommender.similar(movie.id, SIMILAR)
        self._has_director_films = bool(films_of_directors(recommender.film_facts, recommender.catalogue, movie))

    def compose_body(self) -> ComposeResult:
        catalogue, movie = self.recommender.catalogue, self.movie
        row = catalogue.row(movie.id)
        with VerticalScroll(can_focus=False), Vertical():
            yield Static(movie.label, classes="film", markup=False)
            if movie.alternatives:
                yield Static(f"also known as {' · '.join(movie.alternatives)}", classes="quiet", markup=False)
            if known := "\n".join(fact_text.info_lines(self.facts, movie, MAX_CAST)):
                yield Static(known, markup=False)
            rated = (labels.rating_text(catalogue, row), labels.audience_text(catalogue, row))
            yield Static(", ".join(filter(None, rated)), classes="quiet", markup=False)
            if self.recommender.film_facts is None:
                yield Static(NO_FACTS, classes="quiet", markup=False)
            yield FilmPageView(film_address(self.recommender, movie))
            if self.suggestion is not None:
                yield from self._compose_reasons(self.suggestion)
            yield Static("similar films", classes="section", markup=False)
            yield FilmLinks([(film.movie, film_line(film.movie)) for film in self.similar])
            yield Static("links", classes="section", markup=False)
            for name, url in links(catalogue, row):
                yield Link(f"{name}  {url}" if self.app.size.width >= NARROW else short_url(url), url=url)
        yield KeyBar()

    def _compose_reasons(self, suggestion: "Suggestion") -> ComposeResult:
        """Why a film was suggested: what it shares with liked films, the terms of its score, the films behind it."""
        widths = (LABEL_WIDTH, BAR_WIDTH) if self.app.size.width >= NARROW else (NARROW_LABEL_WIDTH, NARROW_BAR_WIDTH)
        facts = self.recommender.film_facts
        clauses = kin_clauses(suggestion, {} if facts is None else facts.adjectives, self.facts.cast)
        yield Static("why this film", classes="section", markup=False)
        if clauses:
            yield Static("; ".join(clauses), markup=False)
        yield Static(score_lines(suggestion, *widths), markup=False)
        if suggestion.reasons:
            yield Static("your films behind it", classes="section", markup=False)
            yield FilmLinks(reason_lines(suggestion, *widths))

    @property
    def withheld_actions(self) -> frozenset[str]:
        return frozenset() if online_of(self.app) else frozenset([ACTION])

    def action_film_page(self) -> None:
        """Fetch the plot and the poster, or hide them."""
        self.query_one(FilmPageView).toggle()

    def can_run(self, action: str) -> bool:
        if action == "director_films":
            return self._has_director_films
        return super().can_run(action)

    def action_director_films(self) -> None:
        """List other films of the director."""
        if self.app.screen is self:
            self.app.push_screen(DirectorFilmsScreen(self.recommender, self.session, self.movie))


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


def reason_lines(card: "Suggestion", room: int, width: int) -> "list[tuple[Movie, Content]]":
    """The films that explain a suggestion, each with a line that shows its share of the explanation."""
    total = sum(reason.weight for reason in card.reasons)
    bars = [(bar(reason.weight / total, width), "$primary") for reason in card.reasons]
    return [
        (reason.movie, Content.assemble(fit_cells(reason.movie.title, room), "   ", drawn))
        for reason, drawn in zip(card.reasons, bars, strict=True)
    ]


def links(catalogue: "Catalogue", row: int) -> list[tuple[str, str]]:
    """(name, URL) of pages about a film; nothing is fetched until one is clicked."""
    found = [("MovieLens", f"https://movielens.org/movies/{catalogue.ids[row]}")]
    if catalogue.imdb[row]:
        found.insert(0, ("IMDb", f"https://www.imdb.com/title/tt{catalogue.imdb[row]:07d}/"))
    if catalogue.tmdb[row]:
        found.append(("TMDB", f"https://www.themoviedb.org/movie/{catalogue.tmdb[row]}"))
    return found


def short_url(url: str) -> str:
    """A URL with room on a narrow screen: "imdb.com/title/tt0068646"."""
    return url.removeprefix("https://").removeprefix("www.").removesuffix("/")
