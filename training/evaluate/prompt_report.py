"""What was measured of prompts, tags and likenesses, gathered into one report."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from matinee.engine.errors import EncoderError
from matinee.engine.prompts.encoder import Encoder, find_encoder, load_encoder
from matinee.engine.recommender import Recommender
from matinee.training.config.config import TextConfig
from matinee.training.data.movielens import Dataset
from matinee.training.errors import DataError
from matinee.training.evaluate import prompt_protocol as protocol
from matinee.training.evaluate.prompt_cases import Part, read_cases, read_pairs
from matinee.training.evaluate.report import as_table, means
from matinee.training.text.item_vectors import item_texts


def report(
    recommender: Recommender, part: Part, seed: int, *, ablation: bool, on_step: Callable[[str], None]
) -> dict[str, Any]:
    """The JSON document: every variant on the prompts, on the unusual negations, and likenesses on judged pairs.

    Raises:
        EncoderError: without the encoder there is nothing to compare.
        DataError: a bundle whose films have other ids.
    """
    catalogue = recommender.catalogue
    encoder = loaded_encoder(recommender)
    prompts, negations = read_cases(part, catalogue), read_cases(f"negations_{part}", catalogue)
    judged = read_pairs(part, catalogue)
    on_step("encoding plain texts")
    answers = protocol.variants(recommender, encoder, seed, ablation)
    on_step("answering prompts")
    models: dict[str, Any] = {}
    for name, order in answers.items():
        measured = protocol.measure(order, prompts, catalogue)
        unusual = protocol.measure(order, negations, catalogue)
        models[name] = means(measured | {f"{metric}_negations": unusual[metric] for metric in ("p10", "v10")}, seed)
    on_step("comparing films")
    alike = {
        name: means({"auc": protocol.alike_aucs(likeness, judged)}, seed)
        for name, likeness in protocol.likenesses(recommender).items()
    }
    return {
        "protocol": "intent",
        "split": f"{part} prompts, bundle {recommender.bundle.version}",
        "seed": seed,
        "prompts": len(prompts),
        "negations": len(negations),
        "models": models,
        "alike": alike,
        "judged_films": len(judged),
    }


def loaded_encoder(recommender: Recommender) -> Encoder:
    """The encoder the recommender uses. Raises EncoderError where it uses none."""
    recommender.understanding.load_encoder()
    folder = find_encoder(recommender.bundle.folder)
    if recommender.understanding.problem or folder is None:
        raise EncoderError(f"Prompts cannot be measured: {recommender.understanding.problem}")
    return load_encoder(folder)


def tag_report(
    dataset: Dataset, recommender: Recommender, plots: Path | None, seed: int, on_step: Callable[[str], None]
) -> dict[str, Any]:
    """What finding films by a tag is worth when no film's vector was made from tags. Raises DataError."""
    if dataset.tags is None:
        raise DataError(f"{dataset.name} has no tags.")
    catalogue = recommender.catalogue
    encoder = loaded_encoder(recommender)
    on_step("encoding the films' texts without tags")
    settings = recommender.bundle.read_texts()
    config = TextConfig() if settings is None else TextConfig(**settings.config)
    texts = item_texts(catalogue, None, plots, config)
    blind = Recommender(replace(recommender.bundle, read_texts=lambda: texts), recommender.policy)
    cases = protocol.tag_cases(dataset.tags, catalogue)
    among = np.array(
        sorted({int(row) for rows in cases.values() for row in rows} | tagged_rows(dataset, catalogue.rows))
    )
    orders = {
        "matinee": protocol.served(blind),
        "cosine": protocol.cosine(protocol.plain_texts(catalogue, encoder), encoder),
        "cosine, fields apart": protocol.cosine(texts.vectors, encoder),
    }
    on_step("finding films by tags")
    return {
        "tags": {
            name: means({"ndcg@10": protocol.tag_ndcg(order, cases, among)}, seed) for name, order in orders.items()
        },
        "tags_asked": len(cases),
    }


def tagged_rows(dataset: Dataset, rows: Mapping[int, int]) -> set[int]:
    """Rows of the films that carry any tag."""
    assert dataset.tags is not None
    return {rows[int(movie)] for movie in dataset.tags["movie"].unique() if int(movie) in rows}


def as_tables(document: dict[str, Any]) -> str:
    """The report for people: prompts, likenesses, and tags where they were measured."""
    tables = [as_table(document, "auc", decimals=3)]
    tables.append(as_table(document | {"protocol": "more like this", "models": document["alike"]}, "auc", decimals=3))
    if "tags" in document:
        tables.append(as_table(document | {"protocol": "tags", "models": document["tags"]}, "ndcg@10", decimals=3))
    return "\n\n".join(tables)
