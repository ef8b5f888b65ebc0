"""Parses the films in the rows of a table, and collects what is wrong with the rows."""

from collections import Counter
from collections.abc import Callable

from matinee.engine.exchange.cells import RowError
from matinee.engine.exchange.csv_tables import Row, Table
from matinee.engine.exchange.records import Export, ImportedFilm, SkippedRow

MAX_PROBLEMS = 100
"""Different problems of a table that are reported."""
OTHER_PROBLEM = "another problem"


def parse_rows(source: str, table: Table, parse_film: Callable[[Row], ImportedFilm | None]) -> Export:
    """Parse the films in the rows of a table.

    Args:
        source: the service the table comes from, or its name.
        table: as ``read_table`` returns it.
        parse_film: returns the film in a row, or None if the row is not a film; raises RowError for a row to skip.
    """
    films: list[ImportedFilm] = []
    problems = Problems(table.name)
    not_films = n_rows = 0
    for row in table.rows():
        n_rows += 1
        if isinstance(row, SkippedRow):
            problems.add(row.line, row.problem)
            continue
        try:
            film = parse_film(row)
        except RowError as problem:
            problems.add(row.line, str(problem))
            continue
        for cell_problem in row.problems:
            problems.add(row.line, cell_problem, film_read=True)
        if film is None:
            not_films += 1
        else:
            films.append(film)
    return Export(source, tuple(films), problems.listed(), not_films, n_rows=n_rows)


class Problems:
    """The problems of a file, each once with the number of rows that have it."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._first: dict[tuple[str, bool], int] = {}
        self._counts: Counter[tuple[str, bool]] = Counter()

    def add(self, line: int, problem: str, *, film_read: bool = False) -> None:
        """Count a problem of the row that begins on a line."""
        key = problem, film_read
        if key not in self._first and len(self._first) >= MAX_PROBLEMS:
            key = (OTHER_PROBLEM, film_read)
        self._first.setdefault(key, line)
        self._counts[key] += 1

    def listed(self) -> tuple[SkippedRow, ...]:
        """The problems, in the order of their first lines."""
        return tuple(
            SkippedRow(self._file, line, problem, self._counts[problem, film_read], film_read)
            for (problem, film_read), line in sorted(self._first.items(), key=lambda item: item[1])
        )
