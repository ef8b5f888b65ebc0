"""A query service for the tests of this folder, and what is asked about."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.training.facts.made_up_sources import write_sources
from tests.training.facts.sparql_server import MINUTE, Film, SparqlServer, Value, serve

if TYPE_CHECKING:
    from matinee.training.facts.journal import Journal
    from tests.training.facts.patient_service import PatientService

HEAT = Film(
    "Q42198",
    title="Heat",
    page="Heat (1995 film)",
    dates=("1996-02-01T00:00:00Z", "1995-12-15T00:00:00Z"),
    durations=(("+170", MINUTE), ("+188", MINUTE)),
    claims={
        "P57": (Value("Q220192", "Michael Mann", imdb="nm0000520"),),
        "P161": (
            Value("Q36949", "Robert De Niro", "2", "nm0000134"),
            Value("Q41163", "Al Pacino", "1", "nm0000199"),
            Value("Q125904", "Val Kilmer", imdb="nm0000174"),
        ),
        "P495": (Value("Q30", "United States of America"),),
        "P364": (Value("Q1860", "English"),),
        "P407": (Value("Q150", "French"),),
        "P136": (Value("Q188473", "action film"), Value("Q496523", "heist film")),
        "P921": (Value("Q65", "Los Angeles"),),
        "P144": (Value("Q3204038", "L.A. Takedown"),),
    },
)
HUNGER = Film(
    "Q842801",
    title="Hunger",
    dates=("2008-05-15T00:00:00Z",),
    claims={
        "P57": (Value("Q706475", "Steve McQueen"),),
        "P161": (Value("Q4961791", ""), Value("http://www.wikidata.org/.well-known/genid/0a", "")),
        "P407": (Value("Q1860", "English"),),
    },
)
BULLITT = Film("Q329131", title="Bullitt", claims={"P161": (Value("Q179576", "Steve McQueen"),)})
PAPILLON = Film("Q273978", title="Papillon", claims={"P161": (Value("Q179576", "Steve McQueen"),)})
FILMS = {113277: HEAT, 986233: HUNGER, 62765: BULLITT, 70511: PAPILLON}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loopback is reached past any proxy."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def server() -> Iterator[SparqlServer]:
    """A query service that knows four films."""
    with serve() as server:
        server.films = dict(FILMS)
        yield server


@pytest.fixture
def service(server: SparqlServer) -> "PatientService":
    """The service, asked without waiting."""
    from tests.training.facts.patient_service import PatientService

    return PatientService(server.address)


@pytest.fixture
def journal(tmp_path: Path, server: SparqlServer) -> "Journal":
    """An empty journal."""
    from matinee.training.facts.journal import Header, Journal

    return Journal(tmp_path / "journal.jsonl", Header(server.address))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data set with the four films and one that the service does not know."""
    folder = tmp_path / "ml"
    folder.mkdir()
    write_links(folder, [*FILMS, 9_999_999])
    return folder


def write_links(folder: Path, imdb: list[int]) -> None:
    """Write links.csv with some IMDb ids, and one film without any."""
    rows = [f"{movie},{number:07},\n" for movie, number in enumerate(imdb, 1)]
    (folder / "links.csv").write_text("movieId,imdbId,tmdbId\n" + "".join(rows) + f"{len(imdb) + 1},,\n")


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder with small sources of the shipped table."""
    write_sources(tmp_path)
    return tmp_path
