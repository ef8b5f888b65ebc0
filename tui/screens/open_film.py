"""Opens the details of a film from any screen that lists films."""

from typing import TYPE_CHECKING

from textual.screen import Screen

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
