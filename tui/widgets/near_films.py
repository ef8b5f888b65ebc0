"""The films nearest to the one on the card."""

from asyncio import sleep
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events, work
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from matinee.engine.errors import MatineeError
from matinee.tui.text.fact_text import and_list, fit_parts, place_names
from matinee.tui.widgets.history_strip import FILM_GAP, MARK_WIDTH, MARKS
from matinee.tui.widgets.layout import MEASURE
from matinee.tui.widgets.map_marks import FAVOURITE

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.session import Session

MAX_FILMS, SHOWN = 10, 3
"""Films that are looked up, and films for which there should be room."""
ROOMY_ROWS = 3
"""Rows of a film with its details on a line of their own, and the blank line after them."""
REST = 0.25
"""Seconds without another answer after which the films are looked up: whoever answers quickly does not wait for it."""
NO_FILMS = "Nothing in this catalogue is close to it."


class NearFilms(Static):
    """Similar films with their marks; each can be clicked. They are looked up once the card has been painted."""

    DEFAULT_CSS = """
    NearFilms {
        border: round $panel-lighten-2; border-title-color: $text-muted; padding: 0 3;
        link-style: none; link-color: $foreground;
        link-style-hover: bold; link-color-hover: $primary; link-background-hover: $panel;
    }
    NearFilms.-idle { visibility: hidden; }
    """

    def __init__(self, recommender: "Recommender", session: "Session") -> None:
        """Create the list.

        Args:
            recommender: finds similar films.
            session: has the film on the card and the answers.
        """
        super().__init__()
        self._recommender, self._session = recommender, session
        self._found: dict[int, list[Movie]] = {}
        self._has_failed = False

    def on_mount(self) -> None:
        self.border_title = "near it"

    def on_resize(self, _event: events.Resize) -> None:
        self.follow()

    def follow(self) -> None:
        """Show the films near the one on the card: at once if they are known, else after a rest."""
        card = self._session.next()
        self.set_class(card is None or self._has_failed, "-idle")
        if card is None or not self.content_size or self._has_failed:
            return
        if card.movie.id in self._found:
            self._draw(self._found[card.movie.id])
        else:
            self.update("", layout=False)
            self._look_up(card.movie.id)

    @work(group="near films", exclusive=True)
    async def _look_up(self, movie_id: int) -> None:
        await sleep(REST)
        try:
            self._found[movie_id] = self._recommender.neighbours(movie_id, MAX_FILMS)
        except MatineeError as error:  # the bundle has changed since it was opened
            self._has_failed = True
            self.notify(str(error), severity="error", markup=False)
        self.follow()

    def _draw(self, movies: "Sequence[Movie]") -> None:
        width, rows = min(self.content_size.width, MEASURE), self.content_size.height
        is_roomy = rows >= ROOMY_ROWS * min(len(movies), SHOWN)
        shown = movies[: rows // ROOMY_ROWS if is_roomy else rows]
        titles = [self._title(movie) for movie in shown]
        longest = max((title.cell_length for title in titles), default=0)
        lines = []
        for movie, title in zip(shown, titles, strict=True):
            indent = MARK_WIDTH if is_roomy else max(min(longest, width // 2), title.cell_length) + FILM_GAP
            details = Content(self._details(movie, width - indent)).stylize("dim")
            if is_roomy:
                lines += [title, Content.assemble(" " * indent, details), Content("")]
            else:
                lines.append(Content.assemble(title, " " * (indent - title.cell_length), details))
        cut = [line.truncate(width, ellipsis=True) for line in lines]
        self.update(Content("\n").join(cut) if cut else Content(NO_FILMS).stylize("dim"), layout=False)

    def _title(self, movie: "Movie") -> Content:
        """A film with its mark and year; its title can be clicked."""
        marks = {film: MARKS.get(answer.value, MARKS["skip"]) for film, answer in self._session.state.answers}
        marks |= dict.fromkeys(self._session.all_favourites, (FAVOURITE, "$text-accent"))
        mark, style = marks.get(movie.id, (" ", ""))
        title = Content(movie.title).stylize(Style.from_meta({"@click": ("screen.about", (movie.id,))}))
        return Content.assemble((mark, style), " ", title, (f"  {movie.year or ''}", "dim"))

    def _details(self, movie: "Movie", room: int) -> str:
        """Who made a film, its genres and where it is from, as far as there is room: "by Yasujirô Ozu · Drama"."""
        facts = self._recommender.facts(movie.id)
        made_by = [f"by {and_list(facts.directors[:2])}"] if facts.directors else []
        return fit_parts([*made_by, *movie.genres, *place_names(facts)], room)
