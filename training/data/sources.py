"""The data sets GroupLens publishes: their names, where they lie, and the terms they come with."""

import re
from difflib import get_close_matches
from pathlib import Path

GROUPLENS = "https://files.grouplens.org/datasets/movielens"
DATA_SETS = {"ml-latest-small": 1, "ml-100k": 5, "ml-1m": 6, "ml-25m": 262, "ml-32m": 239}
"""Name → size of the download in MB, for people to choose by."""

REDISTRIBUTION = re.compile(r"The user may\b[^.]*\bredistribute\b[^.]*\.")


def archive_url(name: str, mirror: str) -> str:
    """Where a data set lies; its MD5 lies beside it, under the same name with ``.md5`` added."""
    return f"{mirror.rstrip('/')}/{name}.zip"


def no_such_data_set(name: str) -> str:
    """The sentence for a name that is not known."""
    close = get_close_matches(name.lower(), DATA_SETS, n=1)
    hint = f"did you mean '{close[0]}'? There" if close else "there"
    return f"there is no data set '{name}'; {hint} are {', '.join(DATA_SETS)}."


def readme_of(folder: Path) -> Path | None:
    """The file in which a data set describes itself and its terms."""
    return next(iter(sorted(folder.glob("README*"))), None)


def terms_of(readme: Path) -> str | None:
    """What a data set's own words say about passing it on; they differ from set to set and may change."""
    found = REDISTRIBUTION.search(" ".join(readme.read_text(encoding="utf-8", errors="replace").split()))
    return found.group() if found else None
