"""How much memory training takes and how much there is: what does not fit is refused before anything is trained."""

import os
import resource
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from training.config import VARIANTS, BuildConfig, HybridConfig
from training.errors import DataError

ROOT = Path("/")
"""Where the system tells of itself, under proc and sys."""


@dataclass(frozen=True)
class Need:
    """What training a model takes at its highest, beyond the data set.

    Attributes:
        matrices: dense films × films matrices of 8-byte numbers that are there at the same time.
        a_rating: bytes for each rating that is learned from.
    """

    matrices: int
    a_rating: int

    def bytes_for(self, films: int, ratings: int) -> int:
        """Of so many films and ratings."""
        return self.matrices * 8 * films**2 + self.a_rating * ratings


NEEDS = {
    "svd_likes": Need(0, 100),
    "svd": Need(0, 120),
    "ease": Need(5, 100),  # who likes both films, that with the penalty, its inverse, and LAPACK's copies
    "edlae": Need(5, 100),
    "als": Need(0, 75),
    "item_item": Need(10, 100),  # four sums over those who rated both films, and what is made of them
    "two_tower": Need(0, 200),
    "neumf": Need(0, 100),
    "rating": Need(0, 700),  # a vector for each rating, several times over: every step pools them all
    "hybrid": Need(0, 750),
}
"""As measured with the settings that are the default; docs/performance.md has the figures."""
LEAN = ("svd_likes", "svd", "als")
"""What can be trained instead of a model with such matrices."""
ASKED_AS = {"edlae": "session"}
"""What is trained for another model alone → that model."""
ON_GPU = ("rating", "hybrid")
"""What has its vectors in the memory of a GPU where there is one."""
PROPOSED = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
"""Fewest ratings of a film that may be proposed."""


def check_memory(ratings: pd.DataFrame, names: Sequence[str], config: BuildConfig) -> None:
    """Make sure that there is memory for training these models, one after the other.

    Raises:
        DataError: there is not; it names the models, what they need, what there is, and what would fit.
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
        return 0 < size <= free  # nothing is needed where nothing is left to learn from

    def fit_with(fewest: int) -> bool:
        return all(fits(need(name, replace(settings[name], min_movie_ratings=fewest), counts)) for name in short)

    lean = LEAN if any(NEEDS[name].matrices for name in short) else ()
    fitting = [name for name in names if fits(needs[name])] or [name for name in lean if fits(needs[name])]
    ways = ["take a sample of the ratings (--max-ratings)"]
    if (enough := next(filter(fit_with, PROPOSED), None)) is not None:
        ways.insert(0, f"leave films of few ratings out (--min-movie-ratings {enough})")
    if fitting:
        ways.insert(0, f"train what fits ({' '.join(f'--model {asked_as(name)}' for name in fitting)})")
    raise DataError(
        f"There are {amount(free)} of memory free, and training takes more on these ratings: "
        + ", ".join(f"{amount(needs[name])} for {asked_as(name)}" for name in short)
        + f"; {', or '.join(ways)}."
    )


def need(name: str, settings: Any, counts: Mapping[int, np.ndarray]) -> int:
    """Bytes that training a model takes, to be compared with what is free once the data set is read.

    Args:
        settings: those of the model.
        counts: fewest ratings of a user → what ``film_counts`` finds.
    """
    of_user, of_film = thresholds(settings)
    kept = counts[of_user][counts[of_user] >= of_film]
    return NEEDS[name].bytes_for(len(kept), int(kept.sum()))


def thresholds(settings: Any) -> tuple[int, int]:
    """The fewest ratings of a user and of a film that a model learns from."""
    of_user, of_film = VARIANTS[settings.variant] if isinstance(settings, HybridConfig) else (0, 0)
    return settings.min_user_ratings or of_user, settings.min_movie_ratings or of_film


def film_counts(ratings: pd.DataFrame, min_user_ratings: int) -> np.ndarray:
    """(n_films,) ratings of each film by users with at least so many."""
    user, _ = pd.factorize(ratings["user"].to_numpy())
    active = np.bincount(user)[user] >= min_user_ratings
    film, _ = pd.factorize(ratings["movie"].to_numpy()[active])
    return np.bincount(film)


def asked_as(name: str) -> str:
    """What --model is given for a model to be trained."""
    return ASKED_AS.get(name, name)


def amount(size: int) -> str:
    """ "34.1 GB"; what is below one as "341.0 MB"."""
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"


def has_gpu() -> bool:
    """Whether networks are trained on a GPU; asked of those that need torch in any case."""
    from training.models.learning import device

    return device().type == "cuda"


def free_memory() -> int | None:
    """Bytes that this process may still take: what the machine has, its control groups and `ulimit -v` leave.

    None where the system says none of them.
    """
    return min((*free_on_machine(), *free_in_groups(), *free_addresses()), default=None)


def free_on_machine() -> Iterator[int]:
    """What Linux says is available; elsewhere what is built in."""
    with suppress(OSError, KeyError, ValueError):
        told = dict(line.split(":") for line in (ROOT / "proc/meminfo").read_text().splitlines())
        yield int(told["MemAvailable"].split()[0]) * 1024
        return
    with suppress(OSError, ValueError):
        yield os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def free_in_groups() -> Iterator[int]:
    """What is left to each Linux control group that this process is in; cached files do not count as taken."""
    ways = {
        "": ("", "memory.max", "memory.current", ""),
        "memory": ("memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_"),
    }
    with suppress(OSError):
        for line in (ROOT / "proc/self/cgroup").read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            for name in ways.keys() & controllers.split(","):
                mounted, limit, usage, prefix = ways[name]
                top = ROOT / "sys/fs/cgroup" / mounted
                own = top / path.lstrip("/")
                for group in (own, *own.parents):
                    with suppress(OSError, KeyError, ValueError):  # groups without a limit say "max"
                        allowed = int((group / limit).read_text())
                        told = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
                        cached = sum(int(told[f"{prefix}{state}_file"]) for state in ("active", "inactive"))
                        yield allowed - int((group / usage).read_text()) + cached


def free_addresses() -> Iterator[int]:
    """What `ulimit -v` leaves, where there is such a limit and Linux says what is taken."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    if allowed != resource.RLIM_INFINITY:
        with suppress(OSError):
            yield allowed - int((ROOT / "proc/self/statm").read_text().split()[0]) * resource.getpagesize()
