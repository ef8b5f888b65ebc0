"""The memory that training needs is estimated, and what does not fit is refused before anything is trained."""

import os
import re
import resource
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from matinee.engine.bundle.bundle import load_bundle
from matinee.training import memory
from matinee.training.build import QUICK, TRAINERS, models_to_train
from matinee.training.cli.options import build_config
from matinee.training.config.config import BuildConfig, HybridConfig
from matinee.training.errors import DataError
from matinee.training.memory import NEEDS, check_memory, film_counts, free_memory, need
from matinee.training.preprocess.split import SAMPLED_RATINGS
from tests.conftest import ROOT

GB = 1_000_000_000
SMALL_OPTIONS = ("--min-user-ratings", "5", "--min-movie-ratings", "5")
ENOUGH_FOR_LEAN_MODELS = 400_000
"""Bytes that suffice for svd and als on the small data, but not for matrices of 60 × 60 films."""


def make_ratings(films: int, users: int = 80) -> pd.DataFrame:
    """Make ratings of films whose popularity rises evenly, from a single rating to one by every user."""
    counts = np.linspace(1, users, films).astype(int)
    user = np.concatenate([np.arange(count) for count in counts])
    return pd.DataFrame({"user": user, "movie": np.repeat(np.arange(films), counts), "rating": 4.0})


def refusal(ratings: pd.DataFrame, names: list[str], config: BuildConfig) -> str:
    """The message with which models are refused."""
    with pytest.raises(DataError) as caught:
        check_memory(ratings, names, config)
    return str(caught.value)


def test_every_model_has_an_estimate() -> None:
    assert NEEDS.keys() == TRAINERS.keys()


def test_only_films_and_ratings_above_the_thresholds_count() -> None:
    ratings = pd.DataFrame({"user": [1, 1, 1, 2, 2, 3], "movie": [7, 8, 9, 7, 8, 7], "rating": 4.0})
    assert sorted(film_counts(ratings, 1)) == [1, 2, 3]
    assert sorted(film_counts(ratings, 2)) == [1, 2, 2]
    assert len(film_counts(ratings, 4)) == 0
    counts = {2: film_counts(ratings, 2), 5: film_counts(ratings, 5)}
    ease = replace(BuildConfig().ease, min_user_ratings=2, min_movie_ratings=2)
    assert need("ease", ease, counts) == NEEDS["ease"].bytes_for(2, 4, core=2, neighbours=200)
    assert need("ease", replace(ease, min_movie_ratings=1), counts) == NEEDS["ease"].bytes_for(3, 5, 3, 200)
    assert NEEDS["rating"].bytes_for(9, 32_000_000) == NEEDS["rating"].bytes_for(9, SAMPLED_RATINGS) < GB
    assert need("item_item", replace(ease, core_films=1), counts) == NEEDS["item_item"].bytes_for(2, 4, 1, 200)
    assert need("hybrid", HybridConfig(), counts) == 0  # no user has the 5 ratings that its variant needs
    assert need("hybrid", HybridConfig(min_user_ratings=2, min_movie_ratings=2), counts) == 750 * 4


def test_no_need_grows_with_the_square_of_all_films() -> None:
    for own in NEEDS.values():
        once, twice = (own.bytes_for(films, 0, core=8_000, neighbours=200) for films in (100_000, 200_000))
        assert twice <= 2 * once
        assert own.has_core or not once


@pytest.mark.parametrize(("films", "ratings"), [(9_724, 100_836), (3_706, 1_000_209), (29_825, 5_000_000)])
def test_common_data_sets_fit_into_8_gb(films: int, ratings: int) -> None:
    assert all(own.bytes_for(films, ratings, min(films, 8_000), 200) < 8 * GB for own in NEEDS.values())


def test_the_defaults_fit_into_12_gib_on_thirty_two_million_ratings() -> None:
    trained = {name: NEEDS[name] for name in models_to_train(QUICK, BuildConfig())}
    assert all(own.bytes_for(85_493, 32_000_000, core=8_000, neighbours=200) < 6 * 2**30 for own in trained.values())


