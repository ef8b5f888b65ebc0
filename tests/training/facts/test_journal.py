"""The journal of a table that is being fetched."""

from pathlib import Path

import pytest

from matinee.training.errors import DataError, DownloadError
from matinee.training.facts import fetch_table
from matinee.training.facts.fetch_table import fetch_films
from matinee.training.facts.journal import Header, Journal, journal_path, open_journal
from matinee.training.facts.wikidata_films import WikidataFilm
from matinee.training.facts.wikidata_query import Batch
from tests.training.facts.conftest import FILMS
from tests.training.facts.patient_service import IDS, PatientService, fetch
from tests.training.facts.sparql_server import Fault, SparqlServer


def test_a_journal_keeps_what_was_fetched(
    server: SparqlServer, service: PatientService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch_table, "BATCH", 2)
    out = tmp_path / "table"
    server.faults = [None, None, *[Fault(503)] * 5]
    sentence = r"the answers about 2 films are kept in .*\.partial-table\.jsonl; the same"
    with pytest.raises(DownloadError, match=sentence), open_journal(out, server.address) as journal:
        fetch(service, journal)
    server.requests.clear()
    progress: list[int] = []
    with open_journal(out, server.address) as journal:
        found = fetch_films(IDS, service, journal, progress.append)
    assert {film.imdb for film in found.films} == set(FILMS)
    assert found.labels["Q41163"] == "Al Pacino"
    assert found.people["Q41163"] == "nm0000199"
    assert server.asked == IDS[2:]
    assert progress == [2, 4, 5]
    assert list(tmp_path.iterdir()) == []


def test_a_journal_is_cut_after_its_last_whole_line(tmp_path: Path) -> None:
    path, header = tmp_path / "journal", Header("http://x")
    batches = [Batch((1, 2), (WikidataFilm(1, "Ran", 1985, ""),), {"Q1": "Ada"}, {"Q1": "nm1"}), Batch((3,))]
    for batch in batches:
        Journal(path, header).append(batch)
    whole = path.read_bytes()
    assert Journal(path, header).batches == batches
    for damage in (b'{"asked": [4]', b'{"asked": ["4"]}\n{"asked": [5]}\n', b"\xff\n", b"\n", b"[]\n"):
        path.write_bytes(whole + damage)
        journal = Journal(path, header)
        assert journal.batches == batches
        assert journal.asked == {1, 2, 3}
        assert path.read_bytes() == whole


def test_a_journal_of_another_service_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    Journal(path, Header("http://x")).append(Batch((1,)))
    assert Journal(path, Header("http://y")).batches == []
    assert Journal(path, Header("http://y")).asked == set()
    path.write_bytes(b"not a journal")
    assert Journal(path, Header("http://y")).batches == []


def test_only_one_process_fetches_a_table(tmp_path: Path) -> None:
    out = tmp_path / "table"
    second = open_journal(out, "http://x")
    with open_journal(out, "http://x"), pytest.raises(DataError, match=r"Another process is fetching .*table; let it"):
        second.__enter__()
    assert not journal_path(out).exists()


def test_films_that_are_no_longer_wanted_are_left_out(service: PatientService, journal: Journal) -> None:
    fetch(service, journal)
    assert [film.imdb for film in fetch(service, journal, [62765]).films] == [62765]
