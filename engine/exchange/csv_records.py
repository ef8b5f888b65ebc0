"""Splits a CSV text into records, whichever dialect it is in, in bounded memory and time."""

import csv
import itertools
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from matinee.engine.errors import ExchangeError

DELIMITERS = (",", ";", "\t", "|")
SEPARATOR_LINE = re.compile(r'"?sep=([^\w\s"\'\\]|\t)"?', re.IGNORECASE)
"""The line with which a spreadsheet is told the delimiter."""
SINGLE_QUOTED = re.compile(r"'.*'\s*[,;\t|]\s*'")
"""The beginning of a line whose cells are in single quotation marks."""
BLANK = ' \ufeff\t,;|"'
"""Characters of lines without text."""
MAX_HEAD_LINES = 10
"""Lines at the beginning by which the delimiter is detected."""
BACKSLASH_QUOTE = re.compile(r'[^"\\,;\t|]\\"[^,;\t|\r\n]')
"""A quotation mark inside a cell that is escaped with a backslash instead of being doubled."""
MAX_LINE = 4 << 20
"""Characters of a line or cell; the longest review has a tenth of them."""
MAX_TAKEN_BACK = 8 * MAX_LINE
"""Characters that are read again because of unclosed quotation marks, before lines are read one by one."""
END = "end of the line"
UNCLOSED = "a quotation mark is not closed"


@dataclass(frozen=True)
class Dialect:
    """How a file writes its cells.

    Attributes:
        delimiter: what separates the cells.
        quote: what encloses cells that contain the delimiter.
        escape: what stands before a quotation mark inside a cell; None if it is doubled.
        wrapped: each row is one quoted cell that contains the row.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str | None = None
    wrapped: bool = False

    def reader(self, lines: Iterable[str], *, strict: bool = False) -> Iterator[list[str]]:
        """A reader of lines in this dialect; a strict one raises csv.Error at a misplaced quotation mark."""
        csv.field_size_limit(MAX_LINE)
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            escapechar=self.escape,
            skipinitialspace=True,
            strict=strict,
        )


@dataclass(frozen=True, slots=True)
class Record:
    """The cells between two ends of rows.

    Attributes:
        line: the line on which it begins, counted from 1.
        cells: as written, without quotation marks.
        problem: what is wrong with its quotation marks; None if nothing is.
        after_problem: a quotation mark before it was not closed; the record may be the rest of a cell.
    """

    line: int
    cells: list[str]
    problem: str | None = None
    after_problem: bool = False


class Lines:
    """The lines of a text, one by one; those since the last ``forget`` can be taken back.

    Attributes:
        count: number of lines given out.
        recent: lines since the last ``forget``.
    """

    def __init__(self, name: str, text: TextIO) -> None:
        self._name = name
        self._text = text
        self._returned: deque[str] = deque()
        self.count = 0
        self.recent: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else self._text.readline(MAX_LINE)
        if not line:
            raise StopIteration
        self.count += 1
        if len(line) == MAX_LINE:
            raise ExchangeError(f"{self._name}, line {self.count} is longer than {MAX_LINE >> 20} MB; export it again.")
        self.recent.append(line)
        return line

    def forget(self) -> None:
        """Start again to remember lines."""
        self.recent = []

    def take_back(self) -> None:
        """Give out the remembered lines again."""
        self._returned.extendleft(reversed(self.recent))
        self.count -= len(self.recent)
        self.recent = []


def detect_dialect(text: TextIO) -> Dialect:
    """Detect the dialect by the first line with text, which names the columns or, before it, the delimiter.

    If that line has one cell, as that of a list with a title has, the lines behind it count.
    """
    beginning = text.read(MAX_LINE // 16)
    escape = "\\" if BACKSLASH_QUOTE.search(beginning) else None
    with_text = (line.strip("\ufeff") for line in beginning.splitlines() if line.strip(BLANK))
    first, *others = [*itertools.islice(with_text, MAX_HEAD_LINES), ""]
    if named := SEPARATOR_LINE.fullmatch(first.strip(" ")):
        return Dialect(named[1], escape=escape)
    quote = "'" if SINGLE_QUOTED.match(first) else '"'
    best = best_dialect([first, *others], [Dialect(delimiter, quote, escape) for delimiter in DELIMITERS])
    cells = split_line(first, best)
    if len(cells) == 1 and first.startswith(quote):
        dialects = [Dialect(delimiter, quote, escape, wrapped=True) for delimiter in DELIMITERS]
        wrapped = best_dialect(cells, dialects)
        return wrapped if len(split_line(cells[0], wrapped)) > 1 else best
    return best


def best_dialect(lines: Sequence[str], dialects: Sequence[Dialect]) -> Dialect:
    """The dialect in which the first line has most cells; the first of those in which other lines have most."""

    def count_cells(dialect: Dialect) -> tuple[int, int]:
        counts = [len(split_line(line, dialect)) for line in lines]
        return counts[0], max(counts)

    return max(dialects, key=count_cells)


def split_line(line: str, dialect: Dialect) -> list[str]:
    """The cells of one line; of the first if it contains others."""
    return next(dialect.reader(line.splitlines(keepends=True)), [])


def read_records(name: str, text: TextIO, dialect: Dialect) -> Iterator[Record]:
    """Split a text into records.

    A quotation mark that is not closed would swallow the rows behind it, up to the next one: its line is then read
    by itself, and the lines behind it are read again.

    Args:
        name: the name of the file, for messages.
        text: the text from its beginning.
        dialect: as ``detect_dialect`` returns it.

    Raises:
        ExchangeError: a line is too long to be a row.
    """
    lines = Lines(name, text)
    taken_back = doubtful_to = 0
    while True:
        yield from read_whole_records(lines, dialect, doubtful_to)
        if not lines.recent:
            return
        if len(lines.recent) > 1:
            taken_back += sum(map(len, lines.recent))
            doubtful_to = max(doubtful_to, lines.count)
        n_alone = 1 if taken_back <= MAX_TAKEN_BACK else len(lines.recent)
        lines.take_back()
        for line in itertools.islice(lines, n_alone):
            yield read_line_alone(line, lines.count, dialect, after_problem=lines.count <= doubtful_to)
        lines.forget()


def read_whole_records(lines: Lines, dialect: Dialect, doubtful_to: int) -> Iterator[Record]:
    """Split lines into records up to one with a misplaced quotation mark; ``lines`` remembers the lines of that one."""
    reader = dialect.reader(lines, strict=True)
    line = lines.count + 1
    try:
        for cells in reader:
            yield Record(line, unwrap(cells, dialect), after_problem=line <= doubtful_to)
            lines.forget()
            line = lines.count + 1
    except csv.Error:
        return


def read_line_alone(line: str, number: int, dialect: Dialect, *, after_problem: bool) -> Record:
    """A record of one line in which a quotation mark is misplaced."""
    first, *others = dialect.reader([line, END])
    if others:
        return Record(number, unwrap(first, dialect), after_problem=after_problem)
    return Record(number, split_unquoted(line, dialect), UNCLOSED, after_problem)


def unwrap(cells: list[str], dialect: Dialect) -> list[str]:
    """Split the one cell of a wrapped row."""
    return split_line(cells[0], dialect) if dialect.wrapped and len(cells) == 1 else cells


def split_unquoted(line: str, dialect: Dialect) -> list[str]:
    """The cells of a line in which quotation marks mean nothing."""
    return [cell.strip(' \r\n"') for cell in line.split(dialect.delimiter)]
