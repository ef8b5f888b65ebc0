"""The policy file: one flat table of typed and bounded settings, each validated by name."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal, cast, get_args, get_origin, get_type_hints

import yaml
from msgspec import Meta

from matinee.policy import renamed
from matinee.policy.setting_types import Share, check_value
from matinee.policy.settings import closest, iter_settings, node_text, parse_mapping, read_text

SHIPPED_POLICY = Path(__file__).with_name("recommender_policy.yaml")
Weight = Annotated[float, Meta(ge=0, le=100)]
SignedWeight = Annotated[float, Meta(ge=-100, le=100)]
FeedbackWeight = Annotated[float, Meta(ge=0, le=10)]
Confidence = Annotated[float, Meta(ge=0, le=10_000)]


class PolicyError(ValueError):
    """A policy file that cannot be used; the message names the file, the line and what to do."""


@dataclass(frozen=True)
class Policy:
    """Every coefficient of a session; ``recommender_policy.yaml`` documents them and holds their default values."""

    min_genre_affinity: Share
    max_genre_distance: Share
    model_scale: Literal["zscore", "none"]
    model_weight: Weight
    genre_distance_penalty: Weight
    popularity_penalty: Weight
    log_popularity_penalty: SignedWeight
    well_known_penalty: Weight
    well_known_share: Share
    diversity_boost: Weight
    diversity_affinity_cap: Share
    genre_request_boost: Weight
    kin_genre_weight: Weight
    kin_language_weight: Weight
    kin_country_weight: Weight
    kin_decade_weight: Weight
    kin_keyword_weight: Weight
    kin_director_weight: Weight
    kin_cast_weight: Weight
    kin_dislike_share: Share
    kin_absence_share: Share
    prompt_scale: Literal["zscore", "none"]
    prompt_mode: Literal["open", "soft", "strict"]
    prompt_steering: Literal["off", "on"]
    prompt_taste_share: FeedbackWeight
    prompt_kinship_share: FeedbackWeight
    prompt_text_weight: Weight
    prompt_exclusion_penalty: Weight
    prompt_propagation_weight: Weight
    prompt_named_genre_weight: Weight
    prompt_genre_weight: Weight
    prompt_example_weight: Weight
    prompt_popularity_weight: Weight
    pair_least_misery: Share
    exploration_rate: Share
    exploration_damping: Share
    learning_rate: Share
    negative_weight: FeedbackWeight
    posterior_like_weight: Confidence
    posterior_dislike_weight: Confidence
    posterior_dislike_target: Annotated[float, Meta(ge=-10, le=10)]
    posterior_skip_weight: Confidence
    least_squares_dislike_confidence: Confidence
    neighbours_dislike_weight: FeedbackWeight
    neighbours_half_life: Annotated[float, Meta(ge=0.1, le=10_000)]

    def neutral(self) -> "Policy":
        """The same update rules, with every filter open and the model's own score as the only term."""
        return replace(
            self,
            min_genre_affinity=0.0,
            max_genre_distance=1.0,
            model_scale="none",
            model_weight=1.0,
            genre_distance_penalty=0.0,
            popularity_penalty=0.0,
            log_popularity_penalty=0.0,
            well_known_penalty=0.0,
            diversity_boost=0.0,
            exploration_rate=0.0,
            kin_genre_weight=0.0,
            kin_language_weight=0.0,
            kin_country_weight=0.0,
            kin_decade_weight=0.0,
            kin_keyword_weight=0.0,
            kin_director_weight=0.0,
            kin_cast_weight=0.0,
        )


SETTINGS: dict[str, Any] = get_type_hints(Policy, include_extras=True)
"""Setting → its type."""
CHOICES: dict[str, tuple[str, ...]] = {
    name: get_args(kind) for name, kind in SETTINGS.items() if get_origin(kind) is Literal
}
"""Setting that is a word → the words it takes."""
BOUNDS: dict[str, tuple[float, float]] = {
    name: (meta.ge, meta.le) for name, kind in SETTINGS.items() if name not in CHOICES for meta in kind.__metadata__
}
"""Setting that is a number → the lowest and the highest it takes."""

