"""`matinee config`: show the configuration, create its file, and list the keys."""

import sys
from typing import TYPE_CHECKING, Any

import click

from matinee.engine.cli.output import JSON, echo_json

if TYPE_CHECKING:
    from pathlib import Path

    from matinee.tui.config.config import Config

MAX_INPUT = 10_000
"""Characters read for a value from standard input; the longest valid value has fewer than 1,000."""


@click.group(invoke_without_command=True)
@JSON
@click.pass_context
def config(ctx: click.Context, as_json: bool) -> None:
    """Show the configuration of the app and its file."""
    if ctx.invoked_subcommand is not None:
        if as_json:
            raise click.UsageError(f"Give --json after `{ctx.invoked_subcommand}`.")
        return
    from matinee.tui.config.config_file import load_config

    path = config_path()
    settings = setting_rows(load_config(path))
    if as_json:
        echo_json({"file": str(path), "exists": path.exists(), "settings": settings})
        return
    click.echo(str(path) if path.exists() else f"{path}  (does not exist; `matinee config init` creates it)")
    for row in settings:
        origin = f"line {row['line']}" if row["line"] else "default"
        click.echo(f"{row['setting']:22}{row['value'] or '—':24}{origin}")


@config.command()
def init() -> None:
    """Create the configuration file, with comments, unless it exists."""
    from matinee.tui.config.config_file import file_exists, write_default_config

    path = config_path()
    if file_exists(path):
        click.echo(f"{path} already exists; nothing was changed.")
        return
    write_default_config(path)
    click.echo(f"{path} created; comments in it explain each setting.")


@config.command(name="set")
@click.argument("setting", type=click.Choice(["theme", "model", "plot", "poster", "keep_last_session", "tmdb_key"]))
@click.argument("value", required=False)
def set_value(setting: str, value: str | None) -> None:
    """Change one setting in the configuration file.

    Without VALUE it is asked for, or read from standard input; a TMDB key is not shown. An empty VALUE is the default.
    """
    from matinee.tui.config.config import Config
    from matinee.tui.config.config_file import SECRET, save_setting, value_problem

    path = config_path()
    if value is None:
        value = ask_value(setting, is_secret=setting == SECRET)
    value = value.strip() or getattr(Config, setting) or ""
    if problem := value_problem(setting, value) or theme_problem(setting, value):
        raise click.UsageError(problem)
    save_setting(path, setting, value)
    shown = value if setting != SECRET else "set" if value else ""
    click.echo(f"{setting} is {shown or 'empty'} in {path}.")


def config_path() -> "Path":
    """The configuration file, to show or to change. Raises NoHomeError."""
    from matinee.engine.paths import require_home, user_config

    return require_home(user_config(), "keep settings")


def ask_value(setting: str, is_secret: bool) -> str:
    """Ask for a value in a terminal; else read the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline(MAX_INPUT)
    return str(click.prompt(setting, default="", show_default=False, hide_input=is_secret))


def theme_problem(setting: str, value: str) -> str:
    """What is wrong with the name of a theme; empty if it is valid, or another setting."""
    if setting != "theme":
        return ""
    from matinee.policy.settings import did_you_mean
    from matinee.tui.theme import theme_names

    return "" if value in theme_names() else f"There is no theme '{value}'; {did_you_mean(value, theme_names())}"


@config.command()
@JSON
def keys(as_json: bool) -> None:
    """List the actions that can be given other keys: name, current keys, and what they do."""
    from matinee.engine.paths import user_config
    from matinee.tui.config.config_file import load_config

    rows = key_rows(load_config(user_config()))
    if as_json:
        echo_json(rows)
        return
    for row in rows:
        click.echo(f"{row['name']:26}{row['keys']:24}{row['does']}{'  (yours)' if row['yours'] else ''}")


def check_config(bundle: "Path | None" = None) -> str:
    """Validate the configuration for `matinee doctor`; returns a sentence.

    Args:
        bundle: folder of the bundle that must have the model; None for the one that is found.

    Raises:
        ConfigError: the configuration is not valid, or names a model that the bundle does not have.
    """
    from matinee.engine.paths import user_config
    from matinee.tui.config.config_file import load_config

    found = load_config(user_config())
    if found.model is not None:
        check_model(found, bundle)
    own = sorted({name.partition(".")[0] for name in found.lines})
    mine = f", with your own {', '.join(own)}" if own else ""
    return f"valid{mine}; {'a' if found.tmdb_key else 'no'} TMDB key is set"


def check_model(config: "Config", bundle: "Path | None") -> None:
    """Raises ConfigError if a bundle that can be read does not have the model of the configuration."""
    import matinee
    from matinee.engine.errors import ModelNotFoundError
    from matinee.tui.config.config import locate_error
    from matinee.tui.config.config_file import ConfigError

    try:
        matinee.load(bundle).model(config.model)
    except ModelNotFoundError as error:
        raise ConfigError(locate_error(error, config)) from error
    except matinee.MatineeError:
        return  # other checks say what is wrong with the bundle or the policy


def setting_rows(config: "Config") -> list[dict[str, Any]]:
    """Each setting with its value and its line in the file, None for a default; of a key, only that it is set."""
    from matinee.tui.config.config_file import SECRET, VALUES

    values = {name: getattr(config, name) or None for name in VALUES} | {
        f"keys.{name}": keys for name, keys in config.keys.items()
    }
    if values[SECRET]:
        values[SECRET] = "set"
    return [{"setting": name, "value": value, "line": config.lines.get(name)} for name, value in values.items()]


def key_rows(config: "Config") -> list[dict[str, Any]]:
    """Each action that can be rebound, with its current keys."""
    from matinee.tui.app import MatineeApp
    from matinee.tui.keys.key_validation import binding_owners, rebindable_bindings
    from matinee.tui.keys.keymap import action_description, normal_keys

    return [
        {
            "name": name,
            "keys": ",".join(normal_keys(config.keys.get(name, binding.key))),
            "usual": binding.key,
            "yours": name in config.keys,
            "does": action_description(binding, holder, MatineeApp),
        }
        for name, (holder, binding) in rebindable_bindings(binding_owners()).items()
    ]
