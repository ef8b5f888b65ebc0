"""Hostile YAML is refused early, with its line and in one sentence."""

import os
from pathlib import Path
from time import process_time

import pytest
import yaml

from matinee.policy import PolicyError, load_policy
from matinee.policy.yaml_files import MAX_VALUES, YamlLimitError, compose

BOMB = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        ("[" * 90_000, "nested more than 20 levels deep", 1),
        ("{a: " * 20_000, "nested more than 20 levels deep", 1),
        ("- " * 40_000, "nested more than 20 levels deep", 1),
        ("a:\n [" + "1, " * 30_000 + "]", "more than 5,000 values", 2),
        (BOMB, "more than 5,000 values", 4),
        ("a: 1\nb: &b [*b]\n", r"'\*b' contains itself", 2),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_yaml_beyond_a_limit_is_refused_at_once(text: str, problem: str, line: int) -> None:
    before = process_time()
    with pytest.raises(YamlLimitError, match=problem) as raised:
        compose(text)
    assert process_time() - before < 2.0
    assert raised.value.problem_mark is not None
    assert raised.value.problem_mark.line == line - 1


def test_ordinary_aliases_are_read() -> None:
    root = compose("als: &both {seed: 7}\nsvd: *both\n")
    assert isinstance(root, yaml.MappingNode)
    assert root.value[0][1] is root.value[1][1]
    assert compose("# only a comment\n") is None
    with pytest.raises(yaml.YAMLError, match="undefined alias"):
        compose("a: *nothing")


def test_as_many_values_as_the_limit_are_read() -> None:
    sequence = compose("[" + "1, " * (MAX_VALUES - 1) + "]")
    assert isinstance(sequence, yaml.SequenceNode)
    assert len(sequence.value) == MAX_VALUES - 1


def test_a_policy_that_is_no_file_or_endless_is_refused(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("# " + "x" * 200_000, encoding="utf-8")
    with pytest.raises(PolicyError, match=r"this policy file cannot be read \(it is larger than 100 kB\)\.$"):
        load_policy(override=policy)
    policy.write_text(BOMB, encoding="utf-8")
    with pytest.raises(PolicyError, match=r"line 4: this is too much for settings: there are more than 5,000 values\."):
        load_policy(override=policy)
    policy.unlink()
    os.mkfifo(policy)
    with pytest.raises(PolicyError, match=r"this policy file cannot be read \(it is not a regular file\)\.$"):
        load_policy(override=policy)


@pytest.mark.parametrize(
    "text", ['learning_rate: "\\U00110000"', "learning_rate: \x07", "learning_rate: nan", "learning_rate: [*a]"]
)
def test_odd_characters_and_tags_end_in_a_sentence(tmp_path: Path, text: str) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError, match=r"policy\.yaml"):
        load_policy(override=policy)
