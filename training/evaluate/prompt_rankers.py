"""Ways to answer a prompt with a ranking: Matinee, its ablations, and what it is compared with."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.prompts.text.encoder import Encoded, Encoder
from matinee.engine.prompts.text.steering import compute_centroids, steer
from matinee.engine.prompts.words import affects as feelings
from matinee.engine.prompts.words.lexicon import load_lexicon
from matinee.engine.recommender import Recommender
from matinee.policy.array_types import FloatArray
from matinee.policy.prompt_signals import top_genres
from matinee.training.text.film_text import title_and_genres
from matinee.training.text.sentence_encoder import encode

Ranker = Callable[[str], np.ndarray]
"""Maps a prompt to rows of the catalogue, best first; excluded films are left out."""
MATINEE = "matinee"
"""Name of the ranker that ranks as Matinee does."""
ABLATIONS = {
    "propagation": {"prompt_propagation_weight": 0.0},
    "named genres": {"prompt_named_genre_weight": 0.0},
    "mood genres": {"prompt_genre_weight": 0.0},
    "popularity": {"prompt_popularity_weight": 0.0},
    "text": {"prompt_text_weight": 0.0},
    "exclusion penalty": {"prompt_exclusion_penalty": 0.0},
}
"""Ingredient → the policy settings that switch it off."""
PIPELINE_WEIGHTS = (0.60, 0.35, 0.05)
"""Weights of text, genres and popularity in the published pipeline [S0]."""
TOP_GENRE_BONUS = 100.0
"""Ranks the films of the two top genres before all others, as the published pipeline does [S0]."""


class OriginalVectors(Encoder):
    """The shipped encoder with the vectors of the original one, to measure the cost of 8-bit weights."""

    def __init__(self, shipped: Encoder) -> None:
        self._shipped = shipped

    def encode_text(self, text: str) -> Encoded:
        return replace(self._shipped.encode_text(text), vector=encode([text])[0])

    def knows_word(self, word: str) -> bool:
        return self._shipped.knows_word(word)

    def is_common(self, word: str) -> bool:
        return self._shipped.is_common(word)

    def negation_logits(self, encoded: Encoded) -> FloatArray:
        return self._shipped.negation_logits(encoded)


def matinee_ranker(recommender: Recommender) -> Ranker:
    """Rank as Matinee does."""
    count = len(recommender.catalogue)

    def rank(prompt: str) -> np.ndarray:
        found = recommender.recommend([], prompt=prompt, limit=count)
        return np.array([recommender.catalogue.row(film.movie.id) for film in found], dtype=np.int64)

    return rank


def ranker_without_parts(recommender: Recommender, kind: str) -> Ranker:
    """Rank as Matinee does when all parts of a kind, "not" or "years", are switched off."""
    count = len(recommender.catalogue)

    def rank(prompt: str) -> np.ndarray:
        parts = recommender.understand(prompt).parts
        disabled = frozenset(part.label for part in parts if part.kind == kind)
        found = recommender.recommend([], prompt=recommender.understand(prompt, disabled=disabled), limit=count)
        return np.array([recommender.catalogue.row(film.movie.id) for film in found], dtype=np.int64)

    return rank


def cosine_ranker(vectors: FloatArray, encoder: Encoder) -> Ranker:
    """Rank by the similarity of a film's text, (n_movies, 384), to the whole prompt."""
    return lambda prompt: np.argsort(-(vectors @ encoder.encode_text(prompt).vector), kind="stable")


def published_pipeline(vectors: FloatArray, encoder: Encoder, catalogue: Catalogue) -> Ranker:
    """Rank by the published pipeline, step by step [S0].

    Args:
        vectors: (n_movies, 384) one text of title and genres a film, from ``encode_plain_texts``.
        encoder: encodes the prompts.
        catalogue: the films.
    """
    lexicon = load_lexicon()
    genre_centroids = compute_centroids(vectors, catalogue.genres)
    anchors = {name: encoder.encode_text(affect.anchor).vector for name, affect in lexicon.affects.items()}
    popularity = catalogue.rating_counts / max(float(catalogue.rating_counts.max(initial=0.0)), 1.0)

    def detect_affects(query: FloatArray, line: str) -> feelings.Affects:
        scores = feelings.score_affects(query, anchors)
        return feelings.normalize_affects(feelings.boost_exciting(scores, line, lexicon.action_words))

    def rank(prompt: str) -> np.ndarray:
        query = encoder.encode_text(prompt).vector
        steered = steer(query, genre_centroids, detect_affects(query, prompt).top)
        weights = feelings.weigh_genres(
            genre_centroids @ steered, detect_affects(steered, prompt), lexicon.affects, catalogue.genre_names
        )
        text_weight, genre_weight, popularity_weight = PIPELINE_WEIGHTS
        scores = (
            text_weight * (vectors @ steered)
            + genre_weight * (catalogue.genres @ weights)
            + popularity_weight * popularity
        )
        bonus = TOP_GENRE_BONUS * catalogue.genres[:, top_genres(weights)].any(axis=1)
        return np.argsort(-(scores + bonus), kind="stable")

    return rank


def encode_plain_texts(catalogue: Catalogue, encoder: Encoder) -> FloatArray:
    """Encode one text of title and genres a film: (n_movies, 384). [S0] [S2]"""
    return encoder.encode([title_and_genres(catalogue, row) for row in range(len(catalogue))])


def make_rankers(recommender: Recommender, encoder: Encoder, seed: int, ablation: bool) -> dict[str, Ranker]:
    """Make every ranker that is measured.

    Args:
        recommender: with text vectors in its bundle.
        encoder: the encoder the recommender uses.
        seed: seed of the random ranker.
        ablation: also rank without each ingredient.

    Returns:
        Name → ranker.
    """
    catalogue = recommender.catalogue
    plain = encode_plain_texts(catalogue, encoder)
    generator = np.random.default_rng(seed)
    by_popularity = np.argsort(-catalogue.rating_counts, kind="stable")
    rankers: dict[str, Ranker] = {
        MATINEE: matinee_ranker(recommender),
        "cosine": cosine_ranker(plain, encoder),
        "documented": published_pipeline(plain, encoder, catalogue),
        "popularity": lambda _prompt: by_popularity,
        "random": lambda _prompt: generator.permutation(len(catalogue)),
    }
    return rankers | make_ablations(recommender, encoder) if ablation else rankers


def make_ablations(recommender: Recommender, encoder: Encoder) -> dict[str, Ranker]:
    """Make a ranker without each ingredient of Matinee."""
    texts = recommender.bundle.read_texts()
    assert texts is not None
    rankers = {"cosine, separate fields": cosine_ranker(texts.vectors, encoder)}
    for name, settings in ABLATIONS.items():
        rankers[f"without {name}"] = matinee_ranker(with_settings(recommender, settings))
    rankers["without negation"] = ranker_without_parts(recommender, "not")
    rankers["without years"] = ranker_without_parts(recommender, "years")
    exact = Recommender(recommender.bundle, recommender.policy)
    exact.prompts.use_encoder(OriginalVectors(encoder))
    rankers["with the original encoder"] = matinee_ranker(exact)
    alone = Recommender(recommender.bundle, recommender.policy)
    alone.prompts.wait_for_encoder = False
    rankers["lexicon alone"] = matinee_ranker(alone)
    return rankers


def with_settings(recommender: Recommender, settings: Mapping[str, Any]) -> Recommender:
    """Make a recommender of the same bundle under other policy settings."""
    return Recommender(recommender.bundle, replace(recommender.policy, **settings))
