"""The command that fetches data sets. Nothing heavy is imported before it runs."""

import json
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import click

from matinee.training.cli.commands import JSON
from matinee.training.cli.progress import byte_progress
from matinee.training.data.sources import DATA_SETS, GROUPLENS, no_such_data_set, readme_of, terms_of

NAMES = ", ".join(f"{name} ({size} MB)" for name, size in DATA_SETS.items())


def known_name(_context: click.Context, _option: click.Parameter, name: str) -> str:
    """The name of a data set, or a refusal that lists them."""
    if name not in DATA_SETS:
        raise click.BadParameter(no_such_data_set(name))
    return name


def web_address(_context: click.Context, _option: click.Parameter, url: str) -> str:
    """An address that can be fetched from."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise click.BadParameter(f"'{url}' is no web address ({error}).") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise click.BadParameter(f"'{url}' is no web address that begins with https:// or http://.")
    return url


@click.command(
    help=f"""Fetch a MovieLens data set from GroupLens and unpack it.

    NAME is one of {NAMES}.

    The archive is checked against the MD5 published beside it. A call that breaks off is gone on with by the next one.
    """
)
@click.argument("name", metavar="NAME", callback=known_name)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data"),
    show_default=True,
    help="Folder that gets the data set as a sub-folder.",
)
@click.option(
    "--mirror",
    metavar="URL",
    default=GROUPLENS,
    show_default=True,
    callback=web_address,
    help="Folder on the web to fetch NAME.zip and NAME.zip.md5 from.",
)
@JSON
def data(name: str, out: Path, mirror: str, as_json: bool) -> None:
    """Fetch a data set unless it is there, and say where it lies and under which terms."""
    from matinee.training.data.download import fetch, is_there

    folder = out / name
    wanted = not is_there(folder)
    if wanted:
        with byte_progress() as (report, say):
            fetch(name, out, mirror, report, say)
    readme = readme_of(folder)
    terms = terms_of(readme) if readme else None
    if as_json:
        document = {"name": name, "folder": str(folder), "fetched": wanted, "readme": readme and str(readme)}
        click.echo(json.dumps(document | {"redistribution": terms}))
        return
    click.echo(f"{name} is in {folder}." if wanted else f"{name} is already in {folder}; nothing was fetched.")
    click.echo(
        f"Its terms are in {readme or 'https://grouplens.org/datasets/movielens/'}." + (f" {terms}" if terms else "")
    )
    click.echo(f"Next: matinee train --data {shlex.quote(str(folder))}")
