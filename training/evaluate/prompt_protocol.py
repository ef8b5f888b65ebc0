"""Do words work? Prompts with films that fit and do not fit, tags whose text is held out, films judged alike."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.prompts import affects as feelings
from matinee.engine.prompts.encoder import Encoded, Encoder
from matinee.engine.prompts.lexicon import load_lexicon
from matinee.engine.prompts.steering import centroids, steered
from matinee.engine.recommender import Recommender
from matinee.policy.array_types import FloatArray
from matinee.policy.prompt_signals import leading
from matinee.training.evaluate.prompt_cases import PromptCase
from matinee.training.text.film_text import title_and_genres
from matinee.training.text.sentence_encoder import encode

Order = Callable[[str], np.ndarray]
"""A prompt to rows of the catalogue, best first; those left out are ruled out."""
TOP, NEAR_TOP = 10, 50
FEWEST_FILMS_OF_TAG = 5
INGREDIENTS = {
    "spreading": {"intent_spread_weight": 0.0},
    "genres named": {"intent_named_weight": 0.0},
    "genres of moods": {"intent_genre_weight": 0.0},
    "popularity": {"intent_popularity_weight": 0.0},
    "text": {"intent_text_weight": 0.0},
    "penalty on the refused": {"intent_refused_penalty": 0.0},
}
"""What is left out, and the settings that leave it out."""
SOURCE_WEIGHTS = (0.60, 0.35, 0.05)
"""Source 000's weights of text, genres and popularity."""
FIRST = 100.0
"""Puts the films of the two leading genres before all others, as source 000 does."""


class OriginalVectors(Encoder):
    """The shipped encoder with the vectors of the original one, to see what 8 bits cost."""

    def __init__(self, shipped: Encoder) -> None:
        self._shipped = shipped

    def read(self, text: str) -> Encoded:
        return replace(self._shipped.read(text), vector=encode([text])[0])

    def refusals(self, encoded: Encoded) -> FloatArray:
        return self._shipped.refusals(encoded)


def served(recommender: Recommender) -> Order:
    """As Matinee answers."""
    count = len(recommender.catalogue)

    def order(prompt: str) -> np.ndarray:
        found = recommender.recommend([], prompt=prompt, limit=count)
        return np.array([recommender.catalogue.row(film.movie.id) for film in found], dtype=np.int64)

    return order


def without_parts(recommender: Recommender, kind: str) -> Order:
    """As Matinee answers when all parts of a kind, "not" or "years", are switched off."""
    count = len(recommender.catalogue)

    def order(prompt: str) -> np.ndarray:
        asked = recommender.understand(prompt)
        off = frozenset(part.label for part in asked.parts if part.kind == kind)
        found = recommender.recommend([], prompt=recommender.understand(prompt, off=off), limit=count)
        return np.array([recommender.catalogue.row(film.movie.id) for film in found], dtype=np.int64)

    return order


def cosine(vectors: FloatArray, encoder: Encoder) -> Order:
    """By nearness of the film's text to the whole line."""
    return lambda prompt: np.argsort(-(vectors @ encoder.read(prompt).vector), kind="stable")


def documented(vectors: FloatArray, encoder: Encoder, catalogue: Catalogue) -> Order:
    """The pipeline of source 000 (spec.md §2), step by step, on one text of title and genres a film."""
    lexicon = load_lexicon()
    genre_centroids = centroids(vectors, catalogue.genres)
    anchors = {name: encoder.read(affect.anchor).vector for name, affect in lexicon.affects.items()}
    popularity = catalogue.rating_counts / max(float(catalogue.rating_counts.max(initial=0.0)), 1.0)

    def heard(query: FloatArray, line: str) -> feelings.Affects:
        scores = feelings.affect_scores(query, anchors)
        return feelings.heard(feelings.with_action_words(scores, line, lexicon.action_words))

    def order(prompt: str) -> np.ndarray:
        query = encoder.read(prompt).vector
        pulled = steered(query, genre_centroids, heard(query, prompt).top)
        weights = feelings.genre_weights(
            genre_centroids @ pulled, heard(pulled, prompt), lexicon.affects, catalogue.genre_names
        )
        by_text, by_genre, by_fame = SOURCE_WEIGHTS
        scores = by_text * (vectors @ pulled) + by_genre * (catalogue.genres @ weights) + by_fame * popularity
        return np.argsort(-(scores + FIRST * catalogue.genres[:, leading(weights)].any(axis=1)), kind="stable")

    return order


def plain_texts(catalogue: Catalogue, encoder: Encoder) -> FloatArray:
    """(n_movies, 384) one text of title and genres a film, as sources 000 and 002 encode it."""
    return encoder.encode([title_and_genres(catalogue, row) for row in range(len(catalogue))])


def variants(recommender: Recommender, encoder: Encoder, seed: int, ablation: bool) -> dict[str, Order]:
    """Name → a way to answer prompts: Matinee, what it is compared with, and Matinee less one ingredient at a time."""
    catalogue = recommender.catalogue
    plain = plain_texts(catalogue, encoder)
    drawn = np.random.default_rng(seed)
    known = np.argsort(-catalogue.rating_counts, kind="stable")
    found: dict[str, Order] = {
        "matinee": served(recommender),
        "cosine": cosine(plain, encoder),
        "documented": documented(plain, encoder, catalogue),
        "popularity": lambda _prompt: known,
        "random": lambda _prompt: drawn.permutation(len(catalogue)),
    }
    if ablation:
        texts = recommender.bundle.read_texts()
        assert texts is not None
        found["cosine, fields apart"] = cosine(texts.vectors, encoder)
        for name, settings in INGREDIENTS.items():
            found[f"without {name}"] = served(changed(recommender, settings))
        found["without negation"] = without_parts(recommender, "not")
        found["without years"] = without_parts(recommender, "years")
        exact = Recommender(recommender.bundle, recommender.policy)
        exact.understanding.listen_with(OriginalVectors(encoder))
        found["with the original encoder"] = served(exact)
        alone = Recommender(recommender.bundle, recommender.policy)
        alone.understanding.patient = False
        found["lexicon alone"] = served(alone)
    return found


