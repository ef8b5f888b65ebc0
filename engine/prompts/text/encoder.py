"""The sentence encoder at run time: needs onnxruntime, tokenizers and a folder of verified files."""

import errno
import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import numpy as np
from msgspec import DecodeError, Meta, Struct
from msgspec.json import decode

from matinee.engine.bundle.documents import plain_reason
from matinee.engine.errors import EncoderError
from matinee.engine.paths import SHIPPED_BUNDLE
from matinee.policy.array_types import FloatArray
from matinee.policy.bounded_files import format_limit, open_regular, read_bounded

FOLDER = "encoder"
METADATA_FILE = "encoder.json"
FORMAT = 1
"""Version of the folder's layout; other versions are rejected."""
MODEL, TAGGER, TOKENIZER = "model.onnx", "reader.onnx", "tokenizer.json"
REPAIR = "reinstall matinee or run `matinee train encoder`."
MAX_TOKENS = 128
"""Word pieces of a text that are encoded; a prompt has fewer."""
DIMENSIONS = 384
"""Length of a sentence vector and of a hidden state."""
MAX_FILE_BYTES, MAX_METADATA_BYTES = 500_000_000, 100_000
PROBE = "a film about love"
"""Encoded once to find out whether an encoder works."""
FileName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,60}(?:\.[a-z]{1,10})?\Z")]
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class EncoderMetadata(Struct, frozen=True):
    """What is used of the file ``METADATA_FILE``; ``files`` is file name → SHA-256."""

    format: int
    files: dict[FileName, Digest]


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


MAX_PIECES, MIN_LETTERS = 3, 4
"""Most word pieces of a word, and letters from which it must have a vowel."""
VOWELS = frozenset("aeiouy")
PLAIN_WORD = re.compile("[a-z0-9]{1,100}")
"""A word that the tokenizer neither splits nor changes before it looks it up."""


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
        """Encode one text. Raises EncoderError if the encoder does not work."""
        with damage_reported():
            pieces = self._tokenizer.encode(text)
            vector, states = self._model.run(
                None, {"input_ids": np.array([pieces.ids]), "attention_mask": np.array([pieces.attention_mask])}
            )
            require_numbers(vector, (1, DIMENSIONS))
            require_numbers(states, (1, len(pieces.ids), DIMENSIONS))
            return Encoded(vector[0], states, pieces.offsets)

    def knows_word(self, word: str) -> bool:
        """Whether a word consists of few known pieces and has a vowel, unlike letters at random."""
        with damage_reported():
            pieces = self._tokenizer.encode(word, add_special_tokens=False)
            return len(pieces.ids) <= MAX_PIECES and (len(word) < MIN_LETTERS or any(map(VOWELS.__contains__, word)))

    def is_common(self, word: str) -> bool:
        """Whether a word is in the vocabulary as a whole."""
        with damage_reported():
            if PLAIN_WORD.fullmatch(word):  # looking it up takes a tenth of the time
                return self._tokenizer.token_to_id(word) is not None
            return len(self._tokenizer.encode(word, add_special_tokens=False).ids) == 1

    def negation_logits(self, encoded: Encoded) -> FloatArray:
        """(n_pieces,) log odds that each word piece is excluded rather than wanted. Raises EncoderError."""
        with damage_reported():
            (logits,) = self._tagger.run(None, {"states": encoded.states})
            require_numbers(logits, (1, len(encoded.offsets)))
            return np.asarray(logits[0], dtype=np.float64)


@contextmanager
def damage_reported() -> Iterator[None]:
    """Report everything that a damaged encoder raises, which onnxruntime and tokenizers do not document, as one error.

    Raises:
        EncoderError: the block raised anything but ImportError.
    """
    try:
        yield
    except (EncoderError, ImportError):
        raise
    except Exception as error:
        summary = " ".join(str(error).split())[:200]
        raise EncoderError(f"The encoder is damaged ({type(error).__name__}: {summary}); {REPAIR}") from error


def require_numbers(array: Any, shape: tuple[int, ...]) -> None:
    """Raise ValueError if an output of a model has another shape, or values that are not finite."""
    if np.shape(array) != shape or not np.isfinite(array).all():
        raise ValueError(f"a model's output of shape {shape} has the shape {np.shape(array)}, or is not finite")


def find_encoder(bundle: Path | None = None) -> Path | None:
    """The folder of the encoder, in the bundle or in the package; None if there is none."""
    folders = [folder / FOLDER for folder in (bundle, SHIPPED_BUNDLE) if folder is not None]
    return next((folder for folder in folders if (folder / METADATA_FILE).is_file()), None)


def load_encoder(folder: Path) -> Encoder:
    """Load an encoder and try it; every file is verified by its SHA-256.

    Raises:
        EncoderError: a file is missing, changed, damaged or of another version, or onnxruntime cannot be imported.
    """
    files = verify_files(folder)
    try:
        with damage_reported():
            encoder = Encoder(open_model(files[MODEL]), open_model(files[TAGGER]), open_tokenizer(files[TOKENIZER]))
        encoder.negation_logits(encoder.encode_text(PROBE))
    except ImportError as error:
        raise EncoderError(f"Prompts are interpreted by the lexicon alone: {error}; reinstall matinee.") from error
    return encoder


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
    options.enable_cpu_mem_arena = False  # it keeps 4 MB, and prompts are as fast without
    options.log_severity_level = 4  # it would write errors, which it also raises, to the terminal
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
    digests = read_metadata(folder).files
    for name, digest in digests.items():
        path = folder / name
        try:
            found = file_digest(path)
        except OSError as error:
            raise EncoderError(f"{path} is missing or unreadable ({error.strerror or error}); {REPAIR}") from error
        if found != digest:
            raise EncoderError(f"{path} has been modified; {REPAIR}")
    return {name: folder / name for name in digests}


def file_digest(path: Path) -> str:
    """The SHA-256 of a file. Raises OSError, also if it is not a regular file or too large."""
    with open_regular(path) as stream:
        if os.fstat(stream.fileno()).st_size > MAX_FILE_BYTES:
            raise OSError(errno.EINVAL, f"it is larger than {format_limit(MAX_FILE_BYTES)}")
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_metadata(folder: Path) -> EncoderMetadata:
    """Read the list of an encoder's files. Raises EncoderError."""
    path = folder / METADATA_FILE
    try:
        metadata = decode(read_bounded(path, MAX_METADATA_BYTES), type=EncoderMetadata)
    except OSError as error:
        raise EncoderError(f"{path} cannot be read ({error.strerror or error}); {REPAIR}") from error
    except (DecodeError, ValueError, RecursionError) as error:
        raise EncoderError(f"{path} cannot be read ({plain_reason(error)}); {REPAIR}") from error
    if metadata.format != FORMAT or not {MODEL, TAGGER, TOKENIZER} <= metadata.files.keys():
        raise EncoderError(f"{path} is of another version; {REPAIR}")
    return metadata
