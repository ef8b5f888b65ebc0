"""Pages of films from servers that answer like Wikipedia and TMDB: what is shown, said and kept."""

import logging
import subprocess
import sys
import threading
import time
import traceback
from dataclasses import replace
from pathlib import Path

import pytest

from matinee.engine.online.errors import FetchCancelledError, OnlineError
from matinee.engine.online.film_page import FilmAddress, FilmPage, FilmPages
from matinee.engine.online.services import SERVICES, Service
from matinee.engine.online.tmdb_key import TmdbKey
from tests.engine.online.film_server import OVERVIEW, PLOT, FilmServer, Handler, Reply, jpeg, png

REEL = FilmAddress("Reel", 7, 42)
KEY = "0123456789abcdef0123456789abcdef"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJhdWQiOiJtYXRpbmVlIn0.c2lnbmF0dXJl-_"
UNREADABLE = "Wikipedia sent an answer that Matinee cannot read."
LIMIT = "matinee.engine.online.film_page.FETCH_SECONDS"


def wanted() -> bool:
    """No cancellation."""
    return False


def message(pages: FilmPages, film: FilmAddress = REEL) -> str:
    """The message of the error that a fetch ends with."""
    with pytest.raises(OnlineError) as caught:
        pages.fetch(film, wanted)
    assert str(caught.value).endswith(".")
    return str(caught.value)


