"""Asks who watches with the user."""

from typing import TYPE_CHECKING

from matinee.tui.screens.text_dialog import TextDialog

if TYPE_CHECKING:
    from matinee.engine.session.companion import Companion

QUESTION = "Who watches with you? Leave the line empty to watch alone."


def companion_dialog(companion: "Companion | None") -> TextDialog:
    """The dialog that asks for a name.

    Args:
        companion: who watches with the user so far; None if nobody does.
    """
    from matinee.engine.session.companion import INVALID_NAME, is_valid_name

    def accept(name: str) -> str:
        return "" if not name or is_valid_name(name) else INVALID_NAME

    return TextDialog(QUESTION, "" if companion is None else companion.name, accept=accept)


def rename_companion(companion: "Companion | None", name: str) -> "Companion | None":
    """Who watches with the user from now on: the same person under a new name; None for an empty name."""
    from matinee.engine.session.companion import Companion

    if not name:
        return None
    return Companion(() if companion is None else companion.favourites, name)
