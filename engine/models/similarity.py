"""Item-to-item similarity ("more like this"), as named terms."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts, Features
from matinee.engine.models.factor_models import ItemFactors
from matinee.engine.models.item_item import ItemWeights
from matinee.engine.models.kinship import index_people
from matinee.policy.array_types import FloatArray, IntArray, l2_normalize
from matinee.policy.kinship import PeopleIndex, people_cosine
from matinee.policy.terms import zscore

WEIGHTS = {"genres": 1.0, "likes": 0.8, "taste": 0.3, "text": 1.0}
FACT_WEIGHTS = {"keywords": 0.5, "cast": 0.25, "directors": 0.15, "languages": 0.1, "subjects": 0.1}
"""Weights of the standardised terms, fitted on judged pairs of films (docs/evaluation.md). A director's few films are
tens of standard deviations above the others, so a small weight counts much."""

MAX_LIKES = 4.0
"""Most that common likes count: of a film that two people like, whatever else they like would be tens of standard
deviations above the others."""


def no_facts() -> CatalogueFacts | None:
    """``read_facts`` of a bundle without film facts."""
    return None


@dataclass(frozen=True, eq=False)
class ItemTexts:
    """Text vectors of the catalogue.

    Attributes:
        vectors: (n_movies, 384) unit vectors; zeros for a film without any text.
        fields: text field → number of films that have it.
        config: text field → its weight in the mean.
    """

    vectors: FloatArray
    fields: dict[str, int]
    config: dict[str, Any]


class FilmSimilarity:
    """Compares films by genres, by the users who like them, by their factors and by their texts."""

    def __init__(
        self,
        catalogue: Catalogue,
        factors: ItemFactors | None,
        *,
        likes: Callable[[], tuple[IntArray, IntArray]],
        read_texts: Callable[[], ItemTexts | None],
        read_facts: Callable[[], CatalogueFacts | None] = no_facts,
    ) -> None:
        """Set up the comparison; likes and texts are read on first use.

        Args:
            catalogue: the films.
            factors: item factors of the default model; None if it has none.
            likes: returns (users, rows) of every like of the training users, each (n_likes,).
            read_texts: returns the text vectors; None if the bundle has none.
            read_facts: returns the film facts; None if the bundle has none.
        """
        self._catalogue, self._factors = catalogue, factors
        self._read_likes, self._read_texts, self.read_facts = likes, read_texts, read_facts

    def terms(self, row: int, *, use_texts: bool = True) -> dict[str, FloatArray]:
        """The similarity terms of every film with the film in ``row``; see ``similarity_terms``.

        Args:
            row: the film to compare with.
            use_texts: whether texts are compared too; their vectors take 16 MB once they are read.

        Raises:
            BundleError: the text vectors cannot be read.
        """
        texts = self.texts.vectors if use_texts and self.texts is not None else None
        terms = similarity_terms(self._catalogue, row, taste=self._vectors, likes=self._likes, texts=texts)
        shared = {kind: self._shared_facts(kind, row) for kind in FACT_WEIGHTS if kind in self._facts}
        return terms | {kind: FACT_WEIGHTS[kind] * zscore(values) for kind, values in shared.items() if values.any()}

    def total(self, row: int) -> FloatArray:
        """(n_movies,) sum of the terms; zeros if none of them applies to the film."""
        return np.asarray(np.sum([np.zeros(len(self._catalogue)), *self.terms(row).values()], axis=0))

    @cached_property
    def texts(self) -> ItemTexts | None:
        """Text vectors of the films, read on first use. Raises BundleError."""
        return self._read_texts()

    @cached_property
    def space(self) -> FloatArray:
        """(n_movies, 2k) item factors of length 1, for comparing films by taste; zeros for a film without any.

        The L2-normalised factors, followed by the factors scaled by how much the training users use each dimension,
        again L2-normalised. On the validation prompts the first half finds more relevant films, the second more
        well-liked ones (docs/evaluation.md).
        """
        used = np.ones(1)
        if self._factors is not None:
            used = np.sqrt((self._factors.users.astype(np.float64) ** 2).sum(axis=0))
        halves = (self._vectors.astype(np.float64), self._vectors * used)
        return l2_normalize(np.hstack([l2_normalize(half).astype(np.float32) for half in halves]))

    @cached_property
    def _vectors(self) -> FloatArray:
        return np.zeros((len(self._catalogue), 1)) if self._factors is None else self._factors.vectors

    @cached_property
    def _facts(self) -> dict[str, Features]:
        """Kind of fact → the features of the films; empty without facts."""
        facts = self.read_facts()
        return {} if facts is None else {kind: getattr(facts, kind) for kind in FACT_WEIGHTS}

    @cached_property
    def _indexes(self) -> dict[str, tuple[FloatArray, PeopleIndex]]:
        return {kind: index_people(features) for kind, features in self._facts.items()}

    def _shared_facts(self, kind: str, row: int) -> FloatArray:
        """(n_movies,) cosine of the films' features of one kind with those of the film in ``row``."""
        features = self._facts[kind]
        counts = np.bincount(features.of(row), minlength=len(features.names)).astype(np.float64)
        return people_cosine(counts, *self._indexes[kind])

    @cached_property
    def _likes(self) -> tuple[IntArray, IntArray]:
        return self._read_likes()


