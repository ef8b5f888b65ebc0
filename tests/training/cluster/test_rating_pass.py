"""The pass over ratings on a real scheduler and real workers: as in this process, also when a worker is killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("distributed")

from matinee.engine.paths import MANIFEST
from matinee.training.build import build_bundle
from matinee.training.cluster import connection, rating_pass
from matinee.training.cluster.connection import connect
from matinee.training.cluster.rating_pass import RatingPass, Selection, divide_block
from matinee.training.config.config import BuildConfig
from matinee.training.data.movielens import Dataset, read_dataset
from matinee.training.data.ratings import RatingFile, read_ratings
from matinee.training.errors import ClusterError, DataError
from matinee.training.models.whole_numbers import LIKE, NEUTRAL
from matinee.training.publish import bundle_files
from tests.conftest import ROOT

if TYPE_CHECKING:
    from distributed import Client

MATINEE = (sys.executable, "-m", "matinee")
MODELS = ("svd_likes", "ease", "item_item")
SMALL_CORE = replace(
    BuildConfig(),
    svd_likes=replace(BuildConfig().svd_likes, dimensions=8, core_films=25),
    ease=replace(BuildConfig().ease, core_films=25),
    item_item=replace(BuildConfig().item_item, core_films=25),
)
"""So that films lie outside the core."""


@pytest.fixture(scope="module")
def client() -> "Iterator[Client]":
    """Three worker processes of this machine."""
    with connect("local:3") as client:
        assert len(client.nthreads()) == 3
        yield client


@pytest.fixture(scope="module")
def data(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of ratings, some of which are neutral."""
    folder = tmp_path_factory.mktemp("neutral")
    (folder / "movies.csv").write_bytes((small_data / "movies.csv").read_bytes())
    (folder / "ratings.csv").write_text((small_data / "ratings.csv").read_text().replace(",2.5,", ",3.5,"))
    return folder


@pytest.fixture
def dataset(data: Path) -> Dataset:
    """The ratings as they are read in this process."""
    return read_dataset(data)


def files_with(rating_pass: RatingPass, dataset: Dataset) -> dict[str, bytes]:
    """The files of a bundle whose pairs are summed on the cluster."""
    return bundle_files(build_bundle(dataset, MODELS, SMALL_CORE, facts=None, sum_pairs=rating_pass.sum_pairs))


@pytest.mark.parametrize("group", [8_000_000, 500])
def test_the_bundle_is_the_same_to_the_byte(
    client: "Client", data: Path, dataset: Dataset, monkeypatch: pytest.MonkeyPatch, group: int
) -> None:
    monkeypatch.setattr(rating_pass, "RATINGS_OF_A_GROUP", group)
    progress: list[str] = []
    on_cluster = RatingPass(client, progress.append, block_size=5_000)
    read = read_dataset(data, read=on_cluster.read)
    assert len(on_cluster.blocks) > 10
    assert progress[-1] == f"{len(on_cluster.blocks)} of {len(on_cluster.blocks)} blocks"
    assert read.digest == dataset.digest
    assert read.ratings.equals(dataset.ratings)
    assert files_with(on_cluster, read) == bundle_files(build_bundle(dataset, MODELS, SMALL_CORE, facts=None))


def test_parts_are_read_as_without_a_cluster(client: "Client", data: Path, dataset: Dataset, tmp_path: Path) -> None:
    header, *lines = (data / "ratings.csv").read_text().splitlines(keepends=True)
    for number in range(3):
        (tmp_path / f"part-{number}.csv").write_text("".join([header, *lines[number * 1_100 : (number + 1) * 1_100]]))
    on_cluster = RatingPass(client, block_size=5_000)
    read = read_dataset(data, ratings_file=tmp_path, read=on_cluster.read)
    assert read.ratings.equals(dataset.ratings)
    assert files_with(on_cluster, read) == bundle_files(build_bundle(dataset, MODELS, SMALL_CORE, facts=None))


def test_what_a_killed_worker_held_is_computed_again(client: "Client", data: Path, dataset: Dataset) -> None:
    on_cluster = RatingPass(client, block_size=5_000)
    on_cluster.read(RatingFile(data / "ratings.csv", ",", has_header=True))
    before = client.run(os.getpid)
    killed = next(iter(before.values()))
    os.kill(killed, signal.SIGKILL)
    assert files_with(on_cluster, dataset) == bundle_files(build_bundle(dataset, MODELS, SMALL_CORE, facts=None))
    client.wait_for_workers(3, timeout=30)
    assert killed not in client.run(os.getpid).values()


