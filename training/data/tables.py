"""Reads and parses the tables of films, links and tags: CSV, ``::`` and the layout of ml-100k."""

import csv
import io
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from matinee.training.data.csv_header import MAX_LINES, column_positions, find_header, unreadable_field
from matinee.training.data.text_files import (
    describe_field_count,
    line_error,
    read_text,
    truncated,
    valid_ids,
)
from matinee.training.errors import DataError

MOVIE_COLUMNS = ["movieId", "title", "genres"]
TAG_COLUMNS = ["movieId", "tag"]
LINK_COLUMNS = ["movieId", "imdbId", "tmdbId"]
ITEM_COLUMNS = ["movieId", "title", "released", "video", "address"]
"""Columns of u.item in ml-100k; a column of 0 or 1 for each genre follows."""
NO_GENRES = "(no genres listed)"
MAX_FIELD = 131_072
"""Characters of a field of a table."""
MAX_TITLE = 400
"""Characters of a title with its other titles; the longest of MovieLens have 180."""
MAX_GENRES, MAX_GENRE_NAME = 200, 100
"""Genres of a data set, and characters of their names. A bundle holds at most so many; MovieLens has 19."""


@dataclass(frozen=True, eq=False)
class RawTable:
    """A table as text, with the position of its rows in the file.

    Attributes:
        rows: the columns by name.
        path: the file.
        lines: the line that each row begins in.
        is_complete: whether the last line ends with a newline.
    """

    rows: pd.DataFrame
    path: Path
    lines: Sequence[int]
    is_complete: bool

    def line_error(self, position: int, problem: str) -> DataError:
        """Create the error for the row at a position counted from 0; the last row may be cut short."""
        if position == len(self.lines) - 1 and not self.is_complete:
            return truncated(self.path, self.lines[position], ",".join(self.rows.iloc[position].tolist()))
        return line_error(self.path, self.lines[position], problem)


def read_csv(path: Path, columns: list[str]) -> RawTable:
    """Read the named columns of a CSV file with a header.

    Raises:
        DataError: the file or one of its rows cannot be read, or a column is missing.
    """
    text = read_text(path)
    if not text.strip():
        raise DataError(f"{path} is empty; expected the header {','.join(columns)}.")
    header = find_header(path, text.split("\n", MAX_LINES)[:MAX_LINES], columns)
    records, lines = read_records(path, text, header.delimiter)
    start = bisect_right(lines, header.n_lines)
    table = build_table(path, records[start:], lines[start:], text.endswith("\n"), header.columns)
    positions = column_positions(header.columns, columns)
    return replace(table, rows=table.rows.iloc[:, positions].set_axis(columns, axis=1))


