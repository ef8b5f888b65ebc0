"""Tables for people."""

import sys
from collections.abc import Collection, Iterable, Sequence


def print_table(columns: dict[str, str], rows: Iterable[Sequence[str]], to_the_right: Collection[str] = ()) -> None:
    """Rows of cells under headings (name → style), as wide as the terminal, or 120 where there is none."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, style in columns.items():
        table.add_column(name, style=style, justify="right" if name in to_the_right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(text) for text in row))  # Text: what is in them is data, never markup
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else 120).print(table)
