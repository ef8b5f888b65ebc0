"""A query service that refuses, throttles, breaks off and takes too long."""

import socket
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import pytest

from matinee.training.data.transfer import TransientError
from matinee.training.errors import DownloadError
from matinee.training.facts import fetch_table, query_service
from matinee.training.facts.journal import Header, Journal
from matinee.training.facts.query_service import QueryService, QueryTooSlowError, parse_retry_after
from matinee.training.facts.wikidata_query import fetch_batch
from tests.training.facts.conftest import FILMS
from tests.training.facts.patient_service import IDS, PatientService, fetch
from tests.training.facts.sparql_server import Fault, Film, SparqlServer, serve

REFUSALS = query_service.REFUSAL_PAUSES


def test_two_queries_a_batch_politely(server: SparqlServer, service: PatientService, journal: Journal) -> None:
    fetch(service, journal)
    films, claims = server.requests
    assert films.ids == ("tt0113277", "tt0986233", "tt0062765", "tt0070511", "tt9999999")
    assert set(claims.ids) == {film.item for film in FILMS.values()}
    for request in server.requests:
        assert request.headers["Accept"] == "application/sparql-results+json"
        assert request.headers["User-Agent"].startswith("Matinee/")
        assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert service.waits[0] == 0
    assert service.waits[1] == pytest.approx(query_service.PAUSE, abs=0.2)
    assert query_service.PAUSE >= 1


def test_queries_really_wait(server: SparqlServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_service, "PAUSE", 0.3)
    service = QueryService(server.address)
    start = monotonic()
    fetch_batch(service, IDS)
    assert monotonic() - start >= 0.3


WRONG_ANSWERS = {
    "an error page": Fault(headers={"Content-Type": "text/html"}, body=b"<html>Sign in to this network</html>"),
    "malformed JSON": Fault(body=b'{"results": {"bindings": [{"imdb"'),
    "another document": Fault(body=b'{"results": []}'),
    "a list": Fault(body=b"[1, 2]"),
    "nothing": Fault(body=b""),
    "a broken connection": Fault(cut=40),
    "an overloaded server": Fault(502),
}


@pytest.mark.parametrize("fault", WRONG_ANSWERS.values(), ids=WRONG_ANSWERS)
def test_a_wrong_answer_is_asked_for_again(
    server: SparqlServer, service: PatientService, journal: Journal, fault: Fault
) -> None:
    server.faults = [fault, None, fault, None]
    assert len(fetch(service, journal).films) == 4
    assert len(server.requests) == 4
    assert len(service.lines) == 2
    assert all("; trying again in " in line for line in service.lines)


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        (Fault(429, {"Retry-After": "90"}), [90]),
        (Fault(503, {"Retry-After": "7"}), [7]),
        (Fault(503, {"Retry-After": "1"}), [REFUSALS[0]]),
        (Fault(503), [REFUSALS[0]]),
        (Fault(429), [query_service.RATE_LIMIT_PAUSE]),
        (Fault(429, {"Retry-After": "soon"}), [query_service.RATE_LIMIT_PAUSE]),
    ],
)
def test_the_service_decides_how_long_to_wait(
    server: SparqlServer, service: PatientService, fault: Fault, waits: list[float]
) -> None:
    server.faults = [fault]
    assert len(fetch_batch(service, IDS).films) == 4
    assert service.long_waits == waits


def test_waits_grow_and_the_service_is_given_up(
    server: SparqlServer, service: PatientService, journal: Journal
) -> None:
    server.faults = [Fault(503)] * 5
    with pytest.raises(DownloadError) as caught:
        fetch(service, journal)
    host = server.address.split("/")[2]
    sentence = f"{host} refuses for now (HTTP 503 Service Unavailable); check the network, and try again later."
    assert str(caught.value) == sentence
    assert service.long_waits == list(REFUSALS)
    assert len(server.requests) == 5


