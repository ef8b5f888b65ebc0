"""Rankers that prompts are compared with."""

import inspect

import pytest

from matinee.engine.prompts.text.encoder import Encoder

pytest.importorskip("torch", reason="the extra `train` is not installed")


def test_the_original_encoder_answers_all_that_prompts_ask_of_the_shipped_one() -> None:
    from matinee.training.evaluate.prompt_rankers import OriginalVectors

    asked = {name for name, _ in inspect.getmembers(Encoder, inspect.isfunction) if not name.startswith("_")}
    assert asked - set(vars(OriginalVectors)) == {"encode"}  # this one calls the others
