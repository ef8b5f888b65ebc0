"""Memory that training needs and memory that is free: what does not fit is refused before anything is trained."""

import os
import resource
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from matinee.training.config.config import VARIANTS, BuildConfig, HybridConfig
from matinee.training.errors import DataError
from matinee.training.models.film_core import FILMS_AT_ONCE
from matinee.training.preprocess.split import SAMPLED_RATINGS

ROOT = Path("/")
"""Root of the file system that holds proc and sys."""


@dataclass(frozen=True)
class Need:
    """Peak memory of training a model, beyond the data set.

    Attributes:
        per_rating: bytes per rating used for training.
        per_pair: bytes per pair of films of the core.
        per_compared: bytes per pair of a film of a block and a film of the core.
        per_entry: bytes per entry that is kept of the item–item matrix.
        most_ratings: ratings that are used at most; None for all.
    """

    per_rating: int
    per_pair: int = 0
    per_compared: int = 0
    per_entry: int = 0
    most_ratings: int | None = None

    @property
    def has_core(self) -> bool:
        """Whether the model compares films with a core of films."""
        return self.per_compared > 0

    def bytes_for(self, films: int, ratings: int, core: int = 0, neighbours: int = 0) -> int:
        """Return the bytes for these numbers of films and ratings, films in the core, and entries kept per film."""
        compared = min(films, FILMS_AT_ONCE) * core
        entries = films * min(neighbours, core)
        parts = (self.per_pair * core**2, self.per_compared * compared, self.per_entry * entries)
        used = ratings if self.most_ratings is None else min(ratings, self.most_ratings)
        return self.per_rating * used + sum(parts)


NEEDS = {
    "svd_likes": Need(60, per_pair=20, per_compared=50),  # three counts, and G in double precision
    "svd": Need(120),
    "ease": Need(60, per_pair=12, per_compared=60, per_entry=20),  # the inverse in both precisions
    "edlae": Need(60, per_pair=12, per_compared=60, per_entry=20),
    "als": Need(75),
    "item_item": Need(
        60, per_pair=16, per_compared=110, per_entry=14
    ),  # sums over the users of both films, correlations
    "two_tower": Need(200),
    "neumf": Need(100, most_ratings=SAMPLED_RATINGS),
    "rating": Need(700, most_ratings=SAMPLED_RATINGS),  # several vectors per rating: every step pools them all
    "hybrid": Need(750, most_ratings=SAMPLED_RATINGS),
}
"""Measured with the default settings; docs/performance.md has the figures."""
LEAN = ("svd", "als")
"""Models without a core, proposed instead."""
REQUESTED_AS = {"edlae": "blend"}
"""A model that is trained only as a part of another → the one that people ask for."""
ON_GPU = ("rating", "hybrid")
"""Models whose vectors lie in the memory of a GPU if there is one."""
PROPOSED_CORES = (4000, 2000, 1000)
"""Values of --core-films that may be proposed."""
PROPOSED = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
"""Values of --min-movie-ratings that may be proposed."""


def check_memory(ratings: pd.DataFrame, names: Sequence[str], config: BuildConfig) -> None:
    """Check that there is enough memory to train these models, one after the other.

    Raises:
        DataError: there is not. The message names the models, their needs, the free memory and what would fit.
    """
    free = free_memory()
    if free is None:
        return
    settings = {name: getattr(config, name) for name in dict.fromkeys([*names, *LEAN])}
    counts = {fewest: film_counts(ratings, fewest) for fewest in {thresholds(each)[0] for each in settings.values()}}
    needs = {name: need(name, own, counts) for name, own in settings.items()}
    short = [name for name in names if needs[name] > free and not (name in ON_GPU and has_gpu())]
    if not short:
        return

    def fits(size: int) -> bool:
        return 0 < size <= free  # a need of 0 means that no ratings would be left

    def fit_with(fewest: int) -> bool:
        return all(fits(need(name, replace(settings[name], min_movie_ratings=fewest), counts)) for name in short)

    def fit_with_core(size: int) -> bool:
        return all(fits(need(name, replace(settings[name], core_films=size), counts)) for name in short)

    cored = all(NEEDS[name].has_core for name in short)
    lean = LEAN if any(NEEDS[name].has_core for name in short) else ()
    fitting = [name for name in names if fits(needs[name])] or [name for name in lean if fits(needs[name])]
    alternatives = ["take a sample of the ratings (--max-ratings)"]
    if (enough := next(filter(fit_with, PROPOSED), None)) is not None:
        alternatives.insert(0, f"leave films of few ratings out (--min-movie-ratings {enough})")
    if cored and (core := next(filter(fit_with_core, PROPOSED_CORES), None)) is not None:
        alternatives.insert(0, f"compare films with a smaller core (--core-films {core})")
    if fitting:
        alternatives.insert(0, f"train what fits ({' '.join(f'--model {requested_as(name)}' for name in fitting)})")
    raise DataError(
        f"There are {format_amount(free)} of memory free, and training takes more on these ratings: "
        + ", ".join(f"{format_amount(needs[name])} for {requested_as(name)}" for name in short)
        + f"; {', or '.join(alternatives)}."
    )


