"""How long the engine takes from a like to the next card, without the screen.

`session.like(); session.next()` on the shipped bundle for every model it has, 5 sessions of 20 likes from different
favourites, beside the plain matrix product `vectors @ user` of the same size, timed in turn with it.

No bar of its own; an answer on screen has 50 ms (benchmarks/latency.py).

    python -m benchmarks.ranking [--json]
"""

from time import perf_counter

import numpy as np

import engine
from benchmarks.report import Row, Tables, main, spread
from engine.models.vectors import ItemSpace
from engine.paths import SHIPPED_HOME
from policy import load_policy
from policy.arrays import FloatArray

SESSIONS, LIKES = 5, 20


def timings(recommender: engine.Recommender, model: str) -> tuple[list[float], list[float]]:
    """Seconds of every like with its next card, and of as many plain products."""
    vectors = item_vectors(recommender, model)
    user = np.random.default_rng(0).standard_normal(vectors.shape[1:]).astype(vectors.dtype)
    likes, products = [], []
    for seed in range(SESSIONS):
        favourites = [movie.id for movie in recommender.surprise(4, seed)]
        session = recommender.session(favourites, model=model)
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


def item_vectors(recommender: engine.Recommender, model: str) -> FloatArray:
    """The vectors a model multiplies; the first item space's for one that has none."""
    spaces = {name: part for name, part in recommender.bundle.trained.items() if isinstance(part, ItemSpace)}
    return spaces.get(model.partition("+")[0], next(iter(spaces.values()))).vectors


def measure() -> Tables:
    """Every model of the shipped bundle."""
    recommender = engine.load(SHIPPED_HOME / "artifacts", load_policy())
    rows: list[Row] = []
    for model in recommender.model_names:
        likes, products = timings(recommender, model)
        product = round(float(np.median(products)) * 1000, 3)
        rows.append({**spread(model, likes), "plain product ms": product})
    return {f"like → next card, {len(recommender.catalogue):,} films": rows}


if __name__ == "__main__":
    main(__doc__, measure)
