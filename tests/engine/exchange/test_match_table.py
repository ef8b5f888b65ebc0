"""The table of films not found: written, edited, and read back."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.errors import ExchangeError
from matinee.engine.exchange.import_plan import ImportPlan
from matinee.engine.exchange.match_table import MAX_BYTES, read_accepted, render_table
from matinee.engine.exchange.matching import MatchResult, Unmatched
from matinee.engine.exchange.records import Export, ImportedFilm
from matinee.engine.recommender import Recommender

HEAT, FARGO, ALIEN = 6, 608, 1214


@pytest.fixture(scope="module")
def plan(recommender: Recommender) -> ImportPlan:
    """Alien found; not found: two that may be Heat and Fargo, one that may be nothing, two of the same name."""
    catalogue = recommender.catalogue

    def missed(title: str, year: int | None, nearest: int | None = None) -> Unmatched:
        movie = None if nearest is None else catalogue.movie(catalogue.row(nearest))
        return Unmatched(ImportedFilm(title, year, watched=True), movie, "not found")

    unmatched = (
        missed('The "Heat", or: Hea;t', 1990, HEAT), missed("Fargó", None, FARGO), missed("Nothing", 2019),
        missed("Twice", 2000), missed("Twice", 2000),
    )  # fmt: skip
    found = ((ImportedFilm("Alien", 1979, watched=True), catalogue.row(ALIEN)),)
    export = Export("Letterboxd", tuple(each.film for each in unmatched))
    return ImportPlan(export, MatchResult(found, unmatched), catalogue, np.ones(len(catalogue), dtype=np.bool_))


def rows_of(plan: ImportPlan) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render_table(plan.unmatched))))


def edited(path: Path, rows: list[dict[str, str]], delimiter: str = ",") -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def test_a_row_names_the_film_and_what_it_may_be(plan: ImportPlan) -> None:
    assert render_table(plan.unmatched).splitlines()[:4] == [
        "title,year,proposed,movie_id,accept",
        '"The ""Heat"", or: Hea;t",1990,Heat (1995),6,no',
        "Fargó,,Fargo (1996),608,no",
        "Nothing,2019,,,no",
    ]


def test_an_unchanged_table_accepts_nothing(plan: ImportPlan, tmp_path: Path) -> None:
    assert read_accepted(edited(tmp_path / "t.csv", rows_of(plan)), plan) == {}


@pytest.mark.parametrize("yes", ["yes", "YES", " y ", "x", "1", "True"])
def test_accepted_rows_are_taken_with_the_movie_id_as_it_was_edited(plan: ImportPlan, tmp_path: Path, yes: str) -> None:
    rows = rows_of(plan)
    rows[0]["accept"] = rows[2]["accept"] = rows[4]["accept"] = yes
    rows[2]["movie_id"], rows[4]["movie_id"] = "912", "903.0"
    path = edited(tmp_path / "t.csv", [{**row, "note": "mine"} for row in rows])
    assert read_accepted(path, plan) == {0: HEAT, 2: 912, 4: 903}


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1252"), (",", "utf-8-sig")]
)
def test_a_table_saved_by_a_spreadsheet_is_read(
    plan: ImportPlan, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    rows = [row | {"accept": "yes" if row["movie_id"] else "no"} for row in rows_of(plan)]
    path = edited(tmp_path / "t.csv", rows, delimiter)
    path.write_bytes(path.read_text(encoding="utf-8").replace("\n", "\r\n").encode(encoding))
    assert read_accepted(path, plan) == {0: HEAT, 1: FARGO}


def test_rows_may_be_removed_and_sorted(plan: ImportPlan, tmp_path: Path) -> None:
    rows = [row | {"accept": "yes"} for row in rows_of(plan)[:2]]
    assert read_accepted(edited(tmp_path / "t.csv", rows[::-1]), plan) == {0: HEAT, 1: FARGO}
    assert read_accepted(edited(tmp_path / "t.csv", rows[1:]), plan) == {1: FARGO}


def test_a_film_found_in_the_meantime_may_stay_in_the_table(plan: ImportPlan, tmp_path: Path) -> None:
    row = {"title": "Alien", "year": "1979", "proposed": "", "movie_id": str(ALIEN), "accept": "yes"}
    assert read_accepted(edited(tmp_path / "t.csv", [row]), plan) == {}
    with pytest.raises(ExchangeError, match=r"line 2: 'Alien \(1979\)' was found already, with the movie_id 1214"):
        read_accepted(edited(tmp_path / "t.csv", [row | {"movie_id": str(HEAT)}]), plan)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"accept": "perhaps"}, "line 3: accept must be yes or no, not 'perhaps'."),
        ({"movie_id": ""}, "line 3: accept is yes, but movie_id is empty; `matinee search TITLE`"),
        ({"movie_id": "999999999"}, "line 3: no film has the movie_id '999999999'; `matinee search TITLE`"),
        ({"movie_id": "tt0116282"}, "line 3: no film has the movie_id 'tt0116282'"),
        ({"movie_id": "9" * 5000}, "line 3: no film has the movie_id '9999"),
        ({"movie_id": "-6"}, "line 3: no film has the movie_id '-6'"),
        ({"title": "Frago"}, "line 3: the export has no 'Frago'; keep titles and years as they were."),
        ({"title": "\x1b[31mFrago"}, "line 3: the export has no '"),
        ({"year": "1996"}, "line 3: the export has no 'Fargó (1996)'"),
        ({"title": "Nothing", "year": "2019"}, "line 4: the table has 'Nothing (2019)' 2×, the export 1×"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_its_line(
    plan: ImportPlan, tmp_path: Path, change: dict[str, str], message: str
) -> None:
    rows = rows_of(plan)
    rows[1] |= {"accept": "yes"} | change
    path = edited(tmp_path / "t.csv", rows)
    with pytest.raises(ExchangeError) as caught:
        read_accepted(path, plan)
    assert str(caught.value).startswith(f"{path}, {message}")
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 400


def test_one_of_two_films_of_the_same_name_is_ambiguous(plan: ImportPlan, tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match=r"line 5: the table has 'Twice \(2000\)' 1×, the export 2×"):
        read_accepted(edited(tmp_path / "t.csv", rows_of(plan)[:4]), plan)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"title,year\nHeat,1995\n", "has no column movie_id and no column accept"),
        (b"x" * (MAX_BYTES + 1), "cannot be read (it is larger than 8 MB)"),
    ],
)
def test_a_file_that_is_not_the_table_is_refused(
    plan: ImportPlan, tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(ExchangeError) as caught:
        read_accepted(tmp_path / "t.csv", plan)
    assert f"t.csv {message}" in str(caught.value)
    assert "--table TABLE.csv" in str(caught.value)


@pytest.mark.parametrize("name", ["gone.csv", ".", "nul\0.csv"])
def test_a_table_that_cannot_be_read_is_refused(plan: ImportPlan, tmp_path: Path, name: str) -> None:
    with pytest.raises(ExchangeError, match=r"cannot be read"):
        read_accepted(tmp_path / name, plan)


def test_an_empty_table_is_complete(catalogue_plan: ImportPlan, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(render_table(()))
    assert read_accepted(tmp_path / "t.csv", catalogue_plan) == {}


@pytest.fixture
def catalogue_plan(recommender: Recommender) -> ImportPlan:
    """An import without films."""
    catalogue: Catalogue = recommender.catalogue
    return ImportPlan(Export("IMDb", ()), MatchResult((), ()), catalogue, np.ones(len(catalogue), dtype=np.bool_))
