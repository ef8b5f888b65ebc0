"""Helpers of several tests: run `matinee evaluate`, answer as a user of one group, make small training data."""

import json
import subprocess
import sys

import numpy as np
import pandas as pd

from matinee.engine.recommender import Recommender
from matinee.training.data.movielens import Dataset
from matinee.training.models.interactions import TrainingData
from matinee.training.preprocess.catalogue import build_catalogue
from tests.conftest import ROOT

Report = dict[str, dict[str, dict[str, dict[str, float]]]]


def evaluate(protocol: str, *arguments: str) -> Report:
    """Run a protocol in its own process and return its report."""
    done = subprocess.run(
        [sys.executable, "-m", "matinee", "evaluate", protocol, *arguments, "--json"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    report: Report = json.loads(done.stdout)
    return report


def own_share(recommender: Recommender, model: str, group: int, suggestions: int = 10) -> float:
    """Share of suggestions from a user's own group of films, which they like; they dislike the others."""
    session = recommender.session([movie for movie in range(1, 20) if movie % 2 == group][:4], model=model)
    own = 0
    for _ in range(suggestions):
        suggestion = session.next()
        assert suggestion is not None
        if suggestion.movie.id % 2 == group:
            own += 1
            session.like()
        else:
            session.dislike()
    return own / suggestions


def training_data(stars: np.ndarray) -> TrainingData:
    """Training data from stars, (n_users, n_films), 0 where unrated; ids count from 1."""
    users, films = np.nonzero(stars)
    ratings = pd.DataFrame({"user": users + 1, "movie": films + 1, "rating": stars[users, films], "timestamp": 1})
    movies = pd.DataFrame({"movie": range(1, stars.shape[1] + 1)}).assign(title="Film (1999)", imdb=0, tmdb=0)
    movies["genres"] = [["Drama"]] * len(movies)
    dataset = Dataset("made up", "0", ratings, movies)
    return TrainingData(dataset, build_catalogue(dataset), np.arange(1, len(stars) + 1))
