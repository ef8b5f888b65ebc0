"""The HTTP client against servers that are slow, endless, truncated, compressed or redirect elsewhere."""

import gzip
import socket
import ssl
import time
from collections.abc import Iterator
from http.client import InvalidURL
from pathlib import Path

import pytest

from matinee.engine.online.errors import OnlineError, UnusableAnswerError
from matinee.engine.online.http_client import IMAGE, JSON, get, get_json, tls_context, translate
from matinee.engine.online.services import SERVICES, Service
from matinee.engine.online.watch import Watch
from tests.engine.online.film_server import FilmServer, Handler, Reply, serve, tunnel

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def ask(server: FilmServer, path: str = "/summary/Reel", seconds: float = 2.0, *others: FilmServer) -> bytes:
    """Fetch JSON from a server that plays Wikipedia."""
    watch = Watch(seconds, lambda: False)
    return get(server.address + path, server.services(*others).wikipedia, JSON, watch)


def failure(server: FilmServer, path: str = "/summary/Reel", seconds: float = 2.0, *others: FilmServer) -> str:
    """The message of the error that a request ends with."""
    with pytest.raises(OnlineError) as caught:
        ask(server, path, seconds, *others)
    assert caught.value.__cause__ is None and (caught.value.__suppress_context__ or not caught.value.__context__)
    return str(caught.value)


def redirect(target: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": target})


def raw(*parts: bytes, pause: float = 0.0, end: bytes = b"") -> Reply:
    """An answer that consists of these bytes; ``end`` is then repeated as long as the client listens."""

    def send(handler: Handler) -> None:
        for part in parts:
            handler.wfile.write(part)
            handler.wfile.flush()
            time.sleep(pause)
        begin = time.monotonic()
        while end and time.monotonic() - begin < 3:
            handler.wfile.write(end)
            time.sleep(pause)

    return Reply(send=send)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", ["Reel", "/summary/Reel", "{}/summary/Reel"])
def test_a_redirect_within_the_service(server: FilmServer, status: int, target: str) -> None:
    server.replies["/summary/Old"] = redirect(target.format(server.address), status)
    assert ask(server, "/summary/Old") == ask(server)


def test_three_redirects_and_no_more(server: FilmServer) -> None:
    for step in range(4):
        server.replies[f"/summary/{step}"] = redirect(str(step + 1))
    server.replies["/summary/4"] = server.replies["/summary/Reel"]
    assert ask(server, "/summary/1") == ask(server)
    server.requests.clear()
    assert failure(server, "/summary/0") == "Wikipedia redirects too often."
    assert len(server.requests) == 4


@pytest.mark.parametrize("target", ["Reel", "", "#"])
def test_a_loop(server: FilmServer, target: str) -> None:
    server.replies["/summary/Reel"] = redirect(target)
    assert failure(server) == "Wikipedia redirects too often."


def test_a_redirect_to_another_host(server: FilmServer, other: FilmServer) -> None:
    server.replies["/summary/Reel"] = redirect(f"{other.address}/summary/Reel")
    assert failure(server) == "Wikipedia refers to an address that Matinee does not follow."
    assert other.requests == []
    ask(server, "/summary/Reel", 2.0, other)  # unless it belongs to the service
    assert len(other.requests) == 1


@pytest.mark.parametrize(
    "target",
    [
        "https://{host}/summary/Reel",
        "ftp://{host}/summary/Reel",
        "file:///etc/passwd",
        "data:application/json,%7B%7D",
        "//user@{host}/summary/Reel",
        "http://[/",
        "http://{host}/summary/R\xe9el",
        "//{host}\\@films.test/summary/Reel",
    ],
)
def test_a_redirect_to_another_kind_of_address(server: FilmServer, target: str) -> None:
    server.replies["/summary/Old"] = redirect(target.format(host=server.host))
    assert failure(server, "/summary/Old") == "Wikipedia refers to an address that Matinee does not follow."
    assert len(server.requests) == 1


def test_a_token_stays_with_its_host(server: FilmServer, other: FilmServer) -> None:
    server.replies["/movie/1"] = redirect("/movie/2")
    server.replies["/movie/2"] = redirect(f"{other.address}/summary/Reel")
    service, watch = server.services(other).tmdb, Watch(2, lambda: False)
    get_json(f"{server.address}/movie/1", service, watch, {"Authorization": "Bearer eyJ"})
    assert [headers["Authorization"] for _, headers in server.requests + other.requests] == ["Bearer eyJ"] * 2 + [None]


@pytest.mark.parametrize(
    ("url", "owned"),
    [
        ("https://en.wikipedia.org/x", True),
        ("https://en.m.wikipedia.org/x", True),
        ("HTTPS://EN.WIKIPEDIA.ORG/x", True),
        ("http://en.wikipedia.org/x", False),
        ("https://wikipedia.org/x", False),
        ("https://fakewikipedia.org/x", False),
        ("https://en.wikipedia.org.films.test/x", False),
        ("https://films.test/en.wikipedia.org", False),
        ("https://films.test#.wikipedia.org/", False),
        ("https://films.test?.wikipedia.org/", False),
        ("https://films.test\\.wikipedia.org/", False),
        ("https://films.test%2f.wikipedia.org/", False),
        ("https://films.test:80.wikipedia.org/", False),
        ("https://user@en.wikipedia.org/x", False),
        ("https://en.wikipedia.org:8443/x", False),
        ("https://en.wikipedia.org/\r\nX: y", False),
        ("https://en.wikipedia.org/a b", False),
        ("https://[::1].wikipedia.org/", False),
        ("https:/en.wikipedia.org/x", False),
        ("//en.wikipedia.org/x", False),
        ("", False),
    ],
)
def test_which_addresses_belong_to_wikipedia(url: str, owned: bool) -> None:
    assert SERVICES.wikipedia.owns(url) is owned


def test_images_come_from_one_host() -> None:
    assert SERVICES.wikipedia_images.owns("https://upload.wikimedia.org/wikipedia/en/a/ab/Reel.jpg")
    assert not SERVICES.wikipedia_images.owns("https://commons.upload.wikimedia.org/Reel.jpg")
    assert not SERVICES.tmdb_images.owns("https://api.themoviedb.org/3/movie/7")


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b" " * (JSON.max_bytes + 1)),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", end=b"4000\r\n" + b" " * 0x4000 + b"\r\n"),
        raw(HEAD + b"Connection: close\r\n\r\n", end=b" " * 0x4000),
        raw(HEAD + b"Content-Length: 99999999999\r\n\r\n", end=b" " * 0x4000),
        raw(HEAD + b"Content-Length: -1\r\n\r\n", end=b" " * 0x4000),
    ],
    ids=["too large", "chunked", "to the end", "huge", "negative"],
)
def test_a_huge_answer(server: FilmServer, reply: Reply) -> None:
    server.replies["/summary/Reel"] = reply
    assert failure(server) == "Wikipedia sends more than Matinee accepts."