def test_a_line_that_is_not_a_rating_is_named_as_without_a_cluster(client: "Client", tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    lines = [f"{user},{film},3.5,1000000000" for user in range(40) for film in range(10)]
    lines[333] = "33,3,seven,1000000000"
    path.write_text("\n".join(["userId,movieId,rating,timestamp", *lines]) + "\n")
    file = RatingFile(path, ",", has_header=True)
    with pytest.raises(DataError) as expected:
        read_ratings(file)
    with pytest.raises(DataError) as caught:
        RatingPass(client, block_size=1_000).read(file)
    assert str(caught.value) == str(expected.value)
    assert "line 335" in str(caught.value)


def test_ratings_are_selected_and_divided_by_user() -> None:
    block = (
        np.array([7, 5, 9, 5, 6, 7]),
        np.array([20, 10, 10, 20, 10, 30]),
        np.array([4.0, 5.0, 4.5, 2.0, 3.5, 5.0]),
        np.array([1, 1, 1, 1, 1, 0]),  # the last time cannot be read
    )
    users, films = np.array([5, 7, 9]), np.array([10, 20, 30])
    first, second = divide_block(block, Selection("likes", users, films, n_groups=2))
    assert (first.users.tolist(), first.films.tolist(), first.values.tolist()) == ([0], [0], [1])
    assert (second.users.tolist(), second.films.tolist()) == ([1, 2], [1, 0])
    (whole,) = divide_block(block, Selection("ratings", users, films, n_groups=1))
    assert (whole.users.tolist(), whole.values.tolist()) == ([1, 0, 2, 0], [8, 10, 9, 4])
    block[2][0] = 3.0
    (weighted,) = divide_block(block, Selection("weighted likes", users, films, n_groups=1))
    assert (weighted.users.tolist(), weighted.values.tolist()) == ([1, 0, 2], [NEUTRAL, LIKE, LIKE])


def start(module: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a process of a cluster, and wait until it is there."""
    command = [sys.executable, "-m", f"distributed.cli.{module}", "--no-dashboard", *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stderr is not None
    ready = "Scheduler at:" if module == "dask_scheduler" else "Starting established connection"
    next(line for line in process.stderr if ready in line)
    return process


def test_a_cluster_that_goes_away_ends_in_a_sentence(
    data: Path, dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "CONNECT_SECONDS", 2)
    monkeypatch.setattr(rating_pass, "WORKER_SECONDS", 1)
    port_file = tmp_path / "scheduler.json"
    scheduler = start("dask_scheduler", "--port", "0", "--host", "127.0.0.1", "--scheduler-file", str(port_file))
    worker = start("dask_worker", "--scheduler-file", str(port_file), "--no-nanny")
    try:
        import json

        with connect(json.loads(port_file.read_text())["address"]) as client:
            on_cluster = RatingPass(client)
            on_cluster.read(RatingFile(data / "ratings.csv", ",", has_header=True))
            scheduler.kill()
            scheduler.wait()
            with pytest.raises(ClusterError, match="cluster"):
                files_with(on_cluster, dataset)
    finally:
        for process in (scheduler, worker):
            process.kill()
            process.communicate()


@pytest.mark.parametrize(
    ("address", "code", "message"),
    [
        ("tcp://127.0.0.1:1", 1, "matinee: The cluster at tcp://127.0.0.1:1 cannot be reached"),
        ("local:0", 2, "'0' is not a number of workers"),
        ("scheduler", 2, "'scheduler' is not an address"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(
    small_data: Path, tmp_path: Path, address: str, code: int, message: str
) -> None:
    done = subprocess.run(
        [*MATINEE, "train", "--data", str(small_data), "--cluster", address, "--out", str(tmp_path)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_command_writes_the_same_bundle(small_data: Path, tmp_path: Path) -> None:
    films = tmp_path / "films"
    films.mkdir()
    (films / "movies.csv").write_bytes((small_data / "movies.csv").read_bytes())
    ratings = ("--ratings", str(small_data / "ratings.csv"))
    manifests = []
    for name, options in {"here": (), "cluster": ("--cluster", "local:2")}.items():
        models = ("--model", "ease", "--model", "svd_likes", "--kinship", "default")
        arguments = ("--data", str(films), *ratings, *models, "--no-facts", "--out", str(tmp_path / name))
        done = subprocess.run([*MATINEE, "train", *arguments, *options], cwd=ROOT, check=True, capture_output=True)
        assert not done.stderr
        manifests.append((tmp_path / name / MANIFEST).read_bytes())
    assert manifests[0] == manifests[1]
