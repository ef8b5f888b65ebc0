"""The app's own settings: one file that people may write, and that the app writes into only when asked."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import yaml

from matinee.engine.errors import MatineeError
from matinee.policy.settings import file_text, nearest, pairs, root_of, said
from matinee.tui.config.config import Config

SHIPPED_CONFIG = Path(__file__).with_name("config.yaml")
SETTINGS = ("theme", "model", "keys")
PLAIN = re.compile(r"[A-Za-z0-9][\w.-]*")
"""Values that need no quotes in YAML."""


class ConfigError(MatineeError):
    """A configuration file that cannot be used; the message names the file, the line and the way out."""


def load_config(path: Path) -> Config:
    """The settings of a file; where there is none, those that ship.

    Raises:
        ConfigError: an unknown, repeated or mistyped setting, a theme, an action or a key that there is not, one key
            for two actions, or a file that is no YAML mapping.
    """
    if not present(path):
        return Config()
    config = parsed(file_text(path, "configuration", ConfigError), path)
    check_theme(config, path)
    return replace(config, keymap=checked_keymap(config, path)) if config.keys else config


def present(path: Path) -> bool:
    """Whether a file is there. Raises ConfigError where that cannot be told."""
    try:
        return path.exists()
    except OSError as error:
        raise ConfigError(f"{path}: this configuration file cannot be read ({error.strerror}).") from error


def parsed(text: str, path: Path) -> Config:
    """What a text says, whether or not there are such themes and keys. Raises ConfigError."""
    words: dict[str, str] = {}
    keys: dict[str, str] = {}
    lines: dict[str, int] = {}
    for name, node, line in pairs(root_of(text, path, ConfigError), path, ConfigError):
        if name not in SETTINGS:
            raise ConfigError(f"{path}, line {line}: unknown setting '{name}'; {nearest(name, SETTINGS)}")
        lines[name] = line
        if name != "keys":
            words[name] = word(name, node, f"{path}, line {line}")
            continue
        for action, wanted, place in entries(node, path):
            lines[f"keys.{action}"] = place
            keys[action] = word(action, wanted, f"{path}, line {place}")
    return Config(words.get("theme", Config.theme), words.get("model") or None, keys, lines=lines)


def entries(node: yaml.Node, path: Path) -> Iterator[tuple[str, yaml.Node, int]]:
    """The lines below ``keys:``; none where all of them are comments. Raises ConfigError."""
    if isinstance(node, yaml.ScalarNode) and node.value == "":
        return
    if not isinstance(node, yaml.MappingNode):
        where = f"{path}, line {node.start_mark.line + 1}"
        raise ConfigError(f"{where}: below 'keys:' expected lines like '  card.like: y,right', not {said(node)}.")
    yield from pairs(node, path, ConfigError)


def word(name: str, node: yaml.Node, where: str) -> str:
    """A value as it was written: ``on``, ``n`` and ``1`` are words. Raises ConfigError for what is no scalar."""
    if not isinstance(node, yaml.ScalarNode):
        raise ConfigError(f"{where}: '{name}' must be written on one line, without brackets, like y,l,right.")
    return str(node.value)


def check_theme(config: Config, path: Path) -> None:
    """Raises ConfigError where there is no such theme."""
    if config.theme == Config.theme:
        return
    from matinee.tui.theme import theme_names

    if config.theme not in theme_names():
        where = f"{path}, line {config.lines['theme']}"
        raise ConfigError(f"{where}: there is no theme '{config.theme}'; {nearest(config.theme, theme_names())}")


def checked_keymap(config: Config, path: Path) -> dict[str, str]:
    """The keys for Textual; only who gives any waits until all screens are read. Raises ConfigError for a wrong one."""
    from matinee.tui.keys.key_validation import holders, keymap_of, problems

    kinds = holders()
    for action, problem in problems(config.keys, kinds):
        raise ConfigError(f"{path}, line {config.lines[f'keys.{action}']}: {problem}")
    return keymap_of(config.keys, kinds)


def write_shipped(path: Path) -> None:
    """Write the commented file that ships where there is none yet. Raises ConfigError, OSError."""
    if not present(path):
        write(path, SHIPPED_CONFIG.read_text(encoding="utf-8"))


def remember(path: Path, setting: Literal["theme", "model"], value: str) -> None:
    """Change one value in the file, and nothing else in it; without a file, in a copy of the one that ships.

    Raises:
        ConfigError: a file that cannot be read, or is written in a way that leaves no place for the value.
        OSError: a file that cannot be written.
    """
    text = file_text(path if present(path) else SHIPPED_CONFIG, "configuration", ConfigError)
    before = parsed(text, path)
    changed = with_value(text, path, setting, value)
    try:
        after = parsed(changed, path)
    except ConfigError:
        after = before
    if (getattr(after, setting) or "") != value or unlike(before, after) - {setting}:
        raise ConfigError(f"{path}: this file is too clever to be changed; set '{setting}: {value}' in it yourself.")
    write(path, changed)


def unlike(one: Config, other: Config) -> set[str]:
    """The settings in which two configurations differ."""
    return {name for name in SETTINGS if getattr(one, name) != getattr(other, name)}


def with_value(text: str, path: Path, setting: str, value: str) -> str:
    """The text with one value replaced, or with a line for it before all others."""
    root = root_of(text, path, ConfigError)
    quoted = value if PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
    for name, node, _line in pairs(root, path, ConfigError):
        if name == setting:
            start, end = node.start_mark.index, node.end_mark.index
            gap = "" if text[:start].endswith((" ", "\t")) else " "
            return text[:start] + gap + quoted + text[end:]
    newline = "\r\n" if "\r\n" in text else "\n"
    if root is None:
        return text + ("" if not text or text.endswith("\n") else newline) + f"{setting}: {quoted}{newline}"
    start, column = root.start_mark.index, root.start_mark.column
    if root.flow_style:
        return text[: start + 1] + f"{setting}: {quoted}, " + text[start + 1 :]
    return text[:start] + f"{setting}: {quoted}{newline}{' ' * column}" + text[start:]


def write(path: Path, text: str) -> None:
    """Write the file whole, in a folder of the person's own; a link stays a link. Raises OSError."""
    from matinee.engine.atomic import replace_file

    whole = path.resolve()
    whole.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(whole, text.encode("utf-8"))
