"""Print the table of taste-map settings in docs/evaluation.md: `python -m docs.map_settings`, with the train extra."""

from dataclasses import replace

import numpy as np
from sklearn.decomposition import PCA

import matinee
from matinee.engine.models.factor_models import ItemFactors
from matinee.policy.array_types import l2_normalize
from matinee.training.config.config import MapConfig
from matinee.training.models.film_map import draw_map, measure_map

PULLS, PERPLEXITIES = (0.0, 0.3, 0.4, 0.5), (15.0, 30.0, 60.0)


def print_row(name: str, kept: float, lift: float) -> None:
    """Print one row of the table.

    Args:
        name: the method and its settings.
        kept: share of a film's ten nearest in the item space that are among its ten nearest on the map, in [0, 1].
        lift: how many times likelier than chance a neighbour on the map shares a genre.
    """
    print(f"| {name} | {kept:.3f} | {lift:.2f} |", flush=True)


def main() -> None:
    """Measure PCA, and t-SNE under every setting."""
    recommender = matinee.load()
    factors, catalogue = recommender.bundle.trained["svd_likes"], recommender.catalogue
    assert isinstance(factors, ItemFactors), "svd_likes is a factor model"
    rows = np.flatnonzero(factors.vectors.any(axis=1))
    directions, genres = l2_normalize(factors.vectors[rows].astype(np.float64)), catalogue.genres[rows]
    found = measure_map(directions, PCA(2, random_state=0).fit_transform(directions), genres)
    print_row("PCA of L2-normalised vectors", found["neighbours_kept"], found["genre_lift"])
    for pull in PULLS:
        for perplexity in PERPLEXITIES:
            drawn = draw_map(catalogue, factors.vectors, replace(MapConfig(), genre_pull=pull, perplexity=perplexity))
            kept, lift = drawn.metrics["neighbours_kept"], drawn.metrics["genre_lift"]
            print_row(f"t-SNE, genres at {pull:g}, perplexity {perplexity:g}", kept, lift)


if __name__ == "__main__":
    main()
