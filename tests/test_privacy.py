"""Nothing is written to the home folder and no host name is looked up unless the user asks for it."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from matinee.cli import COMMANDS
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

NAMESPACE = ["unshare", "--user", "--map-root-user", "--net", "--mount"]
QUIET_HOME = [sys.executable, "-m", "tests.quiet_home"]


PROMISED = {
    "import --session": [
        *[".local", ".local/share", ".local/share/matinee", ".local/share/matinee/sessions"],
        ".local/share/matinee/sessions/friday.jsonl",
    ],
    "session rename": [".local/share/matinee/sessions/sunday.jsonl"],
    "session delete": [".local/share/matinee/sessions/.deleted", ".local/share/matinee/sessions/.deleted/sunday.jsonl"],
    "config init": [".config", ".config/matinee", ".config/matinee/config.yaml"],
}
"""What the user asked for."""
LAST_SESSION = [*[".local/state", ".local/state/matinee", ".local/state/matinee/last-sessions"], "a copy"]
"""What the app keeps for a day, unless the configuration says otherwise; the copy has a random name."""
COPY = re.compile(r"\.local/state/matinee/last-sessions/\w+\.jsonl")


def has_namespaces() -> bool:
    """Whether this machine allows network and mount namespaces."""
    try:
        return subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, small_data: Path) -> dict[str, Any]:
    """Files and host name look-ups of every command and of an app session with a mood, in a fresh home folder."""
    folder = str(tmp_path_factory.mktemp("quiet"))
    namespaced = has_namespaces()
    command = [*QUIET_HOME, folder, str(small_data)]
    done = subprocess.run(
        [*NAMESPACE, *command, "--namespace"] if namespaced else command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found | {"watched": namespaced}


def test_every_command_runs_in_a_fresh_home(report: dict[str, Any]) -> None:
    assert report["failed"] == {}
    assert set(COMMANDS) <= set(report["files"])


def test_commands_leave_no_file_in_the_home_but_those_promised(report: dict[str, Any]) -> None:
    files = {name: [COPY.sub("a copy", file) for file in files] for name, files in report["files"].items() if files}
    assert files == {**PROMISED, "app": LAST_SESSION}


def test_no_name_is_looked_up(report: dict[str, Any]) -> None:
    if not report["watched"]:
        pytest.skip("this machine has no network and mount namespaces for users")
    assert report["lookups"] == []


def test_nothing_outside_this_machine_is_reached(report: dict[str, Any]) -> None:
    assert report["connections"] == []
