"""Parses millions of ratings block by block: fast where every line is plain, strictly elsewhere.

Only ``parse_strict`` decides what is an error; ``parse_fast`` accepts nothing but blocks without any doubtful line.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from matinee.training.data.csv_header import MAX_LINES, Header, column_positions, find_header
from matinee.training.data.places import Place
from matinee.training.data.rating_times import (
    TIME_LIMIT,
    is_last_time_truncated,
    parse_iso_dates,
    parse_times,
    to_seconds,
)
from matinee.training.data.text_files import (
    ID_LIMIT,
    Block,
    describe_field_count,
    line_error,
    quote,
    read_blocks,
    truncated,
    valid_ids,
)
from matinee.training.errors import DataError

COLUMNS = ["userId", "movieId", "rating", "timestamp"]
MIN_STARS, MAX_STARS = 0.5, 5.0


@dataclass(frozen=True)
class RatingFile:
    """A file with one rating a line.

    Attributes:
        path: the file.
        delimiter: what separates the fields of a line; with a header it is found there.
        has_header: whether the first line names the columns; without it they are in the order of ``COLUMNS``.
    """

    path: Place
    delimiter: str
    has_header: bool = False


@dataclass(frozen=True)
class FileStart:
    """Where a file begins among ratings.

    Attributes:
        path: the file.
        position: of its first rating among all, counted from 0.
        first_line: line of that rating; the others follow without gaps.
    """

    path: Place
    position: int
    first_line: int


@dataclass(frozen=True, eq=False)
class RawRatings:
    """Every rating of a file, or of several one after the other, in their order.

    Attributes:
        users, movies: (n,) int32 where the ids fit, int64 otherwise.
        stars: (n,) float64, ½ to 5.
        seconds: (n,) int64 since 1970; 0 where the time cannot be read.
        path: the file, or the folder or pattern of several.
        files: where each file begins, in their order; at least one.
    """

    users: np.ndarray
    movies: np.ndarray
    stars: np.ndarray
    seconds: np.ndarray
    path: Place
    files: tuple[FileStart, ...]

    def line_error(self, position: int, problem: str) -> DataError:
        """Create the error for the rating at a position counted from 0."""
        file = next(file for file in reversed(self.files) if file.position <= position)
        return line_error(file.path, file.first_line + position - file.position, problem)


Columns = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""Users, movies, stars, seconds."""


def read_ratings(file: RatingFile) -> RawRatings:
    """Read all ratings of a file.

    Raises:
        DataError: a line is malformed, out of range, cut short, or repeats an earlier rating; the message names it.
    """
    header = Header(COLUMNS, file.delimiter)
    parts: list[Columns] = []
    is_complete = True
    for block in read_blocks(Path(file.path)):
        lines = block
        if block.first_line == 1 and file.has_header:
            header, lines = split_header(file.path, block)
        is_complete = block.is_complete
        if lines.content:
            parts.append(parse_block(file.path, lines, header))
    check_end(file.path, parts, header.n_lines, is_complete=is_complete)
    return assemble(parts, file.path, (FileStart(file.path, 0, header.n_lines + 1),))


def parse_block(path: Place, lines: Block, header: Header) -> Columns:
    """Parse the lines of a block, as fast as they allow. Raises DataError."""
    fast = parse_fast(lines, header)
    return parse_strict(path, lines, header) if fast is None else fast


def check_end(path: Place, parts: list[Columns], n_header_lines: int, *, is_complete: bool) -> None:
    """Check that the last line of a file is not cut short.

    Args:
        path: the file, for messages.
        parts: its blocks that hold ratings, in their order.
        n_header_lines: lines before the first rating.
        is_complete: whether the last line ends with a newline.

    Raises:
        DataError: it is.
    """
    if is_complete or not parts:
        return
    seconds = np.concatenate([part[3] for part in parts])
    if is_last_time_truncated(seconds):
        raise truncated(path, n_header_lines + len(seconds), str(seconds[-1]))


