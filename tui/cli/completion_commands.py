"""`matinee completion`: the tab key knows commands, options and names."""

import click
from click.shell_completion import get_completion_class

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
    """Print what makes a shell complete Matinee's commands and options.

    Names of models, genres, themes and of evenings you kept are completed too. Write it where your shell looks for it,
    and open a new shell.
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"This click knows no completion for {shell}.")
    script = kind(ctx.find_root().command, {}, "matinee", VARIABLE).source()
    comment = f"# To install it: {INSTALL[shell]}"
    first, _, rest = script.strip().partition("\n")
    click.echo(f"{first}\n{comment}\n{rest}" if first.startswith("#compdef") else f"{comment}\n{first}\n{rest}")
