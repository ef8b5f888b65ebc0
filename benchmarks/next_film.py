"""Time of the engine from a like to the next film, without the screen.

`session.like(); session.next()` on the shipped bundle for each of its models, 5 sessions of 20 likes from different
favourites. The plain matrix product `vectors @ user` of the same size is timed in turn with it. neumf is measured again
on all films of the catalogue, since the shipped one knows only those with five ratings and more.

Bar: 30 ms for neumf on 10,000 films. An answer on screen has 50 ms (benchmarks/latency.py).

    python -m benchmarks.next_film [--json]
"""

from collections.abc import Iterator
from dataclasses import fields, replace
from time import perf_counter
from typing import Any

import numpy as np

import matinee
from benchmarks.report import Row, Tables, main, timing_row
from matinee.engine.models.base import Model
from matinee.engine.models.factor_models import ItemFactors
from matinee.engine.models.neural import Network, NetworkModel
from matinee.engine.recommender import load_shipped
from matinee.engine.session.session import Session
from matinee.policy.array_types import FloatArray

SESSIONS, LIKES = 5, 20


def time_likes(recommender: matinee.Recommender, model: Model, vectors: FloatArray) -> tuple[list[float], list[float]]:
    """Measure the seconds of every like with its next film, and of as many plain products."""
    user = np.random.default_rng(0).standard_normal(vectors.shape[1:]).astype(vectors.dtype)
    likes, products = [], []
    for seed in range(SESSIONS):
        favourites = [movie.id for movie in recommender.sample_favourites(4, seed)]
        session = Session(
            recommender.catalogue,
            lambda _name, _policy: model,
            recommender.policy,
            favourites,
            kinship=lambda: recommender.kinship,
            variety=recommender.variety,
        )
        session.next()
        for _ in range(LIKES):
            start = perf_counter()
            session.like()
            session.next()
            answered = perf_counter()
            vectors @ user
            likes.append(answered - start)
            products.append(perf_counter() - answered)
    return likes, products


def item_vectors(recommender: matinee.Recommender, model: str) -> FloatArray:
    """Return the vectors a model multiplies, or for a model without vectors those of the first factor model."""
    factor_models = {name: part for name, part in recommender.bundle.trained.items() if isinstance(part, ItemFactors)}
    return factor_models.get(model.partition("+")[0], next(iter(factor_models.values()))).vectors


def models_to_time(recommender: matinee.Recommender) -> Iterator[tuple[str, Model]]:
    """Yield every model of the bundle, and neumf on all films."""
    for name in recommender.model_names:
        yield name, recommender.model(name)
    shipped, films = recommender.bundle.trained["neumf"], len(recommender.catalogue)
    assert isinstance(shipped, Network)
    resized: dict[str, Any] = {
        field.name: np.resize(array, (films, *array.shape[1:]))
        for field in fields(shipped)
        if isinstance(array := getattr(shipped, field.name), np.ndarray) and len(array) == len(shipped.rows)
    }
    widened = replace(shipped, **resized | {"rows": np.arange(films)})
    yield "neumf, all films", NetworkModel("neumf", widened, films)


def measure() -> Tables:
    """Measure every model of the shipped bundle."""
    recommender = load_shipped()
    rows: list[Row] = []
    for name, model in models_to_time(recommender):
        likes, products = time_likes(recommender, model, item_vectors(recommender, model.name))
        product = round(float(np.median(products)) * 1000, 3)
        rows.append({**timing_row(name, likes), "plain product ms": product})
    return {f"like → next film, {len(recommender.catalogue):,} films": rows}


if __name__ == "__main__":
    main(__doc__, measure)
