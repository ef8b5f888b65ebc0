"""Cached pages: private, bounded, and anything damaged or foreign is ignored and replaced."""

import json
import os
import stat
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from matinee.engine import paths
from matinee.engine.online.film import LICENCES, FilmAddress, FilmPage
from matinee.engine.online.film_page import FilmPages
from matinee.engine.online.page_cache import MAX_AGE, MAX_FILMS, PageCache, entry_name
from tests.engine.online.film_server import FilmServer, jpeg, png

URL = "https://en.wikipedia.org/wiki/Reel"
PAGE = FilmPage("A reel is found.", "Wikipedia", LICENCES["Wikipedia"], URL, png(20, 30))
REEL = FilmAddress("Reel", 7, 42)
NAME = "tt0000042"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a cache with one page."""
    folder = tmp_path / "new" / "film_pages"
    PageCache(folder).write(NAME, PAGE)
    return folder


@pytest.fixture
def cache(folder: Path) -> PageCache:
    """A cache with one page."""
    return PageCache(folder)


def change(folder: Path, **changes: Any) -> None:
    """Change fields of the cached document."""
    path = folder / f"{NAME}.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        FilmPage("Réel “trouvé”.", "TMDB", LICENCES["TMDB"], "https://www.themoviedb.org/movie/7", jpeg(3, 4)),
        FilmPage("A reel is found.", "Wikipedia", LICENCES["Wikipedia"], URL, None),
    ],
)
def test_there_and_back(cache: PageCache, page: FilmPage) -> None:
    cache.write(NAME, page)
    assert cache.read(NAME) == page
    assert cache.read("tt0000043") is None


def test_only_the_owner_can_read(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == [f"{NAME}.json", f"{NAME}.png"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_is_stored(folder: Path) -> None:
    document = json.loads((folder / f"{NAME}.json").read_text())
    assert abs(datetime.now(UTC) - datetime.fromisoformat(document.pop("fetched"))) < timedelta(minutes=1)
    assert document == {
        "format": 1,
        "plot": PAGE.plot,
        "source": "Wikipedia",
        "licence": "CC BY-SA 4.0",
        "url": URL,
        "poster": f"{NAME}.png",
    }


@pytest.mark.parametrize(
    ("film", "name"),
    [
        (FilmAddress("Reel", 7, 42), "tt0000042"),
        (FilmAddress(None, 7, 0), "tmdb7"),
        (FilmAddress("Reel", 7, 0), "page-9cb145e886b53e1a6ad28b1a7da80452"),
    ],
)
def test_names(film: FilmAddress, name: str) -> None:
    assert entry_name(film, has_key=False) == name
    assert entry_name(film, has_key=True) == f"{name}-tmdb"


def test_names_never_contain_a_title() -> None:
    titles = ["../../etc/passwd", "a/b", "\x00", "\ud800", "x" * 5000, "Reel"]
    names = [entry_name(FilmAddress(title, 0, 0), has_key=False) for title in titles]
    assert len(set(names)) == len(titles)
    assert all(name.startswith("page-") and len(name) == 37 and name[5:].isalnum() for name in names)


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 2},
        {"plot": ""},
        {"plot": 5},
        {"plot": ["a"]},
        {"plot": "A \x1b[31mred reel."},
        {"plot": "A \u202ereel."},
        {"plot": "word " * 500},
        {"source": "IMDb"},
        {"source": []},
        {"licence": "public domain"},
        {"licence": LICENCES["TMDB"]},
        {"url": "http://en.wikipedia.org/wiki/Reel"},
        {"url": "https://films.test/"},
        {"url": None},
        {"fetched": "yesterday"},
        {"fetched": "2024-01-01T00:00:00"},
        {"fetched": (datetime.now(UTC) - MAX_AGE - timedelta(days=1)).isoformat()},
        {"fetched": (datetime.now(UTC) + MAX_AGE + timedelta(days=1)).isoformat()},
        {"fetched": 5},
        {"poster": "../secret.png"},
        {"poster": "/etc/passwd"},
        {"poster": "tt0000043.png"},
        {"poster": f"{NAME}.jpg"},
        {"poster": 5},
    ],
)
def test_a_document_that_is_not_ours(cache: PageCache, folder: Path, changes: dict[str, Any]) -> None:
    (folder.parent / "secret.png").write_bytes(png(20, 30))
    (folder / "tt0000043.png").write_bytes(png(20, 30))
    change(folder, plot=PAGE.plot)
    assert cache.read(NAME) == PAGE
    change(folder, **changes)
    assert cache.read(NAME) is None
    cache.write(NAME, PAGE)
    assert cache.read(NAME) == PAGE


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 60_000, b" " * 70_000 + b"{}"], ids=range(7)
)
def test_a_damaged_document(cache: PageCache, folder: Path, content: bytes) -> None:
    (folder / f"{NAME}.json").write_bytes(content)
    assert cache.read(NAME) is None
    cache.write(NAME, PAGE)
    assert cache.read(NAME) == PAGE


@pytest.mark.parametrize("content", [None, b"", b"no image", png(5000, 5000), png(20, 30, size=600_000)], ids=range(5))
def test_a_damaged_poster(cache: PageCache, folder: Path, content: bytes | None) -> None:
    poster = folder / f"{NAME}.png"
    poster.unlink()
    if content is not None:
        poster.write_bytes(content)
    assert cache.read(NAME) is None


def test_a_pipe_does_not_block(cache: PageCache, folder: Path) -> None:
    (folder / f"{NAME}.json").unlink()
    os.mkfifo(folder / f"{NAME}.json")
    assert cache.read(NAME) is None
    cache.write(NAME, PAGE)
    assert cache.read(NAME) == PAGE


def test_the_oldest_are_removed(cache: PageCache, folder: Path) -> None:
    now = time.time()
    for age in range(1, MAX_FILMS + 20):
        for suffix in (".json", ".jpg"):
            path = folder / f"tt{age}{suffix}"
            path.write_bytes(b"{}")
            os.utime(path, (now - age, now - age))
    (folder / "notes.json").write_text("mine")
    (folder / "tt9999.png").write_bytes(b"a poster without a page")
    cache.write(NAME, PAGE)
    names = {path.name for path in folder.iterdir()}
    kept = {f"tt{age}{suffix}" for age in range(1, MAX_FILMS) for suffix in (".json", ".jpg")}
    assert names == kept | {f"{NAME}.json", f"{NAME}.png", "notes.json"}


def test_the_too_old_are_removed(cache: PageCache, folder: Path) -> None:
    old = time.time() - MAX_AGE.total_seconds() - 60
    os.utime(folder / f"{NAME}.json", (old, old))
    cache.write("tt0000001", PAGE)
    assert sorted(path.name for path in folder.iterdir()) == ["tt0000001.json", "tt0000001.png"]


def test_a_folder_that_others_can_read_is_closed(cache: PageCache, folder: Path) -> None:
    folder.chmod(0o755)
    cache.write(NAME, PAGE)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_unwritable_cache_does_not_cost_the_page(
    server: FilmServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    caplog.set_level("DEBUG")
    pages = FilmPages(tmp_path / "file", services=server.services())
    assert pages.cached(REEL) is None
    assert pages.fetch(REEL, lambda: False).poster == png(220, 330)
    assert "cannot be written" in caplog.text
    assert {record.levelname for record in caplog.records} == {"DEBUG"}


def test_a_full_disk_does_not_cost_the_page(
    server: FilmServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("matinee.engine.online.page_cache.write_private", full)
    pages = FilmPages(tmp_path, services=server.services())
    assert pages.fetch(REEL, lambda: False).plot
    assert pages.cached(REEL) is None


def test_a_damaged_page_is_fetched_again(server: FilmServer, tmp_path: Path) -> None:
    pages = FilmPages(tmp_path, services=server.services())
    page = pages.fetch(REEL, lambda: False)
    (document,) = tmp_path.rglob("*.json")
    document.write_text("{")
    assert pages.cached(REEL) is None
    assert pages.fetch(REEL, lambda: False) == page == pages.cached(REEL)
    assert server.paths == ["/summary/Reel", "/poster.png"] * 2


def test_the_folder_of_the_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MATINEE_HOME", str(tmp_path))
    assert paths.user_cache() == tmp_path / "cache"
    monkeypatch.delenv("MATINEE_HOME")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert paths.user_cache().name == "matinee" and tmp_path in paths.user_cache().parents
