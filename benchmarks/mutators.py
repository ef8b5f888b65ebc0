"""Seeded changes of files: bytes, JSON documents and arrays, as damage, haste and hostility make them."""

import io
import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import numpy as np

Mutator = Callable[[bytes, Random], bytes]
TOKENS = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b[31m", b"\x1b]0;title\x07", b"\xe2\x80\xae"),
    *(b"\r", b"\n", b"\n\n", b'"', b"'", b",", b";", b"\t", b"{", b"}", b"[" * 3000, b"{" * 50),
    *(b"NaN", b"-Infinity", b"1e999", b"-1", b"0", b"9" * 40, b"9" * 5000, b"null", b"true", b"\\ud800"),
    *(b"..", b"../../etc/passwd", b"/dev/zero", b"&a [*a]", b"*a", b"!!python/object:os.system", b"%"),
)
"""Bytes that mean something in one of the formats."""
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 7, 2**31, 2**63, -(2**63), 10**30, 10**400),
    *(0.5, -0.0, 1e308, float("nan"), float("inf")),
    *("", " ", "x", "7", "x" * 3000, "../x", "/etc/passwd", "..", "popularity", "blend"),
    *("a\x1b[31mb", "\u202ex", "\x00", "\ud800", "é"),
    *([], {}, [[]], [None], [1, 2], {"x": 1}),
)
"""Values that replace others in a JSON document."""
DEEP = 3000


def mutate_bytes(content: bytes, random: Random) -> bytes:
    """Change, remove, repeat or insert a few bytes, or cut the end off."""
    start, end = sorted(random.randrange(len(content) + 1) for _ in range(2))
    end = min(end, start + random.choice([1, 8, 200, len(content)]))
    match random.randrange(6):
        case 0:
            return content[:start]
        case 1:
            return content[:start] + content[end:]
        case 2:
            return content[:end] + content[start:end] * random.randint(1, 3) + content[end:]
        case 3:
            return content[:start] + random.randbytes(end - start) + content[end:]
        case 4:
            return content[:start] + random.choice(TOKENS) + content[end:]
    return content[:start] + random.choice(TOKENS) + content[start:]


def mutate_json(content: bytes, random: Random) -> bytes:
    """Replace, remove, repeat or rename one part of a JSON document."""
    document = json.loads(content)
    holders = list(containers(document))
    if not holders:
        return mutate_bytes(content, random)
    holder = random.choice(holders)
    key = random.choice(list(holder)) if isinstance(holder, dict) else random.randrange(len(holder))
    match random.randrange(6):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[str(random.choice(VALUES))[:200]] = holder.pop(key)
        case 1:
            holder.insert(key, holder[key])
        case 2:
            return json.dumps(document).encode().replace(b"[", b"[" * DEEP, 1)
        case 3:
            holder[key] = nested(random.choice([25, 200, 900]))
        case _:
            holder[key] = random.choice(VALUES)
    return json.dumps(document).encode()


def mutate_json_lines(content: bytes, random: Random) -> bytes:
    """Change one line of JSON, or the order and number of the lines."""
    lines = content.splitlines(keepends=True)
    place = random.randrange(len(lines))
    match random.randrange(4):
        case 0:
            random.shuffle(lines)
        case 1:
            lines.insert(place, random.choice(lines))
        case _:
            lines[place] = mutate_json(lines[place], random) + b"\n"
    return b"".join(lines)


def mutate_array(content: bytes, random: Random) -> bytes:
    """Change the type, the shape or some values of an array, or let its header lie."""
    array = np.load(io.BytesIO(content))
    match random.randrange(5):
        case 0:
            array = with_other_type(array, random)
        case 1:
            array = with_other_shape(array, random)
        case 2:
            return with_other_header(content, random)
        case _:
            array = with_other_values(array, random)
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=True)
    return stream.getvalue()


def with_other_type(array: np.ndarray, random: Random) -> np.ndarray:
    """The array with values of another type."""
    kinds = [
        "bool",
        "int8",
        "uint8",
        "int64",
        "uint64",
        ">i4",
        ">f8",
        "float16",
        "float64",
        "complex64",
        "U7",
        "S3",
        "O",
    ]
    with np.errstate(all="ignore"):
        return array.astype(random.choice([*kinds, "longdouble"]))


def with_other_shape(array: np.ndarray, random: Random) -> np.ndarray:
    """The array with more or fewer axes or values."""
    shapes: Sequence[Callable[[np.ndarray], np.ndarray]] = (
        lambda a: a[:-1],
        lambda a: a[1:],
        lambda a: a[:0],
        lambda a: a[:1],
        lambda a: a[None],
        lambda a: a.T,
        lambda a: a[..., :0],
        lambda a: a[..., :-1],
        lambda a: a.reshape(-1),
        lambda a: np.concatenate([a, a]),
        lambda a: np.repeat(a, 3, axis=-1),
        lambda a: a.reshape(-1)[:1].reshape(()) if a.size else a,
    )
    return random.choice(shapes)(array)


def with_other_values(array: np.ndarray, random: Random) -> np.ndarray:
    """The array with some or all values replaced."""
    changed = array.copy()
    flat = changed.reshape(-1)
    if not flat.size:
        return changed
    start, end = sorted(random.randrange(flat.size + 1) for _ in range(2))
    end = random.choice([start + 1, end, flat.size])
    values = [0, 1, -1, 100, len(array), np.nan, np.inf, 1e30, 2**31 - 1, -(2**31), 65535]
    with np.errstate(all="ignore"):
        flat[start:end] = np.array(random.choice(values)).astype(array.dtype)
    if random.random() < 0.2:
        return changed[::-1].copy()
    return changed


def with_other_header(content: bytes, random: Random) -> bytes:
    """The bytes of an array under a header that promises something else."""
    size = 10 + int.from_bytes(content[8:10], "little")
    types = ["<f4", "<i8", "|O", "|V8", "<M8[s]", "|S0", "<U99999999", ">i4", "x", "[('a', '<i4')]"]
    shapes = ["(0,)", "(-1,)", "(10000000000000000,)", "(1, 0, 9999999999)", "()", "(3,)", "3", "(" * 500, "('a',)"]
    header = f"{{'descr': {random.choice(types)!r}, 'fortran_order': {random.choice(['True', 'False', '7'])}, 'shape': "
    header += random.choice(shapes) + ", }"
    padded = header.encode().ljust(size - 11) + b"\n"
    return content[:8] + len(padded).to_bytes(2, "little") + padded + content[size:]


def containers(document: Any) -> Any:
    """Yield every list and mapping in a document that is not empty, the outermost first."""
    if isinstance(document, dict | list) and document:
        yield document
        for part in document.values() if isinstance(document, dict) else document:
            yield from containers(part)


def nested(depth: int) -> Any:
    """A list in a list in a list."""
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


MUTATORS: dict[str, tuple[Mutator, ...]] = {
    ".npy": (mutate_array, mutate_array, mutate_array, mutate_bytes),
    ".json": (mutate_json, mutate_json, mutate_bytes),
    ".jsonl": (mutate_json_lines, mutate_json_lines, mutate_bytes),
}
"""End of a file name → what can happen to such a file; to others, only ``mutate_bytes``."""


def mutate(name: str, content: bytes, random: Random) -> bytes:
    """Change the content of a file once or twice, in a way that its name allows."""
    mutators = MUTATORS.get(name[name.rfind(".") :], (mutate_bytes,))
    changed = random.choice(mutators)(content, random)
    return mutate_bytes(changed, random) if random.random() < 0.1 else changed
