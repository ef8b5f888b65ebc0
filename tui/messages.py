"""Messages posted to the app by screens and loading threads."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from PIL.Image import Image

    from matinee.engine.online.film_page import FilmPage
    from matinee.engine.recommender import Recommender
    from matinee.tui.runtime.page_fetch import PageRequest


class CatalogueLoaded(Message):
    """The bundle is loaded and can be searched.

    Attributes:
        recommender: what searches it.
        favourites: movie ids of the titles on the command line, at most four.
    """

    def __init__(self, recommender: "Recommender", favourites: Sequence[int] = ()) -> None:
        self.recommender, self.favourites = recommender, favourites
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
        favourites: movie ids of those chosen now, at most ten.
    """

    def __init__(self, favourites: list[int]) -> None:
        self.favourites = favourites
        super().__init__()


class FavouritesChosen(Message):
    """The favourites are chosen and the session can start."""

    def __init__(self, favourites: list[int]) -> None:
        self.favourites = favourites
        super().__init__()


class CompanionRequested(Message):
    """The user wants to watch with somebody, or to say with whom."""


class CompanionChanged(Message):
    """The favourites in the picker of the second person changed.

    Attributes:
        favourites: movie ids of those chosen now.
    """

    def __init__(self, favourites: list[int]) -> None:
        self.favourites = favourites
        super().__init__()


class CompanionChosen(Message):
    """The favourites of the second person are chosen and the session for two can start."""


class PromptOpened(Message):
    """The prompt was opened: the encoder will be needed soon."""


class SaveFailed(Message):
    """The session could not be saved, or had to be saved again as a whole.

    Attributes:
        problem: why, in one or two sentences.
    """

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__()


class InputCut(Message):
    """A part of what was typed or pasted was ignored.

    Attributes:
        reason: which part, as a sentence.
        is_flood: whether keys came so fast that those which still wait are to be ignored too.
    """

    def __init__(self, reason: str, *, is_flood: bool = False) -> None:
        self.reason, self.is_flood = reason, is_flood
        super().__init__()


class PlotArrived(Message):
    """The plot of a film is known; its poster may follow.

    Attributes:
        request: the request that it answers.
        page: the page, perhaps still without its poster.
    """

    def __init__(self, request: "PageRequest", page: "FilmPage") -> None:
        self.request, self.page = request, page
        super().__init__()


class PosterArrived(Message):
    """The poster of a film is decoded.

    Attributes:
        request: the request that it answers.
        image: the poster, scaled down.
    """

    def __init__(self, request: "PageRequest", image: "Image") -> None:
        self.request, self.image = request, image
        super().__init__()


class PageFailed(Message):
    """The page of a film could not be fetched.

    Attributes:
        request: the request that it answers.
        problem: why, as a sentence.
        is_final: whether another attempt would fail in the same way.
    """

    def __init__(self, request: "PageRequest", problem: str, is_final: bool) -> None:
        self.request, self.problem, self.is_final = request, problem, is_final
        super().__init__()