def assemble(parts: list[Columns], path: Place, files: tuple[FileStart, ...]) -> RawRatings:
    """Put blocks together, and check what only the whole shows.

    Args:
        parts: the blocks, in their order.
        path: their file, or the folder or pattern of their files.
        files: where each file begins.

    Raises:
        DataError: there is no rating, or one repeats another.
    """
    if not parts:
        raise DataError(f"{path} holds no ratings.")
    ratings = RawRatings(*concat(parts), path, files)
    check_duplicates(ratings)
    return ratings


def split_header(path: Place, block: Block) -> tuple[Header, Block]:
    """Split the first block into the header and the lines below it.

    Raises:
        DataError: a column is missing, or the header cannot be read.
    """
    first = block.content.split(b"\n", MAX_LINES)[:MAX_LINES]
    header = find_header(path, [line.decode("utf-8", "replace") for line in first], COLUMNS)
    rest = block.content.split(b"\n", header.n_lines)
    return header, Block(rest[-1] if len(rest) > header.n_lines else b"", header.n_lines + 1)


def parse_fast(block: Block, header: Header) -> Columns | None:
    """Parse a block in which every line is plain and in range; return None for any other block.

    A line with too few fields lacks a number, which pandas reports. If no line has too few, and the block has the
    expected number of delimiters, no line has too many either.
    """
    content, delimiter, mark = block.content, header.delimiter, header.delimiter.encode()
    if sorted(header.columns) != sorted(COLUMNS) or not has_plain_quotes(content, mark):
        return None
    if content.count(mark) != block.n_lines * (len(COLUMNS) - 1):
        return None
    if len(mark) > 1:  # pandas splits fast at single characters only
        if b"\t" in content or b'"' in content:
            return None
        content, delimiter = content.replace(mark, b"\t"), "\t"
    is_dated = b"-" in content.partition(b"\n")[0]
    if is_dated and not block.is_complete:
        return None
    types = {"userId": np.int64, "movieId": np.int64, "rating": np.float64, "timestamp": str if is_dated else np.int64}
    try:
        with np.errstate(invalid="ignore"):  # numbers too large for an integer; the range check below rejects them
            table = pd.read_csv(
                io.BytesIO(content),
                sep=delimiter,
                decimal="," if delimiter != "," and b"," in content else ".",
                header=None,
                names=list(header.columns),
                dtype=types,
                skip_blank_lines=False,
            )
    except (ValueError, OverflowError):
        return None
    users, movies, stars, times = (table[name] for name in COLUMNS)
    seconds = parse_iso_dates(times) if is_dated else to_seconds(times.to_numpy())
    return check_ranges((users.to_numpy(), movies.to_numpy(), stars.to_numpy(), seconds), block.n_lines)


def has_plain_quotes(content: bytes, mark: bytes) -> bool:
    """Check that quotation marks, if there are any, stand around whole fields."""
    total = content.count(b'"')
    if total == 0:
        return True
    opening = content.count(mark + b'"') + content.count(b'\n"') + content.startswith(b'"')
    closing = content.count(b'"' + mark) + content.count(b'"\n') + content.count(b'"\r') + content.endswith(b'"')
    return opening == closing == total / 2


def check_ranges(columns: Columns, n_lines: int) -> Columns | None:
    """Return the columns, with small ids in 32 bits, if there is one valid rating for each line; otherwise None."""
    users, movies, stars, seconds = columns
    ranges = (
        (users, 0, ID_LIMIT - 1),
        (movies, 0, ID_LIMIT - 1),
        (stars, MIN_STARS, MAX_STARS),
        (seconds, 1, TIME_LIMIT - 1),
    )
    in_range = all(np.all((column >= lowest) & (column <= highest)) for column, lowest, highest in ranges)
    return (downcast(users), downcast(movies), stars, seconds) if in_range and len(users) == n_lines else None


