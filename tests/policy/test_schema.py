"""A policy file is valid, or refused with the line and the way out."""

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy import Policy, PolicyError, load_policy
from policy.schema import SETTINGS


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
