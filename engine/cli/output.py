"""Options and output shared by commands: ``--bundle``, ``--json``, JSON documents, tables and rows of films."""

import json
import sys
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie
    from matinee.engine.recommendation import Recommendation
    from matinee.engine.recommender import Recommender

BUNDLE = click.option("--bundle", type=click.Path(path_type=Path), help="Folder of the bundle to use.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document to standard output.")


def load_recommender(folder: Path | None) -> "Recommender":
    """Load a bundle, by default the one that ``find_bundle`` finds."""
    import matinee

    return matinee.load(folder)


def echo_json(document: Any) -> None:
    """Print one JSON document on a line."""
    click.echo(json.dumps(document, ensure_ascii=False))


def print_table(columns: dict[str, str], rows: Iterable[Sequence[str]], right_aligned: Collection[str] = ()) -> None:
    """Print a table as wide as the terminal, or 120 columns wide if the output is not a terminal.

    Args:
        columns: heading → style of the column.
        rows: cells in the order of the columns; markup in them is not interpreted.
        right_aligned: headings of the columns to align right.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, style in columns.items():
        table.add_column(name, style=style, justify="right" if name in right_aligned else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(text) for text in row))
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else 120).print(table)


def print_rows(rows: Sequence[dict[str, Any]], as_json: bool) -> None:
    """Print films with their scores, as JSON or as a table.

    Args:
        rows: as ``movie_row`` returns them, with a "score".
        as_json: print one JSON document; otherwise a table, or nothing if there are no rows.
    """
    if as_json:
        echo_json(list(rows))
        return
    columns = {"film": "", "year": "", "genres": "dim", "score": "", "id": "dim"}
    cells = [
        [row["title"], str(row["year"] or ""), ", ".join(row["genres"]), f"{row['score']:.2f}", str(row["movie_id"])]
        for row in rows
    ]
    if cells:
        print_table(columns, cells, right_aligned={"year", "score", "id"})


def movie_row(movie: "Movie") -> dict[str, Any]:
    """A film for JSON."""
    return {"movie_id": movie.id, "title": movie.title, "year": movie.year, "genres": list(movie.genres)}


def film_row(recommender: "Recommender", movie: "Movie") -> dict[str, Any]:
    """A film for JSON, with its directors."""
    return movie_row(movie) | {"directors": list(recommender.facts(movie.id).directors)}


def recommendation_row(recommender: "Recommender", film: "Recommendation") -> dict[str, Any]:
    """A recommended film for JSON; the terms add up to the score, both rounded to four decimals."""
    terms = {name: round(value, 4) for name, value in film.terms.items()}
    return film_row(recommender, film.movie) | {"score": round(film.score, 4), "terms": terms}


def format_time(moment: datetime) -> str:
    """Local date and time, to the minute."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