KIN_WEIGHTS = tuple(name for name in SETTINGS if name.startswith("kin_") and name.endswith("_weight"))
"""The settings that weigh the kinship terms."""


def load_policy(
    override: Path | None = None,
    shipped: Path = SHIPPED_POLICY,
    chosen: Mapping[str, float | str] | None = None,
) -> Policy:
    """Load the shipped policy, with values replaced by those of the bundle and then by those in the user's file.

    Args:
        override: the user's own policy file; it may set any subset of the settings, and may be missing.
        shipped: the file that sets all of them.
        chosen: settings that were chosen for the bundle in use.

    Raises:
        PolicyError: an unknown, repeated, mistyped or out-of-range setting, or a file that is not a YAML mapping.
    """
    values = read_settings(shipped)
    missing = SETTINGS.keys() - values.keys()
    if missing:
        raise PolicyError(f"{shipped}: the setting '{sorted(missing)[0]}' is missing; restore the shipped file.")
    for name, value in (chosen or {}).items():
        validate_setting(name, value)
        values[name] = value
    if override is not None and file_exists(override):
        values |= read_settings(override)
    return Policy(**cast(dict[str, Any], values))


def file_exists(path: Path) -> bool:
    """Whether a policy file exists. Raises PolicyError if its folder cannot be read."""
    try:
        return path.exists()
    except OSError as error:
        raise PolicyError(f"{path}: this policy file cannot be read ({error.strerror}).") from error


def read_settings(path: Path) -> dict[str, float | str]:
    """Read and validate the settings of one file; former names of settings are accepted (``policy.renamed``).

    Returns:
        Current name → value, for the settings in the file.

    Raises:
        PolicyError: see ``load_policy``; the message uses the names as they are written in the file.
    """
    values: dict[str, float | str] = {}
    root = parse_mapping(read_text(path, "policy file", PolicyError), path, PolicyError)
    for key, node, line in iter_settings(root, path, PolicyError):
        name = renamed.renamed(key, renamed.SETTINGS)
        if name not in SETTINGS:
            raise PolicyError(f"{path}, line {line}: unknown setting '{key}'; {suggest_setting(key)}")
        if name in values:
            raise PolicyError(f"{path}, line {line}: '{name}' is set twice, once by a former name; keep one of them.")
        values[name] = parse_setting(name, node, f"{path}, line {line}: '{key}'")
    return values


def suggest_setting(name: str) -> str:
    """The setting that was probably meant, as a question; a misspelt former name suggests the current one."""
    current = dict.fromkeys(SETTINGS) | renamed.SETTINGS
    meant = closest(name, current)
    return f"did you mean '{current[meant] or meant}'?"


def parse_setting(name: str, node: yaml.Node, where: str) -> float | str:
    """Convert the value of one setting.

    Args:
        name: of the setting.
        node: the value as it was written.
        where: the beginning of the message, up to the verb.

    Raises:
        PolicyError: the value has the wrong type or is out of range.
    """
    value = node.value
    if isinstance(node, yaml.ScalarNode) and node.style is None:  # a quoted number is rejected
        with suppress(ValueError):  # float() accepts "1e-3", which is a string in YAML 1.1
            value = float(value)
    valid: float | str = check_value(value, SETTINGS[name], where, f", not {node_text(node)}.", PolicyError)
    return valid


def validate_setting(name: str, value: float | str) -> None:
    """Check a setting and its value. Raises PolicyError if either is invalid."""
    if name not in SETTINGS:
        raise PolicyError(f"There is no setting '{name}'; {suggest_setting(name)}")
    node = yaml.ScalarNode("", str(value), style="'" if isinstance(value, str) else None)
    parse_setting(name, node, f"The policy: '{name}'")
