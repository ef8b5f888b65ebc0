"""A part of the mutation test in every run: files changed at random are used or refused in one sentence."""

from pathlib import Path

import pytest

from benchmarks.mutation_cases import KINDS
from benchmarks.mutations import run, tables

CASES = {"bundle": 25, "session": 60, "export": 40, "ratings": 40, "yaml": 80, "encoder": 6}
"""How many cases of each kind; `python -m benchmarks.mutations` runs 2,500."""


@pytest.mark.parametrize("kind", KINDS)
def test_changed_files_never_end_in_a_traceback(kind: str, tmp_path: Path) -> None:
    outcomes = run(CASES[kind], seed=20_000, only=kind, folder=tmp_path)
    assert tables(outcomes)["failures"] == []
    assert {outcome.result for outcome in outcomes} == {"used", "refused"}  # the changes matter, and not always


def test_a_traceback_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.mutation_cases.load_policy", lambda _path: 1 // 0)
    failures = tables(run(20, seed=0, only="yaml", folder=tmp_path))["failures"]
    assert "ZeroDivisionError in " in str(failures[0]["problem"])
