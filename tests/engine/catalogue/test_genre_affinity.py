"""Genre affinity of films with the favourites."""

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue


def test_affinity_is_the_mean_weight_of_the_genres_that_say_something() -> None:
    carried = np.array([[1, 1, 0, 1], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0]], dtype=np.bool_)
    nothing = np.zeros(4, dtype=np.int64)
    catalogue = Catalogue(
        np.arange(4), list("abcd"), [()] * 4, nothing, carried, ("Comedy", "Drama", "Western", "IMAX"),
        np.zeros((4, 10), dtype=np.int64), 1, nothing, nothing,
    )  # fmt: skip
    assert catalogue.genre_affinity(np.array([1.0, 0.5, 0.25, 0.0])).tolist() == [0.75, 0.25, 0.0, 0.0]
