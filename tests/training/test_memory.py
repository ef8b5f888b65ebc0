"""What training takes is known beforehand, and what does not fit is refused before anything is trained."""

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

from engine.bundle import load_bundle
from tests.conftest import ROOT
from training import memory
from training.build import QUICK, TRAINERS, needed
from training.commands import build_config
from training.config import BuildConfig, HybridConfig
from training.errors import DataError
from training.memory import NEEDS, check_memory, film_counts, free_memory, need

GB = 1_000_000_000
SMALL_OPTIONS = ("--min-user-ratings", "5", "--min-movie-ratings", "5")
BETWEEN = 400_000
"""Bytes that are enough for the like space, svd and als on the small data, and too few for 60 × 60 films."""


def popular(films: int, users: int = 80) -> pd.DataFrame:
    """Ratings of so many films, from 1 of the least known one up to one of every user."""
    counts = np.linspace(1, users, films).astype(int)
    user = np.concatenate([np.arange(count) for count in counts])
    return pd.DataFrame({"user": user, "movie": np.repeat(np.arange(films), counts), "rating": 4.0})


def refusal(ratings: pd.DataFrame, names: list[str], config: BuildConfig) -> str:
    """The sentence some models are refused with."""
    with pytest.raises(DataError) as caught:
        check_memory(ratings, names, config)
    return str(caught.value)


def test_every_model_has_an_estimate() -> None:
    assert NEEDS.keys() == TRAINERS.keys()


def test_films_and_ratings_count_that_a_model_learns_from() -> None:
    ratings = pd.DataFrame({"user": [1, 1, 1, 2, 2, 3], "movie": [7, 8, 9, 7, 8, 7], "rating": 4.0})
    assert sorted(film_counts(ratings, 1)) == [1, 2, 3]
    assert sorted(film_counts(ratings, 2)) == [1, 2, 2]
    assert len(film_counts(ratings, 4)) == 0
    counts = {2: film_counts(ratings, 2), 5: film_counts(ratings, 5)}
    ease = replace(BuildConfig().ease, min_user_ratings=2, min_movie_ratings=2)
    assert need("ease", ease, counts) == 5 * 8 * 2**2 + 100 * 4
    assert need("item_item", replace(ease, min_movie_ratings=1), counts) == 10 * 8 * 3**2 + 100 * 5
    assert need("hybrid", HybridConfig(), counts) == 0  # nobody has the 5 ratings of its variant
    assert need("hybrid", HybridConfig(min_user_ratings=2, min_movie_ratings=2), counts) == 750 * 4


@pytest.mark.parametrize(("films", "ratings"), [(9_724, 100_836), (1_682, 100_000), (3_706, 1_000_209)])
def test_the_usual_data_sets_fit_a_usual_machine(films: int, ratings: int) -> None:
    assert all(NEEDS[name].bytes_for(films, ratings) < 8 * GB for name in NEEDS)


def test_five_million_ratings_fit_where_no_model_pairs_all_films() -> None:
    needs = {name: own.bytes_for(29_825, 5_000_000) for name, own in NEEDS.items()}
    assert {name for name, size in needs.items() if size > 16 * GB} == {"ease", "edlae", "item_item"}
    assert needs["svd"] + needs["als"] < 1 * GB


