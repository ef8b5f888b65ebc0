"""A policy file is valid, or refused with the line and the way out."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matinee.policy import Policy, PolicyError, load_policy
from matinee.policy.schema import SETTINGS, checked_value


def override(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_policy_is_valid(policy: Policy) -> None:
    assert policy.embedding_scale == "zscore"


def test_a_users_file_replaces_single_values(tmp_path: Path, policy: Policy) -> None:
    mine = load_policy(override(tmp_path, "learning_rate: 1e-1\nembedding_scale: none\n"))
    assert mine.learning_rate == 0.1
    assert mine.embedding_scale == "none"
    assert mine.negative_weight == policy.negative_weight


def test_no_file_of_ones_own_is_fine(tmp_path: Path, policy: Policy) -> None:
    assert load_policy(tmp_path / "absent.yaml") == policy


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# mine\n\nlerning_rate: 0.2\n", "line 3: unknown setting 'lerning_rate'; did you mean 'learning_rate'?"),
        ("learning_rate: fast", "line 1: 'learning_rate' must be a number from 0 to 1, not fast."),
        ("learning_rate: 1.5", "line 1: 'learning_rate' must be a number from 0 to 1, not 1.5."),
        ("learning_rate: .nan", "must be a number from 0 to 1"),
        ("learning_rate: true", "must be a number from 0 to 1, not true."),
        ("learning_rate: '0.5'", "must be a number from 0 to 1"),
        ("learning_rate:", "must be a number from 0 to 1, not empty."),
        ("learning_rate: [1]", "must be a number from 0 to 1, not a list or mapping."),
        ("embedding_scale: log", "must be one of zscore, none, not log."),
        ("learning_rate: 0.1\nlearning_rate: 0.2", "line 2: the setting 'learning_rate' stands twice"),
        ("- learning_rate", "line 1: expected lines of the form 'setting: value'."),
        ("[a]: 1", "line 1: expected the name of a setting"),
        ("a: [1", "this is not YAML"),
        ("[" * 5000, "this is not YAML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy(override(tmp_path, text))
    assert said in str(refused.value)
    assert str(refused.value).startswith(str(tmp_path / "policy.yaml"))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
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
def test_any_text_is_a_valid_policy_or_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    try:
        mine = load_policy(path)
    except PolicyError as refused:
        assert str(path) in str(refused)
    else:
        for name, setting in SETTINGS.items():
            value = getattr(mine, name)
            if "names" in setting.metadata:
                assert value in setting.metadata["names"]
            else:
                assert setting.metadata["low"] <= value <= setting.metadata["high"]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        *[("learning_rate", 0.0), ("learning_rate", 1.0), ("learning_rate", 1e-9), ("learning_rate", 1)],
        *[("posterior_dislike_target", -10.0), ("intent_mode", "soft"), ("embedding_scale", "none")],
    ],
)
def test_a_value_that_a_setting_can_have_is_taken(setting: str, value: float | str) -> None:
    checked_value(setting, value)


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("learning_rate", 1.5, "'learning_rate' must be a number from 0 to 1, not 1.5."),
        ("learning_rate", -0.1, "'learning_rate' must be a number from 0 to 1, not -0.1."),
        ("learning_rate", float("nan"), "'learning_rate' must be a number from 0 to 1, not nan."),
        ("learning_rate", float("inf"), "'learning_rate' must be a number from 0 to 1, not inf."),
        ("learning_rate", True, "'learning_rate' must be a number from 0 to 1, not True."),
        ("learning_rate", "0.5", "'learning_rate' must be a number from 0 to 1"),
        ("learning_rate", "soft", "'learning_rate' must be a number from 0 to 1, not soft."),
        ("intent_mode", "", "'intent_mode' must be one of open, soft, strict, not empty."),
        ("intent_mode", "Soft", "'intent_mode' must be one of open, soft, strict, not Soft."),
        ("intent_mode", 1.0, "'intent_mode' must be one of open, soft, strict, not 1.0."),
        ("lerning_rate", 0.5, "There is no setting 'lerning_rate'; did you mean 'learning_rate'?"),
        ("model_alone", 0.5, "There is no setting 'model_alone'"),
        ("", 0.5, "There is no setting ''"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_a_sentence(setting: str, value: float | str, said: str) -> None:
    with pytest.raises(PolicyError) as refused:
        checked_value(setting, value)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@given(setting=st.sampled_from(sorted(SETTINGS)), value=st.floats() | st.text(max_size=12))
def test_what_is_taken_can_stand_in_a_policy_file_and_mean_the_same(
    tmp_path_factory: pytest.TempPathFactory, setting: str, value: float | str
) -> None:
    try:
        checked_value(setting, value)
    except PolicyError:
        return
    path = override(tmp_path_factory.mktemp("policy"), f"{setting}: {json.dumps(value)}\n")
    assert getattr(load_policy(path), setting) == value