def read_records(path: Path, text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    """Read the records of a CSV file, whose quoted fields may contain newlines.

    Args:
        path: the file, for messages.
        text: its content.
        delimiter: what separates fields.

    Returns:
        The fields of each record, and the line it begins in.

    Raises:
        DataError: the quotation marks of a record do not match, or a field is too long.
    """
    csv.field_size_limit(MAX_FIELD)  # of the whole process; another reader may have set its own
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[list[str]] = []
    lines = []
    line = 1
    try:
        for record in reader:
            records.append(record or [""])
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        if not text.endswith("\n") and "\n" not in (rest := text.split("\n", line - 1)[-1]):
            raise truncated(path, line, rest) from error
        raise unreadable_field(path, line, error) from error
    return records, lines


def read_delimited(path: Path, delimiter: str, columns: list[str]) -> RawTable:
    """Read a file of delimited fields without a header.

    Raises:
        DataError: the file or one of its rows cannot be read.
    """
    text = read_text(path, fallback_encoding="latin-1").replace("\r\n", "\n")
    is_complete = text.endswith("\n")
    records = [line.split(delimiter) for line in text.removesuffix("\n").split("\n")] if text else []
    return build_table(path, records, range(1, len(records) + 1), is_complete, columns)


def build_table(
    path: Path, records: list[list[str]], lines: Sequence[int], is_complete: bool, columns: Sequence[str]
) -> RawTable:
    """Build a table from records that have one field for each column.

    Raises:
        DataError: a record has too few or too many fields.
    """
    for record, line in zip(records, lines, strict=True):
        if len(record) != len(columns):
            if line == lines[-1] and not is_complete:
                raise truncated(path, line, ",".join(record))
            raise line_error(path, line, describe_field_count(len(record), len(columns)))
    return RawTable(pd.DataFrame(records, columns=list(columns), dtype=str), path, lines, is_complete)


def read_items(items: Path, genres: Path) -> RawTable:
    """Read the films of ml-100k into the columns of the other layouts.

    Args:
        items: u.item.
        genres: u.genre, with the names of the genres.

    Raises:
        DataError: a row cannot be read; the message names its line.
    """
    names = parse_genre_names(read_delimited(genres, "|", ["name", "number"]))
    table = read_delimited(items, "|", [*ITEM_COLUMNS, *names])
    flags = table.rows.iloc[:, len(ITEM_COLUMNS) :].to_numpy()
    for position, film in enumerate(flags):
        if not set(film) <= {"0", "1"}:
            raise table.line_error(position, "a genre is neither 0 nor 1")
    joined = ["|".join(name for name, flag in zip(names, film, strict=True) if flag == "1") for film in flags]
    return RawTable(table.rows[["movieId", "title"]].assign(genres=joined), items, table.lines, table.is_complete)


def parse_genre_names(table: RawTable) -> list[str]:
    """Parse u.genre into the names of the genres, in the order of their numbers.

    Raises:
        DataError: the numbers do not count from 0.
    """
    numbers = table.rows["number"].tolist()
    for position, number in enumerate(numbers):
        if number != str(position):
            raise table.line_error(position, f"the genre's number is '{number}' where {position} is expected")
    return [str(name) for name in table.rows["name"]]


def parse_movies(table: RawTable, links: RawTable | None) -> pd.DataFrame:
    """Parse films, and join their ids on other sites.

    Args:
        table: columns movieId, title, genres.
        links: columns movieId, imdbId, tmdbId; None for a layout without links.

    Returns:
        One row a film, sorted by id: movie, title, genres (list of names), imdb and tmdb (0 where unknown).

    Raises:
        DataError: an id is not valid or occurs twice, a title is too long, or the genres are missing or too many.
    """
    movies = pd.DataFrame(
        {"movie": parse_movie_ids(table), "title": parse_titles(table), "genres": parse_genres(table)}
    ).sort_values("movie", ignore_index=True)
    for column, source in (("imdb", "imdbId"), ("tmdb", "tmdbId")):
        movies[column] = 0
        if links is not None:
            known = pd.Series(parse_external_ids(links, source), parse_movie_ids(links))
            movies[column] = movies["movie"].map(known).fillna(0).astype(np.int64)
    return movies


def parse_titles(table: RawTable) -> pd.Series:
    """The titles as written. Raises DataError if one is too long for a bundle."""
    titles = table.rows["title"]
    too_long = np.flatnonzero(titles.str.len() > MAX_TITLE)
    if len(too_long):
        raise table.line_error(int(too_long[0]), f"the title is longer than {MAX_TITLE} characters; shorten it")
    return titles


def parse_genres(table: RawTable) -> list[list[str]]:
    """The names of each film's genres. Raises DataError if they are missing, or too many or too long for a bundle."""
    texts = table.rows["genres"].tolist()
    if not table.is_complete and texts and not texts[-1]:
        raise table.line_error(len(texts) - 1, "the genres are missing")
    names: set[str] = set()
    genres = []
    for position, text in enumerate(texts):
        of_film = [] if text == NO_GENRES else [name for name in text.split("|") if name]
        names.update(of_film)
        if len(names) > MAX_GENRES:
            raise table.line_error(position, f"these are more than {MAX_GENRES} genres; merge some, or leave them out")
        if any(len(name) > MAX_GENRE_NAME for name in of_film):
            raise table.line_error(position, f"a genre has a name of more than {MAX_GENRE_NAME} characters; shorten it")
        genres.append(of_film)
    return genres


def parse_movie_ids(table: RawTable) -> np.ndarray:
    """Parse the ids of a table with one row a film, (n_rows,).

    Raises:
        DataError: an id is not valid or occurs twice.
    """
    ids = pd.to_numeric(table.rows["movieId"], errors="coerce")
    bad = np.flatnonzero(~valid_ids(ids) | ids.duplicated())
    if len(bad):
        position = int(bad[0])
        problem = "occurs twice" if valid_ids(ids).iloc[position] else "is not a valid movie id"
        raise table.line_error(position, f"'{table.rows['movieId'].iloc[position]}' {problem}")
    return ids.to_numpy(np.int64)


def parse_external_ids(links: RawTable, column: str) -> np.ndarray:
    """Parse the ids that another site has for the films, (n_rows,), 0 where the field is empty.

    Raises:
        DataError: an id is not valid.
    """
    text = links.rows[column]
    ids = pd.to_numeric(text.where(text != "", "0"), errors="coerce")
    bad = np.flatnonzero(~valid_ids(ids))
    if len(bad):
        raise links.line_error(int(bad[0]), f"'{text.iloc[bad[0]]}' is not a valid {column}")
    return ids.to_numpy(np.int64)


def parse_tags(table: RawTable) -> pd.DataFrame:
    """Parse tags into the columns movie and tag, one row each time a user gave one.

    Raises:
        DataError: an id is not valid.
    """
    ids = pd.to_numeric(table.rows["movieId"], errors="coerce")
    bad = np.flatnonzero(~valid_ids(ids))
    if len(bad):
        raise table.line_error(int(bad[0]), f"'{table.rows['movieId'].iloc[bad[0]]}' is not a valid movie id")
    return pd.DataFrame({"movie": ids.astype(np.int64), "tag": table.rows["tag"]})
