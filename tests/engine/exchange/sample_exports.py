"""Made-up exports in the formats of Letterboxd and IMDb."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

PLAIN = ("Date", "Name", "Year", "Letterboxd URI")
RATED = (*PLAIN, "Rating")
DIARY = (*RATED, "Rewatch", "Tags", "Watched Date")
REVIEWS = (*RATED, "Rewatch", "Review", "Tags", "Watched Date")
IMDB = (
    "Const", "Your Rating", "Date Rated", "Title", "Original Title", "URL", "Title Type", "IMDb Rating",
    "Runtime (mins)", "Year", "Genres", "Num Votes", "Release Date", "Directors",
)  # fmt: skip
IMDB_LIST = ("Position", "Const", "Created", "Modified", "Description", *IMDB[3:], "Your Rating", "Date Rated")
IMDB_OLD = (
    "position", "const", "created", "modified", "description", "Title", "Title type", "Directors", "You rated",
    "IMDb Rating", "Runtime (mins)", "Year", "Genres", "Num. Votes", "Release Date (month/day/year)", "URL",
)  # fmt: skip


def csv_text(columns: Iterable[str], rows: Iterable[Mapping[str, object]], newline: str = "\n") -> str:
    """A CSV table; missing cells are empty."""
    written = io.StringIO()
    writer = csv.DictWriter(written, list(columns), lineterminator=newline)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def letterboxd_row(name: str, year: object = "", date: str = "2024-01-02", **cells: object) -> dict[str, object]:
    """A row of one of Letterboxd's tables; ``rating`` and ``watched`` name their columns."""
    columns = {"rating": "Rating", "watched": "Watched Date", "review": "Review"}
    return {"Date": date, "Name": name, "Year": year, "Letterboxd URI": "https://boxd.it/xyz"} | {
        columns[key]: cell for key, cell in cells.items()
    }


def imdb_row(const: str, title: str, year: object, rating: object = "", kind: str = "Movie") -> dict[str, object]:
    """A row of one of IMDb's current tables."""
    dated = {"Date Rated": "2023-05-06"} if rating else {}
    return {"Const": const, "Title": title, "Year": year, "Your Rating": rating, "Title Type": kind} | dated


def write_zip(path: Path, tables: Mapping[str, str | bytes], folder: str = "") -> Path:
    """Write a zip of tables, in a folder of the zip if one is given."""
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for name, content in tables.items():
            packed.writestr(folder + name, content)
    return path


def sample_export() -> dict[str, str]:
    """A small Letterboxd export: five films liked, one disliked, one watched, two on the watchlist (one unknown)."""
    liked = [("Heat", 1995), ("Fargo", 1996), ("Alien", 1979), ("Casablanca", 1942), ("Vertigo", 1958)]
    rated = [letterboxd_row(name, year, f"2024-02-0{day}", rating=5) for day, (name, year) in enumerate(liked, 1)]
    rated.append(letterboxd_row("Grease", 1978, "2024-02-06", rating=1.5))
    watched = [*({**row, "Rating": ""} for row in rated), letterboxd_row("Jaws", 1975, "2024-02-07")]
    return {
        "ratings.csv": csv_text(RATED, rated),
        "watched.csv": csv_text(PLAIN, [{key: row[key] for key in PLAIN} for row in watched]),
        "watchlist.csv": csv_text(
            PLAIN, [letterboxd_row("Solaris", 1972, "2024-02-08"), letterboxd_row("Nothing at All", 2019)]
        ),
        "likes/films.csv": csv_text(PLAIN, [letterboxd_row("Heat", 1995, "2024-02-01")]),
    }
