"""Exports the encoder as it ships: all-MiniLM-L6-v2 and the negation tagger in ONNX, with 8-bit weights."""

import hashlib
import json
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn

from matinee.engine.atomic import STAGING, staged_folder, temporary_folder
from matinee.engine.bundle.versions import locked_for_change
from matinee.engine.prompts.text.encoder import (
    FOLDER,
    FORMAT,
    METADATA_FILE,
    MODEL,
    TAGGER,
    TOKENIZER,
    Encoder,
    import_onnxruntime,
    open_model,
    open_tokenizer,
)
from matinee.engine.prompts.words.lexicon import load_lexicon
from matinee.training.text import negation_tagger
from matinee.training.text.sentence_encoder import WEIGHTS_SHA256, encode, find_weights

SHARED_LAYERS = 3
"""The negation tagger continues from the output of this layer."""
LICENCE = Path(__file__).with_name("LICENSE-MiniLM.txt")
OPSET = 17


class PooledEncoder(nn.Module):
    """The encoder with mean pooling and L2 normalisation, as sentence-transformers runs it, and its lower states."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Encode a batch.

        Args:
            input_ids: (n, n_pieces) word pieces.
            attention_mask: (n, n_pieces) 1 for a word piece, 0 for padding.

        Returns:
            (n, width) unit vectors, and (n, n_pieces, width) states after ``SHARED_LAYERS`` layers.
        """
        states = self.model(input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True).hidden_states
        weight = attention_mask.unsqueeze(-1).to(states[-1].dtype)
        pooled = (states[-1] * weight).sum(dim=1) / weight.sum(dim=1)
        return nn.functional.normalize(pooled, dim=-1), states[SHARED_LAYERS]


def export_encoder(out: Path, texts: Sequence[str], seed: int, on_step: Callable[[str], None]) -> dict[str, Any]:
    """Write the encoder folder into a bundle folder, whole or not at all.

    Args:
        out: the bundle folder.
        texts: texts on which the export is compared with the original.
        seed: seed of the training of the negation tagger.
        on_step: receives the name of the next step.

    Returns:
        The metadata of the folder.

    Raises:
        DataError: the weights are not the original ones.
        BundleError: the folder cannot be written.
    """
    from transformers import AutoModel

    out.mkdir(parents=True, exist_ok=True)
    weights = find_weights()
    model: Any = AutoModel.from_pretrained(str(weights), attn_implementation="eager").eval()
    with locked_for_change(out):
        pass  # a folder that cannot be changed is refused before minutes of work
    with temporary_folder(out, STAGING) as staging:
        metadata = write_encoder(staging, model, weights, texts, seed, on_step)
        with locked_for_change(out), staged_folder(out / FOLDER) as folder:
            for path in staging.iterdir():
                path.rename(folder / path.name)
    return metadata


def write_encoder(
    folder: Path, model: Any, weights: Path, texts: Sequence[str], seed: int, on_step: Callable[[str], None]
) -> dict[str, Any]:
    """Write all files of an encoder into an empty folder; arguments and result are those of ``export_encoder``."""
    on_step("exporting the encoder")
    pieces = torch.ones(2, 7, dtype=torch.long)
    write_onnx(
        PooledEncoder(model), (pieces, pieces), folder / MODEL,
        inputs=["input_ids", "attention_mask"], outputs=["vector", "states"],
    )  # fmt: skip
    (folder / TOKENIZER).write_bytes((weights / TOKENIZER).read_bytes())
    (folder / "LICENSE").write_bytes(LICENCE.read_bytes())
    on_step("training the negation tagger")
    encoder = Encoder(open_model(folder / MODEL), None, open_tokenizer(folder / TOKENIZER))
    prompts = negation_tagger.read_marked_prompts()
    examples = [negation_tagger.make_example(encoder.encode_text(text), spans) for text, spans in prompts]
    tagger, held_out = negation_tagger.train_tagger(examples, model.encoder.layer[SHARED_LAYERS:], seed)
    states = torch.from_numpy(examples[0].states[None])
    write_onnx(tagger, (states,), folder / TAGGER, inputs=["states"], outputs=["odds"])
    on_step("comparing with the original")
    exported = open_model(folder / TAGGER)
    odds = [exported.run(None, {"states": one.states[None]})[0][0] for one in held_out]
    accuracy = negation_tagger.measure_accuracy(odds, held_out)
    return write_metadata(folder, {"agreement": measure_agreement(encoder, texts), "refusals": accuracy})


def comparison_texts() -> list[str]:
    """Collect the texts for comparing the export with the original: the moods, and prompts without their marks."""
    moods = {mood.text for mood in load_lexicon().moods.values()}
    return sorted(moods) + [text for text, _ in negation_tagger.read_marked_prompts()][:500]


def write_onnx(module: nn.Module, example: tuple[Any, ...], path: Path, inputs: list[str], outputs: list[str]) -> None:
    """Export a module and quantise it: 8-bit weights, one scale a channel.

    Only seven of the eight bits are used, so that processors without VNNI, whose sums saturate, give the same numbers.

    Args:
        module: the module.
        example: example inputs.
        path: the file to write.
        inputs: names of the inputs, whose first two axes may vary in size.
        outputs: names of the outputs; all axes of "vector" but the first are fixed.
    """
    quantization = import_onnxruntime("onnxruntime.quantization")
    preparation = import_onnxruntime("onnxruntime.quantization.shape_inference")

    full, prepared = path.with_suffix(".full"), path.with_suffix(".prepared")
    sizes = {0: "texts", 1: "pieces"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the exporter being deprecated, and shapes it takes for constants
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


def measure_agreement(encoder: Encoder, texts: Sequence[str]) -> dict[str, float]:
    """Measure the cosine of the exported vectors with the original ones: its mean and minimum over some texts."""
    cosines = (encoder.encode(texts) * encode(texts)).sum(axis=1)
    return {"texts": float(len(texts)), "mean": float(cosines.mean()), "lowest": float(cosines.min())}


def write_metadata(folder: Path, metrics: dict[str, Any]) -> dict[str, Any]:
    """Write what a folder contains and what it was made from; returns the same."""
    files = sorted(path for path in folder.iterdir() if path.name != METADATA_FILE)
    metadata = {
        "format": FORMAT,
        "name": "all-MiniLM-L6-v2",
        "weights_sha256": WEIGHTS_SHA256,
        "files": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
        "bytes": {path.name: path.stat().st_size for path in files},
        "metrics": metrics,
    }
    (folder / METADATA_FILE).write_text(json.dumps(metadata, indent=2) + "\n", encoding="utf-8")
    return metadata
