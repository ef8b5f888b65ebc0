"""`matinee serve`: the app in web browsers."""

import sys
from typing import Any

import click

from matinee.engine.cli.web_options import HOST, PORT, PUBLIC_URL
from matinee.engine.web.addresses import bind_address
from matinee.engine.web.request_guard import is_loopback
from matinee.tui.cli.launch_options import GroupedHelp, LaunchOptions, launch_options


@click.command(
    cls=GroupedHelp,
    epilog="\b\nExamples:\n  matinee serve\n  matinee serve --port 8080 --theme matinee-light\n"
    "  matinee serve --host 0.0.0.0 --public-url https://films.example.org",
)
@HOST
@PORT
@PUBLIC_URL
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
    import matinee
    from matinee.tui.cli.launch import open_log, prepare
    from matinee.tui.title_lines import resolve_favourites
    from matinee.tui.web.server import MatineeServer

    prepared = prepare(options)  # fail here, not for each visitor
    if (options.likes or options.bundle) and prepared.recommender is None:
        resolve_favourites(matinee.load(options.bundle), options.likes)
    log = open_log(options, prepared)
    if log is not None:
        log.close()
    bind_address(host, port).close()
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
