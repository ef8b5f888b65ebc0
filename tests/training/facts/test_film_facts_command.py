"""`matinee data film-facts` and `matinee train --facts`, against a query service that fails, and from the outside."""

import gzip
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import matinee
from matinee.training.cli.commands import train
from matinee.training.cli.data_commands import data as data_command
from matinee.training.facts.journal import journal_path
from matinee.training.facts.table import TABLE, FilmRecord, read_table, write_table
from tests.training.facts.conftest import write_links
from tests.training.facts.made_up_sources import IMDB_FILES
from tests.training.facts.sparql_server import Fault, Film, SparqlServer


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "matinee", *map(str, arguments)]


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command(*arguments), capture_output=True, text=True, check=False, timeout=120, cwd=cwd)
    assert "Traceback" not in done.stderr
    return done


def film_facts(server: SparqlServer, data: Path, *options: str | Path) -> subprocess.CompletedProcess[str]:
    return run("data", "film-facts", "--for", data, "--endpoint", server.address, *options)


def invoke(command: Any, *arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [*map(str, arguments)], standalone_mode=False)


def test_a_table_is_written_beside_the_ratings(server: SparqlServer, data: Path) -> None:
    done = film_facts(server, data)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    summary, missing, terms, following = done.stdout.splitlines()
    assert summary == f"Facts of 4 films written to {data / TABLE}: directors of 2, cast of 4, running times of 1."
    assert missing == "Not found: 1 of 5 films."
    assert terms.startswith("From Wikidata (CC0 1.0), 20")
    assert following == f"Next: matinee train --data {data}"
    assert {record.title for record in read_table(data / TABLE)} == {"Heat", "Hunger", "Bullitt", "Papillon"}
    assert sorted(path.name for path in data.iterdir()) == [TABLE, "links.csv"]
    lines = gzip.decompress((data / TABLE).read_bytes()).decode().splitlines()
    assert lines[:2] == ["# Film facts for Matinee. Facts and names only.", f"# {terms}"]


