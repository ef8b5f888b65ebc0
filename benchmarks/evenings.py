"""What an evening looks like, for two numbers that were chosen by looking and not on anybody's ratings.

Thirty evenings from surprise favourites (seeds 0 to 29), answered by chance (like .4, dislike .3, skip .3):

- how far above the usual film the film on show is for the model, in standard deviations, after so many answers:
  what the dots of "fits your taste" stand for (``FIT_STEPS`` in tui/words.py);
- the share of the next ten films that carry a genre once it is asked for, by ``genre_request_boost``: the mean over
  six genres.

    python -m benchmarks.evenings [--json]
"""

from dataclasses import replace

import numpy as np

import matinee
from benchmarks.report import Row, Tables, main
from matinee.engine.recommender import Recommender
from matinee.policy import load_policy

EVENINGS = 30
AFTER = (0, 5, 10, 20, 40)
CHANCES = {"like": 0.4, "dislike": 0.3, "skip": 0.3}
BOOSTS = (0.0, 0.2, 1.0, 2.0, 3.0, 5.0)
GENRES = ("Horror", "Comedy", "Animation", "Western", "Sci-Fi", "Romance")
NEXT = 10


def favourites(recommender: Recommender, seed: int) -> list[int]:
    """Four well-loved films."""
    return [movie.id for movie in recommender.surprise(4, seed)]


def fits(recommender: Recommender) -> list[Row]:
    """Quartiles of the fit, by the number of answers before."""
    found: dict[int, list[float]] = {count: [] for count in AFTER}
    for seed in range(EVENINGS):
        session, generator = recommender.session(favourites(recommender, seed)), np.random.default_rng(seed)
        for count in range(max(AFTER) + 1):
            card = session.next()
            assert card is not None, "an evening of forty films never comes to an end"
            if count in found:
                found[count].append(card.fit)
            getattr(session, generator.choice(list(CHANCES), p=list(CHANCES.values())))()
    rows: list[Row] = []
    for count, seen in found.items():
        low, median, high = np.quantile(seen, (0.25, 0.5, 0.75)).round(1).tolist()
        rows.append({"answers before": count, "25 %": low, "50 %": median, "75 %": high})
    return rows


def shares(recommender: Recommender) -> list[Row]:
    """Share of the next films that carry the genre asked for."""
    rows: list[Row] = []
    for boost in BOOSTS:
        own = Recommender(recommender.bundle, replace(recommender.policy, genre_request_boost=boost))
        carried = []
        for seed in range(EVENINGS):
            for genre in GENRES:
                session = own.session(favourites(own, seed))
                session.ask_genre(genre)
                best = session.ranking().top(NEXT)
                carried.append(own.catalogue.genres[best, own.catalogue.genre(genre)].mean())
        rows.append({"genre_request_boost": boost, "share of the next ten": round(float(np.mean(carried)), 2)})
    return rows


def measure() -> Tables:
    """Both tables, on the shipped bundle."""
    recommender = matinee.load(policy=load_policy())
    return {"how far above the usual film": fits(recommender), "a genre asked for softly": shares(recommender)}


if __name__ == "__main__":
    main(__doc__, measure)
