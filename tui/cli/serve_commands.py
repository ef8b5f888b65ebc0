"""`matinee serve`: the app in web browsers."""

import socket
from typing import Any

import click

from matinee.tui.cli.launch_options import Opening
from matinee.tui.cli.options import GroupedHelp, opening_options
from matinee.tui.web.request_guard import is_loopback, place_of


def checked_url(_ctx: click.Context, _option: click.Parameter, url: str | None) -> str | None:
    """An address of the web, or none."""
    if url is not None and place_of(url) is None:
        raise click.BadParameter("it must begin with http:// or https://, and a host as in https://films.example.org.")
    return url


@click.command(
    cls=GroupedHelp,
    epilog="\b\nExamples:\n  matinee serve\n  matinee serve --port 8080 --theme matinee-light\n"
    "  matinee serve --host 0.0.0.0 --public-url https://films.example.org",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 for everywhere.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Which port to listen on.")
@click.option(
    "--public-url", metavar="URL", callback=checked_url, help="How visitors call it, where it stands behind a proxy."
)
@click.option(
    "--allow-files",
    is_flag=True,
    help="Let visitors save and resume sessions, import and export files on this machine.",
)
@opening_options
def serve(host: str, port: int, public_url: str | None, allow_files: bool, **named: Any) -> None:
    """Show the app in web browsers, to yourself or to others.

    Every visitor has an evening of their own, with the options given here. There is no password: whoever can reach the
    address can use the app, and see the evening if --session names one. Pages from elsewhere cannot reach it through a
    visitor's browser, and visitors read and write nothing on this machine unless --allow-files lets them. Ctrl+C ends
    it, and the visitors' evenings.
    """
    opening = Opening(**named)
    from matinee.tui.cli.launch import check, open_log
    from matinee.tui.web.server import MatineeServer

    log = open_log(opening, check(opening))  # once, here, instead of in front of every visitor
    if log is not None:
        log.close()
    refuse_taken(host, port)
    server = MatineeServer(opening.arguments(), host, port, public_url, allow_files=allow_files)
    click.echo(f"Matinee is at {server.public_url}; Ctrl+C ends it.")
    if not is_loopback(host):
        click.echo("Everybody in your network can reach it, and there is no password.", err=True)
        if allow_files:
            click.echo("They can read kept sessions and exports on this machine, and write files.", err=True)
    server.serve()


def refuse_taken(host: str, port: int) -> None:
    """Raise click.UsageError where one cannot listen."""
    where = f"{host}, port {port}"
    try:
        (family, kind, protocol, _, address), *_ = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as error:
        raise click.UsageError(
            f"Nothing can be served at {where} ({error.strerror}); name another --port or --host."
        ) from error
