"""The app's options, the same wherever the app is opened, and help that shows options in groups."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar, cast

import click

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

SECTIONS = {
    "host": "Where it is served",
    "port": "Where it is served",
    "public_url": "Where it is served",
    "allow_files": "What visitors may do",
    "likes": "How the evening begins",
    "session": "How the evening begins",
    "import_file": "How the evening begins",
    "model": "What chooses",
    "seed": "What chooses",
    "bundle": "What chooses",
    "theme": "How it looks",
}
"""Under which heading of the help an option stands; all others come last."""


def complete_later(what: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Completion by a function of ``matinee.engine.cli.completion``, which is loaded only when somebody presses tab."""

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
        asked = getattr(import_module("matinee.engine.cli.completion"), what)
        return cast(list[str], asked(context, parameter, incomplete))

    return complete


def complete_themes(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Colours the app can be shown in."""
    from matinee.tui.theme import theme_names

    return [name for name in theme_names() if name.startswith(incomplete)]


OPTIONS = (
    click.option("--like", "likes", multiple=True, metavar="TITLE", help="A favourite; name four to skip the picker."),
    click.option(
        "--session",
        metavar="NAME",
        shell_complete=complete_later("complete_sessions"),
        help="Keep this evening under a name, or go on with one that was kept.",
    ),
    click.option(
        "--import",
        "import_file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Fill the picker from a Letterboxd or IMDb export.",
    ),
    click.option(
        "--model",
        metavar="NAME",
        shell_complete=complete_later("complete_models"),
        help="Which model chooses; `matinee doctor` lists them.",
    ),
    click.option("--seed", type=click.IntRange(0), help="The same seed and answers give the same films."),
    click.option("--bundle", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the bundle to use."),
    click.option("--theme", metavar="NAME", shell_complete=complete_themes, help="Colours to show it in."),
)


def opening_options(command: Decorated) -> Decorated:
    """Give a command the app's options; their values are the fields of an Opening."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


class GroupedHelp(click.Command):
    """A command whose help shows its options under headings."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options in the order they are declared, those without a heading last."""
        groups: dict[str, list[tuple[str, str]]] = {heading: [] for heading in [*SECTIONS.values(), "Other options"]}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None:
                groups[SECTIONS.get(parameter.name or "", "Other options")].append(record)
        for heading, records in groups.items():
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)
