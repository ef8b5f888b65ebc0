"""Statistics of simulated sessions, for settings that were chosen by looking at them rather than at ratings.

Thirty sessions from sampled favourites (seeds 0 to 29), answered at random (like .4, dislike .3, skip .3):

- how far the recommended film scores above the average film, in standard deviations, by the number of answers before;
- the share of the next ten films that have a genre after it was requested, by ``genre_request_boost``, and how often
  the first one has it: the mean over six genres;
- what each step of the presets does to the next twelve films (``policy/presets.py``), in 72 sessions after 0 to 11
  answers: median popularity rank, bits of novelty, share of the films that are also in the usual list, and the mean
  contribution of kinship under the usual weights.

    python -m benchmarks.sessions [--json]
"""

from dataclasses import replace

import numpy as np

from benchmarks.report import Row, Tables, main
from matinee.engine.recommender import Recommender, load_shipped
from matinee.policy.presets import PRESETS, STEPS, USUAL, preset_settings

SESSIONS = 30
ANSWERS_BEFORE = (0, 5, 10, 20, 40)
PROBABILITIES = {"like": 0.4, "dislike": 0.3, "skip": 0.3}
BOOSTS = (0.0, 0.2, 1.0, 2.0, 3.0, 5.0)
GENRES = ("Horror", "Comedy", "Animation", "Western", "Sci-Fi", "Romance")
N_FILMS = 10
PRESET_SESSIONS, PRESET_FILMS = 72, 12


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
        shares, firsts = [], []
        for seed in range(SESSIONS):
            for genre in GENRES:
                session = boosted.session(favourites(boosted, seed))
                session.request_genre(genre)
                carried = boosted.catalogue.genres[session.upcoming(N_FILMS), boosted.catalogue.genre(genre)]
                shares.append(carried.mean())
                firsts.append(carried[0])
        rows.append(
            {
                "genre_request_boost": boost,
                "share of the next ten": round(float(np.mean(shares)), 2),
                "first film": round(float(np.mean(firsts)), 2),
            }
        )
    return rows


def preset_rows(recommender: Recommender) -> list[Row]:
    """Measure what each step of the presets shows next."""
    counts = recommender.catalogue.rating_counts
    ranks = np.empty(len(counts))
    ranks[np.argsort(-counts, kind="stable")] = np.arange(1, len(counts) + 1)
    novelty = -np.log2(np.maximum(counts, 1) / recommender.catalogue.n_users)
    measured: dict[tuple[str, int], list[tuple[float, ...]]] = {}
    for seed in range(PRESET_SESSIONS):
        session, generator = recommender.session(favourites(recommender, seed), seed=seed), np.random.default_rng(seed)
        for _ in range(seed % PRESET_FILMS):
            getattr(session, generator.choice(list(PROBABILITIES), p=list(PROBABILITIES.values())))()
        usual = session.ranking()
        kinship = sum(values for name, values in usual.contributions.items() if name.startswith("kin_"))
        best = usual.top(PRESET_FILMS)
        for line in PRESETS:
            for step in range(STEPS):
                session.set_weights(preset_settings(line, session.initial_policy, step))
                top = session.ranking().top(PRESET_FILMS)
                measured.setdefault((line, step), []).append(
                    (
                        float(np.median(ranks[top])),
                        float(novelty[top].mean()),
                        float(np.isin(top, best).mean()),
                        float(np.asarray(kinship)[top].mean()),
                    )
                )
            session.set_weights(preset_settings(line, session.initial_policy, USUAL))
    return [
        {
            "line": line,
            "step": step,
            "rank": round(float(np.median([values[0] for values in found]))),
            "novelty": round(float(np.mean([values[1] for values in found])), 2),
            "shared": round(float(np.mean([values[2] for values in found])), 2),
            "kinship": round(float(np.mean([values[3] for values in found])), 2),
        }
        for (line, step), found in measured.items()
    ]


def measure() -> Tables:
    """Measure everything on the shipped bundle."""
    recommender = load_shipped()
    return {
        "fit of the recommended film": fit_rows(recommender),
        "requested genre": genre_rows(recommender),
        "presets": preset_rows(recommender),
    }


if __name__ == "__main__":
    main(__doc__, measure)
