"""Fixtures for tests of prompts."""

import pytest

from matinee.engine.recommender import Recommender


@pytest.fixture(scope="session")
def with_encoder(recommender: Recommender) -> Recommender:
    """A separate recommender with its encoder loaded, so that results do not change during a test."""
    own = Recommender(recommender.bundle, recommender.policy)
    own.prompts.load_encoder()
    assert own.prompts.problem == ""
    return own
