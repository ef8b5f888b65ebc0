"""What asks for one thing over the screen below."""

from textual.screen import ModalScreen


class AskingScreen(ModalScreen[str | None]):
    """Is answered once: keys that come at once must not close the screen below as well."""

    def answer(self, given: str | None) -> None:
        """Hand an answer back, None for none."""
        if self.app.screen is self:
            self.dismiss(given)

    def action_leave(self) -> None:
        """Leave it as it is."""
        self.answer(None)
