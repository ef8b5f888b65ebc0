"""The data sets that GroupLens publishes: names, addresses and terms of use. Imports nothing heavy."""

import re
from pathlib import Path

from matinee.engine.scrubbing import scrub_text
from matinee.policy.bounded_files import open_regular
from matinee.policy.settings import did_you_mean

GROUPLENS = "https://files.grouplens.org/datasets/movielens"
DATA_SETS = {"ml-latest-small": 1, "ml-100k": 5, "ml-1m": 6, "ml-10m": 63, "ml-20m": 190, "ml-25m": 262, "ml-32m": 239}
"""Name → size of the download in MB."""

README_LIMIT = 1_000_000
"""Most bytes of a README."""
MARKUP = re.compile(r"<[^<>]*>")
"""Tags of HTML, in which the README of ml-10m is written."""
REDISTRIBUTION = re.compile(r"The user may\b[^.]*\bredistribute\b[^.]*\.")


def archive_url(name: str, mirror: str) -> str:
    """Build the address of an archive; its MD5 has the same address with ``.md5`` added.

    >>> archive_url("ml-1m", "https://example.org/")
    'https://example.org/ml-1m.zip'
    """
    return f"{mirror.rstrip('/')}/{name}.zip"


def describe_unknown(name: str) -> str:
    """Describe a name that is not in ``DATA_SETS``, with a suggestion and the known names.

    >>> describe_unknown("netflix")
    "there is no data set 'netflix'; there are ml-latest-small, ml-100k, ml-1m, ml-10m, ml-20m, ml-25m, ml-32m."
    """
    known = f"there are {', '.join(DATA_SETS)}."
    hint = did_you_mean(name.lower(), DATA_SETS, otherwise=known)
    return f"there is no data set '{name}'; {hint}" + ("" if hint == known else f" {known.capitalize()}")


def find_readme(folder: Path) -> Path | None:
    """Find the file in which a data set describes itself and its terms; None without one."""
    return next((path for path in sorted(folder.glob("README*")) if path.is_file()), None)


def find_terms(readme: Path) -> str | None:
    """Find the sentence about redistribution in a README; it differs between data sets. None without one.

    Raises:
        OSError: the file cannot be read.
    """
    with open_regular(readme) as stream:
        text = stream.read(README_LIMIT).decode("utf-8", errors="replace")
    found = REDISTRIBUTION.search(" ".join(MARKUP.sub(" ", text).split()))
    return scrub_text(found.group()) if found else None
