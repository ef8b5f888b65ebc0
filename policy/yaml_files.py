"""Parses YAML from files that may be hostile: bounds the depth, the number of values, and what aliases expand to."""

from collections.abc import Callable
from typing import Any

import yaml

MAX_DEPTH = 20
"""Levels of lists and mappings; settings have three."""
MAX_VALUES = 5_000
"""Values with the keys, counted as if every alias were written out; settings have a hundred."""


class YamlLimitError(yaml.MarkedYAMLError):
    """YAML that exceeds a limit; ``problem`` says which, ``problem_mark`` where."""


class BoundedLoader(yaml.SafeLoader):
    """Builds nodes until a text exceeds a limit; then, raises ``YamlLimitError``."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._values = 0
        self._depth = 0
        self._sizes: dict[str, int] = {}

    peek_event: Callable[[], Any]  # without a type in the stubs

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Compose one node with everything below it."""
        event = self.peek_event()
        before = self._values
        self._values += self._size_of_alias(event) if isinstance(event, yaml.AliasEvent) else 1
        self._depth += 1
        if self._values > MAX_VALUES:
            raise limit_error(f"there are more than {MAX_VALUES:,} values", event)
        if self._depth > MAX_DEPTH:
            raise limit_error(f"lists and mappings are nested more than {MAX_DEPTH} levels deep", event)
        node: yaml.Node | None = super().compose_node(parent, index)
        self._depth -= 1
        if event.anchor is not None and not isinstance(event, yaml.AliasEvent):
            self._sizes[event.anchor] = self._values - before
        return node

    def _size_of_alias(self, event: Any) -> int:
        """The number of values that an alias stands for; an unknown one is reported by ``compose_node``."""
        if event.anchor in self.anchors and event.anchor not in self._sizes:
            raise limit_error(f"'*{event.anchor}' contains itself", event)
        return self._sizes.get(event.anchor, 1)


def limit_error(problem: str, event: Any) -> YamlLimitError:
    """Build the error for a limit that is exceeded at an event."""
    return YamlLimitError(problem=problem, problem_mark=event.start_mark)


def compose(text: str) -> yaml.Node | None:
    """Parse one YAML document into nodes.

    Args:
        text: the document.

    Returns:
        The root node; None for a text without content.

    Raises:
        yaml.YAMLError: the text is not YAML.
        YamlLimitError: the text exceeds a limit.
        ValueError: the text has an escape for a character that does not exist.
    """
    loader = BoundedLoader(text)
    try:
        root: yaml.Node | None = loader.get_single_node()
    except OverflowError as error:  # PyYAML hands any number of eight digits to chr()
        raise ValueError("an escape stands for a character that does not exist") from error
    finally:
        loader.dispose()
    return root
