"""A policy file is valid, or is rejected with the line and what to do."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matinee.policy import Policy, PolicyError, load_policy, renamed
from matinee.policy.schema import BOUNDS, CHOICES, SETTINGS, validate_setting


@pytest.fixture
def policy() -> Policy:
    """The shipped policy, without the settings of a bundle."""
    return load_policy()


def override(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_policy_is_valid(policy: Policy) -> None:
    assert policy.model_scale == "zscore"


def test_a_users_file_replaces_single_values(tmp_path: Path, policy: Policy) -> None:
    mine = load_policy(override(tmp_path, "learning_rate: 1e-1\nembedding_scale: none\n"))
    assert mine.learning_rate == 0.1
    assert mine.model_scale == "none"
    assert mine.negative_weight == policy.negative_weight


def test_the_users_file_may_be_missing(tmp_path: Path, policy: Policy) -> None:
    assert load_policy(tmp_path / "absent.yaml") == policy


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# mine\n\nlerning_rate: 0.2\n", "line 3: unknown setting 'lerning_rate'; did you mean 'learning_rate'?"),
        ("learning_rate: fast", "line 1: 'learning_rate' must be a number from 0 to 1, not fast."),
        ("learning_rate: 1.5", "line 1: 'learning_rate' must be a number from 0 to 1, not 1.5."),
        ("learning_rate: .nan", "must be a number from 0 to 1"),
        ("learning_rate: true", "must be a number from 0 to 1, not true."),
        ("learning_rate: '0.5'", "must be a number from 0 to 1"),
        ("learning_rate:", "must be a number from 0 to 1, not empty."),
        ("learning_rate: [1]", "must be a number from 0 to 1, not a list or mapping."),
        ("model_scale: log", "must be one of zscore, none, not log."),
        ("learning_rate: 0.1\nlearning_rate: 0.2", "line 2: the setting 'learning_rate' is set twice"),
        ("- learning_rate", "line 1: expected lines of the form 'setting: value'."),
        ("[a]: 1", "line 1: expected the name of a setting"),
        ("a: [1", "this is not YAML"),
        ("[" * 5000, "nested more than 20 levels deep"),
    ],
)
def test_errors_name_the_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy(override(tmp_path, text))
    assert message in str(refused.value)
    assert str(refused.value).startswith(str(tmp_path / "policy.yaml"))


def test_a_binary_file_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PolicyError, match="cannot be read"):
        load_policy(path)


ANY_YAML = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(sorted(SETTINGS)) | st.text(max_size=12)


@given(st.dictionaries(KEYS, ANY_YAML, max_size=4).map(yaml.safe_dump) | ANY_YAML.map(yaml.safe_dump) | st.text())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_valid_policy_or_rejected(tmp_path: Path, text: str) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    try:
        mine = load_policy(path)
    except PolicyError as refused:
        assert str(path) in str(refused)
    else:
        assert all(getattr(mine, name) in words for name, words in CHOICES.items())
        assert all(low <= getattr(mine, name) <= high for name, (low, high) in BOUNDS.items())
        assert SETTINGS.keys() == CHOICES.keys() | BOUNDS.keys()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        *[("learning_rate", 0.0), ("learning_rate", 1.0), ("learning_rate", 1e-9), ("learning_rate", 1)],
        *[("posterior_dislike_target", -10.0), ("prompt_mode", "soft"), ("model_scale", "none")],
    ],
)
def test_valid_values_are_accepted(setting: str, value: float | str) -> None:
    validate_setting(setting, value)


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("learning_rate", 1.5, "'learning_rate' must be a number from 0 to 1, not 1.5."),
        ("learning_rate", -0.1, "'learning_rate' must be a number from 0 to 1, not -0.1."),
        ("learning_rate", float("nan"), "'learning_rate' must be a number from 0 to 1, not nan."),
        ("learning_rate", float("inf"), "'learning_rate' must be a number from 0 to 1, not inf."),
        ("learning_rate", True, "'learning_rate' must be a number from 0 to 1, not True."),
        ("learning_rate", "0.5", "'learning_rate' must be a number from 0 to 1"),
        ("learning_rate", "soft", "'learning_rate' must be a number from 0 to 1, not soft."),
        ("prompt_mode", "", "'prompt_mode' must be one of open, soft, strict, not empty."),
        ("prompt_mode", "Soft", "'prompt_mode' must be one of open, soft, strict, not Soft."),
        ("prompt_mode", 1.0, "'prompt_mode' must be one of open, soft, strict, not 1.0."),
        ("lerning_rate", 0.5, "There is no setting 'lerning_rate'; did you mean 'learning_rate'?"),
        ("neutral", 0.5, "There is no setting 'neutral'"),
        ("", 0.5, "There is no setting ''"),
    ],
)
def test_invalid_values_are_rejected_in_one_line(setting: str, value: float | str, message: str) -> None:
    with pytest.raises(PolicyError) as refused:
        validate_setting(setting, value)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


@given(setting=st.sampled_from(sorted(SETTINGS)), value=st.floats() | st.text(max_size=12))
def test_accepted_values_mean_the_same_in_a_policy_file(
    tmp_path_factory: pytest.TempPathFactory, setting: str, value: float | str
) -> None:
    try:
        validate_setting(setting, value)
    except PolicyError:
        return
    path = override(tmp_path_factory.mktemp("policy"), f"{setting}: {json.dumps(value)}\n")
    assert getattr(load_policy(path), setting) == value


@pytest.mark.parametrize(("old", "new"), renamed.SETTINGS.items())
def test_former_names_are_read(tmp_path: Path, policy: Policy, old: str, new: str) -> None:
    """A file written before the change sets the same value under the current name."""
    value = CHOICES[new][-1] if new in CHOICES else sum(BOUNDS[new]) / 4
    mine = load_policy(override(tmp_path, f"# mine\n{old}: {json.dumps(value)}\n"))
    assert mine == replace(policy, **{new: value})
    assert old not in SETTINGS  # so it is never written


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\nintent_mode: loud", "line 2: 'intent_mode' must be one of open, soft, strict, not loud."),
        ("intent_text_weight: 1e9", "line 1: 'intent_text_weight' must be a number from 0 to 100, not 1e9."),
        ("\n\nintent_mod: soft", "line 3: unknown setting 'intent_mod'; did you mean 'prompt_mode'?"),
        ("prompt_mod: soft", "line 1: unknown setting 'prompt_mod'; did you mean 'prompt_mode'?"),
        ("prompt_mode: soft\nintent_mode: open", "line 2: 'prompt_mode' is set twice, once by a former name; keep one"),
        ("intent_mode: soft\nprompt_mode: open", "line 2: 'prompt_mode' is set twice, once by a former name; keep one"),
        ("intent_mode: soft\nintent_mode: open", "line 2: the setting 'intent_mode' is set twice; keep one"),
    ],
)
def test_errors_about_former_names_use_the_name_in_the_file(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy(override(tmp_path, text))
    assert str(refused.value).startswith(f"{tmp_path / 'policy.yaml'}, {message}")