def test_the_largest_answer(server: FilmServer) -> None:
    server.replies["/summary/Reel"] = Reply(b" " * JSON.max_bytes)
    assert len(ask(server)) == JSON.max_bytes


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "br", "identity, gzip"])
def test_a_compressed_answer_is_not_read(server: FilmServer, encoding: str) -> None:
    bomb = gzip.compress(b" " * 5_000_000)
    server.replies["/summary/Reel"] = Reply(bomb, headers={"Content-Encoding": encoding})
    assert failure(server) == "Wikipedia sent an answer that Matinee cannot read."


def test_a_compressed_transfer_is_not_decompressed(server: FilmServer) -> None:
    bomb = gzip.compress(b" " * 5_000_000)
    server.replies["/summary/Reel"] = raw(HEAD + b"Transfer-Encoding: gzip\r\n\r\n" + bomb)
    assert ask(server) == bomb


@pytest.mark.parametrize(
    "reply",
    [
        raw(HEAD + b"Content-Length: 100\r\n\r\n{}"),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n64\r\n{}"),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n{}\r\n"),
    ],
    ids=["length", "in a chunk", "between chunks", "nonsense"],
)
def test_a_truncated_answer(server: FilmServer, reply: Reply) -> None:
    server.replies["/summary/Reel"] = reply
    assert failure(server) == "The connection to Wikipedia broke off."


@pytest.mark.parametrize(
    "reply",
    [
        raw(b""),
        raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
        raw(b"HTTP/1.1 200 " + b"x" * 70_000 + b"\r\n"),
        raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"),
    ],
    ids=["nothing", "another protocol", "long line", "many headers"],
)
def test_what_is_not_http(server: FilmServer, reply: Reply) -> None:
    server.replies["/summary/Reel"] = reply
    assert failure(server) == "Wikipedia cannot be reached."


@pytest.mark.parametrize(
    "reply",
    [
        raw(b"HTTP/1.1 200 OK\r\n", pause=0.02, end=b"X"),
        raw(pause=0.02, end=b"HTTP/1.1 100 Continue\r\n\r\n"),
        raw(HEAD + b"Content-Length: 9999\r\n\r\n", pause=0.02, end=b" "),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n", pause=0.02, end=b"X: y\r\n"),
    ],
    ids=["headers", "interim answers", "content", "trailers"],
)
def test_byte_by_byte(server: FilmServer, reply: Reply) -> None:
    server.replies["/summary/Reel"] = reply
    begin = time.monotonic()
    assert failure(server, seconds=0.25) == "Wikipedia did not answer in time."
    assert time.monotonic() - begin < 0.6


