"""Sentence vectors by the original all-MiniLM-L6-v2 (384-d), through sentence-transformers."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from matinee.training.text.pretrained import original_weights


def encode(texts: Sequence[str]) -> np.ndarray:
    """(n, 384) vectors of length 1; a text is encoded once in a process.

    Raises:
        DataError: the weights are not the original ones.
    """
    new = list(dict.fromkeys(text for text in texts if text not in _known))
    if new:
        _known.update(zip(new, encoded(new), strict=True))
    return np.stack([_known[text] for text in texts])


_known: dict[str, np.ndarray] = {}


def encoded(texts: list[str]) -> np.ndarray:
    """(n, 384) vectors of length 1, by the encoder itself. Raises DataError."""
    vectors = sentence_encoder().encode(texts, batch_size=64, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


@cache
def sentence_encoder() -> Any:
    """The encoder, read once in a process. Raises DataError."""
    folder = original_weights()
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    return SentenceTransformer(str(folder))
