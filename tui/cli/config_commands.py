"""The commands that say how the app is set up, and what its keys are called in the configuration file."""

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from matinee.tui.config.config import Config

JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")


@click.group(invoke_without_command=True)
@JSON
@click.pass_context
def config(ctx: click.Context, as_json: bool) -> None:
    """Say how the app is set up: its theme, model and keys, and the file they stand in."""
    if ctx.invoked_subcommand is not None:
        if as_json:
            raise click.UsageError(f"Give --json after `{ctx.invoked_subcommand}`.")
        return
    from matinee.engine.paths import user_config
    from matinee.tui.config.config_file import load_config

    path = user_config()
    settings = setting_rows(load_config(path))
    if as_json:
        click.echo(json.dumps({"file": str(path), "exists": path.exists(), "settings": settings}, ensure_ascii=False))
        return
    click.echo(str(path) if path.exists() else f"{path}  (not there; `matinee config init` writes it)")
    for row in settings:
        origin = f"line {row['line']}" if row["line"] else "as it ships"
        click.echo(f"{row['setting']:22}{row['value'] or '—':24}{origin}")


@config.command()
def init() -> None:
    """Write the commented file where there is none yet, and say where it is."""
    from matinee.engine.paths import user_config
    from matinee.tui.config.config_file import present, write_shipped

    path = user_config()
    if present(path):
        click.echo(f"{path} is there already; nothing was changed.")
        return
    write_shipped(path)
    click.echo(f"{path} is written; every line in it is explained.")


@config.command()
@JSON
def keys(as_json: bool) -> None:
    """List everything that can be given other keys: its name, its keys now, and what it does."""
    from matinee.engine.paths import user_config
    from matinee.tui.config.config_file import load_config

    rows = key_rows(load_config(user_config()))
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['name']:26}{row['keys']:24}{row['does']}{'  (yours)' if row['yours'] else ''}")


def check_config() -> str:
    """That the configuration is valid, for the doctor. Raises ConfigError."""
    from matinee.engine.paths import user_config
    from matinee.tui.config.config_file import load_config

    own = load_config(user_config()).lines
    return f"valid, with your own {', '.join(sorted({name.partition('.')[0] for name in own}))}" if own else "valid"


def setting_rows(config: "Config") -> list[dict[str, Any]]:
    """Each setting, its value, and the line it stands in, if it does."""
    values = {"theme": config.theme, "model": config.model} | {
        f"keys.{name}": keys for name, keys in config.keys.items()
    }
    return [{"setting": name, "value": value, "line": config.lines.get(name)} for name, value in values.items()]


def key_rows(config: "Config") -> list[dict[str, Any]]:
    """Everything that can be rebound, with the keys it has now."""
    from matinee.tui.app import MatineeApp
    from matinee.tui.keys.key_validation import holders, rebindable
    from matinee.tui.keys.keymap import meaning, normal_keys

    return [
        {
            "name": name,
            "keys": ",".join(normal_keys(config.keys.get(name, binding.key))),
            "usual": binding.key,
            "yours": name in config.keys,
            "does": meaning(binding, holder, MatineeApp),
        }
        for name, (holder, binding) in rebindable(holders()).items()
    ]
