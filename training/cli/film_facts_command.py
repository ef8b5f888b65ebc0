"""`matinee data film-facts`. Heavy modules are imported only when the command runs."""

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matinee.engine.cli.output import JSON, echo_json
from matinee.training.cli.options import is_default, validate_url
from matinee.training.cli.progress import progress_bar
from matinee.training.facts.table import TABLE

if TYPE_CHECKING:
    from matinee.training.facts.table import FilmRecord

SHIPPED = Path("processed") / TABLE
WIKIDATA = "https://query.wikidata.org/sparql"
FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path)
"""Folders are checked where they are read, with a sentence about what they should hold."""


@click.command("film-facts", short_help="Write a table of facts about films, from Wikidata.")
@click.option(
    "--for", "data", type=FOLDER, metavar="DIR", help="A MovieLens folder with links.csv: facts of its films."
)
@click.option(
    "--out", type=FILE, help=f"The table to write.  [default: {TABLE} in the folder of the ratings; --from: {SHIPPED}]"
)
@click.option(
    "--imdb",
    type=FOLDER,
    metavar="FOLDER",
    help="With --for: also read those of IMDb's files title.basics, title.crew, title.principals, name.basics it has.",
)
@click.option(
    "--endpoint",
    metavar="URL",
    default=WIKIDATA,
    show_default=True,
    callback=validate_url,
    help="With --for: address of the query service.",
)
@click.option(
    "--from",
    "sources",
    type=FOLDER,
    metavar="FOLDER",
    help="Build the table that ships with Matinee, from the folders of its sources.",
)
@JSON
def film_facts(
    data: Path | None, out: Path | None, imdb: Path | None, endpoint: str, sources: Path | None, as_json: bool
) -> None:
    """Write a table of facts about films: directors, cast, countries, languages, keywords, subjects.

    With --for, Wikidata's query service is asked about the films of a data set: one query at a time, a few minutes for
    ten thousand films. `matinee train` uses the table that it finds in the folder of the data set. A call that is
    interrupted is resumed by the next one.

    IMDb's files (https://developer.imdb.com/non-commercial-datasets/) add running times and missing names. They are for
    personal and non-commercial use.
    """
    if (data is None) == (sources is None):
        raise click.UsageError("Give --for with a MovieLens folder, or --from with the folders of the sources.")
    if sources is not None:
        if imdb is not None or not is_default("endpoint"):
            raise click.UsageError("--imdb and --endpoint need --for.")
        report = build_shipped(sources, out or SHIPPED)
    else:
        assert data is not None  # as checked above
        report = fetch(data, out, imdb, endpoint)
    if as_json:
        echo_json(report)
        return
    click.echo(
        f"Facts of {report['films']:,} films written to {report['out']}: directors of {report['directors']:,}, "
        f"cast of {report['cast']:,}, running times of {report['minutes']:,}."
    )
    if data is not None:
        click.echo(f"Not found: {report['asked'] - report['films']:,} of {report['asked']:,} films.")
        click.echo(f"{report['terms']}\nNext: {report['next']}")


def build_shipped(sources: Path, out: Path) -> dict[str, Any]:
    """Build the table that ships, and describe it. Raises DataError."""
    from matinee.training.facts.build_table import SOURCES, build_table
    from matinee.training.facts.table import write_table

    records = build_table(sources)
    write_table(out, records, SOURCES)
    return describe(records, out)


def fetch(data: Path, out: Path | None, imdb: Path | None, endpoint: str) -> dict[str, Any]:
    """Fetch the table of a data set, and describe it.

    Args:
        data: the folder of the data set.
        out: the table; None for the one in the folder.
        imdb: folder of IMDb's files; None to do without.
        endpoint: address of the query service.

    Raises:
        DataError: the data set has no IMDb ids, or IMDb's files are damaged or must not be used for this table.
        DownloadError: the query service does not answer.
    """
    from datetime import UTC, datetime

    from matinee.training.facts import imdb_files
    from matinee.training.facts.fetch_table import fetch_films, read_imdb_ids
    from matinee.training.facts.imdb_supplement import add_imdb
    from matinee.training.facts.journal import open_journal
    from matinee.training.facts.query_service import QueryService
    from matinee.training.facts.records import make_records
    from matinee.training.facts.table import write_table

    place, ids = read_imdb_ids(data)
    out = out or place / TABLE
    terms = f"From Wikidata (CC0 1.0), {datetime.now(UTC):%Y-%m-%d}."
    if imdb is not None:
        imdb_files.check_place(out)
        imdb_files.find_files(imdb)  # a mistake is reported before anything is fetched
        terms += f" {imdb_files.TERMS}"
    with film_progress(len(ids)) as (on_progress, on_step, log), open_journal(out, endpoint) as journal:
        on_step("asking Wikidata")
        found = fetch_films(ids, QueryService(endpoint, log), journal, on_progress)
        if imdb is not None:
            found = add_imdb(found, imdb_files.read_imdb(imdb, ids, set(found.people.values()), on_step))
        on_step("writing the table")
        records = make_records(found)
        write_table(out, records, ["Film facts for Matinee. Facts and names only.", terms])
    next_command = f"matinee train --data {shlex.quote(str(data))}"
    if out.parent != place or out.name != TABLE:
        next_command += f" --facts {shlex.quote(str(out))}"
    return describe(records, out) | {"asked": len(ids), "terms": terms, "next": next_command}


def describe(records: "list[FilmRecord]", out: Path) -> dict[str, Any]:
    """What a table holds: its file and number of films, and how many have directors, cast and running times."""
    kinds = ("directors", "cast", "minutes")
    known = {kind: sum(bool(getattr(record, kind)) for record in records) for kind in kinds}
    return {"out": str(out), "films": len(records)} | known


@contextmanager
def film_progress(total: int) -> Iterator[tuple[Callable[[int], None], Callable[[str], None], Callable[[str], None]]]:
    """Show a bar that counts films; yields functions that set the count, name the step and print a line above it."""
    with progress_bar() as bar:
        task = bar.add_task("", total=total)
        yield (
            lambda done: bar.update(task, completed=done),
            lambda step: bar.update(task, description=step),
            lambda line: bar.console.print(line, markup=False, highlight=False, soft_wrap=True),
        )
