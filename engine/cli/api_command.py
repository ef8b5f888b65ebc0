"""`matinee api`."""

import os
import sys
from pathlib import Path

import click

from matinee.engine.cli.output import BUNDLE
from matinee.engine.cli.web_options import HOST, PORT, PUBLIC_URL, validate_url
from matinee.engine.web.addresses import address_of, bind_address
from matinee.engine.web.request_guard import is_loopback

MAX_WORKERS = 64


def validate_token(_ctx: click.Context, _option: click.Parameter, token: str | None) -> str | None:
    """Validate ``--token``. Raises click.BadParameter."""
    if token is not None and not (token.isascii() and token.isprintable() and token.strip() == token != ""):
        raise click.BadParameter("a token has one or more ASCII characters, without spaces around them.")
    return token


def validate_origins(ctx: click.Context, option: click.Parameter, origins: tuple[str, ...]) -> tuple[str, ...]:
    """Validate each ``--allow-origin``. Raises click.BadParameter."""
    for origin in origins:
        validate_url(ctx, option, origin)
    return origins


@click.command(
    epilog="\b\nExamples:\n  matinee api\n  matinee api --workers 2 --port 8080\n"
    "  MATINEE_API_TOKEN=… matinee api --host 0.0.0.0 --public-url https://films.example.org",
)
@HOST
@PORT
@PUBLIC_URL
@click.option(
    "--workers",
    type=click.IntRange(1, MAX_WORKERS),
    default=1,
    show_default=True,
    help="Processes that answer; each computes one request at a time.",
)
@click.option(
    "--token",
    metavar="TEXT",
    envvar="MATINEE_API_TOKEN",
    callback=validate_token,
    help="Let in only requests with 'Authorization: Bearer TEXT'; other users of this machine see a command line, so "
    "prefer the variable MATINEE_API_TOKEN.",
)
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    metavar="URL",
    callback=validate_origins,
    help="Let pages of this site use the API; repeatable.",
)
@BUNDLE
def api(
    host: str,
    port: int,
    public_url: str | None,
    workers: int,
    token: str | None,
    origins: tuple[str, ...],
    bundle: Path | None,
) -> None:
    """Answer other programs over HTTP: search, recommendations, prompts, and sessions.

    Nothing about anyone is kept: a session is sent whole with each request. /docs describes the addresses,
    /openapi.json says the same to programs. Other web pages cannot use the API unless --allow-origin names their site.
    Ctrl+C ends it.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is imported: a worker is to use one core
    from matinee.engine.api.server import serve
    from matinee.engine.api.settings import ApiSettings

    with bind_address(host, port) as listener:
        click.echo(f"Matinee's API runs at {public_url or address_of(host, port)}; press Ctrl+C to stop.")
        if not is_loopback(host) and token is None:
            click.echo("Anyone in your network can use it; set MATINEE_API_TOKEN to ask for a token.", err=True)
        ended_by = serve(ApiSettings(host, port, bundle, public_url, token, origins), listener, workers)
    sys.exit(128 + ended_by if ended_by else 0)
