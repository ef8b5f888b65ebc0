"""The films that match what is typed."""

from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from matinee.tui.text.labels import fame

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue, Movie

NARROW = 60
YEAR_WIDTH, FAME_WIDTH, GENRES_WIDTH = 6, 10, 24


class MatchList(OptionList, can_focus=False):
    """One match a line; the keys stay with the input, the mouse may choose."""

    DEFAULT_CSS = """
    MatchList { border: none; padding: 0 1; background: transparent; height: 1fr; scrollbar-size: 0 0; }
    MatchList > .option-list--option { padding: 0 1; }
    MatchList > .option-list--option-highlighted { background: $panel; color: $primary; text-style: bold; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False, compact=True)
        self._movies: list[Movie] = []
        self._catalogue: Catalogue | None = None

    @property
    def chosen(self) -> "Movie | None":
        """The highlighted film."""
        if self.highlighted is None or self.highlighted >= len(self._movies):
            return None
        return self._movies[self.highlighted]

    def show(self, movies: "list[Movie]", catalogue: "Catalogue") -> None:
        """Replace the list and highlight its first line."""
        self._movies, self._catalogue = movies, catalogue
        self._fill(0)

    def on_resize(self, _event: events.Resize) -> None:
        self._fill(self.highlighted or 0)

    def _fill(self, highlighted: int) -> None:
        self.clear_options()
        if self._catalogue is not None:
            self.add_options([Option(self._line(place)) for place in range(len(self._movies))])
        self.highlighted = highlighted if self._movies else None

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Point at the highlighted film; colour alone does not say which it is."""
        for place in range(self.option_count):
            self.replace_option_prompt_at_index(place, self._line(place, pointed=place == highlighted))
        super().watch_highlighted(highlighted)

    def _line(self, place: int, *, pointed: bool = False) -> Content:
        assert self._catalogue is not None, "films come with their catalogue"
        width = max(self.size.width - 6, 18)
        return Content.assemble("▸ " if pointed else "  ", match_line(self._movies[place], self._catalogue, width))

    def clear(self) -> None:
        """Show nothing."""
        self._movies = []
        self.clear_options()


def match_line(movie: "Movie", catalogue: "Catalogue", width: int) -> Content:
    """A film in one line: title, year and, where there is room, genres and whether it is well known."""
    roomy = width >= NARROW
    room = width - YEAR_WIDTH - (FAME_WIDTH + GENRES_WIDTH if roomy else 0)
    year = f"{movie.year or '':>{YEAR_WIDTH}}"
    line = Content.assemble(fitted(movie.title, room), (year, "dim"))
    if roomy:
        genres = fitted(", ".join(movie.genres), GENRES_WIDTH - 5)
        line = Content.assemble(
            line, "   ", genres.stylize("dim"), "  ", (fame(catalogue, catalogue.row(movie.id)), "dim")
        )
    return line


def fitted(text: str, width: int) -> Content:
    """Text cut or filled to exactly so many cells."""
    content = Content(text)
    if content.cell_length > width:
        return content.truncate(width, ellipsis=True).pad_right(max(0, width - content.truncate(width).cell_length))
    return content.pad_right(width - content.cell_length)
