"""The data sets that GroupLens publishes: names, addresses and terms of use. Imports nothing heavy."""

import re
from pathlib import Path

from matinee.policy.settings import did_you_mean

GROUPLENS = "https://files.grouplens.org/datasets/movielens"
DATA_SETS = {"ml-latest-small": 1, "ml-100k": 5, "ml-1m": 6, "ml-25m": 262, "ml-32m": 239}
"""Name → size of the download in MB."""

REDISTRIBUTION = re.compile(r"The user may\b[^.]*\bredistribute\b[^.]*\.")


def archive_url(name: str, mirror: str) -> str:
    """Build the address of an archive; its MD5 has the same address with ``.md5`` added.

    >>> archive_url("ml-1m", "https://example.org/")
    'https://example.org/ml-1m.zip'
    """
    return f"{mirror.rstrip('/')}/{name}.zip"


def describe_unknown(name: str) -> str:
    """Describe a name that is not in ``DATA_SETS``, with a suggestion and the known names.

    >>> describe_unknown("ml25m")
    "there is no data set 'ml25m'; did you mean 'ml-25m'? There are ml-latest-small, ml-100k, ml-1m, ml-25m, ml-32m."
    """
    known = f"there are {', '.join(DATA_SETS)}."
    hint = did_you_mean(name.lower(), DATA_SETS, otherwise=known)
    return f"there is no data set '{name}'; {hint}" + ("" if hint == known else f" {known.capitalize()}")


def find_readme(folder: Path) -> Path | None:
    """Find the file in which a data set describes itself and its terms; None without one."""
    return next(iter(sorted(folder.glob("README*"))), None)


def find_terms(readme: Path) -> str | None:
    """Find the sentence about redistribution in a README; it differs between data sets. None without one."""
    found = REDISTRIBUTION.search(" ".join(readme.read_text(encoding="utf-8", errors="replace").split()))
    return found.group() if found else None
