"""What understands prompts, on the shipped bundle: with the encoder and with the lexicon alone."""

import numpy as np
import pytest

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.interpreter import Moods
from matinee.engine.prompts.service import lexicon
from matinee.engine.recommender import Recommender


@pytest.fixture(scope="module")
def encoded(recommender: Recommender) -> Moods:
    """What understands prompts with the encoder."""
    recommender.understanding.load_encoder()
    assert recommender.understanding.encoded, recommender.understanding.problem
    return recommender.understanding.moods()


@pytest.fixture(scope="module")
def bare(recommender: Recommender) -> Moods:
    """The lexicon alone."""

    def search(text: str, limit: int) -> list[Movie]:
        return [match.movie for match in recommender.search(text, limit)]

    return Moods(
        recommender.catalogue,
        lexicon(),
        search,
        lambda row: np.sum(list(recommender.alike.terms(row).values()), axis=0),
        recommender.alike.space,
    )


@pytest.fixture(params=["encoded", "bare"])
def moods(request: pytest.FixtureRequest) -> Moods:
    """Either."""
    found: Moods = request.getfixturevalue(request.param)
    return found
