"""What tests of moods stand on."""

import pytest

from matinee.engine.recommender import Recommender


@pytest.fixture(scope="session")
def with_encoder(recommender: Recommender) -> Recommender:
    """A recommender of its own whose encoder is loaded, so that nothing changes while a test looks."""
    own = Recommender(recommender.bundle, recommender.policy)
    own.prompts.load_encoder()
    assert own.prompts.problem == ""
    return own
