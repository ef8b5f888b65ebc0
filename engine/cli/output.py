"""Options and output shared by commands: ``--bundle``, ``--json``, JSON documents and tables."""

import json
import os
import sys
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matinee.engine.cli.streams import open_console
from matinee.engine.scrubbing import UNSAFE, scrub_output

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender

BUNDLE = click.option("--bundle", type=click.Path(path_type=Path), help="Folder of the bundle to use.")
SHOWN = 500
"""Characters of the beginning and of the end of a very long message that are printed."""
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document to standard output.")


def load_recommender(folder: Path | None) -> "Recommender":
    """Load a bundle, by default the one that ``find_bundle`` finds."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in the app, and before numpy is imported
    import matinee

    return matinee.load(folder)


def echo_json(document: Any) -> None:
    """Print one JSON document on a line."""
    click.echo(format_json(document, getattr(sys.stdout, "encoding", None) or "utf-8"))


def format_json(document: Any, encoding: str) -> str:
    r"""Format a document as JSON on one line that any terminal shows as it is.

    Args:
        document: the document.
        encoding: what the line will be encoded in. Characters that it does not have are escaped, and so are those that
            a terminal would act on.

    >>> format_json(["Amélie", "\x9b2J"], "utf-8"), format_json(["Amélie"], "ascii")
    ('["Amélie", "\\u009b2J"]', '["Am\\u00e9lie"]')
    """
    line = UNSAFE.sub(lambda found: json.dumps(found[0])[1:-1], json.dumps(document, ensure_ascii=False))
    try:
        line.encode(encoding)
    except UnicodeEncodeError:
        return json.dumps(document)
    return line


def one_line(message: str) -> str:
    """Format a message as one line, without its middle if something that it repeats is very long.

    >>> one_line("There is no film\\n'Heat'."), len(one_line("long" * 1_000_000))
    ("There is no film 'Heat'.", 1003)
    """
    line = " ".join(message.split())
    return line if len(line) <= 2 * SHOWN else f"{line[:SHOWN]} … {line[-SHOWN:]}"


def print_table(columns: dict[str, str], rows: Iterable[Sequence[str]], right_aligned: Collection[str] = ()) -> None:
    """Print a table as wide as the terminal, or 120 columns wide if the output is not a terminal.

    Args:
        columns: heading → style of the column.
        rows: cells in the order of the columns; markup in them is not interpreted.
        right_aligned: headings of the columns to align right.
    """
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, style in columns.items():
        table.add_column(name, style=style, justify="right" if name in right_aligned else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(scrub_output(text)) for text in row))  # before the columns are as wide as their cells
    open_console(sys.stdout, width=None if sys.stdout.isatty() else 120).print(table)


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


def format_time(moment: datetime) -> str:
    """Local date and time, to the minute."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