def hang(server: FilmServer, kind: str = "application/json") -> Reply:
    """An answer that begins and then stays away."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: 900\r\n\r\n{{".encode()

    def send(handler: Handler) -> None:
        handler.wfile.write(head)
        server.released.wait(5)

    return Reply(send=send)


def is_idle() -> bool:
    """Whether the threads of all fetches have ended, at most half a second later."""
    end = time.monotonic() + 0.5
    while time.monotonic() < end:
        if not any(thread.name == "online" for thread in threading.enumerate()):
            return True
        time.sleep(0.01)
    return False


def test_a_page_of_wikipedia(server: FilmServer, pages: FilmPages) -> None:
    url = "https://en.wikipedia.org/wiki/Reel"
    assert pages.fetch(REEL, wanted) == FilmPage(PLOT, "Wikipedia", "CC BY-SA 4.0", url, png(220, 330))
    assert server.paths == ["/summary/Reel", "/poster.png"]


def test_a_polite_request(server: FilmServer, pages: FilmPages) -> None:
    pages.fetch(REEL, wanted)
    for _, headers in server.requests:
        assert headers["User-Agent"].startswith("Matinee/0.")
        assert headers["Accept-Encoding"] == "identity"
        assert headers["Cookie"] is None and headers["Authorization"] is None


def test_titles_are_quoted(server: FilmServer, pages: FilmPages) -> None:
    server.put_page("What%3F_Face%2FOff_%231_%E2%80%93_100%25")
    assert pages.fetch(FilmAddress("What? Face/Off #1 – 100%", 0, 0), wanted).plot == PLOT


def test_a_second_fetch_makes_no_request(server: FilmServer, pages: FilmPages) -> None:
    assert pages.cached(REEL) is None
    page = pages.fetch(REEL, wanted)
    server.requests.clear()
    assert pages.cached(REEL) == page
    assert pages.fetch(REEL, wanted) == page
    assert server.requests == []


def test_the_plot_is_known_before_its_poster_is_fetched(server: FilmServer, pages: FilmPages) -> None:
    seen: list[tuple[FilmPage, list[str]]] = []

    def on_plot(page: FilmPage) -> None:
        seen.append((page, list(server.paths)))

    page = pages.fetch(REEL, wanted, on_plot)
    assert seen == [(replace(page, poster=None), ["/summary/Reel"])]
    assert pages.fetch(REEL, wanted, on_plot) == page
    assert [known for known, _ in seen[1:]] == [page]


def test_posters_are_fetched_only_if_they_are_wanted(server: FilmServer, tmp_path: Path, pages: FilmPages) -> None:
    without = FilmPages(tmp_path, services=server.services(), posters=False)
    page = without.fetch(REEL, wanted)
    assert (page.plot, page.poster) == (PLOT, None)
    assert without.cached(REEL) == page
    assert server.paths == ["/summary/Reel"]
    assert pages.cached(REEL) is None
    whole = pages.fetch(REEL, wanted)
    assert whole.poster == png(220, 330)
    assert pages.cached(REEL) == whole == without.cached(REEL)


@pytest.mark.parametrize("key", [KEY, TOKEN])
def test_a_film_of_tmdb(server: FilmServer, tmp_path: Path, key: str) -> None:
    page = FilmPages(tmp_path, f" {key}\n", server.services()).fetch(REEL, wanted)
    assert (page.plot, page.source, page.poster) == (OVERVIEW, "TMDB", jpeg(342, 513))
    assert page.url == "https://www.themoviedb.org/movie/7"
    assert "not endorsed or certified by TMDB" in page.licence
    (film, headers), (poster, for_poster) = server.requests
    assert (film, poster) == ("/movie/7" if key == TOKEN else f"/movie/7?api_key={KEY}", "/w342/reel-1.jpg")
    assert headers["Authorization"] == (f"Bearer {TOKEN}" if key == TOKEN else None)
    assert for_poster["Authorization"] is None


@pytest.mark.parametrize("overview", ["", " \n", None, 3, ["text"]])
def test_falls_back_on_wikipedia(server: FilmServer, tmp_path: Path, overview: object) -> None:
    server.put_film(7, overview=overview)
    page = FilmPages(tmp_path, KEY, server.services()).fetch(REEL, wanted)
    assert (page.source, page.licence, page.poster) == ("Wikipedia", "CC BY-SA 4.0", png(220, 330))


def test_each_service_has_its_own_host_of_posters(server: FilmServer, tmp_path: Path) -> None:
    nowhere, services = Service("", "", (), "http"), server.services()
    pages = FilmPages(tmp_path / "tmdb", KEY, replace(services, wikipedia_images=nowhere))
    assert pages.fetch(REEL, wanted).poster == jpeg(342, 513)
    pages = FilmPages(tmp_path / "wikipedia", None, replace(services, tmdb_images=nowhere))
    assert pages.fetch(REEL, wanted).poster == png(220, 330)


def test_falls_back_on_wikipedia_for_films_that_tmdb_lacks(server: FilmServer, tmp_path: Path) -> None:
    pages = FilmPages(tmp_path, KEY, server.services())
    assert pages.fetch(FilmAddress("Reel", 8, 42), wanted).source == "Wikipedia"
    assert pages.fetch(FilmAddress("Reel", 0, 43), wanted).source == "Wikipedia"
    assert [path for path in server.paths if path.startswith("/movie")] == ["/movie/8"]


def test_tmdb_is_not_asked_without_a_key(server: FilmServer, tmp_path: Path) -> None:
    for key in (None, "", "  "):
        FilmPages(tmp_path / repr(key), key, server.services()).fetch(REEL, wanted)
    assert set(server.paths) == {"/summary/Reel", "/poster.png"}


def test_a_new_key_asks_tmdb_for_a_cached_film(server: FilmServer, tmp_path: Path, pages: FilmPages) -> None:
    pages.fetch(REEL, wanted)
    assert FilmPages(tmp_path, KEY, server.services()).fetch(REEL, wanted).source == "TMDB"


@pytest.mark.parametrize(
    "poster", [None, "", 7, "reel-1.jpg", "/../3/account", "//films.test/a.jpg", "/a.jpg?b", "/a.svg"]
)
def test_odd_posters_of_tmdb_are_left_out(server: FilmServer, tmp_path: Path, poster: object) -> None:
    server.put_film(7, poster_path=poster)
    assert FilmPages(tmp_path, KEY, server.services()).fetch(REEL, wanted).poster is None
    assert server.paths == ["/movie/7"]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(status=404), "Wikipedia has no page for this film."),
        (Reply(status=429), "Wikipedia asks for fewer requests; try again in a few minutes."),
        (Reply(status=500), "Wikipedia has a fault (HTTP 500); try again later."),
        (Reply(status=403), "Wikipedia refuses the request (HTTP 403)."),
        (Reply(status=204), "Wikipedia refuses the request (HTTP 204)."),
        (Reply(b"<html>Log in to this network</html>", "text/html"), UNREADABLE),
        (Reply(b'{"type": "standard", "extract": "A plot."}', "text/html"), UNREADABLE),
        (Reply(b""), UNREADABLE),
        (Reply(b"{"), UNREADABLE),
        (Reply(b'["extract"]'), UNREADABLE),
        (Reply(b"\xff\xfe\x00"), UNREADABLE),
        (Reply(b"[" * 200_000), UNREADABLE),
        (Reply(b'{"n": ' + b"9" * 5000 + b"}"), UNREADABLE),
        (Reply(b"{}"), "Wikipedia has no plot for this film."),
        (Reply(b'{"type": "standard", "extract": 5}'), "Wikipedia has no plot for this film."),
        (Reply(b'{"type": "standard", "extract": " \\u001b[2J\\u202e "}'), "Wikipedia has no plot for this film."),
        (Reply(b'{"type": ["standard"], "extract": "A plot."}'), "Wikipedia has no plot for this film."),
        (Reply(b'{"type": "disambiguation", "extract": "Reel may refer to:"}'), "Wikipedia has no plot for this film."),
    ],
)  # fmt: skip
def test_one_sentence_for_each_failure(server: FilmServer, pages: FilmPages, reply: Reply, said: str) -> None:
    server.replies["/summary/Reel"] = reply
    assert message(pages) == said
    assert pages.cached(REEL) is None


def test_nothing_is_requested_without_an_address(server: FilmServer, tmp_path: Path, pages: FilmPages) -> None:
    assert message(pages, FilmAddress(None, 7, 42)) == "Wikipedia has no page for this film."
    with_key = FilmPages(tmp_path, KEY, server.services())
    assert message(with_key, FilmAddress(None, 0, 42)) == "Wikipedia has no page for this film."
    assert server.requests == []


def test_a_server_that_is_away(server: FilmServer, tmp_path: Path) -> None:
    server.host = "127.0.0.1:9"
    assert message(FilmPages(tmp_path, services=server.services())) == "Wikipedia cannot be reached."


def test_a_sparse_page(server: FilmServer, pages: FilmPages) -> None:
    server.replies["/summary/Reel"] = Reply(b'{"type": "standard", "extract": "A plot."}', "application/problem+json")
    url = "https://en.wikipedia.org/wiki/Reel"
    assert pages.fetch(REEL, wanted) == FilmPage("A plot.", "Wikipedia", "CC BY-SA 4.0", url, None)


@pytest.mark.parametrize(
    "url",
    [
        "http://en.wikipedia.org/wiki/Reel",
        "https://wikipedia.org.films.test/wiki/Reel",
        "https://en.wikipedia.org@films.test/",
        "https://en.wikipedia.org/wiki/\u001b]8;;",
        "https://en.wikipedia.org/wiki/Reel\n",
        "javascript:alert(1)//https://en.wikipedia.org/",
        5,
    ],
)
def test_a_foreign_address_to_read_more_is_replaced(server: FilmServer, pages: FilmPages, url: object) -> None:
    server.put_page("Reel", content_urls={"desktop": {"page": url}})
    assert pages.fetch(REEL, wanted).url == "https://en.wikipedia.org/wiki/Reel"


@pytest.mark.parametrize(
    "poster",
    [
        Reply(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png"),
        Reply(b"\x89PNG\r\n\x1a\n", "image/png"),
        Reply(png(60_000, 60_000), "image/png"),
        Reply(jpeg(60_000, 60_000), "image/jpeg"),
        Reply(png(220, 330), "image/svg+xml"),
        Reply(png(220, 330, size=600_000), "image/png"),
        Reply(png(220, 330), "image/png", headers={"Content-Encoding": "gzip"}),
        Reply(status=404),
    ],
    ids=["svg", "no header", "huge png", "huge jpeg", "another type", "too large", "compressed", "missing"],
)
def test_a_poster_that_cannot_be_shown_gives_way_to_the_original(
    server: FilmServer, pages: FilmPages, poster: Reply
) -> None:
    server.replies["/poster.png"] = poster
    server.replies["/original.jpg"] = Reply(jpeg(440, 660), "image/jpeg")
    assert pages.fetch(REEL, wanted).poster == jpeg(440, 660)


def test_a_page_without_a_usable_poster_is_kept(server: FilmServer, pages: FilmPages) -> None:
    server.replies["/poster.png"] = Reply(b"no image", "image/png")
    page = pages.fetch(REEL, wanted)
    assert (page.plot, page.poster) == (PLOT, None)
    assert pages.cached(REEL) == page


def test_posters_are_fetched_from_the_host_of_images_alone(
    server: FilmServer, other: FilmServer, pages: FilmPages
) -> None:
    away = {"source": f"{other.address}/poster.png"}
    server.put_page("Reel", thumbnail=away, originalimage=away | {"source": "file:///etc/passwd"})
    assert pages.fetch(REEL, wanted).poster is None
    assert other.requests == []


@pytest.mark.parametrize("thumbnail", [None, "text", [], {"source": 5}, {"width": 3}])
def test_odd_images_are_left_out(server: FilmServer, pages: FilmPages, thumbnail: object) -> None:
    server.put_page("Reel", thumbnail=thumbnail, originalimage=thumbnail)
    assert pages.fetch(REEL, wanted).poster is None


def test_a_poster_with_a_passing_fault_is_fetched_the_next_time(server: FilmServer, pages: FilmPages) -> None:
    server.replies["/poster.png"] = Reply(status=503)
    assert pages.fetch(REEL, wanted).poster is None
    assert pages.cached(REEL) is None
    server.replies["/poster.png"] = Reply(png(220, 330), "image/png")
    assert pages.fetch(REEL, wanted).poster == png(220, 330)


def test_a_slow_poster_does_not_cost_the_plot(
    server: FilmServer, pages: FilmPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LIMIT, 0.3)
    server.replies["/poster.png"] = hang(server, "image/png")
    page = pages.fetch(REEL, wanted)
    assert (page.plot, page.poster) == (PLOT, None)
    assert pages.cached(REEL) is None


@pytest.mark.parametrize("key", [KEY, TOKEN])
@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 200])
def test_the_key_stays_secret(
    server: FilmServer, tmp_path: Path, caplog: pytest.LogCaptureFixture, key: str, status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = f'{{"status_message": "Invalid API key {key}"}}'.encode()
    server.replies["/movie/7"] = Reply(echo, status=status, headers={"X-Key": key})
    pages = FilmPages(tmp_path, key, server.services())
    shown = ""
    try:
        pages.fetch(REEL, wanted)
    except OnlineError as error:
        shown = "".join(traceback.format_exception(error)) + repr(error.__context__)
    assert ("does not accept the key in the configuration;" in shown) == (status == 401)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert key not in shown and key not in caplog.text and key.encode() not in kept
    assert caplog.text and (kept or shown)


@pytest.mark.parametrize("key", ["two words", "a\r\nX-Header: b", "eyJ\ud800", "clé", "a&b=c"])
def test_a_malformed_key_is_not_sent(server: FilmServer, tmp_path: Path, key: str) -> None:
    said = message(FilmPages(tmp_path, key, server.services()))
    assert said.startswith("TMDB does not accept the key in the configuration;")
    assert server.requests == []


def test_the_representation_of_a_key_does_not_show_it() -> None:
    assert KEY not in repr(TmdbKey(KEY)) and KEY not in str(TmdbKey(KEY))


def test_a_server_that_does_not_come_to_an_end(
    server: FilmServer, pages: FilmPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LIMIT, 0.3)
    server.replies["/summary/Reel"] = hang(server)
    begin = time.monotonic()
    assert message(pages) == "Wikipedia did not answer in time."
    assert 0.25 < time.monotonic() - begin < 0.8
    assert is_idle()


def test_a_name_look_up_that_does_not_come_to_an_end(
    server: FilmServer, pages: FilmPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LIMIT, 0.2)
    monkeypatch.setattr("socket.getaddrinfo", lambda *_: server.released.wait(5) or [])
    begin = time.monotonic()
    assert message(pages) == "Wikipedia did not answer in time."
    assert time.monotonic() - begin < 0.6


def test_cancelled_in_the_middle_of_an_answer(server: FilmServer, pages: FilmPages) -> None:
    begun = threading.Event()

    def send(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999\r\n\r\n{")
        while not server.released.wait(0.01):
            handler.wfile.write(b" ")
            begun.set()

    server.replies["/summary/Reel"] = Reply(send=send)
    begin = time.monotonic()
    with pytest.raises(FetchCancelledError):
        pages.fetch(REEL, begun.is_set)
    assert begun.is_set() and time.monotonic() - begin < 0.5
    assert is_idle()
    assert server.lost.wait(1)  # the connection is closed
    assert pages.cached(REEL) is None


def test_cancelled_while_the_server_is_silent(server: FilmServer, pages: FilmPages) -> None:
    server.replies["/summary/Reel"] = hang(server)
    with pytest.raises(FetchCancelledError):
        pages.fetch(REEL, lambda: bool(server.requests))
    assert is_idle()


def test_cancelled_with_the_poster(server: FilmServer, pages: FilmPages) -> None:
    server.replies["/poster.png"] = hang(server, "image/png")
    with pytest.raises(FetchCancelledError):
        pages.fetch(REEL, lambda: "/poster.png" in server.paths)
    assert pages.cached(REEL) is None


def test_cancelled_from_the_start(server: FilmServer, pages: FilmPages) -> None:
    with pytest.raises(FetchCancelledError):
        pages.fetch(REEL, lambda: True)
    assert server.requests == []


def test_a_fetch_adds_little_time(server: FilmServer, pages: FilmPages) -> None:
    pages.fetch(REEL, wanted)
    seconds = []
    for film in range(100, 105):
        begin = time.perf_counter()
        pages.fetch(FilmAddress("Reel", 0, film), wanted)
        seconds.append(time.perf_counter() - begin)
    assert len(server.requests) == 12
    assert min(seconds) < 0.05  # of which the server takes a few milliseconds


def test_the_app_starts_without_what_speaks_http(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from matinee.engine.online.film_page import FilmAddress, FilmPages\n"
        f"FilmPages(Path({str(tmp_path)!r}), 'key').cached(FilmAddress('Reel', 7, 42))\n"
        "print(*sorted({'ssl', 'http.client', 'urllib.request', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


def test_the_shipped_services_speak_https_alone() -> None:
    for service in (SERVICES.wikipedia, SERVICES.wikipedia_images, SERVICES.tmdb, SERVICES.tmdb_images):
        assert service.scheme == "https"
        assert service.owns(f"{service.address}/x")
        assert not service.owns(f"{service.address}/x".replace("https://", "http://"))
