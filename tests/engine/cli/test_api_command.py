"""`matinee api` without its extra."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("package", ["fastapi", "uvicorn"])
def test_a_missing_package_is_one_sentence(tmp_path: Path, package: str) -> None:
    absent = f"raise ModuleNotFoundError({package!r}, name={package!r})"
    (tmp_path / f"{package}.py").write_text(absent, encoding="utf-8")
    paths = os.pathsep.join([str(tmp_path), *sys.path])
    done = subprocess.run(
        [sys.executable, "-m", "matinee", "api", "--port", "18764"],
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr in {
        f"matinee: This command needs {name}; run: pip install 'matinee[api]'\n" for name in ("fastapi", "uvicorn")
    }
