"""Computes the text vector of every film: a weighted mean of its separately encoded fields."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.models.item_texts import ItemTexts
from matinee.policy.array_types import l2_normalize
from matinee.training.config.config import TextConfig
from matinee.training.errors import DataError
from matinee.training.text.film_text import field_texts
from matinee.training.text.sentence_encoder import DIMENSIONS, encode

Encode = Callable[[Sequence[str]], np.ndarray]
"""Encodes n texts into (n, 384) unit vectors."""


def encode_item_texts(
    catalogue: Catalogue,
    tags: pd.DataFrame | None,
    plot_folder: Path | None,
    config: TextConfig,
    encoder: Encode = encode,
) -> ItemTexts:
    """Encode what is known of every film.

    Args:
        catalogue: the films.
        tags: columns movie, tag; None for a data set without tags.
        plot_folder: the folder of the Wikipedia Movie Data; None to do without plots.
        config: the weight of each field.
        encoder: encodes the texts of one field.

    Returns:
        Unit vectors, with zero rows for films without any text.

    Raises:
        DataError: the plots cannot be read, the encoder's weights are not the original ones, or no text counts.
    """
    texts = field_texts(catalogue, tags, plot_folder)
    weights = asdict(config)
    total = np.zeros((len(catalogue), DIMENSIONS), dtype=np.float32)
    for name, texts_by_row in texts.items():
        rows = list(texts_by_row)
        if rows and weights[name]:
            total[rows] += weights[name] * encoder([texts_by_row[row] for row in rows])
    if not total.any():
        raise DataError("No film has a text vector: the fields that the films have weigh 0 under 'texts' in --config.")
    vectors = np.asarray(l2_normalize(total), dtype=np.float32)
    return ItemTexts(vectors, {name: len(texts_by_row) for name, texts_by_row in texts.items()}, weights)
