"""A file of a data set may be a pipe, a device, a folder or a bomb: nothing hangs, and memory stays small."""

import gzip
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from matinee.training.config.config_file import read_config
from matinee.training.data import text_files
from matinee.training.data.movielens import read_dataset
from matinee.training.errors import DataError
from matinee.training.facts import table
from matinee.training.facts.imdb_files import read_lines
from matinee.training.facts.table import read_table
from matinee.training.text import plots
from matinee.training.text.plots import read_plots

FILES = ("ratings.csv", "movies.csv", "links.csv", "tags.csv")
HEADERS = {
    "ratings.csv": "userId,movieId,rating,timestamp\n1,1,4.0,964982703\n",
    "movies.csv": "movieId,title,genres\n1,Heat (1995),Crime\n",
    "links.csv": "movieId,imdbId,tmdbId\n1,113277,949\n",
    "tags.csv": "userId,movieId,tag,timestamp\n1,1,heist,964982703\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data set of one rating, with every file."""
    for name, text in HEADERS.items():
        (tmp_path / name).write_text(text)
    assert len(read_dataset(tmp_path).ratings) == 1
    return tmp_path


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def link_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


MAKERS = [make_pipe, link_device, Path.mkdir]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("name", FILES)
def test_only_regular_files_are_read(folder: Path, name: str, make: Callable[[Path], None]) -> None:
    (folder / name).unlink()
    make(folder / name)
    with pytest.raises(DataError, match=rf"{name} cannot be read \(it is not a regular file\)"):
        read_dataset(folder)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("config.yaml", read_config),
        ("film_facts.tsv.gz", read_table),
        ("movies-1990s.json", lambda path: read_plots(path.parent)),
        ("title.basics.tsv.gz", lambda path: list(read_lines(path, (b"tt1",), ("tconst",)))),
    ],
)
def test_other_inputs_are_regular_files_too(
    tmp_path: Path, name: str, read: Callable[[Path], object], make: Callable[[Path], None]
) -> None:
    make(tmp_path / name)
    with pytest.raises(DataError, match=r"cannot be read \(it is not a regular file\)"):
        read(tmp_path / name)


@pytest.mark.parametrize("name", ["ratings.csv", "movies.csv"])
@pytest.mark.parametrize("mark", ["x", ",", '"', "x,"])
def test_a_huge_header_is_named(folder: Path, name: str, mark: str) -> None:
    for size in (200_000, 2_000_000):
        (folder / name).write_text(mark * size + "\n" + HEADERS[name])
        with pytest.raises(DataError, match=rf"{name}, line 1: ") as refused:
            read_dataset(folder)
        assert len(str(refused.value)) < 300 + len(str(folder))


@pytest.mark.parametrize("name", FILES)
def test_a_line_without_end_is_named(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "LINE_LIMIT", 1000)
    (folder / name).write_text(HEADERS[name] + "1" * 2000)
    with pytest.raises(DataError, match=rf"{name}, line 3: it is longer than 1,000 bytes"):
        read_dataset(folder)


def test_a_long_field_is_named(folder: Path) -> None:
    (folder / "movies.csv").write_text(HEADERS["movies.csv"] + f"2,{'x' * 200_000},Drama\n")
    with pytest.raises(DataError, match=r"movies\.csv, line 3: a field is longer than 131,072 characters"):
        read_dataset(folder)


def test_a_table_larger_than_any_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "TEXT_LIMIT", 2_000)
    (folder / "tags.csv").write_text(HEADERS["tags.csv"] + "1,1,heist,964982703\n" * 200)
    with pytest.raises(DataError, match=r"tags\.csv is larger than 2 kB"):
        read_dataset(folder)


def test_a_compressed_table_expands_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_BYTES", 1_000_000)
    with gzip.open(tmp_path / "film_facts.tsv.gz", "wb") as stream:
        for _ in range(40):
            stream.write(bytes(1_000_000))
    tracemalloc.start()
    with pytest.raises(DataError, match="holds more than 1 MB"):
        read_table(tmp_path / "film_facts.tsv.gz")
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_a_line_of_a_compressed_file_has_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "title.basics.tsv.gz"
    with gzip.open(path, "wb") as stream:
        stream.write(b"tconst\n" + bytes(5_000_000))
    with pytest.raises(DataError, match="line 2: it is longer than 1,048,576 bytes"):
        list(read_lines(path, (b"tt1",), ("tconst",)))


@pytest.mark.parametrize("text", ["[" * 100_000, "{", "3", "[3]", "\udcff"])
def test_plots_of_another_shape_are_named(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "movies-1990s.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(DataError, match=r"movies-1990s\.json (cannot be read|is not a list of films)"):
        read_plots(tmp_path)
    monkeypatch.setattr(plots, "MAX_BYTES", 10)
    path.write_text("[" + " " * 20 + "]")
    with pytest.raises(DataError, match="holds more than"):
        read_plots(tmp_path)


def test_a_plot_of_an_odd_year_counts_as_undated(tmp_path: Path) -> None:
    (tmp_path / "movies.json").write_text('[{"title": "Heat", "year": "soon", "extract": "A robber meets a cop."}]')
    assert read_plots(tmp_path) == {("heat", 0): "A robber meets a cop."}


def test_folders_that_cannot_be_are_not_folders(tmp_path: Path) -> None:
    for path in (tmp_path / ("n" * 300), tmp_path / "absent", Path("/dev/null")):
        with pytest.raises(DataError, match="is not a folder; --data takes"):
            read_dataset(path)
