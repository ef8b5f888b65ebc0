"""What the loading threads tell the app."""

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from engine.recommender import Recommender


class CatalogueRead(Message):
    """The bundle is read and can be searched."""

    def __init__(self, recommender: "Recommender") -> None:
        self.recommender = recommender
        super().__init__()


class CatalogueFailed(Message):
    """Reading the bundle ended in an error."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        super().__init__()


class ListeningDone(Message):
    """The reader of moods is loaded, or it is known why it cannot be."""
