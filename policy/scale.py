"""One scale for values of different origin, so that a weight means the same for each."""

import numpy as np

from matinee.policy.array_types import BoolArray, FloatArray


def standardised(values: FloatArray, over: BoolArray | None = None) -> FloatArray:
    """Mean 0 and deviation 1 over the films where ``over`` is True, by default all; zeros where these are all equal."""
    measured = values if over is None else values[over]
    if not len(measured):
        return np.zeros_like(values, dtype=np.float64)
    if measured.min() == measured.max():  # their deviation may come out as a hair above 0
        return np.zeros_like(values, dtype=np.float64)
    return np.asarray((values - float(measured.mean())) / float(measured.std()))
