"""Files that people take for an export of their films: each is refused by what it is, and what to give instead."""

import re

from matinee.engine.errors import ExchangeError
from matinee.engine.exchange.cells import clean_text
from matinee.engine.exchange.csv_tables import Table

BEGINNINGS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!"), "is a packed file; unpack it and give the CSV in it."),
    (re.compile(rb"%PDF"), "is a PDF; give the CSV that the service exports."),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "is an Excel workbook; save the sheet with the films as CSV and give that."),
    (re.compile(rb"SQLite format 3"), "is a database; export its table of films as CSV and give that file."),
    (
        re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head)", re.IGNORECASE),
        "is a web page and not an export; sign in at the service and download the export again.",
    ),
    (
        re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml(?s:.{0,400})<(?:recentratings|film)", re.IGNORECASE),
        "is Criticker's export as XML; choose CSV there.",
    ),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<"), "is XML; give a CSV with the columns Title, Year and Rating."),
)  # fmt: skip
"""First bytes of files that are no tables."""

MOVIELENS_DATA = (
    "is from a MovieLens data set, in which people are numbers: give the export of your own ratings from movielens.org "
    "(movie_id, imdb_id, tmdb_id, rating), or train on the folder with `matinee preprocess --data`."
)
TABLES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"userid", "movieid"}), MOVIELENS_DATA),
    (frozenset({"movieid", "title", "genres"}), MOVIELENS_DATA),
    (frozenset({"movieid", "imdbid", "tmdbid"}), MOVIELENS_DATA),
    (frozenset({"movieid", "tagid"}), MOVIELENS_DATA),
    (frozenset({"tagid", "tag"}), MOVIELENS_DATA),
    (
        frozenset({"title name", "thumbs value"}),
        "is Netflix's table of thumbs; give its ViewingActivity.csv or NetflixViewingHistory.csv.",
    ),
    (
        frozenset({"title name", "utc title add date"}),
        "is Netflix's list of saved titles; rename its column 'Title Name' to Title to import it.",
    ),
    (
        frozenset({"date", "content", "comment"}),
        "is Letterboxd's table of comments; give the whole export, as zip or folder.",
    ),
    (frozenset({"book id", "author"}), "is Goodreads' list of books, not of films."),
    (frozenset({"isbn"}), "is a list of books, not of films."),
    (frozenset({"authors", "star rating"}), "is StoryGraph's list of books, not of films."),
    (frozenset({"artist"}), "is a list of music, not of films."),
    (
        frozenset({"tconst", "averagerating"}),
        "is IMDb's data set of all titles; your own ratings are exported at imdb.com, under Your ratings.",
    ),
    (
        frozenset({"tconst", "titletype"}),
        "is IMDb's data set of all titles; your own ratings are exported at imdb.com, under Your ratings.",
    ),
)
"""Columns of tables that are no export of a person's films."""
MAX_COLUMNS = 6
"""Columns that are listed in a message."""
MAX_COLUMN_NAME = 25


def refuse_beginning(name: str, content: bytes) -> None:
    """Raise ExchangeError if the first bytes of a file show that it is not a table."""
    for beginning, what in BEGINNINGS:
        if beginning.match(content):
            raise ExchangeError(f"{name} {what}")


def refuse_columns(table: Table) -> None:
    """Raise ExchangeError if a table is known not to list a person's films."""
    for columns, what in TABLES:
        if table.columns >= columns:
            raise ExchangeError(f"{table.name} {what}")


def unknown_table_error(table: Table) -> ExchangeError:
    """The error for a table whose columns no reader knows."""
    named = ", ".join(f"'{clean_text(column)[:MAX_COLUMN_NAME]}'" for column in table.header[:MAX_COLUMNS])
    more = ", …" if len(table.header) > MAX_COLUMNS else ""
    return ExchangeError(
        f"{table.name} is not an export that Matinee knows: its first line names the columns {named}{more}; name its "
        "columns Title, Year and Rating, or the one with IMDb ids imdb_id."
    )
