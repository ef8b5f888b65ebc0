"""A table of the films not found, which the user edits to say which films of the catalogue they are."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.errors import ExchangeError
from matinee.engine.exchange.cells import RowError, quote
from matinee.engine.exchange.csv_tables import Row, read_table
from matinee.engine.exchange.import_plan import ImportPlan
from matinee.engine.exchange.matching import Unmatched
from matinee.engine.exchange.records import ImportedFilm, SkippedRow
from matinee.policy.bounded_files import read_bounded

COLUMNS = ("title", "year", "proposed", "movie_id", "accept")
YES, NO = frozenset({"yes", "y", "true", "1", "x"}), frozenset({"", "no", "n", "false", "0"})
"""Cells of the column "accept", in lower case."""
MAX_BYTES = 8_000_000
"""Largest table that is read: about 100,000 films."""
MAX_DIGITS = 12
"""Digits of a movie id."""
REMEDY = "`matinee import FILE --table TABLE.csv` writes a new table"

Key = tuple[str, str]
"""Title and year of a film, as they are in the table."""


def render_table(unmatched: Iterable[Unmatched]) -> str:
    """Render films not found as CSV: what each may be, and "no" in the column that accepts it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in unmatched:
        nearest = ("", "") if each.nearest is None else (each.nearest.label, each.nearest.id)
        writer.writerow([*key_of(each.film), *nearest, "no"])
    return text.getvalue()


def read_accepted(path: Path, plan: ImportPlan) -> dict[int, int]:
    """Read an edited table.

    Args:
        path: a table that ``render_table`` rendered, with "yes" in some rows; columns that were added are ignored.
        plan: the import of the same export.

    Returns:
        Position among the films not found → id of the film that the row accepts.

    Raises:
        ExchangeError: the table cannot be read, or a row is wrong; the message names its line.
    """
    rows = read_rows(path)
    check_complete(path, rows, plan.unmatched)
    positions: dict[Key, list[int]] = {}
    for position, missed in enumerate(plan.unmatched):
        positions.setdefault(key_of(missed.film), []).append(position)
    found = {key_of(film): int(plan.catalogue.ids[place]) for film, place in plan.matched.found}
    accepted: dict[int, int] = {}
    for row in rows:
        try:
            movie_id = parse_choice(row, plan.catalogue)
            place = find_position(row, positions, found, movie_id)
        except RowError as problem:
            raise ExchangeError(f"{path}, line {row.line}: {problem}.") from None
        if movie_id is not None and place is not None:
            accepted[place] = movie_id
    return accepted


def read_rows(path: Path) -> list[Row]:
    """The rows of a table. Raises ExchangeError if it cannot be read or does not have the columns."""
    try:
        content = read_bounded(path, MAX_BYTES)
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise ExchangeError(f"{path} cannot be read ({reason}); give `all`, or a table: {REMEDY}.") from error
    if not content.strip():
        raise ExchangeError(f"{path} is empty; {REMEDY}.")
    table = read_table(path.name, content)
    missing = [column for column in COLUMNS if column != "proposed" and column not in table.columns]
    if missing:
        raise ExchangeError(f"{path} has no column {' and no column '.join(missing)}; {REMEDY}.")
    rows: list[Row] = []
    for row in table.rows():
        if isinstance(row, SkippedRow):
            raise ExchangeError(f"{path}, line {row.line}: {row.problem}.")
        rows.append(row)
    return rows


def check_complete(path: Path, rows: Sequence[Row], unmatched: Sequence[Unmatched]) -> None:
    """Check that no film is listed twice, and that of several with the same title and year none is missing.

    Raises:
        ExchangeError: the table has more or fewer rows of a film than the export.
    """
    lines: dict[Key, list[int]] = {}
    for row in rows:
        lines.setdefault(key_in(row), []).append(row.line)
    expected: dict[Key, int] = {}
    for each in unmatched:
        expected[key_of(each.film)] = expected.get(key_of(each.film), 0) + 1
    for key, found in lines.items():
        if key in expected and len(found) != expected[key]:
            raise ExchangeError(
                f"{path}, line {found[-1]}: the table has {label(key)} {len(found)}×, the export {expected[key]}×; "
                "keep one row for each."
            )


def parse_choice(row: Row, catalogue: Catalogue) -> int | None:
    """The movie id that a row accepts; None if it accepts none. Raises RowError."""
    answer = row.get("accept").casefold()
    if answer in NO:
        return None
    if answer not in YES:
        raise RowError(f"accept must be yes or no, not {quote(row.get('accept'))}")
    cell = row.get("movie_id").removesuffix(".0")  # written by programs that keep a column with gaps as decimals
    if not cell:
        raise RowError("accept is yes, but movie_id is empty; `matinee search TITLE` shows the ids of films")
    if not (cell.isascii() and cell.isdecimal() and len(cell) <= MAX_DIGITS) or int(cell) not in catalogue.rows:
        raise RowError(f"no film has the movie_id {quote(cell)}; `matinee search TITLE` shows the ids of films")
    return int(cell)


def find_position(
    row: Row, positions: Mapping[Key, list[int]], found: Mapping[Key, int], movie_id: int | None
) -> int | None:
    """The next film not found that a row is about; None if the film was found by itself as the row says.

    Args:
        row: a row of the table.
        positions: title and year → positions of the films not found, of which the first is removed.
        found: title and year → movie id of the films found.
        movie_id: the film that the row accepts; None if it accepts none.

    Raises:
        RowError: the export has no such film, or it was found as another film.
    """
    key = key_in(row)
    if positions.get(key):
        return positions[key].pop(0)
    if key not in found:
        raise RowError(f"the export has no {label(key)}; keep titles and years as they were")
    if movie_id not in (None, found[key]):
        raise RowError(f"{label(key)} was found already, with the movie_id {found[key]}; remove the row")
    return None


def key_of(film: ImportedFilm) -> Key:
    """Title and year of an imported film."""
    return film.title, str(film.year or "")


def key_in(row: Row) -> Key:
    """Title and year in a row."""
    return row.get("title"), row.get("year").removesuffix(".0")


def label(key: Key) -> str:
    """ "'The Matrix (1999)'", for messages."""
    title, year = key
    return quote(f"{title} ({year})" if year else title)
