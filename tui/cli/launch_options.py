"""Options that start the app, shared by `matinee` and `matinee serve`, and help that groups them."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

if TYPE_CHECKING:
    from matinee.engine.exchange.records import ListedAs

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

MAX_SEED = 2**32 - 1
"""The largest seed: larger ones cannot be saved everywhere."""
SECTIONS = {
    "host": "Server",
    "port": "Server",
    "public_url": "Server",
    "allow_files": "Visitors",
    "likes": "Session",
    "companion": "Session",
    "their_likes": "Session",
    "session": "Session",
    "resume": "Session",
    "import_file": "Session",
    "listed_as": "Session",
    "choose_from": "Session",
    "model": "Recommendations",
    "seed": "Recommendations",
    "bundle": "Recommendations",
    "theme": "Appearance",
}
"""Parameter → its heading in the help; the others come last."""


@dataclass(frozen=True)
class LaunchOptions:
    """Values of the options; None or empty if not given.

    Attributes:
        likes: titles of favourites, as typed.
        model: name of the model.
        seed: seed of the random draws.
        bundle: folder of the bundle.
        session: name of the saved session.
        import_file: a Letterboxd or IMDb export to fill the picker from.
        listed_as: "liked", "wanted" or "watched": what the films of an imported list without ratings are.
        choose_from: "watchlist" to show only films of the watchlist.
        theme: name of the theme.
        resume: whether the last session is continued; not for visitors of `matinee serve`.
        companion: name of the second person of a session for two.
        their_likes: titles of the second person's favourites, as typed.
    """

    likes: tuple[str, ...] = ()
    model: str | None = None
    seed: int | None = None
    bundle: Path | None = None
    session: str | None = None
    import_file: Path | None = None
    listed_as: "ListedAs | None" = None
    choose_from: str | None = None
    theme: str | None = None
    resume: bool | None = None
    companion: str | None = None
    their_likes: tuple[str, ...] = ()

    @property
    def needs_bundle(self) -> bool:
        """Whether an option is checked against the bundle before the app starts; titles alone are looked up in it."""
        checked = self.model or self.import_file or self.their_likes or self.resume
        return bool(checked or (self.likes and self.session))

    def arguments(self) -> list[str]:
        """The command-line arguments for these options, valid in any working directory."""
        values = {
            "--model": self.model,
            "--seed": self.seed,
            "--bundle": self.bundle and self.bundle.expanduser().resolve(),
            "--with": self.companion,
            "--session": self.session,
            "--import": self.import_file and self.import_file.expanduser().resolve(),
            "--as": self.listed_as,
            "--from": self.choose_from,
            "--theme": self.theme,
        }
        return [
            *(f"--like={title}" for title in self.likes),
            *(f"--with-like={title}" for title in self.their_likes),
            *(f"{option}={value}" for option, value in values.items() if value is not None),
        ]

    def redacted(self) -> str:
        """Which options are used, for a log: without film titles, names and folders."""
        values = {
            "--like": f"{len(self.likes)} films" if self.likes else None,
            "--model": self.model,
            "--seed": self.seed,
            "--bundle": self.bundle and "a folder",
            "--with": self.companion and "a name",
            "--with-like": f"{len(self.their_likes)} films" if self.their_likes else None,
            "--session": self.session and "a name",
            "--import": self.import_file and "a file",
            "--as": self.listed_as,
            "--from": self.choose_from,
            "--theme": self.theme,
            "--resume": "the last session" if self.resume else None,
        }
        return ", ".join(f"{option} ({value})" for option, value in values.items() if value is not None) or "none"


def complete_lazily(function: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Completion by a function of ``matinee.engine.cli.completion``, imported when it is called."""

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
        names = getattr(import_module("matinee.engine.cli.completion"), function)
        return cast(list[str], names(context, parameter, incomplete))

    return complete


def complete_themes(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Names of themes."""
    from matinee.tui.theme import theme_names

    return [name for name in theme_names() if name.startswith(incomplete)]


OPTIONS = (
    click.option(
        "--like", "likes", multiple=True, metavar="TITLE", help="A favourite; one to ten of them skip the picker."
    ),
    click.option(
        "--with",
        "companion",
        is_flag=False,
        flag_value="them",
        metavar="[NAME]",
        help="Watch with somebody: films are chosen for both of you.",
    ),
    click.option(
        "--with-like", "their_likes", multiple=True, metavar="TITLE", help="A favourite of the other; give one to ten."
    ),
    click.option(
        "--session",
        metavar="NAME",
        shell_complete=complete_lazily("complete_sessions"),
        help="Save this session under a name, or resume a saved one.",
    ),
    click.option(
        "--import",
        "import_file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Fill the picker from a Letterboxd or IMDb export.",
    ),
    click.option(
        "--as",
        "listed_as",
        type=click.Choice(["liked", "wanted", "watched"]),
        help="With --import: what the films of a list without ratings are.",
    ),
    click.option(
        "--from",
        "choose_from",
        type=click.Choice(["watchlist"]),
        help="Show only films of the watchlist, imported or of the saved session.",
    ),
    click.option(
        "--model",
        metavar="NAME",
        shell_complete=complete_lazily("complete_models"),
        help="The model to use; `matinee doctor` lists them.",
    ),
    click.option("--seed", type=click.IntRange(0, MAX_SEED), help="The same seed and answers give the same films."),
    click.option("--bundle", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the bundle to use."),
    click.option("--theme", metavar="NAME", shell_complete=complete_themes, help="Colour theme."),
)


def launch_options(command: Decorated) -> Decorated:
    """Add the options to a command; their values are the fields of LaunchOptions."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


class GroupedHelp(click.Command):
    """A command whose help groups options under headings."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options in the order of their declaration, those without a heading last."""
        groups: dict[str, list[tuple[str, str]]] = {heading: [] for heading in [*SECTIONS.values(), "Other options"]}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None:
                groups[SECTIONS.get(parameter.name or "", "Other options")].append(record)
        for heading, records in groups.items():
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)
