"""IMDb's files: what is read for a few films, and what it adds to Wikidata."""

import gzip
import tracemalloc
from pathlib import Path

import pytest

from matinee.training.errors import DataError
from matinee.training.facts.imdb_files import ImdbFiles, ImdbFilm, check_place, find_files, read_imdb
from matinee.training.facts.imdb_supplement import add_imdb
from matinee.training.facts.records import FilmSet, make_records
from matinee.training.facts.table import SHIPPED_TABLE
from matinee.training.facts.wikidata_films import WikidataFilm
from tests.training.facts.made_up_sources import BASICS, CREW, IMDB_FILES, PRINCIPALS

HEAT = ImdbFilm("Heat", 1995, 170, ("nm0000520",), ("nm0000199", "nm0000134", "nm0000174"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """IMDb's four files, two of them compressed."""
    for number, (name, text) in enumerate(IMDB_FILES.items()):
        if number % 2:
            (tmp_path / f"{name}.tsv.gz").write_bytes(gzip.compress(text.encode()))
        else:
            (tmp_path / f"{name}.tsv").write_text(text, encoding="utf-8")
    return tmp_path


def test_films_are_read_from_all_files(folder: Path) -> None:
    steps: list[str] = []
    found = read_imdb(folder, [113277, 986233, 12345678], {"nm0005690"}, steps.append)
    assert found.films == {
        113277: HEAT,
        986233: ImdbFilm("Hunger", 2008, 0, ("nm2588606",), ("nm1055413", "nm0000201")),
    }
    assert found.names["nm0000199"] == "Al Pacino"
    assert "nm0000201" not in found.names
    assert steps == [f"reading {find_files(folder)[name].name}" for name in IMDB_FILES]


def test_names_of_further_people_are_read(folder: Path) -> None:
    assert read_imdb(folder, [5], {"nm0000199"}).names == {"nm0000199": "Al Pacino"}
    assert read_imdb(folder, [5]).names == {}


def test_people_appear_as_themselves_and_once(folder: Path) -> None:
    logistics = read_imdb(folder, [2355540]).films[2355540]
    assert (logistics.directors, logistics.cast) == (("nm1", "nm2"), ("nm3",))
    assert logistics.minutes == 0  # five weeks


@pytest.mark.parametrize("missing", IMDB_FILES)
def test_any_file_may_be_missing(folder: Path, missing: str) -> None:
    find_files(folder)[missing].unlink()
    heat = read_imdb(folder, [113277]).films[113277]
    assert heat.minutes == (0 if missing == "title.basics" else 170)
    assert bool(heat.cast) == (missing != "title.principals")
    assert bool(heat.directors) == (missing != "title.crew")
    assert bool(read_imdb(folder, [113277]).names) == (missing != "name.basics")


def test_a_folder_without_the_files(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"has none of IMDb's files title\.basics\.tsv\(\.gz\), title\.crew"):
        read_imdb(tmp_path, [1])
    with pytest.raises(DataError, match="is not a folder; --imdb takes the folder"):
        read_imdb(tmp_path / "nowhere", [1])


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("title.basics", "", "line 1: expected the columns tconst, primaryTitle, startYear, runtimeMinutes, tconst f"),
        ("title.crew", "directors\ttconst\n", "line 1: expected the columns tconst, directors"),
        ("title.basics", BASICS.replace("1995", "MCMXCV"), "line 3: 'MCMXCV' is not a whole number."),
        ("title.crew", CREW.replace("tt0113277\t", "tt0113277\t\t"), "line 3: expected 3 columns, found 4."),
        ("title.principals", PRINCIPALS.replace("tt0113277\t10", "tt0113277\tten"), "line 5: 'ten' is not"),
    ],
)  # fmt: skip
def test_a_malformed_line_is_named(folder: Path, name: str, text: str, problem: str) -> None:
    find_files(folder)[name].unlink()
    path = folder / f"{name}.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_imdb(folder, [113277])
    assert str(caught.value).startswith(f"{path}, {problem}")


def test_lines_about_other_films_are_not_judged(folder: Path) -> None:
    (folder / "title.basics.tsv").write_text(BASICS + "tt0000006\tcut\n\n", encoding="utf-8")
    assert read_imdb(folder, [113277]).films[113277] == HEAT


