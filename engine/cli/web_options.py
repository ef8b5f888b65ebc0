"""Options shared by the commands that serve HTTP: ``--host``, ``--port``, ``--public-url``."""

import click

from matinee.engine.web.request_guard import origin_of


def validate_url(_ctx: click.Context, _option: click.Parameter, url: str | None) -> str | None:
    """Validate the URL of a site. Raises click.BadParameter."""
    if url is not None and origin_of(url) is None:
        raise click.BadParameter("it must start with http:// or https:// and a host, as in https://films.example.org.")
    return url


HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
PORT = click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
PUBLIC_URL = click.option(
    "--public-url", metavar="URL", callback=validate_url, help="Address that visitors use, if behind a proxy."
)
