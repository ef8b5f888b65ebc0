"""The films that match the typed title or person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widgets.option_list import Option

from matinee.tui.runtime.textual_patches import SafeOptionList
from matinee.tui.text.labels import fame_text
from matinee.tui.widgets.layout import fit_cells

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue, Movie

NARROW = 60
YEAR_WIDTH, FAME_WIDTH = 6, 12
GENRES_WIDTH, MIN_GENRES_WIDTH = 34, 16
"""Cells of the genres, and those from which they are shown."""
GENRES_GAP, FAME_GAP = 3, 2


class MatchList(SafeOptionList, can_focus=False):
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
        self._film_lines: list[Content] = []
        self._marked: int | None = None

    @property
    def chosen(self) -> "Movie | None":
        """The highlighted film."""
        if self.highlighted is None or self.highlighted >= len(self._movies):
            return None
        return self._movies[self.highlighted]

    def show(
        self, movies: "list[Movie]", catalogue: "Catalogue", chosen: "Movie | None" = None, *, are_near: bool = False
    ) -> None:
        """Replace the list.

        Args:
            movies: the films.
            catalogue: has what is known of them.
            chosen: the film to highlight; if the list does not have it, its first line is highlighted.
            are_near: whether the films are probably not what is meant, so that none is highlighted before it is chosen.
        """
        self._movies, self._catalogue = movies, catalogue
        self._fill(movies.index(chosen) if chosen in movies else None if are_near else 0)

    def on_resize(self, _event: events.Resize) -> None:
        self._fill(self.highlighted)

    def _fill(self, highlighted: int | None) -> None:
        self.clear_options()
        self._film_lines, self._marked = [], None
        if self._catalogue is not None:
            width = max(self.size.width - 6, 18)
            columns = column_widths([title_width(movie) for movie in self._movies], width)
            self._film_lines = [match_line(movie, self._catalogue, columns) for movie in self._movies]
            self.add_options([Option(Content.assemble("  ", line)) for line in self._film_lines])
        self.highlighted = highlighted if self._movies else None

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Mark the highlighted film with a pointer, not by color alone."""
        for place, line in enumerate(self._film_lines[: self.option_count]):
            if (place == highlighted) != (place == self._marked):
                marked = Content.assemble("▸ " if place == highlighted else "  ", line)
                self.replace_option_prompt_at_index(place, marked)
        self._marked = highlighted
        super().watch_highlighted(highlighted)

    def clear(self) -> None:
        """Remove all films."""
        self._movies = []
        self._fill(None)


@dataclass(frozen=True)
class Columns:
    """Cells of the columns of a list; 0 for a column that is left out.

    Attributes:
        title: the title with its year.
        genres: the genres.
        fame: whether the film is well known.
    """

    title: int
    genres: int
    fame: int


def title_width(movie: "Movie") -> int:
    """Cells of a title with its year."""
    return cell_len(movie.title) + YEAR_WIDTH


def column_widths(titles: Sequence[int], width: int) -> Columns:
    """Share the cells of a line among its columns: a title is cut only if the other columns are left out.

    Args:
        titles: cells of each title with its year.
        width: cells of a line.
    """
    fame = FAME_WIDTH if width >= NARROW else 0
    longest, room = max(titles, default=0), width - fame
    if longest > room:
        return Columns(room, 0, fame)
    genres = min(room - longest, GENRES_WIDTH)
    return Columns(longest, genres, fame) if width >= NARROW and genres >= MIN_GENRES_WIDTH else Columns(room, 0, fame)


def match_line(movie: "Movie", catalogue: "Catalogue", columns: Columns) -> Content:
    """A film in one line: title and year, then its genres and whether it is well known.

    Args:
        movie: the film.
        catalogue: has what is known of it.
        columns: their widths.
    """
    title = fit_cells(movie.title, min(cell_len(movie.title), max(columns.title - YEAR_WIDTH, 1)))
    line = Content.assemble(title, (f"  {movie.year or ''}", "dim"))
    line = line.pad_right(max(columns.title - line.cell_length, 0))
    if columns.genres:
        genres = fit_cells(", ".join(movie.genres), columns.genres - GENRES_GAP)
        line = Content.assemble(line, " " * GENRES_GAP, genres.stylize("dim"))
    if columns.fame:
        fame = fame_text(catalogue, catalogue.row(movie.id))
        line = Content.assemble(line, " " * FAME_GAP, (fame, "dim"))
    return line
