"""The import contracts of pyproject.toml hold, and a planted breach of each of them is caught."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytest.importorskip("importlinter", reason="the extra `dev` is not installed")
FOLDERS = ("engine", "policy", "training", "tui")
BREACHES = {
    "floors": ("policy/filters.py", "import matinee.engine.errors"),
    "rooms of the engine": ("engine/models/base.py", "import matinee.engine.storage.store"),
    "rooms of training": ("training/data/tables.py", "import matinee.training.build"),
    "rooms of the app": ("tui/widgets/key_bar.py", "import matinee.tui.app"),
    "click and rich": ("engine/session/summary.py", "import click"),
    "the libraries of the API": ("engine/rows.py", "import fastapi"),
    "nothing that runs": ("engine/bundle/bundle.py", "import pandas"),
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code, without its data."""
    copy = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "matinee", copy / "matinee", symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "*.yaml", "*.tcss"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def broken_contracts(folder: Path) -> list[str]:
    """The contracts that the code in a folder breaks."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    environment = os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    return [line.removesuffix(" BROKEN") for line in done.stdout.splitlines() if line.endswith(" BROKEN")]


def test_the_contracts_are_kept() -> None:
    assert broken_contracts(ROOT) == []


@pytest.mark.parametrize("contract", BREACHES)
def test_a_planted_breach_is_caught(checkout: Path, contract: str) -> None:
    name, breach = BREACHES[contract]
    path = checkout / name
    text = path.read_text(encoding="utf-8")
    try:
        path.write_text(f"{text}\n{breach}\n", encoding="utf-8")
        assert any(broken.startswith(contract) for broken in broken_contracts(checkout))
    finally:
        path.write_text(text, encoding="utf-8")
