"""What the presets do to the films of a session."""

import numpy as np
import pytest

from matinee.engine.recommender import Recommender
from matinee.policy.presets import STEPS, preset_settings
from tests.conftest import FAVOURITES

N_FILMS = 12


def upcoming(recommender: Recommender, line: str, step: int, seed: int) -> list[int]:
    """Rows of the next films at a step of a line."""
    favourites = [movie.id for movie in recommender.sample_favourites(4, seed)] if seed else FAVOURITES
    session = recommender.session(favourites, seed=seed)
    session.set_weights(preset_settings(line, session.initial_policy, step))
    return session.upcoming(N_FILMS)


@pytest.mark.parametrize("seed", range(4))
def test_each_step_of_fame_shows_less_known_films(recommender: Recommender, seed: int) -> None:
    counts = recommender.catalogue.rating_counts
    steps = [counts[upcoming(recommender, "fame", step, seed)] for step in range(STEPS)]
    means = [float(np.log(found).mean()) for found in steps]
    assert means == sorted(means, reverse=True)
    assert steps[-1].max() <= counts.max() / 10  # hidden gems hold well-known films back without exception


@pytest.mark.parametrize("line", ["closeness", "fame"])
@pytest.mark.parametrize("seed", range(3))
def test_every_step_shows_other_films(recommender: Recommender, line: str, seed: int) -> None:
    films = [upcoming(recommender, line, step, seed) for step in range(STEPS)]
    assert len({tuple(rows) for rows in films}) == STEPS
    usual = {*films[2]}
    assert len(usual & {*films[0]}) > len(usual & {*films[-1]})


def test_well_known_films_come_last_when_nothing_else_is_left(recommender: Recommender) -> None:
    counts = recommender.catalogue.rating_counts
    few = np.zeros(len(counts), dtype=np.bool_)
    few[np.argsort(-counts)[:4]] = True
    few[np.flatnonzero((counts < counts.max() / 10) & (counts > 25))[:2]] = True
    session = recommender.session(FAVOURITES, candidates=few)
    session.set_weights(preset_settings("fame", session.initial_policy, STEPS - 1))
    shown = []
    while (card := session.next()) is not None:
        shown.append(counts[session.catalogue.row(card.movie.id)] > counts.max() / 10)
        session.skip()
    assert shown[:2] == [False, False]
    assert all(shown[2:])
    assert len(shown) > 2