MEASURE_PEAK = """
import sys
from pathlib import Path
import numpy as np
import pandas as pd
from matinee.training.build import load_trainer
from matinee.training.config.config import BuildConfig
from matinee.training.data.movielens import Dataset
from matinee.training.memory import film_counts, need
from matinee.training.models.interactions import TrainingData
from matinee.training.preprocess.catalogue import build_catalogue, build_training_users

def read_status(what):
    return next(int(line.split()[1]) * 1024 for line in open("/proc/self/status") if line.startswith(what))

name, films, generator = sys.argv[1], 2500, np.random.default_rng(0)
movie = np.concatenate([generator.choice(films, 250, replace=False) for _ in range(800)])
ratings = pd.DataFrame({"user": np.repeat(np.arange(800), 250), "movie": movie, "rating": 4.5, "timestamp": 10**9})
ratings.loc[::2, "rating"] = 2.0
movies = pd.DataFrame({"movie": np.arange(films), "title": "Film (1990)", "imdb": 0, "tmdb": 0})
dataset = Dataset("made up", "", ratings, movies.assign(genres=[["Drama"]] * films))
settings, catalogue = getattr(BuildConfig(), name), build_catalogue(dataset)
train, data = load_trainer(name), TrainingData(dataset, catalogue, build_training_users(ratings, catalogue).ids)
before = read_status("VmRSS")
assert train(data, settings).metrics["films"] == films
print((read_status("VmHWM") - before) / need(name, settings, {20: film_counts(ratings, 20)}))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux reports the peak memory of a process")
@pytest.mark.parametrize("name", ["svd_likes", "ease", "edlae", "item_item"])
def test_the_estimate_agrees_with_measured_memory(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE_PEAK, name], cwd=ROOT, check=True, capture_output=True, text=True, timeout=120
    )
    assert 0.75 < float(done.stdout) < 1.25  # how many blocks are held at once depends on how the threads run


def test_a_model_is_refused_below_its_need(monkeypatch: pytest.MonkeyPatch) -> None:
    ratings, config = make_ratings(films=100), BuildConfig()
    enough = need("item_item", config.item_item, {20: film_counts(ratings, 20)})
    monkeypatch.setattr(memory, "free_memory", lambda: enough)
    check_memory(ratings, ["item_item"], config)
    monkeypatch.setattr(memory, "free_memory", lambda: enough - 1)
    assert "item_item" in refusal(ratings, ["item_item"], config)
    monkeypatch.setattr(memory, "free_memory", lambda: None)  # unknown memory is no reason to refuse
    check_memory(ratings, ["item_item"], config)


def test_the_message_names_what_is_missing_and_what_would_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    ratings = make_ratings(films=4_000)
    monkeypatch.setattr(memory, "free_memory", lambda: 140_000_000)
    message = refusal(ratings, models_to_train(QUICK, BuildConfig()), BuildConfig())
    assert message == (
        "There are 140.0 MB of memory free, and training takes more on these ratings: 395.1 MB for svd_likes, 314.4 MB "
        "for ease, 314.4 MB for blend, 459.4 MB for item_item; train what fits (--model svd --model als), or compare "
        "films with a smaller core (--core-films 1000), or leave films of few ratings out (--min-movie-ratings 50), or "
        "take a sample of the ratings (--max-ratings)."
    )
    check_memory(ratings, ["svd", "als"], BuildConfig())
    check_memory(ratings, models_to_train(QUICK, BuildConfig()), build_config(None, None, 50, None, 0))
    assert refusal(ratings, models_to_train(QUICK, BuildConfig()), build_config(None, None, 20, None, 0))
    check_memory(ratings, models_to_train(QUICK, BuildConfig()), build_config(None, None, None, None, 0, 1000))
    assert refusal(ratings, models_to_train(QUICK, BuildConfig()), build_config(None, None, None, None, 0, 2000))


def test_only_what_fits_is_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    def alternatives(*names: str) -> str:
        return refusal(ratings, list(names), config).partition("; ")[2]

    ratings, config = make_ratings(films=4_000), BuildConfig()
    sample = "take a sample of the ratings (--max-ratings)."
    monkeypatch.setattr(memory, "free_memory", lambda: 150_000_000)
    assert alternatives("ease").startswith(
        "train what fits (--model svd --model als), or compare films with a smaller core (--core-films 2000), or leave "
        "films"
    )
    assert alternatives("als", "ease").startswith("train what fits (--model als), or compare films")
    monkeypatch.setattr(memory, "free_memory", lambda: 1_000)
    assert alternatives("rating", "hybrid") == alternatives("ease", "als") == sample
    ratings = make_ratings(films=200, users=400)
    monkeypatch.setattr(memory, "free_memory", lambda: 6_000_000)
    assert "--model svd " in alternatives("item_item")
    assert alternatives("rating", "hybrid") == sample  # svd fits too, but does not predict stars as these two do


def test_models_on_a_gpu_are_not_limited_by_main_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    ratings, config = make_ratings(films=100), BuildConfig()
    monkeypatch.setattr(memory, "free_memory", lambda: 1_000)
    monkeypatch.setattr(memory, "has_gpu", lambda: True)
    check_memory(ratings, ["rating", "hybrid"], config)
    assert "MB for ease;" in refusal(ratings, ["ease", "rating"], config)
    monkeypatch.setattr(memory, "has_gpu", lambda: False)
    assert "MB for rating, " in refusal(ratings, ["rating", "hybrid"], config)


LIMITED = """
import sys
from matinee.cli import main
from matinee.training import build, memory

