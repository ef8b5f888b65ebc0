"""Marked prompts, and what is made of them."""

from pathlib import Path

import numpy as np
import pytest

from matinee.engine.prompts.text.encoder import Encoded, find_encoder, load_encoder
from matinee.training.text.negation_tagger import UNMARKED, Example, make_example, measure_accuracy, read_marked_prompts


def test_marks_are_removed_from_the_text(tmp_path: Path) -> None:
    path = tmp_path / "prompts.txt"
    path.write_text("a {+crime} story, hold the {-jokes}\nno marks here\n{-gore}-free\n")
    assert read_marked_prompts(path) == [
        ("a crime story, hold the jokes", [(2, 7, False), (24, 29, True)]),
        ("gore-free", [(0, 4, True)]),
    ]


def test_the_marked_prompts_that_ship_are_many_and_of_both_kinds() -> None:
    prompts = read_marked_prompts()
    assert len(prompts) > 2_000
    excluded = [is_excluded for _, spans in prompts for *_, is_excluded in spans]
    assert 0.2 < np.mean(excluded) < 0.6


def test_marks_go_to_the_word_pieces_under_them() -> None:
    offsets = [(0, 0), (0, 1), (2, 4), (4, 7), (0, 0)]
    found = make_example(Encoded(np.zeros(384), np.zeros((1, 5, 384)), offsets), [(2, 7, True)])
    assert found.labels.tolist() == [UNMARKED, UNMARKED, 1, 1, UNMARKED]
    assert found.spans == [(2, 4, True)]


def test_accuracy_by_hand() -> None:
    one = Example(np.zeros((4, 1)), np.array([1, 1, 0, 0]), [(0, 2, True), (2, 3, False), (3, 4, True)])
    assert measure_accuracy([np.array([3.0, -1.0, 0.5, 2.0])], [one]) == {
        "marks": 3.0,
        "accuracy": pytest.approx(2 / 3),
        "recall": 1.0,
        "precision": pytest.approx(2 / 3),
    }


@pytest.mark.parametrize(
    ("prompt", "excluded", "wanted"),
    [
        ("a war film where nobody falls in love", "love", "war"),
        ("crime story, the jokes can stay at home", "jokes", "crime"),
        ("nothing beats a good ghost story", None, "ghost"),
    ],
)
def test_the_shipped_tagger_finds_what_is_excluded(prompt: str, excluded: str | None, wanted: str) -> None:
    folder = find_encoder()
    assert folder is not None
    encoder = load_encoder(folder)
    read = encoder.encode_text(prompt)
    odds = encoder.negation_logits(read)

    def mean_odds(word: str) -> float:
        start = prompt.index(word)
        end = start + len(word)
        return float(np.mean([odd for odd, (a, b) in zip(odds, read.offsets, strict=True) if a < end and start < b]))

    assert mean_odds(wanted) < 0
    assert excluded is None or mean_odds(excluded) > 0