def changed(recommender: Recommender, settings: Mapping[str, Any]) -> Recommender:
    """The same bundle under other settings, with the encoder loaded."""
    return Recommender(recommender.bundle, replace(recommender.policy, **settings))


def measure(order: Order, cases: Iterable[PromptCase], catalogue: Catalogue) -> dict[str, np.ndarray]:
    """Metric → (n_prompts,), NaN where a prompt does not ask for it.

    ``auc`` of suitable over unsuitable films; ``r50`` the share of the suitable ones among the first 50; ``p10`` the
    share of the first 10 that carry a wanted genre and no avoided one, inside the years; ``v10`` the share of the
    first 10 that carry an avoided genre, of prompts that avoid one (measures.md §2).
    """
    rows = [prompt_metrics(order(case.prompt), case, catalogue) for case in cases]
    return {name: np.array([row[name] for row in rows]) for name in ("auc", "r50", "p10", "v10")}


def prompt_metrics(order: np.ndarray, case: PromptCase, catalogue: Catalogue) -> dict[str, float]:
    """What one answer is worth."""
    place = np.full(len(catalogue), len(catalogue))
    place[order] = np.arange(len(order))
    top = order[:TOP]
    carries_wanted = catalogue.genres[top][:, case.wanted].any(axis=1)
    carries_avoided = catalogue.genres[top][:, case.avoided].any(axis=1)
    first, last = case.years or (0, 9999)
    in_time = (catalogue.years[top] >= first) & (catalogue.years[top] <= last)
    judged = bool(len(case.suitable) and len(case.unsuitable))
    return {
        "auc": auc(-place[case.suitable], -place[case.unsuitable]) if judged else np.nan,
        "r50": float((place[case.suitable] < NEAR_TOP).mean()) if judged else np.nan,
        "p10": float((carries_wanted & ~carries_avoided & in_time).sum() / TOP) if case.wanted.any() else np.nan,
        "v10": float(carries_avoided.sum() / TOP) if case.avoided.any() else np.nan,
    }


def auc(good: np.ndarray, poor: np.ndarray) -> float:
    """Share of pairs in which the good one scores higher; ties count half."""
    above = good[:, None] > poor[None, :]
    equal = good[:, None] == poor[None, :]
    return float((above + 0.5 * equal).mean())


def tag_cases(tags: pd.DataFrame, catalogue: Catalogue) -> dict[str, np.ndarray]:
    """Tag → rows of the films that carry it, of tags with enough films."""
    spelled = tags.assign(tag=tags["tag"].str.strip().str.casefold())
    films = spelled[spelled["movie"].isin(catalogue.rows)].groupby("tag")["movie"].unique()
    return {
        str(tag): np.array([catalogue.rows[int(movie)] for movie in movies])
        for tag, movies in films.items()
        if len(movies) >= FEWEST_FILMS_OF_TAG
    }


def tag_ndcg(order: Order, cases: Mapping[str, np.ndarray], among: np.ndarray) -> np.ndarray:
    """(n_tags,) nDCG@10 of asking for a tag, among the films that somebody tagged at all.

    Args:
        among: rows that may be found; of films without tags nobody knows whether they fit.
    """
    discounts = 1.0 / np.log2(np.arange(2, TOP + 2))
    found = []
    for tag, relevant in cases.items():
        ranked = order(tag)
        top = ranked[np.isin(ranked, among)][:TOP]
        gained = float(discounts[: len(top)][np.isin(top, relevant)].sum())
        found.append(gained / float(discounts[: min(TOP, len(relevant))].sum()))
    return np.array(found)


def alike_aucs(
    likeness: Callable[[int], FloatArray], judged: Mapping[int, tuple[np.ndarray, np.ndarray]]
) -> np.ndarray:
    """(n_films,) share of each film's good recommendations that score above everybody's poor ones; ties count half.

    Scores of different films are on one scale, so the mean is the AUC over the pairs of all films.
    """
    scores = {row: likeness(row) for row in judged}
    poor = np.concatenate([scores[row][bad] for row, (_, bad) in judged.items()])
    return np.array([auc(scores[row][good], poor) for row, (good, _) in judged.items()])


def likenesses(recommender: Recommender) -> dict[str, Callable[[int], FloatArray]]:
    """Name → likeness with a film: the blend, its terms one by one, and Pearson's correlation of source 002."""
    terms = recommender.alike.terms
    count = len(recommender.catalogue)

    def term(name: str) -> Callable[[int], FloatArray]:
        return lambda row: terms(row).get(name, np.zeros(count))

    found: dict[str, Callable[[int], FloatArray]] = {
        "blend": recommender.alike.total,
        **{name: term(name) for name in ("genres", "likes", "taste", "text")},
        "popularity": lambda _row: recommender.catalogue.rating_counts,
    }
    if "item_item" in recommender.bundle.trained:
        found["item_item"] = lambda row: recommender.alike.by_model("item_item", row)
    return found
