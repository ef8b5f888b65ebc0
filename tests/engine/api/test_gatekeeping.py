"""Which requests reach the API: host, origin, token and size."""

from collections.abc import Iterator

import pytest

pytest.importorskip("fastapi", reason="the extra `api` is not installed: pip install 'matinee[api]'")

from starlette.testclient import TestClient

from matinee.engine.api.gatekeeping import MAX_BODY, MAX_QUERY
from tests.engine.api.conftest import MakeClient

SITE = "https://films.example"


def test_another_host_is_refused(client: TestClient) -> None:
    for host in ("127.0.0.1:8000", "localhost:8000", "[::1]:8000"):
        assert client.get("/health", headers={"Host": host}).status_code == 200
    for host in ("evil.example", "localhost", "localhost:80", "127.0.0.1.evil.example:8000"):
        answer = client.get("/health", headers={"Host": host})
        assert answer.status_code == 403
        assert "--public-url" in answer.json()["error"]


def test_pages_of_other_sites_are_refused(client: TestClient) -> None:
    assert client.get("/health", headers={"Origin": "http://localhost:8000"}).status_code == 403
    assert client.get("/health", headers={"Origin": "http://127.0.0.1:8000"}).status_code == 200
    for origin in (SITE, "null", "http://127.0.0.1:3000"):
        answer = client.get("/health", headers={"Origin": origin})
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers


def test_pages_of_a_named_site_are_let_in(make_client: MakeClient) -> None:
    client = make_client(origins=(SITE,), token="secret")
    asked = {"Origin": SITE, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    preflight = client.options("/session/next", headers=asked)
    assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (200, SITE)
    answer = client.get("/health", headers={"Origin": SITE, "Authorization": "Bearer secret"})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, SITE)
    refused = client.get("/health", headers={"Origin": SITE})
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, SITE)
    assert client.get("/health", headers={"Origin": "https://evil.example"}).status_code == 403


def test_a_public_address_is_let_in(make_client: MakeClient) -> None:
    client = make_client(public_url=SITE)
    assert client.get("/health", headers={"Host": "films.example"}).status_code == 200
    assert client.get("/health", headers={"Host": "other.example"}).status_code == 403


@pytest.mark.parametrize("path", ["/health", "/search?q=heat", "/docs", "/openapi.json", "/nothing"])
def test_everything_needs_the_token(make_client: MakeClient, path: str) -> None:
    client = make_client(token="long secret")
    for value in (None, "", "Bearer", "Bearer ", "Bearer long", "Bearer long secrets", "Basic long secret", "secret"):
        answer = client.get(path, headers={} if value is None else {"Authorization": value})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert "Authorization: Bearer" in answer.json()["error"]
        assert "secret" not in answer.text
    for value in ("Bearer long secret", "bearer long secret"):
        assert client.get(path, headers={"Authorization": value}).status_code != 401
    assert client.get(path, headers={b"Authorization": b"Bearer \xff"}).status_code == 401


def test_without_a_token_none_is_needed(client: TestClient) -> None:
    assert client.get("/health").status_code == 200
    assert "security" not in client.get("/openapi.json").json()


def test_long_bodies_and_queries_are_refused(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:  # its length is not announced
        for _ in range(MAX_BODY // 1000 + 1):
            yield b" " * 1000

    json = {"Content-Type": "application/json"}
    assert client.post("/session/next", content=b" " * (MAX_BODY + 1), headers=json).status_code == 413
    assert client.post("/session/next", content=chunks(), headers=json).status_code == 413
    assert client.post("/session/next", content=b" " * MAX_BODY, headers=json).status_code in (400, 422)
    assert client.get("/search", params={"q": "x" * MAX_QUERY}).status_code == 414
