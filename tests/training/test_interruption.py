"""Training that is interrupted leaves the old bundle whole, and the next run starts clean."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from matinee.engine.bundle.bundle import load_bundle
from matinee.engine.paths import MANIFEST
from tests.conftest import ROOT

OPTIONS = ("--kinship", "default", "--no-facts", "--dimensions", "8", "--min-movie-ratings", "5")
STOP_IN_SECOND_MODEL = """
import sys, time
from matinee.cli import main
from matinee.training import build

train = build.train_model

def train_slowly(name, data, settings):
    if name == "ease":
        print("reached", flush=True)
        time.sleep(60)
    return train(name, data, settings)

build.train_model = train_slowly
sys.argv[0] = "matinee"
main()
"""


def command(data: Path, out: Path, *options: str) -> list[str]:
    """Arguments that train two models."""
    return ["train", "--data", str(data), "--model", "svd", "--model", "ease", *OPTIONS, *options, "--out", str(out)]


def train(data: Path, out: Path, *options: str) -> None:
    """Train without interruption."""
    arguments = [sys.executable, "-m", "matinee", *command(data, out, *options)]
    subprocess.run(arguments, cwd=ROOT, check=True, capture_output=True)


@pytest.fixture(scope="module")
def trained(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Bundles trained with seed 1 and 2, without interruption."""
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    train(small_data, first, "--seed", "1")
    train(small_data, second, "--seed", "2")
    return first, second


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -15), (signal.SIGKILL, -9)])
def test_the_old_bundle_stays_whole_and_the_next_run_starts_clean(
    small_data: Path, trained: tuple[Path, Path], tmp_path: Path, how: signal.Signals, code: int
) -> None:
    out = tmp_path / "bundle"
    shutil.copytree(trained[0], out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    interrupted = subprocess.Popen(
        [sys.executable, "-c", STOP_IN_SECOND_MODEL, *command(small_data, out, "--seed", "2")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert interrupted.stdout is not None
    assert interrupted.stdout.readline() == "reached\n"
    interrupted.send_signal(how)
    _, errors = interrupted.communicate(timeout=30)
    assert interrupted.returncode == code
    assert "Traceback" not in errors
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert set(load_bundle(out).trained) == {"svd", "ease"}
    train(small_data, out, "--seed", "2")
    assert (out / MANIFEST).read_bytes() == (trained[1] / MANIFEST).read_bytes()