def test_a_damaged_archive(folder: Path) -> None:
    path = folder / "title.crew.tsv.gz"
    content = path.read_bytes()
    for damaged in (content[:-9], b"tconst\tdirectors\n", content[:14] + b"\xff" * 8 + content[22:]):
        path.write_bytes(damaged)
        with pytest.raises(DataError, match=r"title\.crew\.tsv\.gz cannot be read"):
            read_imdb(folder, [113277])


def test_memory_does_not_grow_with_the_files(folder: Path) -> None:
    path = folder / "title.principals.tsv"
    with path.open("a", encoding="utf-8") as lines:
        lines.writelines(
            f"tt{number:07}\t1\tnm{number:07}\tactor\t\\N\t\\N\n" for number in range(2_000_000, 2_200_000)
        )
    assert path.stat().st_size > 5 << 20
    tracemalloc.start()
    try:
        assert read_imdb(folder, [113277]).films == {113277: HEAT}
        assert tracemalloc.get_traced_memory()[1] < 2 << 20
    finally:
        tracemalloc.stop()


def test_a_table_with_imdbs_facts_does_not_go_to_the_files_that_ship(tmp_path: Path) -> None:
    for out in (SHIPPED_TABLE, SHIPPED_TABLE.with_name("other"), tmp_path / "processed" / "table"):
        with pytest.raises(DataError, match="is among the files that ship with Matinee"):
            check_place(out)
    check_place(tmp_path / "table")


FILM = WikidataFilm(1, "A film", 1999, "A film")
NAMES_OF = {"nm1": "Ada Ames", "nm2": "Ben Boon", "nm3": "Cleo Cole"}


def added(film: WikidataFilm, listed: ImdbFilm, labels: dict[str, str], people: dict[str, str]) -> WikidataFilm:
    """A film of Wikidata with what IMDb adds."""
    (found,) = add_imdb(FilmSet((film,), labels, people), ImdbFiles({1: listed}, NAMES_OF)).films
    return found


def test_missing_credits_are_added() -> None:
    found = added(
        FILM, ImdbFilm(minutes=90, directors=("nm1",), cast=("nm2", "nm3")), {"Q2": "Ben Boon"}, {"Q2": "nm2"}
    )
    assert (found.minutes, found.directors, found.cast, found.billed) == (90, ("nm1",), ("Q2", "nm3"), 2)


def test_people_without_a_name_are_not_added() -> None:
    found = added(FILM, ImdbFilm(directors=("nm9",), cast=("nm9", "nm1")), {}, {})
    assert (found.directors, found.cast) == ((), ("nm1",))


def test_credits_of_ids_alone_get_names_or_are_replaced() -> None:
    ids = WikidataFilm(1, "A film", 1999, "", directors=("Q1",), cast=("Q8", "Q9"), billed=2)
    listed = ImdbFilm(directors=("nm1",), cast=("nm3", "nm2"))
    records = make_records(
        add_imdb(FilmSet((ids,), {}, {"Q1": "nm1"}), ImdbFiles({1: listed}, NAMES_OF))
    )  # fmt: skip
    assert records[0].directors == ("Ada Ames",)  # the name of Q1
    assert records[0].cast == ("Cleo Cole", "Ben Boon")


def test_what_wikidata_says_is_kept_and_put_in_order_of_billing() -> None:
    film = WikidataFilm(1, "A film", 1999, "", directors=("Q1",), cast=("Q1", "Q2", "Q3"), minutes=88)
    labels = {"Q1": "Ada Ames", "Q2": "Ben Boon", "Q3": "Cleo Cole"}
    people = {"Q1": "nm1", "Q2": "nm2", "Q3": "nm3"}
    listed = ImdbFilm(minutes=90, directors=("nm2",), cast=("nm3", "nm2", "nm8"))
    found = added(film, listed, labels, people)
    assert (found.minutes, found.directors) == (88, ("Q1",))
    assert (found.cast, found.billed) == (("Q3", "Q2", "Q1"), 2)
    billed = WikidataFilm(1, "A film", 1999, "", cast=("Q1", "Q3", "Q2"), billed=1)
    assert added(billed, listed, labels, people).cast == ("Q1", "Q3", "Q2")


def test_films_that_wikidata_does_not_know_are_added() -> None:
    listed = ImdbFilm("Other film", 2001, 77, ("nm1",))
    records = make_records(add_imdb(FilmSet((FILM,), {}, {}), ImdbFiles({2: listed}, NAMES_OF)))
    assert [(record.imdb, record.title, record.year, record.minutes, record.directors) for record in records] == [
        (1, "A film", 1999, 0, ()),
        (2, "Other film", 2001, 77, ("Ada Ames",)),
    ]
