"""The sentence encoder at run time: needs onnxruntime, tokenizers and a folder of verified files."""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from matinee.engine.errors import EncoderError
from matinee.engine.paths import SHIPPED_BUNDLE
from matinee.policy.array_types import FloatArray

FOLDER = "encoder"
METADATA_FILE = "encoder.json"
FORMAT = 1
"""Version of the folder's layout; other versions are rejected."""
MODEL, TAGGER, TOKENIZER = "model.onnx", "reader.onnx", "tokenizer.json"
REPAIR = "reinstall matinee or run `matinee train encoder`."
MAX_TOKENS = 128
"""Word pieces of a text that are encoded; a prompt has fewer."""


@dataclass(frozen=True, eq=False)
class Encoded:
    """One encoded text.

    Attributes:
        vector: (384,) sentence vector of length 1.
        states: (1, n_pieces, 384) hidden states of the lower layers, for the negation tagger.
        offsets: (start, end) of each word piece in the text; (0, 0) for special pieces.
    """

    vector: FloatArray
    states: FloatArray
    offsets: Sequence[tuple[int, int]]


class Encoder:
    """Converts texts to sentence vectors, and tags the words that are excluded.

    Texts are encoded one by one: the quantised activations of a batch share one scale, so batching changes the results.
    """

    def __init__(self, model: Any, tagger: Any, tokenizer: Any) -> None:
        """Take the ONNX sessions of the encoder and of the negation tagger, and the tokenizer."""
        self._model, self._tagger, self._tokenizer = model, tagger, tokenizer

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """(n, 384) sentence vectors of length 1."""
        return np.stack([self.encode_text(text).vector for text in texts])

    def encode_text(self, text: str) -> Encoded:
        """Encode one text."""
        pieces = self._tokenizer.encode(text)
        vector, states = self._model.run(
            None, {"input_ids": np.array([pieces.ids]), "attention_mask": np.array([pieces.attention_mask])}
        )
        return Encoded(vector[0], states, pieces.offsets)

    def negation_logits(self, encoded: Encoded) -> FloatArray:
        """(n_pieces,) log odds that each word piece is excluded rather than wanted."""
        (logits,) = self._tagger.run(None, {"states": encoded.states})
        return np.asarray(logits[0], dtype=np.float64)


def find_encoder(bundle: Path | None = None) -> Path | None:
    """The folder of the encoder, in the bundle or in the package; None if there is none."""
    folders = [folder / FOLDER for folder in (bundle, SHIPPED_BUNDLE) if folder is not None]
    return next((folder for folder in folders if (folder / METADATA_FILE).is_file()), None)


def load_encoder(folder: Path) -> Encoder:
    """Load an encoder; every file is verified by its SHA-256.

    Raises:
        EncoderError: a file is missing, changed or of another version, or onnxruntime cannot be imported.
    """
    files = verify_files(folder)
    try:
        return Encoder(open_model(files[MODEL]), open_model(files[TAGGER]), open_tokenizer(files[TOKENIZER]))
    except ImportError as error:
        raise EncoderError(f"Prompts are interpreted by the lexicon alone: {error}; reinstall matinee.") from error


def import_onnxruntime(module: str = "onnxruntime") -> ModuleType:
    """Import onnxruntime, or a module of it, without its telemetry. This is the only place that may import it.

    Version 1.32 creates a database and a device id in the cache folder and looks up a Microsoft host unless this
    variable is set before the import; its ``disable_telemetry_events`` comes too late.

    Raises:
        ImportError: it is not installed, or cannot be loaded on this machine.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    return import_module(module)


def open_model(path: Path) -> Any:
    """Open an ONNX model. Raises ImportError if onnxruntime is not available."""
    onnxruntime = import_onnxruntime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # a prompt is too short for threads to pay off
    options.log_severity_level = 3
    # opened by path: from bytes, the content would be in memory twice
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def open_tokenizer(path: Path) -> Any:
    """Open a tokenizer without padding. Raises ImportError if tokenizers is not available."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def verify_files(folder: Path) -> dict[str, Path]:
    """Name → path of the files of an encoder. Raises EncoderError if one does not match its SHA-256."""
    files = read_metadata(folder)["files"]
    for name, digest in files.items():
        path = folder / name
        try:
            with path.open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise EncoderError(f"{path} is missing or unreadable; {REPAIR}") from error
        if found != digest:
            raise EncoderError(f"{path} has been modified; {REPAIR}")
    return {name: folder / name for name in files}


def read_metadata(folder: Path) -> dict[str, Any]:
    """Read the name, source, files and metrics of an encoder. Raises EncoderError."""
    path = folder / METADATA_FILE
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))
        if metadata["format"] == FORMAT and {MODEL, TAGGER, TOKENIZER} <= metadata["files"].keys():
            return dict(metadata)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EncoderError(f"{path} cannot be read ({error}); {REPAIR}") from error
    raise EncoderError(f"{path} is of another version; {REPAIR}")
