"""Millions of ratings from text to numbers, block by block: quickly where all lines are plain, closely elsewhere.

What is an error is decided in one place, by ``read_closely``; the quick way only takes what is beyond doubt.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from matinee.training.data.tables import column_places
from matinee.training.data.text_files import Block, blocks, cut_short, fault, shown, wrong_count
from matinee.training.errors import DataError

COLUMNS = ["userId", "movieId", "rating", "timestamp"]
LOWEST, HIGHEST = 0.5, 5.0
LARGEST = 2**53
"""Whole numbers from here on are no ids: not every one of them can be told from its neighbours."""
LATEST = 253_402_300_800
"""Seconds until the year 10,000; what lies beyond is no time, or one in milliseconds."""


@dataclass(frozen=True)
class RatingFile:
    """Where ratings stand, one a line, and how their fields are divided; without a header they are in our order."""

    path: Path
    divider: str
    header: bool = False


@dataclass(frozen=True, eq=False)
class RawRatings:
    """Every rating of a file in its order: whole ids, stars in range, and 0 seconds where the time cannot be read.

    Attributes:
        users, movies: (n,) int32 where they fit, int64 otherwise.
        stars: (n,) float64.
        seconds: (n,) int64 since 1970.
        path: the file.
        first_line: line of the first rating; the others follow without gaps.
    """

    users: np.ndarray
    movies: np.ndarray
    stars: np.ndarray
    seconds: np.ndarray
    path: Path
    first_line: int

    def fault(self, place: int, problem: str) -> DataError:
        """What is wrong with a rating counted from 0."""
        return fault(self.path, self.first_line + place, problem)


Columns = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""Users, movies, stars, seconds."""


def read_ratings(file: RatingFile) -> RawRatings:
    """All ratings of a file.

    Raises:
        DataError: a line cannot be read, is impossible, cut short or says again what another said; it is named.
    """
    header = COLUMNS
    parts: list[Columns] = []
    whole = True
    for block in blocks(file.path):
        rest = block
        if block.first_line == 1 and file.header:
            header, rest = split_header(file.path, block)
        whole = block.whole
        if rest.content:
            quick = read_quickly(rest, file.divider, header)
            parts.append(read_closely(file, rest, header) if quick is None else quick)
    if not parts:
        raise DataError(f"{file.path} holds no ratings.")
    ratings = RawRatings(*joined(parts), path=file.path, first_line=2 if file.header else 1)
    if not whole and looks_cut(ratings.seconds):
        line = ratings.first_line + len(ratings.seconds) - 1
        raise cut_short(file.path, line, str(ratings.seconds[-1]))
    check_pairs(ratings)
    return ratings


def split_header(path: Path, block: Block) -> tuple[list[str], Block]:
    """The names of the columns, and the lines under them. Raises DataError."""
    line, _, rest = block.content.partition(b"\n")
    header = next(csv.reader([line.decode("utf-8", "replace").rstrip("\r")]), [])
    column_places(path, header, COLUMNS)
    return header, Block(rest, 2)


def read_quickly(block: Block, divider: str, header: list[str]) -> Columns | None:
    """The numbers of lines that are all plain and possible; None where any needs a closer look.

    A line with a field too few lacks a number, which pandas reports; and if none has too few and the dividers are as
    many as they should be, none has too many.
    """
    content, mark = block.content, divider.encode()
    if sorted(header) != sorted(COLUMNS) or b'"' in content:
        return None
    if content.count(mark) != block.count * (len(COLUMNS) - 1):
        return None
    if len(mark) > 1:  # pandas divides quickly at single characters only
        if b"\t" in content:
            return None
        content, divider = content.replace(mark, b"\t"), "\t"
    types = {"userId": np.int64, "movieId": np.int64, "rating": np.float64, "timestamp": np.int64}
    try:
        with np.errstate(invalid="ignore"):  # numbers no integer can hold; they end up out of range
            table = pd.read_csv(
                io.BytesIO(content), sep=divider, header=None, names=header, dtype=types, skip_blank_lines=False
            )
    except (ValueError, OverflowError):
        return None
    users, movies, stars, seconds = (table[name].to_numpy() for name in COLUMNS)
    ranges = ((users, 0, LARGEST - 1), (movies, 0, LARGEST - 1), (stars, LOWEST, HIGHEST), (seconds, 1, LATEST - 1))
    possible = all(np.all((column >= lowest) & (column <= highest)) for column, lowest, highest in ranges)
    return (narrow(users), narrow(movies), stars, seconds) if possible and len(table) == block.count else None


