"""The encoder as it ships: all-MiniLM-L6-v2 in ONNX with 8-bit weights, and the reader of refusals beside it."""

import hashlib
import json
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from matinee.engine.bundle.lock import changing
from torch import nn

from matinee.engine.prompts.encoder import (
    CARD,
    FOLDER,
    FORMAT,
    MODEL,
    READER,
    TOKENIZER,
    Encoder,
    import_onnxruntime,
    open_model,
    open_tokenizer,
)
from matinee.engine.prompts.lexicon import load_lexicon
from matinee.training.text import negation_tagger as refusals
from matinee.training.text.pretrained import WEIGHTS_SHA256, original_weights
from matinee.training.text.sentence_encoder import encode

SHARED_LAYERS = 3
"""The reader of refusals starts from what so many layers make of the words."""
LICENCE = Path(__file__).with_name("LICENSE-MiniLM.txt")
OPSET = 17
LARGEST = 25_000_000
"""Bytes the encoder may have."""


class SentenceVector(nn.Module):
    """The encoder with mean pooling and length 1, as sentence-transformers serves it, and its lower states."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(n, width) vectors and (n, n_pieces, width) states after ``SHARED_LAYERS``."""
        states = self.model(input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True).hidden_states
        weight = attention_mask.unsqueeze(-1).to(states[-1].dtype)
        pooled = (states[-1] * weight).sum(dim=1) / weight.sum(dim=1)
        return nn.functional.normalize(pooled, dim=-1), states[SHARED_LAYERS]


def export_encoder(out: Path, texts: Sequence[str], seed: int, on_step: Callable[[str], None]) -> dict[str, Any]:
    """Write the encoder folder, whole or not at all; returns its card.

    Args:
        texts: on which agreement with the original is measured.

    Raises:
        DataError: the weights are not the original ones.
        BundleError: the folder may not be changed, or others keep it.
    """
    from transformers import AutoModel

    folder = original_weights()
    model = AutoModel.from_pretrained(str(folder), attn_implementation="eager").eval()
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".partial-", dir=out) as staging:
        whole = Path(staging) / FOLDER
        whole.mkdir()
        on_step("exporting the encoder")
        pieces = torch.ones(2, 7, dtype=torch.long)
        write_onnx(
            SentenceVector(model), (pieces, pieces), whole / MODEL,
            inputs=["input_ids", "attention_mask"], outputs=["vector", "states"],
        )  # fmt: skip
        (whole / TOKENIZER).write_bytes((folder / TOKENIZER).read_bytes())
        (whole / "LICENSE").write_bytes(LICENCE.read_bytes())
        on_step("learning what is ruled out")
        encoder = Encoder(open_model(whole / MODEL), None, open_tokenizer(whole / TOKENIZER))
        examples = [refusals.example(encoder.read(text), spans) for text, spans in refusals.marked_prompts()]
        reader, left_out = refusals.train_reader(examples, model.encoder.layer[SHARED_LAYERS:], seed)
        states = torch.from_numpy(examples[0].states[None])
        write_onnx(reader, (states,), whole / READER, inputs=["states"], outputs=["odds"])
        on_step("comparing with the original")
        served = open_model(whole / READER)
        odds = [served.run(None, {"states": one.states[None]})[0][0] for one in left_out]
        card = write_card(
            whole, {"agreement": agreement(encoder, texts), "refusals": refusals.accuracy(odds, left_out)}
        )
        replace_folder(whole, out / FOLDER, Path(staging) / "former")
    return card


def compared_texts() -> list[str]:
    """The texts on which the shipped encoder is compared with the original: moods, and prompts without their marks."""
    moods = {mood.text for mood in load_lexicon().moods.values()}
    return sorted(moods) + [text for text, _ in refusals.marked_prompts()][:500]


def write_onnx(module: nn.Module, example: tuple[Any, ...], path: Path, inputs: list[str], outputs: list[str]) -> None:
    """Export a module and quantise it: 8-bit weights, a scale for each channel.

    Seven of the eight bits are used, so that processors without VNNI, whose sums saturate, give the same numbers.
    """
    quantization = import_onnxruntime("onnxruntime.quantization")
    preparation = import_onnxruntime("onnxruntime.quantization.shape_inference")

    full, prepared = path.with_suffix(".full"), path.with_suffix(".prepared")
    sizes = {0: "texts", 1: "pieces"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns of its own age and of shapes it takes for constants
        torch.onnx.export(
            module, example, str(full), dynamo=False, opset_version=OPSET, input_names=inputs, output_names=outputs,
            dynamic_axes={name: sizes if name != "vector" else {0: "texts"} for name in (*inputs, *outputs)},
        )  # fmt: skip
    preparation.quant_pre_process(str(full), str(prepared), skip_symbolic_shape=True)
    quantization.quantize_dynamic(
        str(prepared), str(path), weight_type=quantization.QuantType.QInt8, per_channel=True, reduce_range=True,
        op_types_to_quantize=["MatMul", "Gather"], extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
    full.unlink()
    prepared.unlink()


def agreement(encoder: Encoder, texts: Sequence[str]) -> dict[str, float]:
    """Cosine of the shipped vectors with those of the original, over some texts."""
    cosines = (encoder.encode(texts) * encode(texts)).sum(axis=1)
    return {"texts": float(len(texts)), "mean": float(cosines.mean()), "lowest": float(cosines.min())}


def write_card(folder: Path, metrics: dict[str, Any]) -> dict[str, Any]:
    """Say what a folder holds and what it was made from."""
    files = sorted(path for path in folder.iterdir() if path.name != CARD)
    card = {
        "format": FORMAT,
        "name": "all-MiniLM-L6-v2",
        "weights_sha256": WEIGHTS_SHA256,
        "files": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
        "bytes": {path.name: path.stat().st_size for path in files},
        "metrics": metrics,
    }
    (folder / CARD).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    return card


def replace_folder(whole: Path, place: Path, aside: Path) -> None:
    """Put a folder where another may be, in a bundle folder; the other goes aside first. Raises BundleError."""
    with changing(place.parent):
        if place.exists():
            place.rename(aside)
        whole.rename(place)
