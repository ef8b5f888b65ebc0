"""Opens the details of a film from any screen that lists films."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Link, OptionList

from matinee.tui.screens.base import ScrollScreen
from matinee.tui.widgets.film_links import FilmLinks

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.session import Session


def open_film(screen: Screen[None], recommender: "Recommender", session: "Session", movie_id: int) -> None:
    """Show details of a film, unless another screen is on top of this one; leaving them leads back.

    Args:
        screen: the screen that lists the film.
        recommender: has the films and their facts.
        session: has the answers.
        movie_id: the film.
    """
    from matinee.engine.errors import MatineeError
    from matinee.tui.screens.info import InfoScreen

    if screen.app.screen is not screen:
        return
    catalogue = recommender.catalogue
    try:
        screen.app.push_screen(InfoScreen(recommender, session, catalogue.movie(catalogue.row(movie_id))))
    except MatineeError as error:
        screen.notify(str(error), severity="error", markup=False)


class LinkedFilmsScreen(ScrollScreen):
    """A screen to read whose lists of films can be chosen from with keys and mouse."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "next_list", "open a film", key_display="tab ⏎", id="reading.films"),
        Binding("enter", "follow", "open a film", show=False, id="reading.follow"),
    ]

    def __init__(self, recommender: "Recommender", session: "Session") -> None:
        super().__init__()
        self.recommender = recommender
        self.session = session

    def can_run(self, action: str) -> bool:
        if action in ("next_list", "follow"):
            return bool(self.query(FilmLinks))
        return super().can_run(action)

    def action_next_list(self) -> None:
        """Choose among the films and links on this screen."""
        self.focus_next()

    def action_follow(self) -> None:
        """Open the link that was chosen; without one, choose among the films."""
        if isinstance(self.focused, Link):
            self.focused.action_open_link()
        elif films := self.query(FilmLinks):
            self.set_focus(films.first())

    def action_open_film(self, movie_id: int) -> None:
        """Show details of a film."""
        open_film(self, self.recommender, self.session, movie_id)

    @on(OptionList.OptionSelected)
    def _film_clicked(self, event: OptionList.OptionSelected) -> None:
        if event.option.id is not None:
            self.action_open_film(int(event.option.id))