def read_closely(file: RatingFile, block: Block, header: list[str]) -> Columns:
    """The numbers of some lines, each looked at for itself. Raises DataError: the first line that is no rating."""
    lines = block.content.removesuffix(b"\n").split(b"\n")
    rows, malformed = split_rows(lines, file.divider, len(header))
    places = column_places(file.path, header, COLUMNS)
    table = pd.DataFrame(rows, columns=range(len(header)), dtype=str).iloc[:, places].set_axis(COLUMNS, axis=1)
    users, movies, stars = (pd.to_numeric(table[name], errors="coerce") for name in COLUMNS[:3])
    seconds = normalised_timestamps(table["timestamp"])
    bad = ~(whole_ids(users) & whole_ids(movies) & stars.between(LOWEST, HIGHEST))
    if not block.whole and len(rows) == len(lines):  # an unreadable time is no matter, unless the file ends in it
        bad.iloc[-1] |= bool(seconds.isna().iloc[-1])
    if bad.any():
        place = int(np.flatnonzero(bad)[0])
        expected = f"a user id, a movie id and {LOWEST} to {HIGHEST:g} stars"
        malformed = place, f"is no rating; expected {expected}"
    if malformed:
        place, problem = malformed
        text = lines[place].decode("utf-8", "replace").rstrip("\r")
        if place == len(lines) - 1 and not block.whole:
            raise cut_short(file.path, block.first_line + place, text)
        raise fault(file.path, block.first_line + place, f"'{shown(text)}' {problem}")
    ids = (narrow(column.to_numpy(np.int64)) for column in (users, movies))
    return *ids, stars.to_numpy(np.float64), seconds.fillna(0).to_numpy(np.int64)


def split_rows(lines: list[bytes], divider: str, width: int) -> tuple[list[list[str]], tuple[int, str] | None]:
    """The fields of each line up to the first that has too few or too many; that one's place and what is wrong."""
    rows: list[list[str]] = []
    for place, line in enumerate(lines):
        text = line.decode("utf-8", "replace").removesuffix("\r")
        try:
            quoted = divider == "," and '"' in text
            fields = next(csv.reader([text], strict=True)) if quoted else text.split(divider)
        except csv.Error:
            return rows, (place, "has quotation marks that do not match")
        if len(fields) != width:
            return rows, (place, f"has {wrong_count(len(fields), width)}")
        rows.append(fields)
    return rows, None


def whole_ids(column: pd.Series) -> pd.Series:
    """Which numbers can be ids."""
    return column.mod(1).eq(0) & column.ge(0) & column.lt(LARGEST)


def normalised_timestamps(column: pd.Series) -> pd.Series:
    """Seconds since 1970 from seconds or from dates in words; missing where neither can be read."""
    seconds = pd.to_numeric(column, errors="coerce")
    seconds = seconds.where(seconds > 0)
    as_text = seconds.isna() & column.str.contains("[-/:]")
    if as_text.any():
        dates = pd.to_datetime(column[as_text], errors="coerce", utc=True, format="mixed")
        # a difference knows the unit it is held in, whatever pandas chose
        seconds[as_text] = (dates - pd.Timestamp("1970-01-01", tz="UTC")).dt.total_seconds()
    return seconds.where((seconds > 0) & (seconds < LATEST))


def narrow(whole: np.ndarray) -> np.ndarray:
    """Whole numbers in half the memory, where they fit."""
    return whole.astype(np.int32) if whole.max(initial=0) <= np.iinfo(np.int32).max else whole


def joined(parts: list[Columns]) -> Iterable[np.ndarray]:
    """Each column in one piece."""
    return (np.concatenate(column) for column in zip(*parts, strict=True))


def looks_cut(seconds: np.ndarray) -> bool:
    """Whether the last time lacks digits: it lies far before every other. Asked where the last newline is missing.

    The times of one data set are of one age, and a number that loses a digit falls to a tenth.
    """
    others = seconds[:-1][seconds[:-1] > 0]
    return len(others) > 0 and 0 < seconds[-1] < others.min() // 4


def check_pairs(ratings: RawRatings) -> None:
    """Nobody rates a film twice. Raises DataError."""
    if repeats(ratings.users, ratings.movies):
        pairs = pd.DataFrame({"user": ratings.users, "movie": ratings.movies})
        place = int(np.flatnonzero(pairs.duplicated())[0])
        pair = f"user {ratings.users[place]} rates film {ratings.movies[place]}"
        raise ratings.fault(place, f"{pair} a second time; keep one of the two")


def repeats(users: np.ndarray, movies: np.ndarray) -> bool:
    """Whether any pair occurs twice; found by sorting, which is many times faster than hashing the pairs."""
    user, _ = pd.factorize(users)
    movie, films = pd.factorize(movies)
    keys = np.sort(user * len(films) + movie)
    return bool((keys[1:] == keys[:-1]).any())
