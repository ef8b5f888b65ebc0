"""What stands below the options in `matinee --help`: examples, files, environment, exit codes."""

from pathlib import Path

import click
from platformdirs import user_config_path, user_data_path, user_log_path

EXAMPLES = [
    ("matinee", "Name four films, and begin."),
    ("matinee --like heat amelie 'spirited away' lebowski", "Begin with the first film at once."),
    ("matinee --session friday", "Keep this evening under a name, or go on with it."),
    ("matinee recommend --prompt 'a 90s heist' --json", "Ask from a script."),
    ("matinee COMMAND --help", "Everything about one command."),
]
ENVIRONMENT = [
    ("MATINEE_HOME", "One folder for all of the files above, instead of your system's folders."),
    ("NO_COLOR", "Set to anything: shades of grey only."),
    ("TEXTUAL_ANIMATIONS", "none: nothing moves by itself; basic or full: it may."),
]
EXIT_CODES = [
    ("0", "Done."),
    ("1", "Something failed; if the app fell over, the last line says where the log is."),
    ("2", "What was asked for cannot be done as it was asked; the message says what to change."),
    ("128 + n", "Ended by signal n: 129 when the terminal was closed, 130 by an interrupt, 143 by kill."),
]
TROUBLE = "`matinee doctor` says what is installed and whether it is whole; please add its answer to a report."


def files() -> list[tuple[str, str]]:
    """Where things are on this system."""
    return [
        (shortened(user_config_path("matinee")), "Your settings and your copy of the policy."),
        (shortened(user_data_path("matinee")), "Evenings you kept, and a bundle of your own in artifacts."),
        (shortened(user_log_path("matinee")), "A log for each time the app fell over, and nothing else."),
    ]


def shortened(path: Path) -> str:
    """A path with the home folder as ~."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def write_manual(formatter: click.HelpFormatter) -> None:
    """The sections, each as wide as the terminal allows."""
    sections = {"Examples": EXAMPLES, "Files": files(), "Environment": ENVIRONMENT, "Exit codes": EXIT_CODES}
    for heading, rows in sections.items():
        with formatter.section(heading):
            formatter.write_dl(rows, col_max=max(len(name) for name, _ in rows) if heading != "Examples" else 30)
    with formatter.section("When something is wrong"):
        formatter.write_text(TROUBLE)
