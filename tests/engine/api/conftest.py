"""The API over the shipped bundle. Without the extra `api`, its tests skip before these fixtures are made."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from matinee.engine.recommender import Recommender

if TYPE_CHECKING:
    from starlette.testclient import TestClient

MakeClient = Callable[..., "TestClient"]


@pytest.fixture(scope="session")
def make_client(recommender: Recommender) -> MakeClient:
    """Makes a client of an API with some settings; requests are sent to the address it listens at."""
    pytest.importorskip("httpx2", reason="the client of Starlette's tests is not installed: pip install httpx2")
    from starlette.testclient import TestClient

    from matinee.engine.api.app import make_app
    from matinee.engine.api.settings import ApiSettings

    def make(**settings: Any) -> TestClient:
        chosen = ApiSettings(**settings)
        app = make_app(recommender, chosen)
        return TestClient(app, f"http://127.0.0.1:{chosen.port}", raise_server_exceptions=False)

    return make


@pytest.fixture(scope="session")
def client(make_client: MakeClient) -> "TestClient":
    """A client of an API with the default settings."""
    return make_client()
