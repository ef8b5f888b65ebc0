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
    *(
        HERE / "engine" / "bundle" / f"test_{name}.py"
        for name in ("concurrency", "crafted_bundles", "mapped_files", "versions")
    ),
    HERE / "test_privacy.py",
    HERE / "training",
    HERE / "tui" / "test_odd_titles.py",
)
"""Folders and modules of tests that train or import something of training."""
FACTS = HERE / "training" / "facts"
NEED_NOTHING = (
    *(FACTS / f"test_{name}.py" for name in ("build_table", "catalogue_facts", "credits", "imdb_files")),
    *(FACTS / f"test_{name}.py" for name in ("names_checked", "people_names", "records", "table")),
)
"""Modules in these folders that need no package of the extra."""


def has_training() -> bool:
    """Return whether the training packages are installed."""
    return find_spec("torch") is not None


class SkippedModule(pytest.Module):
    """A module that is skipped instead of imported."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        pytest.skip(REASON, allow_module_level=True)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Skip a module that cannot be imported without training packages; pytest's hook."""
    if has_training() or module_path in NEED_NOTHING or not any(map(module_path.is_relative_to, NEED_TRAINING)):
        return None
    skipped: pytest.Module = SkippedModule.from_parent(parent, path=module_path)
    return skipped
