"""A query service that is asked without waiting, for tests of what it would have waited."""

from matinee.training.facts import query_service
from matinee.training.facts.fetch_table import fetch_films
from matinee.training.facts.journal import Journal
from matinee.training.facts.query_service import QueryService
from matinee.training.facts.records import FilmSet
from tests.training.facts.conftest import FILMS

IDS = [*FILMS, 9_999_999]
"""The films of the service, and one that it does not know."""


class PatientService(QueryService):
    """A service that notes how long it would have waited instead of waiting."""

    def __init__(self, endpoint: str) -> None:
        self.waits: list[float] = []
        self.lines: list[str] = []
        super().__init__(endpoint, self.lines.append, self.waits.append)

    @property
    def long_waits(self) -> list[float]:
        """The waits that are not the pause between two queries."""
        return [wait for wait in self.waits if wait > query_service.PAUSE]


def fetch(service: QueryService, journal: Journal, ids: list[int] = IDS) -> FilmSet:
    """Ask about films; by default about all those of the service, and one more."""
    return fetch_films(ids, service, journal, lambda _: None)
