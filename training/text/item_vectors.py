"""The text vector of every film: a weighted mean of its separately encoded fields."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.models.item_texts import ItemTexts
from matinee.training.config.config import TextConfig
from matinee.training.text import plots
from matinee.training.text.film_text import genre_text, tag_text
from matinee.training.text.pretrained import DIMENSIONS
from matinee.training.text.sentence_encoder import encode

Encode = Callable[[Sequence[str]], np.ndarray]


def item_texts(
    catalogue: Catalogue,
    tags: pd.DataFrame | None,
    plot_folder: Path | None,
    config: TextConfig,
    encoder: Encode = encode,
) -> ItemTexts:
    """Encode what is known of every film. Raises DataError.

    Args:
        tags: columns movie, tag; None where there are none.
        plot_folder: where the first paragraphs of Wikipedia pages lie; None goes without.
    """
    texts = field_texts(catalogue, tags, plot_folder)
    weights = asdict(config)
    total = np.zeros((len(catalogue), DIMENSIONS), dtype=np.float32)
    for name, texts_by_row in texts.items():
        rows = list(texts_by_row)
        if rows and weights[name]:
            total[rows] += weights[name] * encoder([texts_by_row[row] for row in rows])
    lengths = np.linalg.norm(total, axis=1, keepdims=True)
    vectors = np.asarray(total / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)
    return ItemTexts(vectors, {name: len(texts_by_row) for name, texts_by_row in texts.items()}, weights)


def field_texts(catalogue: Catalogue, tags: pd.DataFrame | None, plot_folder: Path | None) -> dict[str, dict[int, str]]:
    """Field → row → text, of the films that have one."""
    rows = range(len(catalogue))
    tagged = {} if tags is None else tag_text(tags, at_least=1)
    found = {} if plot_folder is None else plots.matched(catalogue, plots.read_plots(plot_folder))
    return {
        "title": {row: catalogue.titles[row] for row in rows},
        "genres": {row: text for row in rows if (text := genre_text(catalogue, row))},
        "tags": {catalogue.row(movie): text for movie, text in tagged.items() if movie in catalogue.rows},
        "plot": {row: plots.told(text, catalogue.titles[row]) for row, text in found.items()},
    }
