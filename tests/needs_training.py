"""Skips the modules of tests that need the packages of the extra `train`."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

REASON = "training packages are not installed: pip install 'matinee[train]'"
HERE = Path(__file__).parent
NEED_TRAINING = (
    HERE / "benchmarks",
    HERE / "docs" / "test_frontier.py",
    HERE / "engine" / "bundle" / "test_versions.py",
    HERE / "test_privacy.py",
    HERE / "training",
    HERE / "tui" / "test_odd_titles.py",
)
"""Folders and modules of tests that train or import something of training."""


def has_training() -> bool:
    """Return whether the training packages are installed."""
    return find_spec("torch") is not None


class SkippedModule(pytest.Module):
    """A module that is skipped instead of imported."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        pytest.skip(REASON, allow_module_level=True)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Skip a module that cannot be imported without training packages; pytest's hook."""
    if has_training() or not any(module_path.is_relative_to(place) for place in NEED_TRAINING):
        return None
    skipped: pytest.Module = SkippedModule.from_parent(parent, path=module_path)
    return skipped