def test_a_slow_answer_that_is_in_time(server: FilmServer) -> None:
    server.replies["/summary/Reel"] = raw(HEAD, b"Content-Length: 9\r\n\r\n", b'{"a"', b":  1}", pause=0.08)
    assert ask(server) == b'{"a":  1}'


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "IMAGE/PNG; q=1"])
def test_types_of_images(server: FilmServer, kind: str) -> None:
    server.replies["/a"] = Reply(b"x", kind)
    assert get(f"{server.address}/a", server.services().wikipedia_images, IMAGE, Watch(2, lambda: False)) == b"x"


@pytest.mark.parametrize("kind", ["image/svg+xml", "image/webp", "text/html", "image/png2", "", "application/json"])
def test_other_types_of_images(server: FilmServer, kind: str) -> None:
    server.replies["/a"] = Reply(b"x", kind)
    with pytest.raises(UnusableAnswerError):
        get(f"{server.address}/a", server.services().wikipedia_images, IMAGE, Watch(2, lambda: False))


def test_a_proxy_is_asked(server: FilmServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.address)
    service = Service("Wikipedia", "http://films.test/summary", ("films.test",), "http")
    assert (
        get("http://films.test/summary/Reel", service, JSON, Watch(2, lambda: False))
        == server.replies["/summary/Reel"].body
    )
    assert server.requests[0][0] == "http://films.test/summary/Reel"


def test_a_proxy_that_refuses(server: FilmServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", server.address)
    with pytest.raises(OnlineError, match=r"^Wikipedia cannot be reached\.$"):
        get("https://en.wikipedia.org/x", SERVICES.wikipedia, JSON, Watch(2, lambda: False))
    assert server.proxied == ["en.wikipedia.org:443"]


@pytest.fixture
def secure(certificate: Path) -> Iterator[FilmServer]:
    """A server that speaks https, with a self-signed certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, f"{certificate}.key")
    with serve(context) as server:
        server.put_page("Reel")
        yield server


@pytest.fixture
def _trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The certificate is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls_context.cache_clear()
    yield
    tls_context.cache_clear()


def test_an_unknown_certificate(secure: FilmServer) -> None:
    assert failure(secure) == "The certificate of Wikipedia cannot be verified."
    assert secure.requests == []


@pytest.mark.usefixtures("_trusted")
def test_a_known_certificate(secure: FilmServer) -> None:
    assert ask(secure) == secure.replies["/summary/Reel"].body


@pytest.mark.usefixtures("_trusted")
def test_a_certificate_of_another_host(secure: FilmServer) -> None:
    secure.host = secure.host.replace("127.0.0.1", "localhost")
    assert failure(secure) == "The certificate of Wikipedia cannot be verified."


@pytest.mark.usefixtures("_trusted")
def test_no_redirect_from_https_to_http(secure: FilmServer, other: FilmServer) -> None:
    secure.replies["/summary/Reel"] = redirect(f"{other.address}/summary/Reel")
    message = failure(secure, "/summary/Reel", 2.0, other)
    assert message == "Wikipedia refers to an address that Matinee does not follow."
    assert other.requests == []


@pytest.mark.usefixtures("_trusted")
def test_through_a_slow_proxy(secure: FilmServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with tunnel(secure.host, pause=0.15) as (proxy, asked):
        monkeypatch.setenv("https_proxy", f"http://{proxy}")
        assert ask(secure) == secure.replies["/summary/Reel"].body
    assert asked[0].startswith(f"CONNECT {secure.host} ")


def test_a_handshake_that_does_not_come_to_an_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host = f"127.0.0.1:{silent.getsockname()[1]}"
        server = FilmServer(host, "https")
        begin = time.monotonic()
        assert failure(server, seconds=0.2) == "Wikipedia did not answer in time."
        assert time.monotonic() - begin < 0.6


def test_plain_http_where_https_is_expected(server: FilmServer) -> None:
    server.scheme = "https"
    assert failure(server) == "Wikipedia cannot be reached."
    assert server.requests == []


def test_messages_of_the_standard_library_are_not_passed_on(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    error = translate(InvalidURL("URL can't contain control characters: '/3/movie/7?api_key=secret'"), SERVICES.tmdb)
    assert str(error) == "TMDB cannot be reached."
    assert "InvalidURL" in caplog.text and "secret" not in caplog.text


def test_certificates_are_verified() -> None:
    assert tls_context().verify_mode == ssl.CERT_REQUIRED
    assert tls_context().check_hostname
