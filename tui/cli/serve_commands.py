"""`matinee serve`: the app in web browsers."""

import socket
import sys
from typing import Any

import click

from matinee.tui.cli.launch_options import GroupedHelp, LaunchOptions, launch_options
from matinee.tui.web.request_guard import is_loopback, origin_of


def validate_url(_ctx: click.Context, _option: click.Parameter, url: str | None) -> str | None:
    """Validate ``--public-url``. Raises click.BadParameter."""
    if url is not None and origin_of(url) is None:
        raise click.BadParameter("it must start with http:// or https:// and a host, as in https://films.example.org.")
    return url


@click.command(
    cls=GroupedHelp,
    epilog="\b\nExamples:\n  matinee serve\n  matinee serve --port 8080 --theme matinee-light\n"
    "  matinee serve --host 0.0.0.0 --public-url https://films.example.org",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--public-url", metavar="URL", callback=validate_url, help="Address that visitors use, if behind a proxy."
)
@click.option(
    "--allow-files",
    is_flag=True,
    help="Let visitors save and resume sessions, import and export files, and fetch plots, on this machine.",
)
@click.option(
    "--max-visitors", type=click.IntRange(1, 1000), default=20, show_default=True, help="Visitors at the same time."
)
@launch_options
def serve(host: str, port: int, public_url: str | None, allow_files: bool, max_visitors: int, **values: Any) -> None:
    """Serve the app to web browsers, for yourself or for others.

    Each visitor has their own session, with the options given here. There is no password: anyone who can reach the
    address can use the app, and see the session if --session names one. Other web pages cannot reach it through a
    visitor's browser, and visitors cannot read or write files on this machine, or make it fetch plots and posters,
    unless --allow-files is given. Ctrl+C ends the server and all sessions.
    """
    options = LaunchOptions(**values)
    from matinee.tui.cli.launch import open_log, prepare
    from matinee.tui.web.server import MatineeServer

    log = open_log(options, prepare(options))  # fail here, not for each visitor
    if log is not None:
        log.close()
    check_address(host, port)
    server = MatineeServer(
        options.arguments(), host, port, public_url, allow_files=allow_files, max_visitors=max_visitors
    )
    click.echo(f"Matinee runs at {server.public_url}; press Ctrl+C to stop.")
    if not is_loopback(host):
        click.echo("Anyone in your network can use it; there is no password.", err=True)
        if allow_files:
            click.echo("They can read saved sessions and exports on this machine, write files, fetch plots.", err=True)
    server.serve()
    if server.ended_by is not None:
        sys.exit(128 + server.ended_by)


def check_address(host: str, port: int) -> None:
    """Check that the address is free. Raises click.UsageError."""
    where = f"{host}, port {port}"
    try:
        (family, kind, protocol, _, address), *_ = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not the name of a host"
        raise click.UsageError(f"Cannot listen on {where} ({reason}); choose another --port or --host.") from error