def parse_strict(path: Place, block: Block, header: Header) -> Columns:
    """Parse a block line by line.

    Raises:
        DataError: a line is not a rating; the first such line is named.
    """
    lines = block.content.removesuffix(b"\n").split(b"\n")
    rows, malformed = split_fields(lines, header.delimiter, len(header.columns))
    positions = column_positions(header.columns, COLUMNS)
    table = pd.DataFrame(rows, columns=range(len(header.columns)), dtype=str).iloc[:, positions]
    table = table.set_axis(COLUMNS, axis=1)
    if header.delimiter != ",":
        table["rating"] = table["rating"].str.replace(",", ".")
    users, movies, stars = (pd.to_numeric(table[name], errors="coerce") for name in COLUMNS[:3])
    is_cut = not block.is_complete and len(rows) == len(lines)
    seconds = parse_times(table["timestamp"], is_cut=is_cut)
    bad = ~(valid_ids(users) & valid_ids(movies) & stars.between(MIN_STARS, MAX_STARS))
    if is_cut:  # an unreadable time counts only where the file ends in it
        bad.iloc[-1] |= bool(seconds.isna().iloc[-1])
    if bad.any():
        position = int(np.flatnonzero(bad)[0])
        expected = f"a user id, a movie id and {MIN_STARS} to {MAX_STARS:g} stars"
        malformed = position, f"is not a rating; expected {expected}"
    if malformed:
        position, problem = malformed
        text = lines[position].decode("utf-8", "replace").rstrip("\r")
        if position == len(lines) - 1 and not block.is_complete:
            raise truncated(path, block.first_line + position, text)
        raise line_error(path, block.first_line + position, f"'{quote(text)}' {problem}")
    user_ids, movie_ids = (downcast(column.to_numpy(np.int64)) for column in (users, movies))
    return user_ids, movie_ids, stars.to_numpy(np.float64), seconds.fillna(0).to_numpy(np.int64)


def split_fields(lines: list[bytes], delimiter: str, width: int) -> tuple[list[list[str]], tuple[int, str] | None]:
    """Split lines into fields, up to the first line with a wrong number of them.

    Args:
        lines: the lines of a block, without newlines.
        delimiter: what separates fields.
        width: expected number of fields.

    Returns:
        The fields of each line before the malformed one, and the position of that line with its problem, or None.
    """
    rows: list[list[str]] = []
    for position, line in enumerate(lines):
        text = line.decode("utf-8", "replace").removesuffix("\r")
        try:
            is_quoted = len(delimiter) == 1 and '"' in text
            fields = next(csv.reader([text], delimiter=delimiter, strict=True)) if is_quoted else text.split(delimiter)
        except csv.Error:
            return rows, (position, "has quotation marks that do not match")
        if len(fields) != width:
            return rows, (position, f"has {describe_field_count(len(fields), width)}")
        rows.append(fields)
    return rows, None


def downcast(integers: np.ndarray) -> np.ndarray:
    """Convert non-negative integers to int32 where they fit."""
    return integers.astype(np.int32) if integers.max(initial=0) <= np.iinfo(np.int32).max else integers


def concat(parts: list[Columns]) -> Columns:
    """Concatenate each column over the blocks."""
    users, movies, stars, seconds = (np.concatenate(column) for column in zip(*parts, strict=True))
    return users, movies, stars, seconds


def check_duplicates(ratings: RawRatings) -> None:
    """Check that every user rates a film at most once.

    Raises:
        DataError: a user rates a film again; the message names the line.
    """
    if has_duplicates(ratings.users, ratings.movies):
        pairs = pd.DataFrame({"user": ratings.users, "movie": ratings.movies})
        position = int(np.flatnonzero(pairs.duplicated())[0])
        pair = f"user {ratings.users[position]} rates film {ratings.movies[position]}"
        raise ratings.line_error(position, f"{pair} a second time; keep one of the two")


def has_duplicates(users: np.ndarray, movies: np.ndarray) -> bool:
    """Check whether any pair occurs twice, by sorting: many times faster than hashing the pairs."""
    user, _ = pd.factorize(users)
    movie, films = pd.factorize(movies)
    keys = np.sort(user * len(films) + movie)
    return bool((keys[1:] == keys[:-1]).any())
