"""Whatever the OpenAPI document allows gets an answer that it describes, and what it does not allow is refused."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from matinee.engine.recommender import Recommender

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed: pip install 'matinee[test]'")
pytest.importorskip("fastapi", reason="the extra `api` is not installed: pip install 'matinee[api]'")

JUDGED_ELSEWHERE = [schemathesis.checks.positive_data_acceptance]
"""A request of the right shape may contradict itself, or ask for what is not there; it gets 400 or 404."""


@pytest.fixture(scope="module")
def described(recommender: Recommender) -> Any:
    """The API and its description."""
    from matinee.engine.api.app import make_app
    from matinee.engine.api.settings import ApiSettings

    app = make_app(recommender, ApiSettings(public_url="http://testserver"))  # where schemathesis sends its requests
    return schemathesis.openapi.from_asgi("/openapi.json", app)


@schemathesis.pytest.from_fixture("described").parametrize()
@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: Any) -> None:
    case.call_and_validate(excluded_checks=JUDGED_ELSEWHERE)
