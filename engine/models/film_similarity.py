"""How alike films are, from everything one bundle knows of them."""

from functools import cached_property

import numpy as np

from matinee.engine.bundle.bundle import Bundle
from matinee.engine.errors import MatineeError
from matinee.engine.models.factor_models import ItemSpace
from matinee.engine.models.item_item import Neighbours
from matinee.engine.models.item_texts import ItemTexts
from matinee.engine.models.similarity import likeness, similarities
from matinee.engine.prompts.steering import normalised
from matinee.policy.array_types import FloatArray, IntArray


class Alike:
    """Compares films by genres, by who likes them, by taste and by text."""

    def __init__(self, bundle: Bundle, space: ItemSpace | None) -> None:
        """``space`` is the item space of the default model; None where it has none."""
        self._bundle, self._item_space = bundle, space

    def terms(self, row: int) -> dict[str, FloatArray]:
        """The terms of "more like this" for a film, each (n_movies,)."""
        texts = None if self.texts is None else self.texts.vectors
        return similarities(self._bundle.catalogue, row, taste=self._vectors, likes=self._likes, texts=texts)

    def total(self, row: int) -> FloatArray:
        """(n_movies,) the terms added up; zeros for a film of which nothing is known."""
        return np.asarray(np.sum([np.zeros(len(self._bundle.catalogue)), *self.terms(row).values()], axis=0))

    def by_model(self, name: str, row: int) -> FloatArray:
        """(n_movies,) how alike one trained model finds the films. Raises MatineeError where it compares none."""
        trained = self._bundle.trained.get(name)
        if not isinstance(trained, ItemSpace | Neighbours):
            kinds = {one: self._bundle.models[one]["kind"] for one in self._bundle.trained}
            comparing = [one for one, kind in kinds.items() if kind != "network"]
            raise MatineeError(f"The model '{name}' does not compare films; choose one of {', '.join(comparing)}.")
        return likeness(trained, row)

    @cached_property
    def texts(self) -> ItemTexts | None:
        """The films' texts, read on first use. Raises BundleError."""
        return self._bundle.read_texts()

    @cached_property
    def space(self) -> FloatArray:
        """(n_movies, 2k) where people's taste puts the films.

        Item vectors by direction alone, and again with each dimension as long as the training users use it: on
        validation prompts the first finds more of what fits, the second more of what is loved (docs/evaluation.md).
        """
        used = (
            np.ones(1)
            if self._item_space is None
            else np.sqrt((self._item_space.users.astype(np.float64) ** 2).sum(axis=0))
        )
        return np.hstack([normalised(self._vectors.astype(np.float64)), normalised(self._vectors * used)])

    @cached_property
    def _vectors(self) -> FloatArray:
        if self._item_space is None:
            return np.zeros((len(self._bundle.catalogue), 1))
        return self._item_space.vectors

    @cached_property
    def _likes(self) -> tuple[IntArray, IntArray]:
        return self._bundle.users.likes
