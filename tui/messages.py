"""Messages posted to the app by screens and loading threads."""

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender


class CatalogueLoaded(Message):
    """The bundle is loaded and can be searched."""

    def __init__(self, recommender: "Recommender") -> None:
        self.recommender = recommender
        super().__init__()


class CatalogueFailed(Message):
    """The bundle could not be loaded."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        super().__init__()


class EncoderLoaded(Message):
    """The sentence encoder is loaded, or loading it has failed."""


class FavouritesChanged(Message):
    """The favourites in the picker changed.

    Attributes:
        favourites: movie ids of those chosen now, at most four.
    """

    def __init__(self, favourites: list[int]) -> None:
        self.favourites = favourites
        super().__init__()


class FavouritesChosen(Message):
    """All four favourites are chosen and the session can start."""

    def __init__(self, favourites: list[int]) -> None:
        self.favourites = favourites
        super().__init__()


class PromptOpened(Message):
    """The prompt was opened: the encoder will be needed soon."""


class SaveFailed(Message):
    """The session could not be saved.

    Attributes:
        problem: why, as a sentence.
    """

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__()
