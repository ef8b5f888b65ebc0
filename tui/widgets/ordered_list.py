"""A list whose keys act in the order they come."""

from textual import events
from textual.binding import Binding
from textual.widgets import OptionList

from matinee.tui.keys.key_dispatch import act, hand_on
from matinee.tui.widgets.key_bar import own_bindings


class KeyedList(OptionList):
    """Its own keys first, then its screen's, then those every list has."""

    async def on_key(self, event: events.Key) -> None:
        """Do what is bound to the key; one that was on its way when the list was left is handed on."""
        if not self.has_focus or self.app.screen is not self.screen:
            hand_on(event, self)
            return
        usual = Binding.make_bindings(OptionList.BINDINGS)
        await act(event, (self, own_bindings(self)), (self.screen, own_bindings(self.screen)), (self, usual))
