"""Prompt protocol: rank films for prompts, for tags kept out of the film texts, and by similarity to a film."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

import numpy as np
import pandas as pd

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.models.item_item import ItemWeights
from matinee.engine.models.similarity import FACT_WEIGHTS, WEIGHTS, model_similarity
from matinee.engine.recommender import Recommender
from matinee.policy.array_types import FloatArray
from matinee.training.evaluate.metrics import auc, ndcg
from matinee.training.evaluate.prompt_cases import PromptCase
from matinee.training.evaluate.prompt_rankers import Ranker

TOP, NEAR_TOP = 10, 50
MIN_FILMS_OF_TAG = 5


def measure(ranker: Ranker, cases: Iterable[PromptCase], catalogue: Catalogue) -> dict[str, np.ndarray]:
    """Measure a ranker on prompts.

    Returns:
        metric → (n_prompts,), NaN where a metric does not apply to a prompt:
        ``auc`` of suitable over unsuitable films;
        ``r50`` share of the suitable films among the first 50;
        ``p10`` share of the first 10 that have a wanted genre and no avoided one, inside the years;
        ``v10`` share of the first 10 that have an avoided genre.
    """
    rows = [prompt_metrics(ranker(case.prompt), case, catalogue) for case in cases]
    return {name: np.array([row[name] for row in rows]) for name in ("auc", "r50", "p10", "v10")}


def prompt_metrics(ranked: np.ndarray, case: PromptCase, catalogue: Catalogue) -> dict[str, float]:
    """Compute the metrics of one answer.

    Args:
        ranked: rows, best first; films left out rank behind all others, equal to each other.
        case: the prompt and what fits it.
        catalogue: the films.
    """
    place = np.full(len(catalogue), len(catalogue))
    place[ranked] = np.arange(len(ranked))
    top = ranked[:TOP]
    is_wanted = catalogue.genres[top][:, case.wanted].any(axis=1)
    is_avoided = catalogue.genres[top][:, case.avoided].any(axis=1)
    first, last = case.years or (0, 9999)
    is_in_years = (catalogue.years[top] >= first) & (catalogue.years[top] <= last)
    is_judged = bool(len(case.suitable) and len(case.unsuitable))
    return {
        "auc": auc(-place[case.suitable], -place[case.unsuitable]) if is_judged else np.nan,
        "r50": float((place[case.suitable] < NEAR_TOP).mean()) if is_judged else np.nan,
        "p10": float((is_wanted & ~is_avoided & is_in_years).sum() / TOP) if case.wanted.any() else np.nan,
        "v10": float(is_avoided.sum() / TOP) if case.avoided.any() else np.nan,
    }


def select_tags(tags: pd.DataFrame, catalogue: Catalogue) -> dict[str, np.ndarray]:
    """Select the tags with at least ``MIN_FILMS_OF_TAG`` films, upper and lower case as one.

    Args:
        tags: columns movie and tag.
        catalogue: the films.

    Returns:
        Tag → rows of its films.
    """
    folded = tags.assign(tag=tags["tag"].str.strip().str.casefold())
    films = folded[folded["movie"].isin(catalogue.rows)].groupby("tag")["movie"].unique()
    return {
        str(tag): np.array([catalogue.rows[int(movie)] for movie in movies])
        for tag, movies in films.items()
        if len(movies) >= MIN_FILMS_OF_TAG
    }


def tag_ndcg(ranker: Ranker, films_of_tags: Mapping[str, np.ndarray], tagged: np.ndarray) -> np.ndarray:
    """Compute the NDCG@10 of each tag used as a prompt: (n_tags,).

    Args:
        ranker: answers the tag.
        films_of_tags: tag → rows of its films.
        tagged: rows of the films that have any tag; only these are ranked, since the others may fit unnoticed.
    """
    values = []
    for tag, relevant in films_of_tags.items():
        ranked = ranker(tag)
        top = ranked[np.isin(ranked, tagged)][:TOP]
        values.append(ndcg(np.flatnonzero(np.isin(top, relevant)) + 1, len(relevant), TOP))
    return np.array(values)


def similarity_aucs(
    similarity: Callable[[int], FloatArray], pairs: Mapping[int, tuple[np.ndarray, np.ndarray]]
) -> np.ndarray:
    """Compute for each film the share of its good recommendations that score above the poor ones of all films.

    Ties count half. Scores of different films are on one scale, so the mean is the AUC over the pairs of all films.

    Args:
        similarity: maps a row to the scores of all films, (n_movies,).
        pairs: row → rows of good recommendations and of poor ones.

    Returns:
        (n_films,).
    """
    scores = {row: similarity(row) for row in pairs}
    poor = np.concatenate([scores[row][bad] for row, (_, bad) in pairs.items()])
    return np.array([auc(scores[row][good], poor) for row, (good, _) in pairs.items()])


def similarity_scorers(recommender: Recommender) -> dict[str, Callable[[int], FloatArray]]:
    """List the ways to score similarity to a film: the blend, each of its terms, popularity, and Pearson's r. [S2]"""
    terms = recommender.similarity.terms
    count = len(recommender.catalogue)

    def term(name: str) -> Callable[[int], FloatArray]:
        return lambda row: terms(row).get(name, np.zeros(count))

    scorers: dict[str, Callable[[int], FloatArray]] = {
        "blend": recommender.similarity.total,
        **{name: term(name) for name in (*WEIGHTS, *FACT_WEIGHTS)},
        "popularity": lambda _row: recommender.catalogue.rating_counts,
    }
    weights = recommender.bundle.trained.get("item_item")
    if isinstance(weights, ItemWeights):
        scorers["item_item"] = partial(model_similarity, weights)
    return scorers
