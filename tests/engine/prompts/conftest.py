"""Interpreters of prompts over the shipped bundle: with the encoder, and with the lexicon alone."""

import pytest

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.interpreter import PromptInterpreter
from matinee.engine.prompts.service import shipped_lexicon
from matinee.engine.recommender import Recommender


@pytest.fixture(scope="module")
def encoded(recommender: Recommender) -> PromptInterpreter:
    """An interpreter with the encoder."""
    recommender.prompts.load_encoder()
    assert recommender.prompts.has_encoder, recommender.prompts.problem
    return recommender.prompts.interpreter()


@pytest.fixture(scope="module")
def bare(recommender: Recommender) -> PromptInterpreter:
    """An interpreter with the lexicon alone."""

    def search(text: str, limit: int) -> list[Movie]:
        return [match.movie for match in recommender.search(text, limit)]

    return PromptInterpreter(
        recommender.catalogue,
        shipped_lexicon(),
        search,
        recommender.similarity,
    )


@pytest.fixture(params=["encoded", "bare"])
def interpreter(request: pytest.FixtureRequest) -> PromptInterpreter:
    """Each of the two."""
    found: PromptInterpreter = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def bare_with_facts(recommender: Recommender) -> PromptInterpreter:
    """An interpreter with the lexicon and the film facts, which is fast."""
    return PromptInterpreter(
        recommender.catalogue,
        shipped_lexicon(),
        lambda text, limit: [match.movie for match in recommender.search(text, limit)],
        recommender.similarity,
        facts=recommender.film_facts,
    )