def need(name: str, settings: Any, counts: Mapping[int, np.ndarray]) -> int:
    """Return the bytes that training a model takes once the data set has been read.

    Args:
        name: the model.
        settings: its settings.
        counts: fewest ratings of a user → result of ``film_counts``.
    """
    min_user, min_movie = thresholds(settings)
    kept = counts[min_user][counts[min_user] >= min_movie]
    if not NEEDS[name].has_core:
        return NEEDS[name].bytes_for(len(kept), int(kept.sum()))
    core = min(len(kept), settings.core_films)
    return NEEDS[name].bytes_for(len(kept), int(kept.sum()), core, getattr(settings, "neighbours", 0))


def thresholds(settings: Any) -> tuple[int, int]:
    """Return the fewest ratings of a user and of a film that a model learns from."""
    min_user, min_movie = VARIANTS[settings.variant] if isinstance(settings, HybridConfig) else (0, 0)
    return settings.min_user_ratings or min_user, settings.min_movie_ratings or min_movie


def film_counts(ratings: pd.DataFrame, min_user_ratings: int) -> np.ndarray:
    """Return (n_films,) ratings per film by users with at least ``min_user_ratings``."""
    user, _ = pd.factorize(ratings["user"].to_numpy())
    active = np.bincount(user)[user] >= min_user_ratings
    film, _ = pd.factorize(ratings["movie"].to_numpy()[active])
    return np.bincount(film)


def requested_as(name: str) -> str:
    """Return the value of --model that trains a model."""
    return REQUESTED_AS.get(name, name)


def format_amount(size: int) -> str:
    """Format bytes, such as "34.1 GB" or "341.0 MB"."""
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"


def has_gpu() -> bool:
    """Return whether networks are trained on a GPU. Imports torch."""
    from matinee.training.models.training_loop import pick_device

    return pick_device().type == "cuda"


def free_memory() -> int | None:
    """Return the bytes that this process may still take: the least of machine, control groups and `ulimit -v`.

    None if the system reports none of them.
    """
    return min((*free_on_machine(), *free_in_groups(), *free_addresses()), default=None)


def free_on_machine() -> Iterator[int]:
    """Yield the available memory on Linux, the physical memory elsewhere."""
    with suppress(OSError, KeyError, ValueError):
        found = dict(line.split(":") for line in (ROOT / "proc/meminfo").read_text().splitlines())
        yield int(found["MemAvailable"].split()[0]) * 1024
        return
    with suppress(OSError, ValueError):
        yield os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def free_in_groups() -> Iterator[int]:
    """Yield what each Linux control group of this process has left; cached files do not count as used."""
    alternatives = {
        "": ("", "memory.max", "memory.current", ""),
        "memory": ("memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_"),
    }
    with suppress(OSError):
        for line in (ROOT / "proc/self/cgroup").read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            for name in alternatives.keys() & controllers.split(","):
                mounted, limit, usage, prefix = alternatives[name]
                top = ROOT / "sys/fs/cgroup" / mounted
                own = top / path.lstrip("/")
                for group in (own, *own.parents):
                    with suppress(OSError, KeyError, ValueError):  # groups without a limit say "max"
                        allowed = int((group / limit).read_text())
                        found = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
                        cached = sum(int(found[f"{prefix}{state}_file"]) for state in ("active", "inactive"))
                        yield allowed - int((group / usage).read_text()) + cached


def free_addresses() -> Iterator[int]:
    """Yield what `ulimit -v` leaves, if there is such a limit and Linux reports the current use."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    if allowed != resource.RLIM_INFINITY:
        with suppress(OSError):
            yield allowed - int((ROOT / "proc/self/statm").read_text().split()[0]) * resource.getpagesize()
