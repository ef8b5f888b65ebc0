"""Checks that what training has learned are numbers: degenerate data and extreme settings can yield NaN or nothing."""

import numpy as np

from matinee.engine.models.factor_models import ItemFactors
from matinee.training.errors import DataError
from matinee.training.models.interactions import TrainingResult
from matinee.training.publish import model_arrays


def check_result(name: str, result: TrainingResult) -> None:
    """Check a trained model before it is used.

    Args:
        name: what people call the model, for the message.
        result: the model.

    Raises:
        DataError: a number is not finite, in the types in which it is written, or the model knows no film.
    """
    with np.errstate(over="ignore"):  # what is too large for half precision becomes infinite, and is found below
        arrays = model_arrays(result.model)
    numbers = [np.array(list(result.metrics.values()), dtype=np.float64), *arrays.values()]
    if not all(np.isfinite(array).all() for array in numbers):
        raise DataError(
            f"On these ratings, {name} learns values that are not finite numbers: the data is too uniform, or a "
            f"setting too extreme; change the settings of {name} with --config, or name other models with --model."
        )
    if isinstance(result.model, ItemFactors) and not result.model.vectors.any():
        raise DataError(f"{name} learns nothing from these ratings; name other models with --model.")
