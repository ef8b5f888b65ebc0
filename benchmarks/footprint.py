"""Disk space of an installation.

`pip install .` into a new virtual environment without pip; then the size of everything in site-packages, data
included, in MB of a million bytes, and whether any package is there that only training needs.

Bar: ≤ 330 MB, and no torch, pandas, scikit-learn or scipy.

    python -m benchmarks.footprint [--json]
"""

import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.report import Row, Tables, main, with_bar

ROOT = Path(__file__).resolve().parent.parent
UNWANTED = ("torch", "pandas", "sklearn", "scipy")
LARGEST = 6
BAR = 330


def install(folder: Path) -> Path:
    """Install the checkout into a new environment and return its site-packages. Raises CalledProcessError."""
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", str(ROOT)], check=True)
    subprocess.run([folder / "bin" / "matinee", "doctor"], check=True, stdout=subprocess.DEVNULL)
    return next((folder / "lib").glob("python3*/site-packages"))


def megabytes(path: Path) -> float:
    """Add up the sizes of a file, or of all files under a folder, in MB of a million bytes."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1e6


def measure() -> Tables:
    """Measure one installation."""
    with TemporaryDirectory() as folder:
        packages = install(Path(folder))
        sizes = {path.name: megabytes(path) for path in packages.iterdir()}
        artifacts = megabytes(packages / "matinee" / "artifacts")
    largest = sorted(sizes, key=lambda name: -sizes[name])[:LARGEST]
    total: Row = {"what": "site-packages, data included", "MB": round(sum(sizes.values()), 1)}
    unwanted: Row = {"what": "training packages", "MB": "none", "bar": "none", "met": "yes"}
    if present := [name for name in UNWANTED if name in sizes]:
        unwanted |= {"MB": ", ".join(present), "met": "NO"}
    parts: list[Row] = [{"what": f"  {name}", "MB": round(sizes[name], 1)} for name in largest]
    data: Row = {"what": "of these, data (artifacts)", "MB": round(artifacts, 1)}
    return {"pip install .": [with_bar(total, "MB", BAR), unwanted, data, {"what": "largest:"}, *parts]}


if __name__ == "__main__":
    main(__doc__, measure)
