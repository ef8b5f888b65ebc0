"""The sentence encoder at run time: onnxruntime and tokenizers over a checked folder, nothing else."""

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
CARD = "encoder.json"
FORMAT = 1
"""Version of the folder's layout; another one is refused."""
MODEL, READER, TOKENIZER = "model.onnx", "reader.onnx", "tokenizer.json"
MEND = "reinstall matinee or run `matinee train encoder`."
MOST_TOKENS = 128
"""Word pieces that are read of a text; a prompt has fewer."""


@dataclass(frozen=True, eq=False)
class Encoded:
    """One text as the encoder sees it.

    Attributes:
        vector: (384,) of length 1.
        states: (1, n_pieces, 384) what its lower layers make of each word piece.
        offsets: (start, end) in the text of each piece; (0, 0) for those that stand for no letters.
    """

    vector: FloatArray
    states: FloatArray
    offsets: Sequence[tuple[int, int]]


class Encoder:
    """Turns texts into sentence vectors, and tells which of their words are ruled out.

    Texts are encoded one by one: quantised activations share one scale, so company would change the numbers.
    """

    def __init__(self, model: Any, reader: Any, tokenizer: Any) -> None:
        """ONNX sessions of the encoder and of the reader of refusals, and the tokenizer."""
        self._model, self._reader, self._tokenizer = model, reader, tokenizer

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """(n, 384) vectors of length 1."""
        return np.stack([self.read(text).vector for text in texts])

    def read(self, text: str) -> Encoded:
        """One text, encoded."""
        pieces = self._tokenizer.encode(text)
        vector, states = self._model.run(
            None, {"input_ids": np.array([pieces.ids]), "attention_mask": np.array([pieces.attention_mask])}
        )
        return Encoded(vector[0], states, pieces.offsets)

    def refusals(self, encoded: Encoded) -> FloatArray:
        """(n_pieces,) log odds that each word piece is ruled out rather than wished for."""
        (odds,) = self._reader.run(None, {"states": encoded.states})
        return np.asarray(odds[0], dtype=np.float64)


def find_encoder(bundle: Path | None = None) -> Path | None:
    """The folder of the encoder: in the bundle's folder, else where it ships; None where there is none."""
    places = [folder / FOLDER for folder in (bundle, SHIPPED_BUNDLE) if folder is not None]
    return next((place for place in places if (place / CARD).is_file()), None)


def load_encoder(folder: Path) -> Encoder:
    """Read an encoder, each file checked against its SHA-256.

    Raises:
        EncoderError: a file is missing, changed or of another version, or onnxruntime cannot be had.
    """
    files = checked_files(folder)
    try:
        return Encoder(open_model(files[MODEL]), open_model(files[READER]), open_tokenizer(files[TOKENIZER]))
    except ImportError as error:
        raise EncoderError(f"Moods are read by the lexicon alone: {error}; reinstall matinee.") from error


def import_onnxruntime(module: str = "onnxruntime") -> ModuleType:
    """Import onnxruntime, or a module of it, without its telemetry. Nothing else in Matinee may import it.

    Version 1.32 creates a database and a device id in the cache folder and looks up a host of Microsoft's unless this
    variable is set before the import; its ``disable_telemetry_events`` comes too late.

    Raises:
        ImportError: it is not installed, or cannot be loaded on this machine.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    return import_module(module)


def open_model(path: Path) -> Any:
    """An ONNX model. Raises ImportError where onnxruntime cannot be had."""
    onnxruntime = import_onnxruntime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # a prompt is too short to share, and threads would wait for each other
    options.log_severity_level = 3
    # by its path: from bytes, the content would be in memory twice
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def open_tokenizer(path: Path) -> Any:
    """A tokenizer that fills nothing up. Raises ImportError where tokenizers cannot be had."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    return tokenizer


def checked_files(folder: Path) -> dict[str, Path]:
    """The files of an encoder by name, each as it was made. Raises EncoderError."""
    card = read_card(folder)
    for name, digest in card["files"].items():
        path = folder / name
        try:
            with path.open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise EncoderError(f"{path} is missing or unreadable; {MEND}") from error
        if found != digest:
            raise EncoderError(f"{path} has been changed since it was made; {MEND}")
    return {name: folder / name for name in card["files"]}


def read_card(folder: Path) -> dict[str, Any]:
    """What an encoder says of itself: name, source, files and measurements. Raises EncoderError."""
    path = folder / CARD
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        if card["format"] == FORMAT and {MODEL, READER, TOKENIZER} <= set(card["files"]):
            return dict(card)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncoderError(f"{path} cannot be read ({error}); {MEND}") from error
    raise EncoderError(f"{path} is of another version; {MEND}")
