"""`matinee data`. Heavy modules are imported only when the command runs."""

import shlex
from pathlib import Path
from urllib.parse import urlsplit

import click

from matinee.engine.cli.output import JSON, echo_json
from matinee.training.cli.progress import byte_progress
from matinee.training.data.sources import DATA_SETS, GROUPLENS, describe_unknown, find_readme, find_terms

NAMES = ", ".join(f"{name} ({size} MB)" for name, size in DATA_SETS.items())


def validate_name(_context: click.Context, _option: click.Parameter, name: str) -> str:
    """Check the name of a data set. Raises BadParameter with the known names."""
    if name not in DATA_SETS:
        raise click.BadParameter(describe_unknown(name))
    return name


def validate_url(_context: click.Context, _option: click.Parameter, url: str) -> str:
    """Check a web address. Raises BadParameter."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise click.BadParameter(f"'{url}' is not a valid web address ({error}).") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise click.BadParameter(f"'{url}' is not a web address that begins with https:// or http://.")
    return url


@click.command(
    help=f"""Download a MovieLens data set from GroupLens and unpack it.

    NAME is one of {NAMES}.

    The archive is checked against the MD5 published beside it. An interrupted download is resumed by the next call.
    """
)
@click.argument("name", metavar="NAME", callback=validate_name)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data"),
    show_default=True,
    help="Folder in which the data set becomes a sub-folder.",
)
@click.option(
    "--mirror",
    metavar="URL",
    default=GROUPLENS,
    show_default=True,
    callback=validate_url,
    help="Address under which NAME.zip and NAME.zip.md5 are found.",
)
@JSON
def data(name: str, out: Path, mirror: str, as_json: bool) -> None:
    """Download a data set unless it is there, and print its folder and terms of use."""
    from matinee.training.data.download import download, is_downloaded

    folder = out / name
    is_missing = not is_downloaded(folder)
    if is_missing:
        with byte_progress() as (report, log):
            download(name, out, mirror, report, log)
    readme = find_readme(folder)
    terms = find_terms(readme) if readme else None
    if as_json:
        document = {"name": name, "folder": str(folder), "fetched": is_missing, "readme": readme and str(readme)}
        echo_json(document | {"redistribution": terms})
        return
    if is_missing:
        click.echo(f"{name} is in {folder}.")
    else:
        click.echo(f"{name} is already in {folder}; nothing was downloaded.")
    click.echo(
        f"Its terms are in {readme or 'https://grouplens.org/datasets/movielens/'}." + (f" {terms}" if terms else "")
    )
    click.echo(f"Next: matinee train --data {shlex.quote(str(folder))}")
