"""What every measurement ends in: plain tables, or one JSON document with `--json`."""

import argparse
import json
from collections.abc import Callable, Sequence

import numpy as np

Row = dict[str, str | float]
"""Column → cell."""
Tables = dict[str, list[Row]]
"""Heading → rows."""


def main(description: str | None, measure: Callable[[], Tables]) -> None:
    """Read the command line, measure, and print."""
    options = parser(description).parse_args()
    show(measure(), as_json=options.json)


def parser(description: str | None) -> argparse.ArgumentParser:
    """The command line of every measurement; add to it what one needs besides."""
    command_line = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command_line.add_argument("--json", action="store_true", help="print one JSON document")
    return command_line


def show(tables: Tables, *, as_json: bool) -> None:
    """Print what was measured."""
    print(json.dumps(tables, ensure_ascii=False) if as_json else "\n\n".join(map(as_text, tables, tables.values())))


def spread(what: str, seconds: Sequence[float]) -> Row:
    """How durations are distributed, in milliseconds."""
    median, high, worst = np.percentile(np.asarray(seconds) * 1000, [50, 95, 100]).round(2).tolist()
    return {"what": what, "n": len(seconds), "median ms": median, "p95 ms": high, "worst ms": worst}


def judged(row: Row, column: str, bar: float, *, at_least: bool = False) -> Row:
    """The row with the bar for one of its columns, and whether it is met."""
    value = float(row[column])
    met = value >= bar if at_least else value <= bar
    return {**row, "bar": f"{column} {'≥' if at_least else '≤'} {bar:g}", "met": "yes" if met else "NO"}


def as_text(heading: str, rows: Sequence[Row]) -> str:
    """A heading and columns as wide as what they hold, numbers to the right."""
    if not rows:
        return f"{heading}: none"
    columns = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[cell(row.get(name, "")) for name in columns] for row in rows]
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


def cell(value: str | float) -> str:
    """A number with its thousands apart, a text as it is."""
    return value if isinstance(value, str) else f"{value:,}"
