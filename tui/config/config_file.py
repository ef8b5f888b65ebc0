"""Reads and changes ``config.yaml``, the user's configuration file. The app writes to it only when asked."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import yaml

from matinee.engine.errors import MatineeError
from matinee.engine.online.tmdb_key import TmdbKey
from matinee.policy.settings import did_you_mean, iter_settings, node_text, parse_mapping, read_text
from matinee.tui.config.config import Config

DEFAULT_CONFIG = Path(__file__).with_name("config.yaml")
CHOICES = {
    "plot": ("ask", "always"),
    "poster": ("auto", "kitty", "sixel", "blocks", "off"),
    "keep_last_session": ("true", "false"),
}
"""Setting → the words it can be."""
VALUES = ("theme", "model", *CHOICES, "tmdb_key")
"""Settings with one value."""
SETTINGS = (*VALUES, "keys")
SECRET = "tmdb_key"
"""The setting whose value is never printed."""
PLAIN = re.compile(r"[A-Za-z0-9][\w.-]*")
"""Values that need no quotes in YAML."""


class ConfigError(MatineeError):
    """A configuration file that cannot be used; the message names the file, the line and the remedy."""


def load_config(path: Path | None) -> Config:
    """Read a configuration file.

    Args:
        path: the file; if it does not exist, or None, the defaults are returned.

    Raises:
        ConfigError: an unknown, repeated or mistyped setting; an unknown theme, action or key; one key for two
            actions; or a file that is not a YAML mapping.
    """
    if path is None or not file_exists(path):
        return Config()
    config = parse(read_text(path, "configuration file", ConfigError), path)
    check_theme(config, path)
    return replace(config, keymap=validated_keymap(config, path)) if config.keys else config


def file_exists(path: Path) -> bool:
    """Whether a file exists. Raises ConfigError if that cannot be determined."""
    try:
        path.stat()
        return True
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise ConfigError(f"{path}: this configuration file cannot be read ({error.strerror}).") from error


def parse(text: str, path: Path) -> Config:
    """Parse the text of a configuration file, without checking that its themes and keys exist.

    Args:
        text: the YAML text.
        path: named in error messages.

    Raises:
        ConfigError: text that is not a mapping of known settings.
    """
    values: dict[str, str] = {}
    keys: dict[str, str] = {}
    lines: dict[str, int] = {}
    for name, node, line in iter_settings(parse_mapping(text, path, ConfigError), path, ConfigError):
        if name not in SETTINGS:
            raise ConfigError(f"{path}, line {line}: unknown setting '{name}'; {did_you_mean(name, SETTINGS)}")
        lines[name] = line
        if name != "keys":
            values[name] = scalar(name, node, f"{path}, line {line}")
            if problem := value_problem(name, values[name]):
                raise ConfigError(f"{path}, line {line}: {problem}")
            continue
        for action, key_node, key_line in iter_keys(node, path):
            lines[f"keys.{action}"] = key_line
            keys[action] = scalar(action, key_node, f"{path}, line {key_line}")
    return Config(
        theme=values.get("theme", Config.theme),
        model=values.get("model") or None,
        plot=values.get("plot", Config.plot),
        poster=values.get("poster", Config.poster),
        keep_last_session=values.get("keep_last_session", Config.keep_last_session),
        tmdb_key=values.get(SECRET, ""),
        keys=keys,
        lines=lines,
    )


def value_problem(name: str, value: str) -> str:
    """What is wrong with the value of a setting, as far as it can be said without the bundle; empty if it is valid."""
    if name in CHOICES and value not in CHOICES[name]:
        *others, last = CHOICES[name]
        return f"'{name}' must be {', '.join(others)} or {last}, not '{value[:40]}'."
    if name == SECRET and value and not TmdbKey(value).is_well_formed:
        return f"'{name}' is not a key of TMDB, which has letters, digits, '.', '_' and '-' only."
    return ""


def iter_keys(node: yaml.Node, path: Path) -> Iterator[tuple[str, yaml.Node, int]]:
    """The (action, value, line number) entries below ``keys:``, which may be empty. Raises ConfigError."""
    if isinstance(node, yaml.ScalarNode) and node.value == "":
        return
    if not isinstance(node, yaml.MappingNode):
        where = f"{path}, line {node.start_mark.line + 1}"
        raise ConfigError(f"{where}: below 'keys:' expected lines like '  card.like: y,right', not {node_text(node)}.")
    yield from iter_settings(node, path, ConfigError)


def scalar(name: str, node: yaml.Node, where: str) -> str:
    """A value as written, so that ``on``, ``n`` and ``1`` stay text. Raises ConfigError if it is not a scalar."""
    if not isinstance(node, yaml.ScalarNode):
        raise ConfigError(f"{where}: '{name}' must be written on one line, without brackets, like y,l,right.")
    return str(node.value)


def check_theme(config: Config, path: Path) -> None:
    """Raises ConfigError if the theme does not exist."""
    if config.theme == Config.theme:
        return
    from matinee.tui.theme import theme_names

    if config.theme not in theme_names():
        hint = did_you_mean(config.theme[:40], theme_names())
        raise ConfigError(f"{path}, line {config.lines['theme']}: there is no theme '{config.theme[:40]}'; {hint}")


def validated_keymap(config: Config, path: Path) -> dict[str, str]:
    """Validate the user's keys and return the keymap for Textual.

    Imports every screen, so call it only if there are keys.

    Raises:
        ConfigError: the first invalid entry.
    """
    from matinee.tui.keys.key_validation import binding_owners, find_problems, keymap_of

    kinds = binding_owners()
    for action, problem in find_problems(config.keys, kinds):
        raise ConfigError(f"{path}, line {config.lines[f'keys.{action}']}: {problem}")
    return keymap_of(config.keys, kinds)


def write_default_config(path: Path) -> None:
    """Write the commented default file if there is no file yet. Raises ConfigError, OSError."""
    if not file_exists(path):
        write_config(path, DEFAULT_CONFIG.read_text(encoding="utf-8"))


def save_setting(path: Path, setting: str, value: str) -> None:
    """Change one value in the file and leave everything else as it is.

    Args:
        path: the file; if it does not exist, a copy of the default file is changed.
        setting: one of ``VALUES``.
        value: its new value, for which ``value_problem`` finds nothing.

    Raises:
        ConfigError: a file that cannot be read, or cannot be edited automatically.
        OSError: a file that cannot be written.
    """
    text = read_text(path if file_exists(path) else DEFAULT_CONFIG, "configuration file", ConfigError)
    before = parse(text, path)
    changed = replace_value(text, path, setting, value)
    try:
        after = parse(changed, path)
    except ConfigError:
        after = before
    if (getattr(after, setting) or "") != value or changed_settings(before, after) - {setting}:
        shown = f"'{setting}'" if setting == SECRET else f"'{setting}: {value}'"
        raise ConfigError(f"{path}: this file cannot be edited automatically; set {shown} in it yourself.")
    write_config(path, changed)


def changed_settings(one: Config, other: Config) -> set[str]:
    """Names of the settings in which two configurations differ."""
    return {name for name in SETTINGS if getattr(one, name) != getattr(other, name)}


def replace_value(text: str, path: Path, setting: str, value: str) -> str:
    """Replace one value in the text, or insert a line for it before all others."""
    root = parse_mapping(text, path, ConfigError)
    quoted = value if PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
    for name, node, _line in iter_settings(root, path, ConfigError):
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


def write_config(path: Path, text: str) -> None:
    """Replace the file atomically by one that only its owner can read, since it may have a key in it.

    Its folder is created with mode 0700; symbolic links are followed. Raises OSError.
    """
    from matinee.engine.atomic import replace_file

    target = path.resolve()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(target, text.encode("utf-8"), private=True)
