"""The examples in docstrings are right."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.needs_training import REASON, has_training

FOLDERS = ("matinee/__init__.py", "policy", "engine", "training", "tui")
EXAMPLES = sorted(
    path.relative_to(ROOT)
    for folder in FOLDERS
    for path in ([ROOT / folder] if folder.endswith(".py") else (ROOT / folder).rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("path", EXAMPLES, ids=str)
def test_examples_are_right(path: Path) -> None:
    parts = str(path).removesuffix(".py").removesuffix("/__init__").split("/")
    if parts[0] == "training" and not has_training():
        pytest.skip(REASON)
    module = import_module(".".join(parts if parts[0] == "matinee" else ["matinee", *parts]))
    result = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted > 0
    assert result.failed == 0
