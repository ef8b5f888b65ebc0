"""Item-to-item similarity ("more like this"), as named terms."""

from collections.abc import Callable
from functools import cached_property

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts, Features
from matinee.engine.models.factor_models import ItemFactors
from matinee.engine.models.film_features import index_people
from matinee.engine.models.item_item import ItemWeights
from matinee.engine.models.item_texts import ItemTexts
from matinee.engine.models.shared_likes import SharedLikes
from matinee.policy.array_types import FloatArray, l2_normalize
from matinee.policy.kinship import PeopleIndex, people_cosine
from matinee.policy.terms import zscore

WEIGHTS = {"genres": 1.0, "likes": 0.8, "taste": 0.3, "text": 1.0}
FACT_WEIGHTS = {"keywords": 0.5, "cast": 0.25, "directors": 0.15, "languages": 0.1, "subjects": 0.1}
"""Weights of the standardised terms, fitted on judged pairs of films (docs/evaluation.md). A director's few films are
tens of standard deviations above the others, so a small weight counts much."""

MAX_LIKES = 4.0
"""Most that common likes count: of a film that two people like, whatever else they like would be tens of standard
deviations above the others."""


ROWS_AT_ONCE = 8192
"""Films whose factors are converted at once, so that no second copy of all of them is needed."""


def no_facts() -> CatalogueFacts | None:
    """``read_facts`` of a bundle without film facts."""
    return None


class FilmSimilarity:
    """Compares films by genres, by the users who like them, by their factors and by their texts."""

    def __init__(
        self,
        catalogue: Catalogue,
        factors: ItemFactors | None,
        *,
        likes: Callable[[], SharedLikes | None],
        read_texts: Callable[[], ItemTexts | None],
        read_facts: Callable[[], CatalogueFacts | None] = no_facts,
    ) -> None:
        """Set up the comparison; likes and texts are read on first use.

        Args:
            catalogue: the films.
            factors: item factors of the default model; None if it has none.
            likes: returns what compares films by the users who like them; None without training users.
            read_texts: returns the text vectors; None if the bundle has none.
            read_facts: returns the film facts; None if the bundle has none.
        """
        self._catalogue, self._factors = catalogue, factors
        self._read_likes, self._read_texts, self.read_facts = likes, read_texts, read_facts

    def terms(self, row: int, *, use_texts: bool = True) -> dict[str, FloatArray]:
        """The similarity terms of every film with the film in ``row``; see ``similarity_terms``.

        Args:
            row: the film to compare with.
            use_texts: whether texts are compared too; their vectors take 1.6 kB a film once they are read.

        Raises:
            BundleError: the text vectors cannot be read.
        """
        texts = self.texts.cosine(row) if use_texts and self.texts is not None else None
        likes = None if self._likes is None else self._likes.cosine(row)
        terms = similarity_terms(self._catalogue, row, taste=self._vectors, likes=likes, texts=texts)
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
        """(n_movies, 2k) item factors for comparing films by taste, in single precision and of length 1.

        The L2-normalised factors, followed by the factors scaled by how much the training users use each dimension,
        again L2-normalised. On the validation prompts the first half finds more relevant films, the second more
        well-liked ones (docs/evaluation.md).
        """
        used = np.ones(1) if self._factors is None else self._factors.usage
        blocks = [self._vectors[start : start + ROWS_AT_ONCE] for start in range(0, len(self._vectors), ROWS_AT_ONCE)]
        return np.concatenate([taste_directions(block, used) for block in blocks])

    @cached_property
    def _vectors(self) -> FloatArray:
        return np.zeros((len(self._catalogue), 1)) if self._factors is None else self._factors.vectors

    @cached_property
    def _facts(self) -> dict[str, Features]:
        """Kind of fact → the features of the films; empty without facts."""
        facts = self.read_facts()
        return {} if facts is None else {kind: getattr(facts, kind) for kind in FACT_WEIGHTS}

    @cached_property
    def _indexes(self) -> dict[str, PeopleIndex]:
        return {kind: index_people(features) for kind, features in self._facts.items()}

    def _shared_facts(self, kind: str, row: int) -> FloatArray:
        """(n_movies,) cosine of the films' features of one kind with those of the film in ``row``."""
        features = self._facts[kind]
        counts = np.bincount(features.of(row), minlength=len(features.names)).astype(np.float64)
        return people_cosine(counts, self._indexes[kind])

    @cached_property
    def _likes(self) -> SharedLikes | None:
        return self._read_likes()


def taste_directions(vectors: FloatArray, usage: FloatArray) -> FloatArray:
    """(n, 2k) what ``FilmSimilarity.space`` has for item factors (n, k), whose dimensions are used so much (k,)."""
    both = np.hstack([l2_normalize(vectors.astype(np.float64)), l2_normalize(vectors * usage)])
    return l2_normalize(both.astype(np.float32))


def similarity_terms(
    catalogue: Catalogue, row: int, *, taste: FloatArray, likes: FloatArray | None, texts: FloatArray | None
) -> dict[str, FloatArray]:
    """Weighted, standardised similarities of every film with one film; their sum ranks "more like this".

    Args:
        catalogue: the films.
        row: the film to compare with.
        taste: (n_movies, k) item factors, zeros for a film without any.
        likes: (n_movies,) cosine of the films' likes with those of the film; None without training users.
        texts: (n_movies,) cosine of the films' texts with that of the film; None if the bundle has none.

    Returns:
        Term name → (n_movies,) z-scores times ``WEIGHTS``: ``genres``, Jaccard similarity of the genre sets; ``likes``,
        cosine over the users who liked each film; ``taste``, cosine of the item factors; ``text``, cosine of the text
        vectors. A term that is 0 for every film is left out, so a film without ratings still has similar films.
    """
    terms = {
        "genres": jaccard(catalogue.genres.astype(np.float64), row),
        "likes": np.zeros(len(catalogue)) if likes is None else likes,
        "taste": cosine(taste, row),
    }
    if texts is not None:
        terms["text"] = texts
    weighted = {name: WEIGHTS[name] * zscore(values) for name, values in terms.items() if values.any()}
    if "likes" in weighted:
        weighted["likes"] = np.minimum(weighted["likes"], MAX_LIKES)
    return weighted


def model_similarity(trained: ItemFactors | ItemWeights, row: int) -> FloatArray:
    """(n_movies,) similarity of every film with one film according to one trained model; 0 if unknown.

    Item factors are compared by cosine; item weights are used as they are (for ``item_item``, the Pearson correlation
    [S2]).
    """
    if isinstance(trained, ItemFactors):
        return cosine(trained.vectors, row)
    similarity = np.zeros(len(trained.known))
    columns, weights = trained.of(row)
    similarity[columns] = weights
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
