"""Reading a file of settings: lines of the form ``setting: value``, each known by its line when it is wrong.

Values are nodes, not what YAML makes of them: ``on``, ``no`` and ``y`` are the words a person wrote.
"""

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

import yaml

Refusal = Callable[[str], Exception]
"""What makes an error of a sentence, such as PolicyError."""


def file_text(path: Path, kind: str, refusal: Refusal) -> str:
    """The file, line ends as they are. Raises ``refusal`` where it cannot be read; ``kind`` says which file it is."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise refusal(f"{path}: this {kind} file cannot be read ({error}).") from error


def root_of(text: str, path: Path, refusal: Refusal) -> yaml.MappingNode | None:
    """The mapping a YAML text is; None where it says nothing. Raises ``refusal`` for any other shape."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or "it cannot be parsed"
        raise refusal(f"{where}: this is not YAML: {problem}.") from error
    if root is not None and not isinstance(root, yaml.MappingNode):
        raise refusal(f"{path}, line {root.start_mark.line + 1}: expected lines of the form 'setting: value'.")
    return root


def pairs(mapping: yaml.MappingNode | None, path: Path, refusal: Refusal) -> Iterator[tuple[str, yaml.Node, int]]:
    """(setting, value node, line) of every entry of a mapping.

    Raises:
        refusal: a setting that is no word, or that stands twice.
    """
    named = set()
    for key, value in mapping.value if mapping is not None else ():
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise refusal(f"{path}, line {line}: expected the name of a setting before the colon.")
        if key.value in named:
            raise refusal(f"{path}, line {line}: the setting '{key.value}' stands twice; keep one of them.")
        named.add(key.value)
        yield key.value, value, line


def said(node: yaml.Node) -> str:
    """What was written for a value, short enough for a sentence."""
    given = node.value if isinstance(node, yaml.ScalarNode) else "a list or mapping"
    return str(given)[:40] or "empty"


def nearest(name: str, names: Iterable[str]) -> str:
    """The name that was probably meant, as a question."""
    return f"did you mean '{get_close_matches(name, names, n=1, cutoff=0.0)[0]}'?"
