"""What screens and loading threads tell the app; whoever tells knows nothing of who listens."""

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender


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


class FavouritesChanged(Message):
    """A film was taken for a favourite or let go; what is chosen now, movie ids."""

    def __init__(self, favourites: list[int]) -> None:
        self.favourites = favourites
        super().__init__()


class FavouritesChosen(Message):
    """The four are chosen and the evening may begin."""

    def __init__(self, favourites: list[int]) -> None:
        self.favourites = favourites
        super().__init__()


class MoodComing(Message):
    """A mood is about to be said: whatever understands it best is needed soon."""


class NotKept(Message):
    """What happens from here on is not written down; why, in a sentence."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__()
