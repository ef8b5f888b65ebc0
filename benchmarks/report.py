"""Output shared by all benchmarks: plain tables, or one JSON document with `--json`."""

import argparse
import json
from collections.abc import Callable, Sequence

import numpy as np

Row = dict[str, str | float]
"""Column → cell."""
Tables = dict[str, list[Row]]
"""Heading → rows."""


def main(description: str | None, measure: Callable[[], Tables]) -> None:
    """Parse the command line, measure, and print."""
    options = make_parser(description).parse_args()
    print_tables(measure(), as_json=options.json)


def make_parser(description: str | None) -> argparse.ArgumentParser:
    """Make the command-line parser shared by all benchmarks; callers add their own options."""
    command_line = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command_line.add_argument("--json", action="store_true", help="print one JSON document")
    return command_line


def print_tables(tables: Tables, *, as_json: bool) -> None:
    """Print tables as text or as one JSON document."""
    print(
        json.dumps(tables, ensure_ascii=False) if as_json else "\n\n".join(map(format_table, tables, tables.values()))
    )


def timing_row(what: str, seconds: Sequence[float]) -> Row:
    """Summarise durations in milliseconds: median, 95th percentile and worst."""
    median, high, worst = np.percentile(np.asarray(seconds) * 1000, [50, 95, 100]).round(2).tolist()
    return {"what": what, "n": len(seconds), "median ms": median, "p95 ms": high, "worst ms": worst}


def with_bar(row: Row, column: str, bar: float, *, at_least: bool = False) -> Row:
    """Add to a row the bar for one of its columns, and whether it is met.

    Args:
        row: with a number in the column.
        column: the column that is judged.
        bar: the highest allowed value, or the lowest with ``at_least``.
        at_least: whether higher is better.
    """
    value = float(row[column])
    is_met = value >= bar if at_least else value <= bar
    return {**row, "bar": f"{column} {'≥' if at_least else '≤'} {bar:g}", "met": "yes" if is_met else "NO"}


def format_table(heading: str, rows: Sequence[Row]) -> str:
    """Format a heading and aligned columns, numbers to the right."""
    if not rows:
        return f"{heading}: none"
    columns = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[format_cell(row.get(name, "")) for name in columns] for row in rows]
    widths = [max(map(len, texts)) for texts in zip(columns, *cells, strict=True)]
    numeric = [any(isinstance(row.get(name), int | float) for row in rows) for name in columns]
    lines = [
        "  ".join(
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(line, widths, numeric, strict=True)
        ).rstrip()
        for line in [columns, *cells]
    ]
    return "\n".join([heading, *lines])


def format_cell(value: str | float) -> str:
    """Format a number with thousands separators; text stays as it is."""
    return value if isinstance(value, str) else f"{value:,}"
