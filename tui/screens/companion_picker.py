"""The picker of the second person: favourites like those of the first, whose picker lies below."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.widgets import Static

from matinee.tui.messages import CompanionChanged, CompanionChosen
from matinee.tui.screens.picker import PickerScreen
from matinee.tui.text.slot_text import opening_text
from matinee.tui.widgets.inputs import TitleInput
from matinee.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender


class CompanionPicker(PickerScreen):
    """Chooses the favourites of the second person; leaving it leads back to those of the first."""

    def __init__(
        self,
        recommender: "Recommender",
        name: str,
        favourites: Sequence[int] = (),
        *,
        begin: bool,
        seed: int | None = None,
    ) -> None:
        """Create the picker.

        Args:
            recommender: has the films.
            name: of the second person.
            favourites: movie ids to start with.
            begin: whether these start the session at once, so that the picker is not shown.
            seed: seed for sampled favourites.
        """
        super().__init__(favourites, begin=begin, seed=seed, opening=opening_text((), None) if begin else "")
        self._loaded, self._companion_name = recommender, name

    def on_mount(self) -> None:
        self.call_later(self._show_films)  # after the base class has mounted

    def _show_films(self) -> None:
        self.query_one("#invitation", Static).update(f"Now four films for {self._companion_name}. Fewer will do.")
        self.catalogue_loaded(self._loaded)
        self.query_one(StatusLine).show(f"Matinee   for {self._companion_name}", "esc  your films")

    @property
    def withheld_actions(self) -> frozenset[str]:
        return super().withheld_actions | {"companion"}

    def action_clear(self) -> None:
        """Clear the line; on an empty line, return to your own films."""
        if self.query_one(TitleInput).value:
            super().action_clear()
        elif self.app.screen is self:
            self.dismiss()

    def _start(self) -> None:
        self._started = self._beginning = True
        self.post_message(CompanionChosen())

    def _changed(self) -> None:
        self._show_slots()
        self.post_message(CompanionChanged([movie.id for movie in self._chosen]))
