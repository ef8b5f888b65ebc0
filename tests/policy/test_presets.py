"""Presets: steps from one end to the other, relative to the policy a session began with."""

from dataclasses import replace

import pytest

from matinee.policy import Policy, validate_setting
from matinee.policy.presets import (
    PRESETS,
    STEPS,
    USUAL,
    changed_settings,
    is_set_in_detail,
    preset_settings,
    preset_step,
)


@pytest.mark.parametrize("line", PRESETS)
def test_every_step_is_valid_and_recognized(policy: Policy, line: str) -> None:
    for step in range(STEPS):
        values = preset_settings(line, policy, step)
        for name, value in values.items():
            validate_setting(name, value)
        assert preset_step(line, policy, replace(policy, **values)) == step  # type: ignore[arg-type]


@pytest.mark.parametrize("line", PRESETS)
def test_the_middle_is_the_policy_of_the_user(policy: Policy, line: str) -> None:
    own = replace(policy, kin_genre_weight=7.0, log_popularity_penalty=0.3, exploration_rate=0.2)
    assert replace(own, **preset_settings(line, own, USUAL)) == own  # type: ignore[arg-type]
    assert preset_step(line, own, own) == USUAL


def test_values_stay_within_their_bounds(policy: Policy) -> None:
    own = replace(policy, kin_genre_weight=90.0, log_popularity_penalty=99.9)
    for line in PRESETS:
        for step in range(STEPS):
            for name, value in preset_settings(line, own, step).items():
                validate_setting(name, value)


def test_what_differs_from_the_policy_a_session_began_with(policy: Policy) -> None:
    for line in PRESETS:
        for step in range(STEPS):
            moved = replace(policy, **preset_settings(line, policy, step))  # type: ignore[arg-type]
            back = changed_settings(policy, moved)
            assert replace(moved, **back) == policy  # type: ignore[arg-type]
            assert list(back) == ([] if step == USUAL else list(preset_settings(line, policy, step)))
            assert not is_set_in_detail(policy, moved)
    for name, value, is_detail in (("kin_cast_weight", 0.1, True), ("prompt_text_weight", 3.0, True)):
        assert is_set_in_detail(policy, replace(policy, **{name: value})) is is_detail  # type: ignore[arg-type]
    assert changed_settings(policy, replace(policy, prompt_mode="soft")) == {}


def test_a_weight_changed_by_hand_is_no_step(policy: Policy) -> None:
    changed = replace(policy, kin_cast_weight=0.123)
    assert preset_step("closeness", policy, changed) is None
    assert preset_step("fame", policy, changed) == USUAL
