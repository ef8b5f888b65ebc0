"""The other films of a film's directors, in the catalogue; each can be opened."""

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from matinee.tui.screens.film_list import FilmListScreen
from matinee.tui.screens.open_film import open_film
from matinee.tui.text.fact_text import and_list, cut
from matinee.tui.text.labels import fame_text
from matinee.tui.widgets.history_strip import MARK_WIDTH, MARKS
from matinee.tui.widgets.inputs import OrderedList
from matinee.tui.widgets.layout import fit_cells
from matinee.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue, Movie
    from matinee.engine.catalogue.facts import CatalogueFacts
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.session import Session

YEAR_WIDTH, FAME_WIDTH, INDENT, PADDING = 6, 10, 2, 4
ROOMY = 60
"""Cells of a line from which it says whether a film is well known."""
UNKNOWN = "The director of this film is not known."
NO_OTHERS = "There are no others in this catalogue."


class DirectorFilmsScreen(FilmListScreen):
    """One film per line, the best known first, with the user's answer; under a heading for each director."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f,q,backspace", "leave", "back", key_display="esc", id="director.leave"),
        Binding("enter", "open", "about it", key_display="⏎", id="director.open"),
        Binding("up,k", "previous", "choose", key_display="↑↓", id="director.previous"),
        Binding("down,j", "next", "choose", show=False, id="director.next"),
        Binding("question_mark,f1", "app.help", "help", key_display="?", id="director.help"),
    ]

    def __init__(self, recommender: "Recommender", session: "Session", movie: "Movie") -> None:
        """Create the screen.

        Args:
            recommender: has the films and their facts.
            session: has the answers.
            movie: the film whose directors' other films are listed.
        """
        super().__init__()
        self.recommender = recommender
        self.session = session
        self.groups = films_of_directors(recommender.film_facts, recommender.catalogue, movie)
        self._longest = max((cell_len(each.title) for _, movies in self.groups for each in movies), default=0)
        answers = {film: answer.value for film, answer in session.state.answers}
        self._answers = answers | dict.fromkeys(session.all_favourites, "like")
        self._movie = movie

    def fill(self) -> None:
        """Set the title and all lines for the width of the terminal."""
        highlighted, width = self.listing.highlighted, self.listing.scrollable_content_region.width
        self.query_one(StatusLine).show(cut(self._title(), max(self.size.width - PADDING, 1)), "")
        options: list[Option] = []
        for directors, movies in self.groups:
            if len(self.groups) > 1:
                options.append(Option(Content(cut(and_list(directors), width)), disabled=True))
            options += [Option(self._line(movie, width), id=str(movie.id)) for movie in movies]
        self.listing.set_options(options or [Option(NO_OTHERS, disabled=True)])
        first = next((place for place, option in enumerate(options) if not option.disabled), None)
        self.listing.highlighted = first if highlighted is None else highlighted
        self.call_after_refresh(self._fill_beside_scrollbar, width)

    def _fill_beside_scrollbar(self, width: int) -> None:
        """Draw the lines again if a scrollbar has taken some of their width."""
        if self.query(OrderedList) and self.listing.scrollable_content_region.width < width:
            self.fill()

    def _title(self) -> str:
        made_by = [directors for directors, _ in self.groups] or [self.recommender.facts(self._movie.id).directors]
        return f"Films by {and_list(made_by[0]) if len(made_by) == 1 else 'the directors of ' + self._movie.label}"

    def _line(self, movie: "Movie", width: int) -> Content:
        """A film with its mark, year and, if there is room, whether it is well known."""
        answer = self._answers.get(movie.id)
        mark, style = (" ", "") if answer is None else MARKS.get(answer, MARKS["skip"])
        fame = fame_text(self.recommender.catalogue, self.recommender.catalogue.row(movie.id))
        details = f"{movie.year or '':>{YEAR_WIDTH}}" + (f"  {fame:<{FAME_WIDTH}}" if width >= ROOMY else "")
        title = fit_cells(movie.title, min(self._longest, max(width - MARK_WIDTH - INDENT - len(details), 1)))
        return Content.assemble(" " * INDENT, (mark, style), " ", title, (details, "dim"))

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Show details of this film."""
        option = self.listing.highlighted_option
        if option is not None and option.id is not None:
            open_film(self, self.recommender, self.session, int(option.id))


def films_of_directors(
    facts: "CatalogueFacts | None", catalogue: "Catalogue", movie: "Movie"
) -> "list[tuple[tuple[str, ...], list[Movie]]]":
    """The other films of a film's directors, grouped by which of the directors made them.

    Args:
        facts: who directed which film; None if nothing is known.
        catalogue: all films.
        movie: the film.

    Returns:
        (names of directors, their films, the most rated first), with what they made together before what each made
        alone; empty if the directors are not known or made no other film.
    """
    from matinee.engine.catalogue.facts import is_named, shown_name

    if facts is None:
        return []
    directors, own = facts.directors, catalogue.row(movie.id)
    columns = [column for column in directors.of(own).tolist() if is_named(directors.names[column])]
    makers: dict[int, tuple[int, ...]] = {}
    for column in columns:
        for row in directors.films(column).tolist():
            makers[row] = (*makers.get(row, ()), column)
    makers.pop(own, None)
    rows = sorted(makers, key=lambda row: -catalogue.rating_counts[row])
    groups = sorted(set(makers.values()), key=lambda group: (-len(group), [columns.index(column) for column in group]))
    return [
        (
            tuple(shown_name(directors.names[column]) for column in group),
            [catalogue.movie(row) for row in rows if makers[row] == group],
        )
        for group in groups
    ]