def test_a_service_that_asks_for_an_hour_is_not_waited_for(
    server: SparqlServer, service: PatientService, journal: Journal
) -> None:
    server.faults = [None, None, Fault(429, {"Retry-After": "3600"})]
    with pytest.MonkeyPatch.context() as patch, pytest.raises(DownloadError) as caught:
        patch.setattr(fetch_table, "BATCH", 2)
        fetch(service, journal)
    assert "(HTTP 429 Too Many Requests) and asks to wait 60 minutes; the answers about 2 films are kept in " in str(
        caught.value
    )
    assert service.long_waits == []


@pytest.mark.parametrize("status", [301, 400, 403, 404])
def test_a_final_refusal_is_not_repeated(server: SparqlServer, service: PatientService, status: int) -> None:
    server.faults = [Fault(status, {"Location": "/elsewhere"})]
    with pytest.raises(DownloadError, match=rf"refuses the query \(HTTP {status} .*; --endpoint takes") as caught:
        fetch_batch(service, IDS)
    assert not isinstance(caught.value, TransientError)
    assert len(server.requests) == 1


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    service = PatientService(f"http://127.0.0.1:{port}/sparql")
    with pytest.raises(DownloadError, match="cannot be reached; check the network, and try again later"):
        fetch(service, Journal(tmp_path / "journal", Header(service.endpoint)))
    assert service.waits[1::2] == list(query_service.RETRY_PAUSES)


TIMEOUTS = {
    "an error": Fault(500, body=b"java.util.concurrent.TimeoutException"),
    "a gateway": Fault(504),
    "in the middle of an answer": Fault(body=b'{"results": {"bindings": [\njava.util.concurrent.TimeoutException: ...'),
}


@pytest.mark.parametrize("fault", TIMEOUTS.values(), ids=TIMEOUTS)
def test_a_query_that_takes_too_long_is_not_repeated_as_it_is(
    server: SparqlServer, service: PatientService, fault: Fault
) -> None:
    server.faults = [fault]
    with pytest.raises(QueryTooSlowError):
        fetch_batch(service, IDS)
    assert len(server.requests) == 1


def test_queries_become_smaller_when_they_take_too_long(
    server: SparqlServer, service: PatientService, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch_table, "BATCH", 8)
    monkeypatch.setattr(fetch_table, "SMALLEST_BATCH", 1)
    ids = list(range(1, 13))
    server.films = {number: Film(f"Q{number}", f"Film {number}") for number in ids}
    server.limit = 2
    assert [film.imdb for film in fetch(service, journal, ids).films] == ids
    assert max(len(batch.asked) for batch in journal.batches) == 2
    assert [len(request.ids) for request in server.requests[:3]] == [8, 4, 2]
    server.limit = 0
    with pytest.raises(DownloadError, match=r"stopped the query \(HTTP 500 .*\); the answers about 12 films are kept"):
        fetch(service, journal, [*ids, 13])


def test_an_answer_without_end_is_not_waited_for(service: PatientService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_service, "MAX_BYTES", 100)
    with pytest.raises(QueryTooSlowError):
        fetch_batch(service, IDS)
    monkeypatch.setattr(query_service, "MAX_BYTES", 1 << 20)
    monkeypatch.setattr(query_service, "MAX_SECONDS", -1.0)
    with pytest.raises(QueryTooSlowError, match="does not answer in time"):
        fetch_batch(service, IDS)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("", None),
        ("0", 0),
        (" 12 ", 12),
        ("-3", None),
        ("soon", None),
        ("Wed, 21 Oct 2026 07:27:00 GMT", 0),
        ("Wed, 21 Oct 2026 07:29:00 -0000", 60),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert parse_retry_after(value, datetime(2026, 10, 21, 7, 28, tzinfo=UTC)) == seconds


def test_two_services_do_not_share_a_pause() -> None:
    with serve() as one, serve() as two:
        services = [PatientService(server.address) for server in (one, two)]
        for service in services:
            fetch_batch(service, [1])
        assert [service.waits for service in services] == [[0.0], [0.0]]
