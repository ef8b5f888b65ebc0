"""Letterboxd's lists, and the favourites of its profile."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from matinee.engine.errors import ExchangeError
from matinee.engine.exchange.cells import clean_text
from matinee.engine.exchange.csv_tables import Row, Table
from matinee.engine.exchange.readers.film_cells import FilmColumns, guess_kind, identify_film, kind_note
from matinee.engine.exchange.readers.letterboxd import SOURCE, film_link
from matinee.engine.exchange.records import Export, ImportedFilm, ListedAs, listed_film
from matinee.engine.exchange.row_films import parse_rows

FIRST_LINE = "letterboxd list export"
LIST_COLUMNS = {"position", "name"}
LINK_COLUMNS = {"url", "letterboxd uri"}
PROFILE_COLUMNS = {"username", "favorite films"}
MAX_BLOCK = 20
"""Records before the films of a list: its version, its name and its description."""
MAX_FAVOURITES = 4
FILM = FilmColumns(title=("name",))


def is_letterboxd_list(table: Table) -> bool:
    """Whether a table is a list, with or without the block at its beginning."""
    if table.header[0].casefold().startswith(FIRST_LINE):
        return True
    return table.columns >= LIST_COLUMNS and bool(table.columns & LINK_COLUMNS) and "const" not in table.columns


def read_letterboxd_list(table: Table, listed_as: ListedAs | None) -> Export:
    """Read a list: of liked films, unless its name or ``listed_as`` says something else.

    Raises:
        ExchangeError: the list has no line that names its columns.
    """
    title, films = split_list(table)
    kind = listed_as or guess_kind((table.name, title), default="liked")
    export = parse_rows(SOURCE, films, partial(parse_film, kind=listed_film(kind)))
    return replace(
        export, notes=(kind_note(f"The list '{title}'" if title else table.name, kind),) * (listed_as is None)
    )


def split_list(table: Table) -> tuple[str, Table]:
    """The name of a list, and the table of its films. Raises ExchangeError."""
    if table.columns >= LIST_COLUMNS:
        return "", table
    block: list[list[str]] = []
    for record in table.records():
        cells = [cell.strip() for cell in record.cells]
        names = tuple(cell.casefold() for cell in cells)
        if set(names) >= LIST_COLUMNS:
            title = dict(zip(map(str.casefold, block[0]), block[1], strict=False)) if len(block) > 1 else {}
            films = replace(table, header=tuple(cells), after_line=record.line)
            return clean_text(title.get("name", "")), films
        block.append(cells)
        if len(block) > MAX_BLOCK:
            break
    raise ExchangeError(f"{table.name} is a list of Letterboxd without films; export it again.")


def parse_film(row: Row, kind: ImportedFilm) -> ImportedFilm:
    """The film in a row of a list. Raises RowError."""
    return replace(
        identify_film(row, FILM),
        liked=kind.liked,
        watched=kind.watched,
        on_watchlist=kind.on_watchlist,
        uri=film_link(row.get("url", "letterboxd uri")) or None,
    )


def is_letterboxd_profile(table: Table) -> bool:
    """Whether a table is the profile."""
    return table.columns >= PROFILE_COLUMNS


def refuse_profile(table: Table, _listed_as: ListedAs | None) -> Export:
    """Refuse a profile without the tables that name its films. Raises ExchangeError."""
    raise ExchangeError(
        f"{table.name} is Letterboxd's profile, in which the favourites are links without titles; give the whole "
        "export, as zip or folder."
    )


def favourite_links(profile: Table) -> list[str]:
    """The links of the profile's favourites, in its order."""
    if not is_letterboxd_profile(profile):
        return []
    cells = [row.get("favorite films") for row in profile.rows() if isinstance(row, Row)]
    links = [film_link(link) for cell in cells for link in cell.replace(",", " ").split()]
    return list(dict.fromkeys(links))[:MAX_FAVOURITES]


def mark_favourites(films: Sequence[ImportedFilm], links: Sequence[str]) -> tuple[tuple[ImportedFilm, ...], int]:
    """Mark the films that are the favourites of a profile.

    Returns:
        The films, and the number of favourites that are not among them.
    """
    places = {link: place for place, link in enumerate(links)}
    marked = tuple(replace(film, favourite=places[film.uri]) if film.uri in places else film for film in films)
    return marked, len(places.keys() - {film.uri for film in films})
