"""Film series, recognised by their titles."""

import re

from matinee.engine.catalogue.title_normalization import normalize_title, without_article

NUMBERED = re.compile(r"(?: (?:the )?(?:final|last|first|second|third|part|chapter|episode|volume|vol))?(?: \d+)+$")
SUBTITLE = re.compile(r"(?<=\w)(?:: | - | – |, and |\s+\()")
AND_THE = re.compile(r"^(.{4,}?) and the ")


def series_name(title: str) -> str:
    """The part of a title that identifies its series: "harry potter", "toy story", "alien"."""
    main = normalize_title(SUBTITLE.split(title)[0]) or normalize_title(title)
    shared = AND_THE.match(main)
    if main.count(" ") == 1 and main != without_article(main):
        return main  # keeps "The Mission" apart from "Mission: Impossible"
    if not main:
        return title
    name = NUMBERED.sub("", without_article(shared[1] if shared else main))
    return name.removesuffix("s") if len(name) > 4 else name
