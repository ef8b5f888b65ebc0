"""Shell completion: the command `matinee completion`, and names of models, genres and saved sessions."""

import json
from collections.abc import Iterable
from typing import Any

import click
from click.shell_completion import get_completion_class

from matinee.engine.catalogue.genre_names import is_genre
from matinee.engine.errors import MatineeError
from matinee.engine.paths import MANIFEST, find_bundle
from matinee.engine.scrubbing import scrub_text
from matinee.policy.bounded_files import read_bounded

MAX_MANIFEST = 1_000_000
"""Size of a manifest that is read for completion; that of the bundle that ships has 20 kB."""
VARIABLE = "_MATINEE_COMPLETE"
INSTALL = {
    "bash": "matinee completion bash > ~/.local/share/bash-completion/completions/matinee",
    "zsh": "matinee completion zsh > ~/.zfunc/_matinee   (a folder in your fpath, before compinit)",
    "fish": "matinee completion fish > ~/.config/fish/completions/matinee.fish",
}


@click.command(
    epilog="\b\nExamples:\n"
    + "\n".join(f"  {line}" for line in INSTALL.values())
    + '\n  eval "$(matinee completion bash)"'
)
@click.argument("shell", type=click.Choice(list(INSTALL)))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print a script that completes Matinee's commands and options in a shell.

    Names of models, genres, themes and saved sessions are completed too. Save the script where your shell looks for
    completions, and open a new shell.
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"The installed version of click does not support {shell}.")
    script = kind(ctx.find_root().command, {}, "matinee", VARIABLE).source()
    comment = f"# To install it: {INSTALL[shell]}"
    first, _, rest = script.strip().partition("\n")
    click.echo(f"{first}\n{comment}\n{rest}" if first.startswith("#compdef") else f"{comment}\n{first}\n{rest}")


def complete_models(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Models of the bundle in use."""
    return starting_with(incomplete, names_in(read_manifest(ctx).get("models")))


def complete_genres(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Genres of the bundle in use."""
    return starting_with(incomplete, filter(is_genre, names_in(read_manifest(ctx).get("genres"))))


def complete_sessions(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Saved sessions."""
    from matinee.engine.storage.store import session_names

    try:
        return starting_with(incomplete, session_names())
    except (MatineeError, OSError):
        return []


def read_manifest(ctx: click.Context) -> dict[str, Any]:
    """The manifest of the bundle in use; empty if it cannot be read, since completion cannot show errors."""
    try:
        folder = ctx.params.get("bundle")
        path = find_bundle(folder) / MANIFEST
        found = json.loads(read_bounded(path, MAX_MANIFEST))
    except (MatineeError, OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def names_in(value: Any) -> list[str]:
    """The names in a part of a manifest, whatever else it may be; each is one line, as shells expect."""
    return [scrub_text(name) for name in value if isinstance(name, str)] if isinstance(value, dict | list) else []


def starting_with(incomplete: str, names: Iterable[str]) -> list[str]:
    """The names that start with what is typed, ignoring case."""
    return [name for name in names if name.casefold().startswith(incomplete.casefold())]
