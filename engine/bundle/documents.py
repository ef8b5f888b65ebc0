"""Reads JSON strictly: no duplicate keys, no numbers that JSON does not have, no endless nesting."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from math import isfinite
from typing import Any

MAX_DEPTH = 20
"""Levels of lists and mappings in a document; a manifest has six."""


def plain_reason(error: Exception) -> str:
    """The message of an error of msgspec, without patterns, which only programmers can read."""
    return re.sub(r"Expected `str` matching regex '.*'", "expected a plain name", str(error))


def parse_document(content: bytes) -> Any:
    """Parse JSON without duplicate keys, numbers that JSON does not have, and endless nesting.

    Raises:
        ValueError: it has any of them, or is not JSON.
        RecursionError: it is nested far too deep.
    """
    document = json.loads(content, object_pairs_hook=unique_keys)
    level = [document]
    for _ in range(MAX_DEPTH):
        if any(isinstance(value, float) and not isfinite(value) for value in level):
            raise ValueError("it has numbers that are not finite")
        level = [part for value in level for part in parts_of(value)]
    if level:
        raise ValueError(f"it is nested more than {MAX_DEPTH} levels deep")
    return document


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make a JSON object. Raises ValueError if a key occurs twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        ((key, _),) = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"the key {key[:40]!r} occurs twice")
    return found


def parts_of(value: Any) -> Iterable[Any]:
    """The values in a list or mapping; none in any other value."""
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