def test_json_and_another_file(server: SparqlServer, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "new folder" / "facts.tsv.gz"
    done = film_facts(server, data, "--json", "--out", out)
    document = json.loads(done.stdout)
    assert document.pop("terms").startswith("From Wikidata")
    assert document == {
        "out": str(out),
        "films": 4,
        "directors": 2,
        "cast": 4,
        "minutes": 1,
        "asked": 5,
        "next": f"matinee train --data {data} --facts '{out}'",
    }
    assert [path.name for path in out.parent.iterdir()] == [out.name]
    assert not (data / TABLE).exists()


def test_imdbs_files_are_read_too_and_their_terms_are_said(server: SparqlServer, data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "imdb"
    folder.mkdir()
    for name, text in IMDB_FILES.items():
        (folder / f"{name}.tsv").write_text(text, encoding="utf-8")
    server.films = {113277: Film("Q42198", "Heat")}
    done = film_facts(server, data, "--imdb", folder)
    assert done.returncode == 0, done.stderr
    assert "IMDb's files are for personal and non-commercial use; do not pass on" in done.stdout
    heat, hunger = read_table(data / TABLE)
    assert (heat.minutes, heat.directors) == (170, ("Michael Mann",))
    assert heat.cast == ("Al Pacino", "Robert De Niro", "Val Kilmer")
    assert (hunger.imdb, hunger.title, hunger.directors) == (986233, "Hunger", ("Steve McQueen",))
    assert "personal and non-commercial" in gzip.decompress((data / TABLE).read_bytes()).decode().splitlines()[1]


def test_imdbs_facts_are_kept_away_from_the_files_that_ship(server: SparqlServer, data: Path, tmp_path: Path) -> None:
    (tmp_path / "title.crew.tsv").write_text(IMDB_FILES["title.crew"])
    done = film_facts(server, data, "--imdb", tmp_path, "--out", tmp_path / "processed" / TABLE)
    assert done.returncode == 2
    assert "is among the files that ship with Matinee" in done.stderr
    assert server.requests == []


def test_a_mistake_in_imdbs_files_loses_nothing(server: SparqlServer, data: Path, tmp_path: Path) -> None:
    (tmp_path / "title.crew.tsv").write_text("not a table\n")
    assert film_facts(server, data, "--imdb", tmp_path).returncode == 2
    assert journal_path(data / TABLE).exists()
    server.requests.clear()
    assert film_facts(server, data).returncode == 0
    assert server.requests == []


def test_a_service_that_keeps_failing(server: SparqlServer, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matinee.training.facts.query_service.REFUSAL_PAUSES", (0.0,) * 4)
    server.faults = [Fault(503)] * 5
    failed = invoke(data_command, "film-facts", "--for", data, "--endpoint", server.address)
    assert isinstance(failed.exception, OSError)  # exit code 1
    assert "refuses for now (HTTP 503 Service Unavailable); check the network, and try again later." in str(
        failed.exception
    )
    assert failed.stderr.count("refuses for now (HTTP 503 Service Unavailable); trying again in 0 seconds.") == 4
    assert [path.name for path in data.iterdir()] == ["links.csv"]


def test_a_final_refusal_is_one_sentence_and_exit_code_1(server: SparqlServer, data: Path) -> None:
    server.faults = [Fault(403)]
    done = film_facts(server, data)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "refuses the query (HTTP 403 Forbidden); --endpoint takes the address" in done.stderr


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_call_is_resumed(server: SparqlServer, data: Path, stop: signal.Signals) -> None:
    ids = list(range(1, 261))
    write_links(data, ids)
    server.films = {number: Film(f"Q{number}", f"Film {number}") for number in ids}
    server.stall_after = 2
    process = subprocess.Popen(
        command("data", "film-facts", "--for", data, "--endpoint", server.address),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while len(server.requests) < 3:
        assert time.monotonic() < deadline, process.communicate()
        time.sleep(0.05)
    process.send_signal(stop)
    process.communicate()
    assert process.returncode == (130 if stop is signal.SIGINT else -stop)
    assert journal_path(data / TABLE).exists()
    assert not (data / TABLE).exists()

    server.resume.set()
    server.stall_after = None
    server.requests.clear()
    done = film_facts(server, data)
    assert done.returncode == 0, done.stderr
    assert server.asked == ids[250:]
    assert [record.imdb for record in read_table(data / TABLE)] == ids
    assert sorted(path.name for path in data.iterdir()) == [TABLE, "links.csv"]


def test_a_table_from_the_sources(sources: Path, tmp_path: Path) -> None:
    done = run("data", "film-facts", "--from", sources, cwd=tmp_path)
    assert done.stdout == (
        f"Facts of 2 films written to processed/{TABLE}: directors of 2, cast of 2, running times of 0.\n"
    )
    assert [record.imdb for record in read_table(tmp_path / "processed" / TABLE)] == [83190, 113277]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["film-facts"], "Give --for with a MovieLens folder, or --from with the folders of the sources."),
        (["film-facts", "--for", "x", "--from", "y"], "Give --for with a MovieLens folder, or --from with"),
        (["film-facts", "--from", "x", "--imdb", "y"], "--imdb and --endpoint need --for."),
        (["film-facts", "--from", "x", "--endpoint", "http://y"], "--imdb and --endpoint need --for."),
        (["film-facts", "--for", "x", "--endpoint", "y"], "'y' is not a web address that begins with https://"),
        (["film-facts", "--for", "nowhere"], "nowhere is not a folder; --for takes the folder that holds"),
        (["film-facts", "--from", "nowhere"], "wikidata-movies.json.gz cannot be read (No such file or directory)."),
        (["--out", "x", "film-facts"], "Give options of `film-facts` after it"),
        (["film-fact"], "there is no data set 'film-fact'; did you mean 'film-facts'?"),
    ],
)
def test_bad_usage(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = run("data", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def rated(small_data: Path, tmp_path: Path) -> Path:
    """A small data set that can be trained on; its first three films have IMDb ids."""
    folder = tmp_path / "rated"
    shutil.copytree(small_data, folder)
    write_links(folder, [1_000_001, 1_000_002, 1_000_003])
    return folder


def table(path: Path, *ids: int) -> Path:
    write_table(path, [FilmRecord(number, f"Film {number}", directors=(f"Director {number}",)) for number in ids], [])
    return path


def train_quickly(folder: Path, out: Path, *options: str | Path) -> Result:
    return invoke(train, "--data", folder, "--out", out, "--model", "ease", *options)


def test_a_table_in_the_folder_is_used(rated: Path, tmp_path: Path) -> None:
    table(rated / TABLE, 1_000_001, 1_000_002, 7)
    done = train_quickly(rated, tmp_path / "bundle")
    assert f"Film facts: 2 of 60 films, from {rated / TABLE}." in done.stdout.splitlines()
    assert matinee.load(tmp_path / "bundle").facts(2).directors == ("Director 1000002",)


def test_the_folder_may_be_named_by_its_parent(rated: Path, tmp_path: Path) -> None:
    table(rated / TABLE, 1_000_001)
    (tmp_path / "parent").mkdir()
    rated.rename(tmp_path / "parent" / "rated")
    found = json.loads(train_quickly(tmp_path / "parent", tmp_path / "bundle", "--json").stdout)["facts"]
    assert found == {"table": str(tmp_path / "parent" / "rated" / TABLE), "films": 1}


def test_another_table_and_none(rated: Path, tmp_path: Path) -> None:
    table(rated / TABLE, 1_000_001)
    other = table(tmp_path / "other.tsv.gz", 1_000_001, 1_000_002, 1_000_003)
    done = train_quickly(rated, tmp_path / "bundle", "--facts", other)
    assert f"Film facts: 3 of 60 films, from {other}." in done.stdout.splitlines()
    done = train_quickly(rated, tmp_path / "bundle", "--no-facts")
    assert "Film facts: none, as --no-facts says." in done.stdout.splitlines()
    assert matinee.load(tmp_path / "bundle").film_facts is None
    done = train_quickly(rated, tmp_path / "bundle", "--no-facts", "--json")
    assert json.loads(done.stdout)["facts"] == {"table": None, "films": 0}


def test_the_shipped_table_is_used_otherwise(small_data: Path, tmp_path: Path) -> None:
    done = train_quickly(small_data, tmp_path / "bundle")
    assert "of 60 films, from the table that ships with Matinee." in done.stdout


def test_a_damaged_table_is_reported_before_anything_is_trained(rated: Path, tmp_path: Path) -> None:
    (rated / TABLE).write_text("not a table")
    done = run("train", "--data", rated, "--out", tmp_path / "bundle", "--model", "ease")
    assert done.returncode == 2
    assert f"{rated / TABLE} is damaged, or not a table of film facts" in done.stderr
    done = run("train", "--data", rated, "--out", tmp_path / "bundle", "--facts", rated / TABLE, "--no-facts")
    assert (done.returncode, done.stderr) == (2, "matinee: Give either --facts or --no-facts.\n")
    assert not (tmp_path / "bundle").exists()


def test_the_help_lists_data_sets_with_sizes_and_film_facts() -> None:
    text = run("data", "--help").stdout
    for line in ("ml-latest-small  Download ml-latest-small (1 MB).", "ml-32m           Download ml-32m (239 MB)."):
        assert line in text
    assert "film-facts       Write a table of facts about films, from Wikidata." in text
    assert "--mirror URL" in text
    assert "Download ml-25m (262 MB) from GroupLens and unpack it." in run("data", "ml-25m", "--help").stdout
