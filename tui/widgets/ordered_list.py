"""A list that runs the actions of keys in the order in which the keys arrive."""

from textual import events
from textual.binding import Binding
from textual.widgets import OptionList

from matinee.tui.keys.key_dispatch import dispatch, forward
from matinee.tui.keys.keymap import own_bindings


class OrderedList(OptionList):
    """A list whose own keys take precedence over its screen's, and those over Textual's."""

    async def on_key(self, event: events.Key) -> None:
        """Run the action of a key; forward a key that arrives after the focus has moved."""
        if not self.has_focus or self.app.screen is not self.screen:
            forward(event, self)
            return
        default = Binding.make_bindings(OptionList.BINDINGS)
        await dispatch(event, (self, own_bindings(self)), (self.screen, own_bindings(self.screen)), (self, default))
