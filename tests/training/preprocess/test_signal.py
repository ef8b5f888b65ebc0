"""The transform on numbers worked out by hand."""

import pandas as pd
import pytest

from matinee.training.preprocess.signal import TransformConfig, apply_transform, fit_transform


def ratings(*rows: tuple[int, int, float, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["user", "movie", "rating", "timestamp"])


def test_the_transform_is_the_formula() -> None:
    day = 86_400
    train = ratings((1, 1, 5.0, 10 * day), (1, 2, 3.0, 0), (2, 1, 2.0, 10 * day))
    transform = fit_transform(train, TransformConfig(half_life_days=10))
    # user means 4 and 2; film 1 has two ratings; film 2 is one half-life old
    assert apply_transform(train, transform).tolist() == pytest.approx([2**-0.5, -0.5, 0.0])
    later = ratings((1, 9, 5.0, 40 * day))  # a film training never saw, after training ended
    assert apply_transform(later, transform).tolist() == [1.0]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (TransformConfig(user_mean=False, half_life_days=10), 3.0 * 0.5),
        (TransformConfig(popularity=False, half_life_days=10), -1.0 * 0.5),
        (TransformConfig(time_decay=False), -1.0),
        (TransformConfig(user_mean=False, popularity=False, time_decay=False), 3.0),
    ],
)
def test_each_part_can_be_switched_off(config: TransformConfig, expected: float) -> None:
    train = ratings((1, 1, 5.0, 864_000), (1, 2, 3.0, 0))
    assert apply_transform(train, fit_transform(train, config)).tolist()[1] == pytest.approx(expected)
