"""Lists without columns: an IMDb id, a link, or a title with its year on each line."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from matinee.engine.exchange.cells import TITLE_WITH_YEAR, clean_text, parse_number
from matinee.engine.exchange.csv_tables import Row, Table
from matinee.engine.exchange.readers.film_cells import SCALES, FilmColumns, detect_scale, guess_kind, kind_note
from matinee.engine.exchange.readers.plain import Layout, has_imdb_id, parse_film, scale_note
from matinee.engine.exchange.records import Export, ImportedFilm, ListedAs, listed_film
from matinee.engine.exchange.row_films import parse_rows

MAX_RATING = SCALES[-1]
LIST_MARK = re.compile(r"(?:\d{1,5}[.)]|[-*•])\s+")
"""Before a title of a list: "12. ", "- "."""
FIRST_MARK = re.compile(r"(?:1[.)]|[-*•])\s")
"""Before the first title, if the titles are marked."""


def is_plain_list(table: Table) -> bool:
    """Whether a file is a list without columns: an IMDb id, a link, or a title with its year on each line."""
    first = clean_text(table.dialect.delimiter.join(table.header))
    return has_imdb_id(table.header[0]) or bool(TITLE_WITH_YEAR.fullmatch(first))


def read_plain_list(table: Table, listed_as: ListedAs | None) -> Export:
    """Read a list without columns, of ids with or without ratings, or of titles.

    Without ratings, it is of liked films unless its name or ``listed_as`` says something else.
    """
    kind = listed_as or guess_kind((table.name,), default="liked")
    if has_imdb_id(table.header[0]):
        return read_ids(table, kind, is_guess=listed_as is None)
    lines = table.with_header(("title",))
    layout = Layout(FilmColumns(), (), best=5)
    parse = partial(parse_film, layout=layout, kind=listed_film(kind))
    if FIRST_MARK.match(table.header[0]):
        parse = partial(parse_marked, parse=parse)
    export = parse_rows(table.name, lines, parse)
    return replace(export, notes=(kind_note(table.name, kind),) * (listed_as is None))


def read_ids(table: Table, kind: ListedAs, *, is_guess: bool) -> Export:
    """Read a list of IMDb ids; a number behind the first one is a rating."""
    rest = table.header[1:]
    is_rated = bool(rest) and (parse_number(rest[0]) or MAX_RATING + 1) <= MAX_RATING
    names = ("imdb", *(["rating"] if is_rated else []), *("" for _ in rest[is_rated:]))
    rows = table.with_header(names)
    rating = ("rating",) if is_rated else ()
    best = detect_scale(rows, *rating)
    kinds = listed_film("watched" if is_rated else kind)
    layout = Layout(FilmColumns(imdb=("imdb",)), rating, best)
    export = parse_rows(table.name, rows, partial(parse_film, layout=layout, kind=kinds))
    if is_rated:
        return replace(export, notes=(scale_note(table.name, best),))
    return replace(export, notes=(kind_note(table.name, kind),) * is_guess)


def parse_marked(row: Row, parse: Callable[[Row], ImportedFilm | None]) -> ImportedFilm | None:
    """The film in a line that begins with a mark of the list, such as its number. Raises RowError."""
    row.cells["title"] = LIST_MARK.sub("", row.get("title"), count=1)
    return parse(row)
