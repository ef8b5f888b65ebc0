"""Fixtures: servers that play Wikipedia and TMDB."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest

from matinee.engine.online.film_page import FilmPages
from tests.engine.online.film_server import FilmServer, serve


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of the machine is used."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[FilmServer]:
    """A server with the page "Reel" and the film 7."""
    with serve() as server:
        server.put_page("Reel")
        server.put_film(7)
        yield server


@pytest.fixture
def other() -> Iterator[FilmServer]:
    """Another server with the same content, so that only requests show whether it was asked."""
    with serve() as server:
        server.put_page("Reel")
        yield server


@pytest.fixture
def pages(server: FilmServer, tmp_path: Path) -> FilmPages:
    """Pages of the server, without a key."""
    return FilmPages(tmp_path, services=server.services())


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for 127.0.0.1, with its private key."""
    openssl = which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    done = subprocess.run(
        [*command, *subject, "-days", "2", "-keyout", str(path) + ".key", "-out", str(path)],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return path
