"""How long the engine takes from a like to the next card, without the screen.

`session.like(); session.next()` on the shipped bundle for every model it has, 5 sessions of 20 likes from different
favourites, beside the plain matrix product `vectors @ user` of the same size, timed in turn with it; and neumf
widened to every film of the catalogue, where the shipped one knows those of five ratings and more.

Bar: 30 ms for neumf on 10,000 films. An answer on screen has 50 ms (benchmarks/latency.py).

    python -m benchmarks.ranking [--json]
"""

from collections.abc import Iterator
from dataclasses import fields, replace
from time import perf_counter

import numpy as np

import matinee
from benchmarks.report import Row, Tables, main, spread
from matinee.engine.models.base import Model
from matinee.engine.models.factor_models import ItemSpace
from matinee.engine.models.neural import Network, NetworkModel
from matinee.engine.paths import SHIPPED_BUNDLE
from matinee.engine.session.session import Session
from matinee.policy import load_policy
from matinee.policy.array_types import FloatArray

SESSIONS, LIKES = 5, 20


def timings(recommender: matinee.Recommender, model: Model, vectors: FloatArray) -> tuple[list[float], list[float]]:
    """Seconds of every like with its next card, and of as many plain products."""
    user = np.random.default_rng(0).standard_normal(vectors.shape[1:]).astype(vectors.dtype)
    likes, products = [], []
    for seed in range(SESSIONS):
        favourites = [movie.id for movie in recommender.surprise(4, seed)]
        session = Session(recommender.catalogue, lambda _name, _policy: model, recommender.policy, favourites)
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
    """The vectors a model multiplies; the first item space's for one that has none."""
    spaces = {name: part for name, part in recommender.bundle.trained.items() if isinstance(part, ItemSpace)}
    return spaces.get(model.partition("+")[0], next(iter(spaces.values()))).vectors


def served(recommender: matinee.Recommender) -> Iterator[tuple[str, Model]]:
    """Every model of the bundle, and neumf on all films."""
    for name in recommender.model_names:
        yield name, recommender.model(name)
    shipped, films = recommender.bundle.trained["neumf"], len(recommender.catalogue)
    assert isinstance(shipped, Network)
    over_films = {
        field.name: np.resize(array, (films, *array.shape[1:]))
        for field in fields(shipped)
        if isinstance(array := getattr(shipped, field.name), np.ndarray) and len(array) == len(shipped.rows)
    }
    widened = replace(shipped, **over_films | {"rows": np.arange(films)})
    yield "neumf, all films", NetworkModel("neumf", widened, films)


def measure() -> Tables:
    """Every model of the shipped bundle."""
    recommender = matinee.load(SHIPPED_BUNDLE, load_policy())
    rows: list[Row] = []
    for name, model in served(recommender):
        likes, products = timings(recommender, model, item_vectors(recommender, model.name))
        product = round(float(np.median(products)) * 1000, 3)
        rows.append({**spread(name, likes), "plain product ms": product})
    return {f"like → next card, {len(recommender.catalogue):,} films": rows}


if __name__ == "__main__":
    main(__doc__, measure)
