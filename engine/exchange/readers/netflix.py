"""Netflix: the viewing history, in its short and its detailed form."""

import re
from dataclasses import replace

from matinee.engine.exchange.csv_tables import Row, Table
from matinee.engine.exchange.readers.film_cells import FilmColumns, identify_film
from matinee.engine.exchange.records import Export, ImportedFilm, ListedAs
from matinee.engine.exchange.row_films import parse_rows

SOURCE = "Netflix"
TITLE_COLUMNS = ("title", "titel", "titre", "título", "titolo", "tytuł")
DATE_COLUMNS = ("date", "datum", "fecha", "data", "start time")
ACTIVITY_COLUMNS = {"profile name", "start time", "title"}
SEASON_WORDS = (
    "season|series|part|volume|chapter|book|collection|limited series|miniseries|mini-series|staffel|teil|saison|"
    "partie|temporada|parte|stagione|seizoen|deel|säsong|sæson|sesong|sezon|sezona|kausi|évad|miniserie"
)
SEASON = re.compile(
    rf"(?:{SEASON_WORDS})\b.*|.*\b(?:season|staffel|saison|temporada|stagione|sezon)\b.*", re.IGNORECASE
)
"""The middle of "Dark: Season 1: Secrets"."""
EPISODE = re.compile(
    r"(?:episode|folge|épisode|episodio|episódio|capítulo|aflevering|avsnitt|afsnit|odcinek|pilot)\s*(?:\d+.*)?",
    re.IGNORECASE,
)
"""The end of "Chernobyl: Episode 1"; not of "John Wick: Chapter 2"."""
FILM = FilmColumns(title=TITLE_COLUMNS, year=())
NOTE = "Netflix gives no years and no ratings: a film is found if only one has its title, and counts as seen."


def is_netflix(table: Table) -> bool:
    """Whether a table has the columns of a viewing history."""
    is_history = len(table.names) == 2 and table.names[0] in TITLE_COLUMNS and table.names[1] in DATE_COLUMNS
    return is_history or table.columns >= ACTIVITY_COLUMNS


def read_netflix(table: Table, _listed_as: ListedAs | None) -> Export:
    """Read a viewing history."""
    return replace(parse_rows(SOURCE, table, parse_film), notes=(NOTE,))


def parse_film(row: Row) -> ImportedFilm | None:
    """The film in a row, or None for an episode or a trailer. Raises RowError."""
    if row.get("supplemental video type") or is_episode(row.get(*TITLE_COLUMNS)):
        return None
    return replace(identify_film(row, FILM), watched=True, date=row.read_date(*DATE_COLUMNS))


def is_episode(title: str) -> bool:
    """Whether a title names an episode of a series.

    >>> is_episode("Stranger Things: Stranger Things 3: Chapter One"), is_episode("Kill Bill: Vol. 1")
    (True, False)
    """
    series, *parts = title.split(": ")
    if len(parts) >= 2 and any(SEASON.fullmatch(part) or part.startswith(series) for part in parts[:-1]):
        return True
    return bool(parts) and EPISODE.fullmatch(parts[-1]) is not None
