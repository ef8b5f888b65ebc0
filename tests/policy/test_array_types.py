"""L2 normalisation."""

import numpy as np

from matinee.policy.array_types import l2_normalize


def test_vectors_get_length_one_and_zeros_stay() -> None:
    assert l2_normalize(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist() == [[0.6, 0.8], [0.0, 0.0]]
    assert l2_normalize(np.array([0.0, -2.0])).tolist() == [0.0, -1.0]


def test_single_precision_is_kept() -> None:
    assert l2_normalize(np.ones((2, 3), dtype=np.float32)).dtype == np.float32
