"""A short list of films within a screen that scrolls; each film can be opened."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.widgets.option_list import Option

from matinee.tui.widgets.inputs import OrderedList

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie


def film_line(movie: "Movie") -> Content:
    """A title with its year."""
    return Content.assemble(movie.title, (f"  {movie.year or ''}", "dim"))


class FilmLinks(OrderedList):
    """One film per line. Its screen has the action ``open_film``, which is given a movie id."""

    DEFAULT_CSS = """
    FilmLinks {
        height: auto; border: none; padding: 0; background: transparent;
        text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size: 0 0;
    }
    FilmLinks:focus { border: none; background-tint: transparent; }
    FilmLinks > .option-list--option { padding: 0; }
    FilmLinks > .option-list--option-highlighted { color: $foreground; background: transparent; text-style: none; }
    FilmLinks > .option-list--option-hover { background: $panel; }
    FilmLinks:focus > .option-list--option-highlighted { color: $primary; background: $panel; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "about it", key_display="⏎", id="films.open"),
        Binding("up,k", "previous", "choose", key_display="↑↓", id="films.previous"),
        Binding("down,j", "next", "choose", show=False, id="films.next"),
    ]

    def __init__(self, films: "Sequence[tuple[Movie, Content]]") -> None:
        """Create the list.

        Args:
            films: each film with its line.
        """
        super().__init__(*(Option(line, id=str(movie.id)) for movie, line in films), markup=False, compact=True)

    def on_focus(self) -> None:
        """Highlight a film, so that Enter opens what is seen."""
        if self.highlighted is None:
            self.highlighted = 0

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Scroll the screen to the highlighted line."""
        super().watch_highlighted(highlighted)
        if highlighted is not None:
            self.call_after_refresh(self._scroll_screen, highlighted)

    def _scroll_screen(self, line: int) -> None:
        around = next((each for each in self.ancestors if isinstance(each, VerticalScroll)), None)
        if around is not None and self.has_focus:
            top = self.region.y - around.region.y + around.scroll_offset.y
            around.scroll_to_region(Region(0, top + line, 1, 1), animate=False)

    def action_next(self) -> None:
        """The next film; after the last one, the first of the next list."""
        self._step(1)

    def action_previous(self) -> None:
        """The previous film; before the first one, the last of the list above."""
        self._step(-1)

    def _step(self, by: int) -> None:
        lists = list(self.screen.query(FilmLinks))
        place = (0 if self.highlighted is None else self.highlighted) + by
        if 0 <= place < self.option_count:
            self.highlighted = place
        elif 0 <= (other := lists.index(self) + by) < len(lists):
            lists[other].highlighted = 0 if by > 0 else lists[other].option_count - 1
            self.screen.set_focus(lists[other])

    async def action_open(self) -> None:
        """Show details of this film."""
        option = self.highlighted_option
        if option is not None:
            await self.run_action(f"screen.open_film({option.id})")
