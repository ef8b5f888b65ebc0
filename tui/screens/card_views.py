"""Dialogs and screens that the card opens, as a base class of the card screen."""

from collections.abc import Iterator
from functools import partial

from textual import on
from textual.app import SystemCommand

from matinee.tui import choices
from matinee.tui.screens.choice_dialog import ChoiceDialog
from matinee.tui.screens.prompt import PromptScreen
from matinee.tui.text import labels
from matinee.tui.widgets.history_strip import HistoryStrip
from matinee.tui.widgets.map_panel import MapPanel
from matinee.tui.widgets.taste_panel import TastePanel


class CardViews(PromptScreen):
    """A screen of one film, from which others are opened; it is updated when they are left."""

    def action_ask_genre(self, genre: str) -> None:
        """Ask for more of a genre, then for nothing else, then for any genre again."""
        self.run_and_show(lambda: choices.request_genre(self.session, genre))

    def action_any_genre(self) -> None:
        """Show films of any genre again."""
        self.action_ask_genre(labels.ANY_GENRE)

    def action_genres(self) -> None:
        """Ask for a genre: more of it, or only it; in a mood, choose how to use its genres."""
        question = "more of a genre; twice: only it"
        self.app.push_screen(ChoiceDialog(question, choices.genre_choices(self.session)), self._genre_chosen)

    def _genre_chosen(self, genre: str | None) -> None:
        if genre is not None:
            self.action_ask_genre(genre)

    def extra_commands(self) -> Iterator[SystemCommand]:
        """Show only films of the watchlist, or all films again."""
        if self.session.state.watchlist_only:
            yield SystemCommand(choices.ALL_FILMS, "Show films outside your watchlist too", self._toggle_watchlist)
        elif self.session.watchlist:
            yield SystemCommand(choices.WATCHLIST_ONLY, "Show only films of your watchlist", self._toggle_watchlist)

    def _toggle_watchlist(self) -> None:
        only = not self.session.state.watchlist_only
        self.run_and_show(lambda: self.session.choose_from_watchlist(only))

    def action_model(self) -> None:
        """Choose a model."""
        self.app.push_screen(
            ChoiceDialog("choose by", choices.model_choices(self.session, self.recommender)), self._model_chosen
        )

    def _model_chosen(self, name: str | None) -> None:
        if name is not None:
            self.run_and_show(lambda: self.session.choose_model(name))

    def action_weights(self) -> None:
        """Choose what comes next: closer to your films or surprising, well known or hidden."""
        from matinee.tui.screens.presets import PresetScreen

        self.app.push_screen(PresetScreen(self.session), self._returned)

    def action_map(self) -> None:
        """Show your taste on a map of all films, and how it moved."""
        from matinee.tui.screens.map import MapScreen

        self.try_action(lambda: self.app.push_screen(MapScreen(self.recommender, self.session)))

    def action_summary(self) -> None:
        """Show a summary of the session."""
        from matinee.tui.screens.summary import SummaryScreen

        self.app.push_screen(SummaryScreen(self.recommender, self.session))

    def action_info(self) -> None:
        """Show details of this film."""
        from matinee.tui.screens.info import InfoScreen

        if (card := self.session.next()) is not None:
            screen = partial(InfoScreen, self.recommender, self.session, card.movie, card)
            self.try_action(lambda: self.app.push_screen(screen(), self._returned))

    def action_about(self, movie_id: int) -> None:
        """Show details of a film near this one."""
        from matinee.tui.screens.info import InfoScreen

        movie = self.recommender.catalogue.movie(self.recommender.catalogue.row(movie_id))
        screen = partial(InfoScreen, self.recommender, self.session, movie)
        self.try_action(lambda: self.app.push_screen(screen()))

    def action_director_films(self) -> None:
        """List other films of the director."""
        from matinee.tui.screens.director_films import UNKNOWN, DirectorFilmsScreen

        if (card := self.session.next()) is None:
            return
        if self.recommender.facts(card.movie.id).directors:
            self.app.push_screen(DirectorFilmsScreen(self.recommender, self.session, card.movie))
        else:
            self.notify(UNKNOWN, markup=False)

    def _returned(self, _nothing: None) -> None:
        self.run_and_show()

    @on(TastePanel.Chosen)
    @on(MapPanel.Chosen)
    def _taste_chosen(self) -> None:
        self.action_map()

    @on(HistoryStrip.Chosen)
    def _history_chosen(self) -> None:
        self.action_summary()
