"""`matinee data`: a command for each data set, and `film-facts`. Heavy modules are imported only when one runs."""

import shlex
from functools import partial
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from matinee.engine.cli.output import JSON, echo_json
from matinee.policy.settings import did_you_mean
from matinee.training.cli.film_facts_command import film_facts
from matinee.training.cli.options import validate_url
from matinee.training.cli.progress import byte_progress
from matinee.training.data.sources import DATA_SETS, GROUPLENS, describe_unknown, find_readme, find_terms

OUT = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data"),
    show_default=True,
    help="Folder in which the data set becomes a sub-folder.",
)
MIRROR = click.option(
    "--mirror",
    metavar="URL",
    default=GROUPLENS,
    show_default=True,
    callback=validate_url,
    help="Address under which NAME.zip and NAME.zip.md5 are found.",
)


FILM_FACTS = "film-facts"


class DataGroup(click.Group):
    """Takes the name of a data set as a command, which is made when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [*DATA_SETS, FILM_FACTS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name == FILM_FACTS:
            return film_facts
        return download_command(cmd_name) if cmd_name in DATA_SETS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, *rest = args
        command = self.get_command(ctx, name)
        if command is None and not ctx.resilient_parsing:
            hint = did_you_mean(name.lower(), [FILM_FACTS], otherwise="")
            problem = f"there is no data set '{name}'; {hint}" if hint else describe_unknown(name)
            raise click.BadParameter(problem, ctx=ctx, param_hint="'NAME'")
        return name if command else None, command, rest


@click.group(
    cls=DataGroup,
    invoke_without_command=True,  # so that the name can be asked for in its own words
    subcommand_metavar="NAME",
    help="""Download a MovieLens data set from GroupLens and unpack it.

    NAME is the name of a data set, or film-facts.

    The archive is checked against the MD5 published beside it. An interrupted download is resumed by the next call.
    """,
)
@OUT
@MIRROR
@JSON
@click.pass_context
def data(ctx: click.Context, /, **values: Any) -> None:
    """Pass options that stand before the name of a data set to its download."""
    if ctx.invoked_subcommand is None:
        raise click.MissingParameter(ctx=ctx, param_hint="'NAME'", param_type="argument")
    given = {name: values[name] for name in values if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE}
    if given and ctx.invoked_subcommand == FILM_FACTS:
        raise click.UsageError(f"Give options of `{FILM_FACTS}` after it; options before it are those of a download.")
    ctx.default_map = {ctx.invoked_subcommand: given}


def download_command(name: str) -> click.Command:
    """Make the command that downloads a data set."""
    command = click.Command(
        name,
        callback=partial(download_data_set, name),
        short_help=f"Download {name} ({DATA_SETS[name]} MB).",
        help=f"""Download {name} ({DATA_SETS[name]} MB) from GroupLens and unpack it.

        The archive is checked against the MD5 published beside it. An interrupted download is resumed by the next call.
        """,
    )
    for option in (OUT, MIRROR, JSON):
        option(command)
    return command


def download_data_set(name: str, out: Path, mirror: str, as_json: bool) -> None:
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
