"""A web server with a page for every film, and an app that asks it instead of Wikipedia and TMDB."""

import gc
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from textual.pilot import Pilot

import matinee
from matinee.engine.online.film_page import FilmPages
from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.cli.launch import run_app
from matinee.tui.cli.launch_options import LaunchOptions
from matinee.tui.config.config import Config
from tests.conftest import FAVOURITES, ROOT
from tests.engine.online.film_server import PLOT, FilmServer, Handler, Reply, serve
from tests.tui.driving import screen_sentences

PATIENCE = 10.0
"""Seconds within which what is awaited must be on screen."""


def poster(width: int = 220, height: int = 330, kind: str = "PNG") -> bytes:
    """An image with a red upper and a blue lower half."""
    image = Image.new("RGB", (width, height), "#f00000")
    image.paste("#0000f0", (0, height // 2, width, height))
    stream = BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


class Pages(dict[str, Reply]):
    """Answers: a page for every title, unless another answer was put there.

    Attributes:
        changes: fields of all summaries that differ from the usual ones.
        seconds: time that each answer takes.
    """

    def __init__(self, server: FilmServer) -> None:
        super().__init__({"/poster.png": Reply(poster(), "image/png")})
        self._server = server
        self.changes: dict[str, Any] = {}
        self.seconds = 0.0

    def get(self, path: str, default: Any = None) -> Any:
        time.sleep(self.seconds)
        if path in self or not path.startswith("/summary/"):
            return super().get(path, default)
        title = path.removeprefix("/summary/")
        return Reply(json.dumps(self._server.summary(title) | self.changes).encode())


@dataclass
class FilmSite:
    """The server and where its pages are cached.

    Attributes:
        server: the server.
        cache: folder of the cache.
        pages: what the server answers.
    """

    server: FilmServer
    cache: Path
    pages: Pages = field(init=False)

    def __post_init__(self) -> None:
        self.pages = Pages(self.server)
        self.server.replies = self.pages

    def change(self, **changes: Any) -> None:
        """Change fields of all summaries."""
        self.pages.changes = changes

    def fail(self, title: str, status: int) -> None:
        """Answer with an error."""
        self.pages[f"/summary/{title}"] = Reply(b"{}", status=status)

    def hang(self, path: str) -> None:
        """Do not answer before the test is over."""

        def send(_handler: Handler) -> None:
            self.server.released.wait(60)

        self.pages[path] = Reply(send=send)

    def app(self, recommender: Recommender, key: str = "", posters: bool = True, **config: Any) -> MatineeApp:
        """An app on the card that asks this server."""
        services = self.server.services()
        return MatineeApp(
            recommender,
            FAVOURITES,
            seed=0,
            config=Config(tmdb_key=key, **config),
            open_pages=lambda: FilmPages(self.cache, key, services, posters=posters),
        )


@contextmanager
def open_site(cache: Path) -> Iterator[FilmSite]:
    """Run a server with a page for every film."""
    with serve() as server:
        yield FilmSite(server, cache)


async def see(pilot: Pilot[None], text: str) -> None:
    """Wait until a text is on screen, perhaps wrapped."""
    deadline = time.monotonic() + PATIENCE
    while text not in screen_sentences(pilot.app):
        assert time.monotonic() < deadline, f"{text!r} never came:\n{screen_sentences(pilot.app)}"
        await pilot.pause(0.01)


START_OF_PLOT = PLOT[:30]


def main() -> None:
    """Run the app in a terminal: ``python -m tests.tui.film_site POSTER [SECONDS]``."""
    with TemporaryDirectory() as folder, open_site(Path(folder)) as site:
        recommender = matinee.load(ROOT / "artifacts")
        gc.freeze()  # as the app does after it has loaded the bundle
        site.pages.seconds = float("".join(sys.argv[2:]) or 0)
        run_app(site.app(recommender, poster=sys.argv[1]), LaunchOptions())


if __name__ == "__main__":
    main()