def load_trainer(name, load=build.load_trainer):
    print(f"{name} is trained", file=sys.stderr)
    return load(name)

free = int(sys.argv.pop(1))
memory.free_memory = lambda: free
build.load_trainer = load_trainer
main()
"""


def run_with_memory(free: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command `matinee` as if ``free`` bytes of memory were free."""
    command = [sys.executable, "-c", LIMITED, str(free), *arguments]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    "command",
    [
        ("train", "--all"),
        ("evaluate", "replay", "--folds", "2"),
        ("evaluate", "replay", "--validation"),
        ("evaluate", "leave-one-out"),
        ("evaluate", "temporal"),
        ("evaluate", "rating"),
    ],
)
def test_commands_refuse_before_anything_is_trained(small_data: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    out = ("--out", str(tmp_path / "out")) if command[0] == "train" else ()
    done = run_with_memory(100_000, *command, "--data", str(small_data), *SMALL_OPTIONS, *out)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    (message,) = done.stderr.splitlines()
    assert message.startswith("matinee: There are 0.1 MB of memory free, and training takes more on these ratings: ")
    assert not list(tmp_path.iterdir())


def test_what_fits_is_trained(small_data: Path, tmp_path: Path) -> None:
    arguments = ("train", "--data", str(small_data), *SMALL_OPTIONS, "--dimensions", "4", "--out", str(tmp_path / "b"))
    refused = run_with_memory(ENOUGH_FOR_LEAN_MODELS, *arguments)
    assert refused.returncode == 2
    proposed = re.search(r"train what fits \(([^)]*)\)", refused.stderr)
    assert proposed, refused.stderr
    assert proposed[1] == "--model svd --model als"
    assert not list(tmp_path.iterdir())
    done = run_with_memory(ENOUGH_FOR_LEAN_MODELS, *arguments, *proposed[1].split())
    assert done.returncode == 0, done.stderr
    assert "als is trained" in done.stderr
    assert set(load_bundle(tmp_path / "b").models) == {"svd", "als"}


def write_system_files(root: Path, files: dict[str, str]) -> None:
    """Write files as a system has them under proc and sys."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


MACHINE = {"proc/meminfo": "MemTotal:  9000 kB\nMemFree:  10 kB\nMemAvailable:    8000 kB\nHugePages_Total:  0\n"}
"""8000 × 1024 bytes are available."""
STATES = "anon 1\nactive_file 1000\ninactive_file 500\ntotal_active_file 10000\ntotal_inactive_file 5000\n"


@pytest.mark.parametrize(
    ("files", "free"),
    [
        ({}, 8000 * 1024),
        ({"proc/self/cgroup": "0::/\n"}, 8000 * 1024),
        (
            {
                "proc/self/cgroup": "0::/user/job\n",
                "sys/fs/cgroup/user/memory.max": "3000000\n",
                "sys/fs/cgroup/user/memory.current": "200000\n",
                "sys/fs/cgroup/user/memory.stat": STATES,
                "sys/fs/cgroup/user/job/memory.max": "max\n",
            },
            3_000_000 - 200_000 + 1_500,
        ),
        (
            {
                "proc/self/cgroup": "5:cpu,memory:/docker/ab\n1:name=systemd:/\n",  # a path outside the container
                "sys/fs/cgroup/memory/memory.limit_in_bytes": "3000000\n",
                "sys/fs/cgroup/memory/memory.usage_in_bytes": "200000\n",
                "sys/fs/cgroup/memory/memory.stat": STATES,
            },
            3_000_000 - 200_000 + 15_000,
        ),
        (
            {
                "proc/self/cgroup": "5:memory:/\n",
                "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",  # no limit
                "sys/fs/cgroup/memory/memory.usage_in_bytes": "200000\n",
                "sys/fs/cgroup/memory/memory.stat": STATES,
            },
            8000 * 1024,
        ),
    ],
)
def test_free_memory_is_the_least_of_machine_and_control_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], free: int
) -> None:
    monkeypatch.setattr(memory, "ROOT", tmp_path)
    write_system_files(tmp_path, MACHINE | files)
    assert free_memory() == free


def test_a_limit_on_the_address_space_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ROOT", tmp_path)
    write_system_files(tmp_path, MACHINE | {"proc/self/statm": "100 50 10 1 0 40 0\n"})
    page = resource.getpagesize()
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (300 * page, resource.RLIM_INFINITY))
    assert free_memory() == 200 * page


def test_without_proc_free_memory_is_the_physical_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ROOT", tmp_path)
    assert free_memory() == os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")

    def unknown(_name: str) -> int:
        raise ValueError("unrecognized configuration name")

    monkeypatch.setattr(os, "sysconf", unknown)
    assert free_memory() is None