def similarity_terms(
    catalogue: Catalogue, row: int, *, taste: FloatArray, likes: tuple[IntArray, IntArray], texts: FloatArray | None
) -> dict[str, FloatArray]:
    """Weighted, standardised similarities of every film with one film; their sum ranks "more like this".

    Args:
        catalogue: the films.
        row: the film to compare with.
        taste: (n_movies, k) item factors, zeros for a film without any.
        likes: (users, rows) of every like of the training users, each (n_likes,).
        texts: (n_movies, d) text vectors; None if the bundle has none.

    Returns:
        Term name → (n_movies,) z-scores times ``WEIGHTS``: ``genres``, Jaccard similarity of the genre sets; ``likes``,
        cosine over the users who liked each film; ``taste``, cosine of the item factors; ``text``, cosine of the text
        vectors. A term that is 0 for every film is left out, so a film without ratings still has similar films.
    """
    terms = {
        "genres": jaccard(catalogue.genres.astype(np.float64), row),
        "likes": shared_likes(*likes, row, len(catalogue)),
        "taste": cosine(taste, row),
    }
    if texts is not None:
        terms["text"] = cosine(texts, row)
    weighted = {name: WEIGHTS[name] * zscore(values) for name, values in terms.items() if values.any()}
    if "likes" in weighted:
        weighted["likes"] = np.minimum(weighted["likes"], MAX_LIKES)
    return weighted


def shared_likes(users: IntArray, rows: IntArray, row: int, n_movies: int) -> FloatArray:
    """(n_movies,) cosine similarity of the films' binary like vectors with that of one film; 0 without likes.

    Args:
        users: (n_likes,) the user of each like.
        rows: (n_likes,) the film of each like.
        row: the film to compare with.
        n_movies: number of films.
    """
    liking = np.zeros(int(users.max(initial=-1)) + 1, dtype=np.bool_)
    liking[users[rows == row]] = True
    shared = np.bincount(rows[liking[users]], minlength=n_movies)
    counts = np.bincount(rows, minlength=n_movies)
    return np.asarray(shared / np.sqrt(np.maximum(counts * float(counts[row]), 1.0)))


def model_similarity(trained: ItemFactors | ItemWeights, row: int) -> FloatArray:
    """(n_movies,) similarity of every film with one film according to one trained model; 0 if unknown.

    Item factors are compared by cosine; item weights are used as they are (for ``item_item``, the Pearson correlation
    [S2]).
    """
    if isinstance(trained, ItemFactors):
        return cosine(trained.vectors, row)
    similarity = np.zeros(len(trained.known))
    if trained.known[row]:
        similarity[trained.columns[row]] = trained.weights[row]
    return similarity


def cosine(vectors: FloatArray, row: int) -> FloatArray:
    """(n_movies,) cosine similarity with one row of ``vectors`` (n_movies, d); 0 if either vector is zero."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))  # np.linalg.norm would copy all of them
    return np.asarray(vectors @ vectors[row] / np.where(lengths * lengths[row] > 0, lengths * lengths[row], 1.0))


def jaccard(genres: FloatArray, row: int) -> FloatArray:
    """(n_movies,) Jaccard similarity of genre sets with one row of ``genres`` (n_movies, n_genres), given as 0 and 1.

    0 if neither film has a genre.
    """
    shared = genres @ genres[row]
    union = genres.sum(axis=1) + genres[row].sum() - shared
    return np.asarray(shared / np.maximum(union, 1.0))
