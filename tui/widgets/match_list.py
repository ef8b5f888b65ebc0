"""The films that match the typed title or person."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from matinee.tui.text.labels import fame_text
from matinee.tui.widgets.layout import fit_cells

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue, Movie

NARROW = 60
YEAR_WIDTH, FAME_WIDTH, GENRES_WIDTH = 6, 12, 22
GENRES_GAP, FAME_GAP = 3, 2


class MatchList(OptionList, can_focus=False):
    """One match per line; keys stay with the input, and the mouse can choose."""

    DEFAULT_CSS = """
    MatchList { border: none; padding: 0 1; background: transparent; height: 1fr; scrollbar-size: 0 0; }
    MatchList > .option-list--option { padding: 0 1; }
    MatchList > .option-list--option-highlighted {
        background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground; text-style: bold;
    }
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
        """Mark the highlighted film with a pointer, not by color alone."""
        for place in range(self.option_count):
            self.replace_option_prompt_at_index(place, self._line(place, is_highlighted=place == highlighted))
        super().watch_highlighted(highlighted)

    def _line(self, place: int, *, is_highlighted: bool = False) -> Content:
        assert self._catalogue is not None, "films are shown together with their catalogue"
        width = max(self.size.width - 6, 18)
        has_genres = shows_genres([movie.title for movie in self._movies], width)
        line = match_line(self._movies[place], self._catalogue, width, has_genres=has_genres)
        return Content.assemble("▸ " if is_highlighted else "  ", line)

    def clear(self) -> None:
        """Remove all films."""
        self._movies = []
        self.clear_options()


def shows_genres(titles: Sequence[str], width: int) -> bool:
    """Whether lines of this width have room for genres without titles that are cut and look alike."""
    room = width - YEAR_WIDTH - GENRES_WIDTH - FAME_WIDTH
    return width >= NARROW and len({fit_cells(title, room).plain for title in titles}) == len({*titles})


def match_line(movie: "Movie", catalogue: "Catalogue", width: int, *, has_genres: bool) -> Content:
    """A film in one line: title, year and, if there is room, whether it is well known.

    Args:
        movie: the film.
        catalogue: has what is known of it.
        width: cells of the line.
        has_genres: whether its genres are shown too.
    """
    has_fame = width >= NARROW
    room = width - YEAR_WIDTH - (FAME_WIDTH if has_fame else 0) - (GENRES_WIDTH if has_genres else 0)
    line = Content.assemble(fit_cells(movie.title, room), (f"{movie.year or '':>{YEAR_WIDTH}}", "dim"))
    if has_genres:
        genres = fit_cells(", ".join(movie.genres), GENRES_WIDTH - GENRES_GAP)
        line = Content.assemble(line, " " * GENRES_GAP, genres.stylize("dim"))
    if has_fame:
        fame = fame_text(catalogue, catalogue.row(movie.id))
        line = Content.assemble(line, " " * FAME_GAP, (fame, "dim"))
    return line
