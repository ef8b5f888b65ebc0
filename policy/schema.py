"""The policy file: one flat table of settings, each typed, bounded and refused by name when it is wrong."""

from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, cast

import yaml

from matinee.policy.settings import file_text, nearest, pairs, root_of, said

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
    values: dict[str, float | str] = {}
    root = root_of(file_text(path, "policy", PolicyError), path, PolicyError)
    for key, value, line in pairs(root, path, PolicyError):
        if key not in SETTINGS:
            raise PolicyError(f"{path}, line {line}: unknown setting '{key}'; {nearest(key, SETTINGS)}")
        values[key] = checked(key, value, f"{path}, line {line}")
    return values


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
    raise PolicyError(f"{where}: '{key}' must be {expected}, not {said(node)}.")


def checked_value(key: str, value: float | str) -> None:
    """Raises PolicyError for a setting that is not there, or a value that it cannot have."""
    if key not in SETTINGS:
        raise PolicyError(f"There is no setting '{key}'; {nearest(key, SETTINGS)}")
    checked(key, yaml.ScalarNode("", str(value), style="'" if isinstance(value, str) else None), "The policy")
