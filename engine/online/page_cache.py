"""Pages that were fetched, as files: one JSON document per film and its poster beside it.

A file that is damaged, foreign or too old counts as missing and is replaced by the next page.
"""

import json
import logging
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from matinee.engine.atomic import staged_files
from matinee.engine.online.film import LICENCES, FilmAddress, FilmPage, is_page_url
from matinee.engine.online.images import MAX_BYTES, image_suffix
from matinee.engine.online.plots import clean_plot

logger = logging.getLogger(__name__)
FORMAT = 1
MAX_FILMS = 500
MAX_AGE = timedelta(days=180)
"""Texts change, and TMDB's terms allow six months."""
MAX_DOCUMENT = 64 << 10
ENTRY = re.compile(r"((?:tt|tmdb)[0-9]+|page-[0-9a-f]{32})(?:-tmdb)?")
"""Names of the files of a film, without their suffix."""


def entry_name(film: FilmAddress, has_key: bool) -> str:
    """Return the name of a film's files, without a suffix.

    Args:
        film: the film.
        has_key: whether TMDB is asked too; a page that was fetched without a key does not answer for it.
    """
    if film.imdb:
        name = f"tt{film.imdb:07}"
    elif film.page:
        from hashlib import sha256  # imported here, since most films have an id

        name = f"page-{sha256(film.page.encode(errors='replace')).hexdigest()[:32]}"
    else:
        name = f"tmdb{film.tmdb}"
    return f"{name}-tmdb" if has_key else name


class PageCache:
    """The pages in a folder."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, which need not exist.

        Args:
            folder: a folder for nothing else.
        """
        self._folder = folder

    def read(self, name: str, needs_poster: bool = True) -> FilmPage | None:
        """Return a page; None if there is none that can be used.

        Args:
            name: from ``entry_name``.
            needs_poster: a page that was stored before its poster was looked for counts as missing.
        """
        try:
            content = read_file(self._folder / f"{name}.json", MAX_DOCUMENT)
            return self._decode(json.loads(content), name, needs_poster)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
            logger.debug("cached page %s is not used: %s", name, type(error).__name__)
            return None

    def write(self, name: str, page: FilmPage, has_poster: bool = True) -> None:
        """Store a page and remove the oldest ones above ``MAX_FILMS``; a failure is only logged.

        Args:
            name: from ``entry_name``.
            page: the page.
            has_poster: whether its poster was looked for; if so, a page without one has none.
        """
        suffix = image_suffix(page.poster) if page.poster else None
        document = {
            "format": FORMAT,
            "plot": page.plot,
            "source": page.source,
            "licence": page.licence,
            "url": page.url,
            "fetched": datetime.now(UTC).isoformat(timespec="seconds"),
            "poster": f"{name}{suffix}" if suffix else None if has_poster else False,
        }
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._folder.chmod(0o700)
            with staged_files(self._folder) as staging:
                if page.poster and suffix:
                    write_private(staging / f"{name}{suffix}", page.poster)
                write_private(staging / f"{name}.json", json.dumps(document, ensure_ascii=False).encode())
            self._prune()
        except OSError as error:
            logger.debug("%s cannot be written: %s", self._folder, error.strerror)

    def _decode(self, document: Any, name: str, needs_poster: bool) -> FilmPage:
        """Check a document and read its poster. Raises ValueError, TypeError, KeyError and OSError."""
        plot, source, url = document["plot"], document["source"], document["url"]
        age = datetime.now(UTC) - datetime.fromisoformat(document["fetched"])
        poster = None
        if document["poster"] is False:
            if needs_poster:
                raise ValueError("the poster was not looked for")
        elif document["poster"] is not None:
            if document["poster"] not in (f"{name}.jpg", f"{name}.png"):
                raise ValueError("the poster is not this film's")
            poster = read_file(self._folder / document["poster"], MAX_BYTES)
        is_sound = (
            document["format"] == FORMAT
            and plot
            and plot == clean_plot(plot)
            and LICENCES[source] == document["licence"]
            and is_page_url(url)
            and abs(age) <= MAX_AGE
            and (poster is None or image_suffix(poster))
        )
        if not is_sound:
            raise ValueError("not a page")
        return FilmPage(plot, source, document["licence"], url, poster)

    def _prune(self) -> None:
        """Remove the pages that are too many or too old, and posters without a page. Raises OSError."""
        files = [path for path in self._folder.iterdir() if ENTRY.fullmatch(path.stem) and path.is_file()]
        fetched = {path.stem: path.stat().st_mtime for path in files if path.suffix == ".json"}
        newest = sorted(fetched, key=lambda name: fetched[name], reverse=True)[:MAX_FILMS]
        oldest = (datetime.now(UTC) - MAX_AGE).timestamp()
        kept = {name for name in newest if fetched[name] >= oldest}
        for path in files:
            if path.stem not in kept:
                path.unlink(missing_ok=True)


def read_file(path: Path, max_bytes: int) -> bytes:
    """Return the content of a file, cut one byte after the greatest size. Raises OSError and ValueError."""
    if path.exists() and not path.is_file():  # opening a pipe would wait for its writer
        raise ValueError("not a plain file")
    with path.open("rb") as stream:
        return stream.read(max_bytes + 1)


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that only its owner can read. Raises OSError."""
    path.touch(mode=0o600)
    path.write_bytes(content)
