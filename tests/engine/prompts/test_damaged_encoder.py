"""An encoder that cannot be used is refused in one sentence; neither doctor nor `bundle verify` calls it healthy."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from matinee.engine.cli.bundle_commands import verify
from matinee.engine.diagnostics import diagnose
from matinee.engine.errors import EncoderError
from matinee.engine.prompts.text.encoder import METADATA_FILE, MODEL, TAGGER, TOKENIZER, Encoder, load_encoder
from tests.conftest import ROOT

SHIPPED = ROOT / "artifacts" / "encoder"


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    """A copy of the shipped encoder, whose large files are links."""
    folder = tmp_path / "encoder"
    folder.mkdir()
    for path in SHIPPED.iterdir():
        (folder / path.name).symlink_to(path)
    return folder


def put(folder: Path, name: str, content: bytes) -> None:
    """Replace a file of an encoder; its digest is that of the new content."""
    metadata = json.loads((folder / METADATA_FILE).read_bytes())
    metadata["files"][name] = hashlib.sha256(content).hexdigest()
    for file, written in ((name, content), (METADATA_FILE, json.dumps(metadata).encode())):
        (folder / file).unlink()
        (folder / file).write_bytes(written)


def halved(content: bytes) -> bytes:
    return content[: len(content) // 2]


def of_another_vocabulary(content: bytes) -> bytes:
    """A tokenizer whose word pieces have numbers that the model does not know."""
    tokenizer = json.loads(content)
    vocabulary = tokenizer["model"]["vocab"]
    tokenizer["model"]["vocab"] = {word: number * 1000 for word, number in vocabulary.items()}
    return json.dumps(tokenizer).encode()


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (MODEL, halved),
        (MODEL, lambda _: b""),
        (MODEL, lambda _: (SHIPPED / TAGGER).read_bytes()),
        (TAGGER, halved),
        (TAGGER, lambda _: (SHIPPED / MODEL).read_bytes()),
        (TOKENIZER, halved),
        (TOKENIZER, lambda _: b"{}"),
        (TOKENIZER, lambda _: b"[" * 100_000),
        (TOKENIZER, of_another_vocabulary),
    ],
)
def test_a_crafted_file_is_refused(
    encoder: Path, name: str, change: Callable[[bytes], bytes], capfd: pytest.CaptureFixture[str]
) -> None:
    put(encoder, name, change((SHIPPED / name).read_bytes()))
    with pytest.raises(EncoderError, match=r"^The encoder is damaged \(.*\); reinstall matinee or run `matinee train"):
        load_encoder(encoder)
    assert capfd.readouterr().err == "", "onnxruntime writes to the terminal, past its outlet"


@pytest.mark.parametrize(
    ("metadata", "problem"),
    [
        (b"[" * 100_000, "cannot be read"),
        (b"{}", "missing required field `format`"),
        (b'{"format": "1", "files": {}}', "at `$.format`"),
        (b'{"format": 1, "files": {"../model.onnx": "0"}}', "in `$.files`"),
        (b'{"format": 1, "files": 7}', "at `$.files`"),
        (b'{"format": 2, "files": {}}', "is of another version"),
        (b" " * 200_000, "it is larger than 100 kB"),
    ],
    ids=lambda value: repr(value[:40]),
)
def test_odd_metadata_are_refused(encoder: Path, metadata: bytes, problem: str) -> None:
    (encoder / METADATA_FILE).unlink()
    (encoder / METADATA_FILE).write_bytes(metadata)
    with pytest.raises(EncoderError) as raised:
        load_encoder(encoder)
    assert problem in str(raised.value)


@pytest.mark.parametrize("name", [MODEL, TOKENIZER, METADATA_FILE])
def test_files_that_are_none_are_refused_at_once(encoder: Path, name: str) -> None:
    for make in (os.mkfifo, lambda path: path.symlink_to("/dev/zero"), Path.mkdir):
        (encoder / name).unlink()
        make(encoder / name)
        with pytest.raises(EncoderError, match="it is not a regular file"):
            load_encoder(encoder)
        (encoder / name).rmdir() if (encoder / name).is_dir() else (encoder / name).unlink()
        (encoder / name).touch()


class Pieces:
    """What a tokenizer returns."""

    def __init__(self) -> None:
        self.ids, self.attention_mask, self.offsets = [1, 2], [1, 1], [(0, 0), (0, 1)]


class FixedOutput:
    """In place of a tokenizer and of a model: always the same outputs."""

    def __init__(self, *outputs: Any) -> None:
        self._outputs = outputs

    def encode(self, _text: str) -> Pieces:
        return Pieces()

    def run(self, _names: None, _inputs: dict[str, Any]) -> tuple[Any, ...]:
        return self._outputs


@pytest.mark.parametrize(
    "outputs",
    [
        (np.zeros((1, 384)),),
        (np.zeros((1, 383)), np.zeros((1, 2, 384))),
        (np.zeros((1, 384)), np.zeros((1, 3, 384))),
        (np.full((1, 384), np.nan), np.zeros((1, 2, 384))),
        ("text", None),
    ],
)
def test_outputs_of_another_shape_are_refused(outputs: tuple[Any, ...]) -> None:
    with pytest.raises(EncoderError, match="The encoder is damaged"):
        Encoder(FixedOutput(*outputs), FixedOutput(), FixedOutput()).encode_text("film")


def test_doctor_and_verify_find_a_truncated_model(tmp_path: Path) -> None:
    bundle = Path(shutil.copytree(ROOT / "artifacts", tmp_path / "bundle"))
    assert checked(bundle) == (0, True)
    model = bundle / "encoder" / MODEL
    model.write_bytes(halved(model.read_bytes()))
    assert checked(bundle) == (1, False)
    put(bundle / "encoder", MODEL, model.read_bytes())  # as does a crafted one
    assert checked(bundle) == (1, False)
    shutil.rmtree(bundle / "encoder")  # the one in the package is used
    assert checked(bundle) == (0, True)


def checked(bundle: Path) -> tuple[int, bool]:
    """Exit code of `bundle verify`, and whether doctor finds that prompts work."""
    done = CliRunner().invoke(verify, ["--bundle", str(bundle), "--json"], catch_exceptions=False)
    encoder = json.loads(done.output)["encoder"]
    assert (done.exit_code == 1) == bool(encoder and encoder["damage"])
    prompts = next(check for check in diagnose(bundle)["checks"] if check["name"] == "prompts")
    assert prompts["ok"] or "lexicon only: " in prompts["detail"]
    return done.exit_code, prompts["ok"]
