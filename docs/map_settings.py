"""Print the table of the taste map in docs/evaluation.md: `python -m docs.map_settings`, with the train extra."""

from dataclasses import replace

import numpy as np
from sklearn.decomposition import PCA

import matinee
from matinee.engine.models.factor_models import ItemSpace
from matinee.training.config.config import MapConfig
from matinee.training.models.film_map import draw_map, measures, unit

PULLS, PERPLEXITIES = (0.0, 0.3, 0.4, 0.5), (15.0, 30.0, 60.0)


def line(name: str, kept: float, lift: float) -> None:
    """One row of the table."""
    print(f"| {name} | {kept:.3f} | {lift:.2f} |", flush=True)


def main() -> None:
    """PCA, and t-SNE under every setting."""
    recommender = matinee.load()
    space, catalogue = recommender.bundle.trained["svd_likes"], recommender.catalogue
    assert isinstance(space, ItemSpace), "svd_likes is an item space"
    rows = np.flatnonzero(space.vectors.any(axis=1))
    directions, genres = unit(space.vectors[rows].astype(np.float64)), catalogue.genres[rows]
    found = measures(directions, PCA(2, random_state=0).fit_transform(directions), genres)
    line("PCA of unit vectors", found["neighbours_kept"], found["genre_lift"])
    for pull in PULLS:
        for perplexity in PERPLEXITIES:
            drawn = draw_map(catalogue, space.vectors, replace(MapConfig(), genre_pull=pull, perplexity=perplexity))
            kept, lift = drawn.metrics["neighbours_kept"], drawn.metrics["genre_lift"]
            line(f"t-SNE, genres at {pull:g}, perplexity {perplexity:g}", kept, lift)


if __name__ == "__main__":
    main()
