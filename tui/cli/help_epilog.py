"""End of `matinee --help`: examples, files, environment, exit codes."""

from collections.abc import Callable
from pathlib import Path

import click
from platformdirs import user_config_path, user_data_path, user_log_path, user_state_path

EXAMPLES = [
    ("matinee", "Choose a few films and start."),
    ("matinee --like heat amelie 'spirited away' lebowski", "Start with the first recommendation."),
    ("matinee --session friday", "Save a session under a name, or resume it."),
    ("matinee recommend --prompt 'a 90s heist' --json", "Recommend from a script."),
    ("matinee COMMAND --help", "Help for one command."),
]
ENVIRONMENT = [
    ("MATINEE_HOME", "One folder for all the files above, instead of your system's folders."),
    ("NO_COLOR", "Any value: shades of grey only."),
    ("TEXTUAL_ANIMATIONS", "none, basic or full: which animations are shown."),
]
EXIT_CODES = [
    ("0", "Done."),
    ("1", "Something failed; after a crash, the last line names the log."),
    ("2", "Invalid usage or input; the message says what to change."),
    ("128 + n", "Ended by signal n: 129 terminal closed, 130 interrupted, 143 killed."),
]
TROUBLE = "`matinee doctor` checks the installation; please add its output to a bug report."


def files() -> list[tuple[str, str]]:
    """Locations of the user's files on this system."""
    return [
        (folder_text(user_config_path), "Your settings and your copy of the policy."),
        (folder_text(user_data_path), "Saved sessions, and your own bundle in artifacts."),
        (folder_text(user_state_path), "A copy of the last session, for a day."),
        (folder_text(user_log_path), "A log of each crash, and nothing else."),
    ]


def folder_text(find: Callable[[str], Path]) -> str:
    """Write the path of a folder with ~ for the home folder; without a home folder, what it takes to have one."""
    try:
        path, home = find("matinee"), Path.home()
    except RuntimeError:
        return "(set HOME or MATINEE_HOME)"
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def write_epilog(formatter: click.HelpFormatter) -> None:
    """Write all sections, as wide as the terminal."""
    sections = {"Examples": EXAMPLES, "Files": files(), "Environment": ENVIRONMENT, "Exit codes": EXIT_CODES}
    for heading, rows in sections.items():
        with formatter.section(heading):
            formatter.write_dl(rows, col_max=max(len(name) for name, _ in rows) if heading != "Examples" else 30)
    with formatter.section("Troubleshooting"):
        formatter.write_text(TROUBLE)
