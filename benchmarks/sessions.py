"""Statistics of simulated sessions, and a setting that was chosen by looking at them rather than at ratings.

Thirty sessions from sampled favourites (seeds 0 to 29), answered at random (like .4, dislike .3, skip .3):

- how far the recommended film scores above the average film, in standard deviations, by the number of answers before;
- the share of the next ten films that have a genre after it was requested, by ``genre_request_boost``: the mean over
  six genres.

    python -m benchmarks.sessions [--json]
"""

from dataclasses import replace

import numpy as np

from benchmarks.report import Row, Tables, main
from matinee.engine.recommender import Recommender, load_shipped

SESSIONS = 30
ANSWERS_BEFORE = (0, 5, 10, 20, 40)
PROBABILITIES = {"like": 0.4, "dislike": 0.3, "skip": 0.3}
BOOSTS = (0.0, 0.2, 1.0, 2.0, 3.0, 5.0)
GENRES = ("Horror", "Comedy", "Animation", "Western", "Sci-Fi", "Romance")
N_FILMS = 10


def favourites(recommender: Recommender, seed: int) -> list[int]:
    """Sample four popular films."""
    return [movie.id for movie in recommender.sample_favourites(4, seed)]


def fit_rows(recommender: Recommender) -> list[Row]:
    """Measure the quartiles of the fit, by the number of answers before."""
    fits: dict[int, list[float]] = {count: [] for count in ANSWERS_BEFORE}
    for seed in range(SESSIONS):
        session, generator = recommender.session(favourites(recommender, seed)), np.random.default_rng(seed)
        for count in range(max(ANSWERS_BEFORE) + 1):
            suggestion = session.next()
            assert suggestion is not None, "forty films never exhaust the catalogue"
            if count in fits:
                fits[count].append(suggestion.fit)
            getattr(session, generator.choice(list(PROBABILITIES), p=list(PROBABILITIES.values())))()
    rows: list[Row] = []
    for count, values in fits.items():
        low, median, high = np.quantile(values, (0.25, 0.5, 0.75)).round(1).tolist()
        rows.append({"answers before": count, "25 %": low, "50 %": median, "75 %": high})
    return rows


def genre_rows(recommender: Recommender) -> list[Row]:
    """Measure the share of the next films that have the requested genre."""
    rows: list[Row] = []
    for boost in BOOSTS:
        boosted = Recommender(recommender.bundle, replace(recommender.policy, genre_request_boost=boost))
        shares = []
        for seed in range(SESSIONS):
            for genre in GENRES:
                session = boosted.session(favourites(boosted, seed))
                session.request_genre(genre)
                best = session.ranking().top(N_FILMS)
                shares.append(boosted.catalogue.genres[best, boosted.catalogue.genre(genre)].mean())
        rows.append({"genre_request_boost": boost, "share of the next ten": round(float(np.mean(shares)), 2)})
    return rows


def measure() -> Tables:
    """Measure both on the shipped bundle."""
    recommender = load_shipped()
    return {"fit of the recommended film": fit_rows(recommender), "requested genre": genre_rows(recommender)}


if __name__ == "__main__":
    main(__doc__, measure)
