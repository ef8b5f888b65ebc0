"""`matinee doctor`."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from matinee.engine.cli.output import BUNDLE, JSON, echo_json, one_line


@click.command()
@BUNDLE
@JSON
@click.pass_obj
def doctor(check_config: Callable[[Path | None], str] | None, bundle: Path | None, as_json: bool) -> None:
    """Show what is installed, and check the bundle, the policy and the configuration."""
    from matinee.engine.diagnostics import diagnose

    report = diagnose(bundle, partial(check_config, bundle) if check_config else None)
    if as_json:
        echo_json(report)
    else:
        for line in report_lines(report):
            click.echo(line)
    if not all(check["ok"] for check in report["checks"]):
        raise SystemExit(1)


def report_lines(report: Mapping[str, Any]) -> Iterator[str]:
    """Format a report of ``diagnose`` for people and bug reports."""
    for section in ("versions", "system", "terminal", "paths"):
        for name, value in report[section].items():
            text = {True: "yes", False: "no", None: "none"}.get(value, value)
            absent = section == "paths" and not report["exist"][name]
            yield f"{name:22}{text}{'  (does not exist)' if absent else ''}"
        yield ""
    count = report["saved sessions"]
    yield f"{'saved sessions':22}{'unknown' if count is None else count}"
    if report["bundle"]:
        yield f"{'data set':22}{report['bundle']['dataset']['name']}"
        yield f"{'models':22}{', '.join(report['models'])}"
    for check in report["checks"]:
        yield f"{'✓' if check['ok'] else '✗'} {check['name']}: {one_line(check['detail'])}"
