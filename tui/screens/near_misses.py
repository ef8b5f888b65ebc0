"""Films of an import that were not found, each with the film that it may be; the user accepts some, all or none."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from matinee.tui.screens.film_list import FilmListScreen
from matinee.tui.text.fact_text import cut
from matinee.tui.widgets.layout import BROAD, fit_cells
from matinee.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from matinee.engine.exchange.matching import Unmatched

QUESTION = "Is it this one?"
ACCEPTED, OPEN = "✓ ", "  "
ARROW = "→ "


class TitledFilm(Protocol):
    """A film of an import or of the catalogue."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def year(self) -> int | None:
        """Its year; None if unknown."""


class NearMissScreen(FilmListScreen):
    """One entry per film not found, with the film it may be below or beside it, and a mark if it is accepted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,y", "toggle_match", "it is", key_display="space", id="near.toggle"),
        Binding("a", "accept_all", "all", id="near.all"),
        Binding("n", "accept_none", "none", id="near.none"),
        Binding("up,k", "previous", "choose", key_display="↑↓", id="near.previous"),
        Binding("down,j", "next", "choose", show=False, id="near.next"),
        Binding("question_mark,f1", "app.help", "help", key_display="?", id="near.help"),
        Binding("enter,escape,q", "leave", "continue", key_display="⏎", id="near.leave"),
    ]

    def __init__(self, near_misses: "Mapping[int, Unmatched]") -> None:
        """Create the screen.

        Args:
            near_misses: as ``ImportPlan.near_misses`` has them.
        """
        super().__init__()
        self._movie_ids = {position: each.nearest.id for position, each in near_misses.items() if each.nearest}
        self._positions = list(self._movie_ids)
        self._films: list[tuple[TitledFilm, TitledFilm]] = [
            (each.film, each.nearest) for each in near_misses.values() if each.nearest
        ]
        self._accepted: set[int] = set()

    @property
    def accepted(self) -> dict[int, int]:
        """Position among the films not found → id of the film that the user accepted."""
        return {position: movie for position, movie in self._movie_ids.items() if position in self._accepted}

    def fill(self) -> None:
        """Draw all lines for the width of the terminal and what is accepted."""
        highlighted = self.listing.highlighted
        self.listing.set_options(Option(self._entry(place)) for place in range(len(self._films)))
        self.listing.highlighted = highlighted or 0
        self._show_count()

    def _entry(self, place: int) -> Content:
        """The line or lines of a film, by its place in the list."""
        width = self.listing.scrollable_content_region.width
        return entry(*self._films[place], self._positions[place] in self._accepted, width)

    def _show_count(self) -> None:
        self.query_one(StatusLine).show(QUESTION, f"{len(self._accepted)} of {len(self._films)} accepted")

    def _accept(self, positions: set[int]) -> None:
        self._accepted = positions
        self.fill()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.listing.highlighted = event.option_index
        self.action_toggle_match()

    def action_toggle_match(self) -> None:
        """Accept the film, or take it back."""
        highlighted = self.listing.highlighted
        if highlighted is not None:
            self._accepted ^= {self._positions[highlighted]}
            self.listing.replace_option_prompt_at_index(highlighted, self._entry(highlighted))
            self._show_count()

    def action_accept_all(self) -> None:
        """Accept all films."""
        self._accept({*self._movie_ids})

    def action_accept_none(self) -> None:
        """Accept none of them."""
        self._accept(set())


def entry(film: TitledFilm, nearest: TitledFilm, is_accepted: bool, width: int) -> Content:
    """A film not found and the film it may be: on one line in a broad terminal, else on two.

    Args:
        film: the film not found.
        nearest: the film it may be.
        is_accepted: whether the user accepted it.
        width: cells of a line.
    """
    mark = (ACCEPTED if is_accepted else OPEN, "$text-success")
    style = "$primary" if is_accepted else "dim"
    if width >= BROAD:
        half = (width - len(ACCEPTED) - len(ARROW)) // 2
        return Content.assemble(mark, fit_film(film, half), (ARROW, "dim"), fit_film(nearest, half).stylize(style))
    room = max(width - len(ACCEPTED), 1)
    return Content.assemble(
        mark, fit_film(film, room), "\n", " " * len(OPEN), (ARROW, "dim"),
        fit_film(nearest, max(room - len(ARROW), 1)).stylize(style),
    )  # fmt: skip


def fit_film(film: TitledFilm, width: int) -> Content:
    """Title and year in exactly ``width`` cells; a title without room is cut, the year that decides is not."""
    year = f" ({film.year})" if film.year else ""
    return fit_cells(cut(film.title, max(width - len(year), 1)) + year, width)