MEASURING = """
import sys
from pathlib import Path
import numpy as np
import pandas as pd
from training.build import trainer
from training.catalogue import build_catalogue, known_users
from training.config import BuildConfig
from training.data.formats import Dataset
from training.memory import film_counts, need
from training.models.spaces import Material

def held(what):
    return next(int(line.split()[1]) * 1024 for line in open("/proc/self/status") if line.startswith(what))

name, films, generator = sys.argv[1], 2500, np.random.default_rng(0)
movie = np.concatenate([generator.choice(films, 250, replace=False) for _ in range(800)])
ratings = pd.DataFrame({"user": np.repeat(np.arange(800), 250), "movie": movie, "rating": 4.5, "timestamp": 10**9})
ratings.loc[::2, "rating"] = 2.0
movies = pd.DataFrame({"movie": np.arange(films), "title": "Film (1990)", "imdb": 0, "tmdb": 0})
dataset = Dataset("made up", "", ratings, movies.assign(genres=[["Drama"]] * films))
settings, catalogue = getattr(BuildConfig(), name), build_catalogue(dataset)
train, material = trainer(name), Material(dataset, catalogue, known_users(ratings, catalogue).ids)
before = held("VmRSS")
assert train(material, settings).metrics["films"] == films
print((held("VmHWM") - before) / need(name, settings, {20: film_counts(ratings, 20)}))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says what a process held at its highest")
@pytest.mark.parametrize("name", ["ease", "edlae", "item_item"])
def test_the_estimate_is_what_training_takes(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURING, name], cwd=ROOT, check=True, capture_output=True, text=True, timeout=120
    )
    assert 0.85 < float(done.stdout) < 1.15


def test_a_model_fits_from_what_it_needs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    ratings, config = popular(films=100), BuildConfig()
    enough = need("item_item", config.item_item, {20: film_counts(ratings, 20)})
    monkeypatch.setattr(memory, "free_memory", lambda: enough)
    check_memory(ratings, ["item_item"], config)
    monkeypatch.setattr(memory, "free_memory", lambda: enough - 1)
    assert "item_item" in refusal(ratings, ["item_item"], config)
    monkeypatch.setattr(memory, "free_memory", lambda: None)  # where the system does not say, anybody may try
    check_memory(ratings, ["item_item"], config)


def test_the_refusal_says_what_is_lacking_and_what_would_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    ratings = popular(films=4_000)
    monkeypatch.setattr(memory, "free_memory", lambda: 300_000_000)
    said = refusal(ratings, needed(QUICK, BuildConfig()), BuildConfig())
    assert said == (
        "There are 300.0 MB of memory free, and training takes more on these ratings: 592.6 MB for ease, 592.6 MB for "
        "session, 1.2 GB for item_item; train what fits (--model svd_likes --model svd --model als), or leave films of "
        "few ratings out (--min-movie-ratings 50), or take a sample of the ratings (--max-ratings)."
    )
    check_memory(ratings, ["svd_likes", "svd", "als"], BuildConfig())
    check_memory(ratings, needed(QUICK, BuildConfig()), build_config(None, None, 50, None, 0))
    assert refusal(ratings, needed(QUICK, BuildConfig()), build_config(None, None, 20, None, 0))


def test_only_what_fits_is_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    def ways(*names: str) -> str:
        return refusal(ratings, list(names), config).partition("; ")[2]

    ratings, config = popular(films=4_000), BuildConfig()
    sample = "take a sample of the ratings (--max-ratings)."
    monkeypatch.setattr(memory, "free_memory", lambda: 150_000_000)
    assert ways("ease").startswith("train what fits (--model svd_likes --model svd --model als), or leave films")
    assert ways("als", "ease").startswith("train what fits (--model als), or leave films")
    monkeypatch.setattr(memory, "free_memory", lambda: 1_000)
    assert ways("rating", "hybrid") == ways("ease", "als") == sample
    ratings = popular(films=200, users=400)
    monkeypatch.setattr(memory, "free_memory", lambda: 6_000_000)
    assert "--model svd " in ways("item_item")
    assert ways("rating", "hybrid") == sample  # svd fits too, but nothing else than these two tells stars


def test_a_gpu_has_memory_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    ratings, config = popular(films=100), BuildConfig()
    monkeypatch.setattr(memory, "free_memory", lambda: 1_000)
    monkeypatch.setattr(memory, "has_gpu", lambda: True)
    check_memory(ratings, ["rating", "hybrid"], config)
    assert "MB for ease;" in refusal(ratings, ["ease", "rating"], config)
    monkeypatch.setattr(memory, "has_gpu", lambda: False)
    assert "MB for rating, " in refusal(ratings, ["rating", "hybrid"], config)


IN_LITTLE_MEMORY = """
import sys
import matinee
import training.build
import training.memory

def trainer(name, find=training.build.trainer):
    print(f"{name} is trained", file=sys.stderr)
    return find(name)

free = int(sys.argv.pop(1))
training.memory.free_memory = lambda: free
training.build.trainer = trainer
matinee.main()
"""


def in_little_memory(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", IN_LITTLE_MEMORY, *arguments]
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
    done = in_little_memory("100000", *command, "--data", str(small_data), *SMALL_OPTIONS, *out)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("matinee: There are 0.1 MB of memory free, and training takes more on these ratings: ")
    assert not list(tmp_path.iterdir())


def test_what_fits_is_trained(small_data: Path, tmp_path: Path) -> None:
    arguments = ("train", "--data", str(small_data), *SMALL_OPTIONS, "--dimensions", "4", "--out", str(tmp_path / "b"))
    refused = in_little_memory(str(BETWEEN), *arguments)
    assert refused.returncode == 2
    proposed = re.search(r"train what fits \(([^)]*)\)", refused.stderr)
    assert proposed, refused.stderr
    assert proposed[1] == "--model svd_likes --model svd --model als"
    assert not list(tmp_path.iterdir())
    done = in_little_memory(str(BETWEEN), *arguments, *proposed[1].split())
    assert done.returncode == 0, done.stderr
    assert "als is trained" in done.stderr
    assert set(load_bundle(tmp_path / "b").models) == {"svd_likes", "svd", "als"}


def told(root: Path, files: dict[str, str]) -> None:
    """Lay out what a system tells of itself."""
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
                "proc/self/cgroup": "5:cpu,memory:/docker/ab\n1:name=systemd:/\n",  # not to be seen from inside
                "sys/fs/cgroup/memory/memory.limit_in_bytes": "3000000\n",
                "sys/fs/cgroup/memory/memory.usage_in_bytes": "200000\n",
                "sys/fs/cgroup/memory/memory.stat": STATES,
            },
            3_000_000 - 200_000 + 15_000,
        ),
        (
            {
                "proc/self/cgroup": "5:memory:/\n",
                "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",  # none
                "sys/fs/cgroup/memory/memory.usage_in_bytes": "200000\n",
                "sys/fs/cgroup/memory/memory.stat": STATES,
            },
            8000 * 1024,
        ),
    ],
)
def test_free_memory_is_what_the_machine_and_the_groups_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], free: int
) -> None:
    monkeypatch.setattr(memory, "ROOT", tmp_path)
    told(tmp_path, MACHINE | files)
    assert free_memory() == free


def test_a_limit_on_addresses_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ROOT", tmp_path)
    told(tmp_path, MACHINE | {"proc/self/statm": "100 50 10 1 0 40 0\n"})
    page = resource.getpagesize()
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (300 * page, resource.RLIM_INFINITY))
    assert free_memory() == 200 * page


def test_without_proc_it_is_what_is_built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ROOT", tmp_path)
    assert free_memory() == os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")

    def unknown(_name: str) -> int:
        raise ValueError("unrecognized configuration name")

    monkeypatch.setattr(os, "sysconf", unknown)
    assert free_memory() is None
