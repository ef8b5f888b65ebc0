"""The policy file: one flat table of settings, each typed, bounded and refused by name when it is wrong."""

from collections.abc import Iterator
from dataclasses import Field, dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, cast

import yaml

SHIPPED_POLICY = Path(__file__).with_name("recommender_policy.yaml")


class PolicyError(ValueError):
    """A policy file that cannot be used; the message names the file, the line and the way out."""


def number(low: float, high: float) -> Any:
    """A setting that takes a number in [low, high]."""
    return field(metadata={"low": low, "high": high})


def choice(*names: str) -> Any:
    """A setting that takes one of a few words."""
    return field(metadata={"names": names})


@dataclass(frozen=True)
class Policy:
    """Every coefficient of a session. ``recommender_policy.yaml`` says what each one means and holds its value."""

    min_genre_affinity: float = number(0, 1)
    max_genre_distance: float = number(0, 1)
    embedding_scale: Literal["zscore", "none"] = choice("zscore", "none")
    score_weight_model: float = number(0, 100)
    genre_distance_penalty: float = number(0, 100)
    popularity_penalty: float = number(0, 100)
    log_popularity_penalty: float = number(0, 100)
    diversity_boost: float = number(0, 100)
    diversity_affinity_cap: float = number(0, 1)
    genre_request_boost: float = number(0, 100)
    intent_scale: Literal["zscore", "none"] = choice("zscore", "none")
    intent_mode: Literal["open", "soft", "strict"] = choice("open", "soft", "strict")
    intent_steering: Literal["off", "on"] = choice("off", "on")
    intent_taste_share: float = number(0, 10)
    intent_text_weight: float = number(0, 100)
    intent_refused_penalty: float = number(0, 100)
    intent_spread_weight: float = number(0, 100)
    intent_named_weight: float = number(0, 100)
    intent_genre_weight: float = number(0, 100)
    intent_like_weight: float = number(0, 100)
    intent_popularity_weight: float = number(0, 100)
    exploration_rate: float = number(0, 1)
    exploration_damping: float = number(0, 1)
    learning_rate: float = number(0, 1)
    negative_weight: float = number(0, 10)
    posterior_like_weight: float = number(0, 10_000)
    posterior_dislike_weight: float = number(0, 10_000)
    posterior_dislike_target: float = number(-10, 10)
    posterior_skip_weight: float = number(0, 10_000)
    least_squares_dislike_confidence: float = number(0, 10_000)
    neighbours_dislike_weight: float = number(0, 10)
    neighbours_half_life: float = number(0.1, 10_000)

    def model_alone(self) -> "Policy":
        """The same update rules with every filter open and only the model's own score left."""
        return replace(
            self,
            min_genre_affinity=0.0,
            max_genre_distance=1.0,
            embedding_scale="none",
            score_weight_model=1.0,
            genre_distance_penalty=0.0,
            popularity_penalty=0.0,
            log_popularity_penalty=0.0,
            diversity_boost=0.0,
            exploration_rate=0.0,
        )


SETTINGS: dict[str, Field[Any]] = {setting.name: setting for setting in fields(Policy)}


def load_policy(override: Path | None = None, shipped: Path = SHIPPED_POLICY) -> Policy:
    """The shipped policy, with single values replaced by those in ``override`` where that file exists.

    Raises:
        PolicyError: an unknown, repeated, mistyped or out-of-range setting, or a file that is no YAML mapping.
    """
    values = read_settings(shipped)
    missing = SETTINGS.keys() - values.keys()
    if missing:
        raise PolicyError(f"{shipped}: the setting '{sorted(missing)[0]}' is missing; restore the shipped file.")
    if override is not None and present(override):
        values |= read_settings(override)
    return Policy(**cast(dict[str, Any], values))


def present(path: Path) -> bool:
    """Whether a file is there. Raises PolicyError where that cannot be told."""
    try:
        return path.exists()
    except OSError as error:
        raise PolicyError(f"{path}: this policy file cannot be read ({error.strerror}).") from error


def read_settings(path: Path) -> dict[str, float | str]:
    """The settings one file names, validated one by one. Raises PolicyError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path}: this policy file cannot be read ({error}).") from error
    values: dict[str, float | str] = {}
    for key, value, line in scalar_pairs(text, path):
        if key in values:
            raise PolicyError(f"{path}, line {line}: the setting '{key}' stands twice; keep one of them.")
        if key not in SETTINGS:
            raise PolicyError(f"{path}, line {line}: unknown setting '{key}'; {nearest(key)}")
        values[key] = checked(key, value, f"{path}, line {line}")
    return values


def scalar_pairs(text: str, path: Path) -> Iterator[tuple[str, yaml.Node, int]]:
    """(key, value node, line) of every entry of a YAML mapping. Raises PolicyError on any other shape."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or "it cannot be parsed"
        raise PolicyError(f"{where}: this is not YAML: {problem}.") from error
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise PolicyError(f"{path}, line {root.start_mark.line + 1}: expected lines of the form 'setting: value'.")
    for key, value in root.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise PolicyError(f"{path}, line {line}: expected the name of a setting before the colon.")
        yield key.value, value, line


def checked(key: str, node: yaml.Node, where: str) -> float | str:
    """The value of one setting. Raises PolicyError when it has the wrong type or is out of range."""
    limits = SETTINGS[key].metadata
    if "names" in limits:
        expected = "one of " + ", ".join(limits["names"])
        if isinstance(node, yaml.ScalarNode) and node.value in limits["names"]:
            return str(node.value)
    else:
        expected = f"a number from {limits['low']:g} to {limits['high']:g}"
        # float() also reads "1e-3", which YAML 1.1 takes for a string; a quoted number stays a string
        if isinstance(node, yaml.ScalarNode) and node.style is None:
            try:
                value = float(node.value)
            except ValueError:
                value = float("nan")
            if limits["low"] <= value <= limits["high"]:
                return value
    given = node.value if isinstance(node, yaml.ScalarNode) else "a list or mapping"
    raise PolicyError(f"{where}: '{key}' must be {expected}, not {str(given)[:40] or 'empty'}.")


def nearest(key: str) -> str:
    """A suggestion for a setting that does not exist."""
    close = get_close_matches(key, SETTINGS, n=1, cutoff=0.0)
    return f"did you mean '{close[0]}'?" if close else "see recommender_policy.yaml for the settings there are."
