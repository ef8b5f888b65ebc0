"""Reports of the prompt protocol: rankers on prompts and tags, and similarity scores on judged pairs."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from matinee.engine.errors import EncoderError
from matinee.engine.prompts.text.encoder import Encoder, find_encoder, load_encoder
from matinee.engine.recommender import Recommender
from matinee.training.config.config import TextConfig
from matinee.training.data.movielens import Dataset
from matinee.training.errors import DataError
from matinee.training.evaluate.prompt_cases import Part, read_cases, read_pairs
from matinee.training.evaluate.prompt_protocol import (
    measure,
    select_tags,
    similarity_aucs,
    similarity_scorers,
    tag_ndcg,
)
from matinee.training.evaluate.prompt_rankers import (
    MATINEE,
    cosine_ranker,
    encode_plain_texts,
    make_rankers,
    matinee_ranker,
)
from matinee.training.evaluate.report import format_table, mean_metrics
from matinee.training.evaluate.typed_prompts import read_typed, report_typed
from matinee.training.text.item_vectors import encode_item_texts


def build_report(
    recommender: Recommender, part: Part, seed: int, *, ablation: bool, on_step: Callable[[str], None]
) -> dict[str, Any]:
    """Measure every ranker on prompts and on unusual negations, and every similarity score on judged pairs.

    Args:
        recommender: of the bundle to measure.
        part: which prompts.
        seed: seed of the random ranker and of the intervals.
        ablation: also measure Matinee without each ingredient.
        on_step: called with the name of each step.

    Returns:
        The JSON document.

    Raises:
        EncoderError: the encoder cannot be loaded.
        DataError: the bundle uses other movie ids, or has no film facts.
    """
    catalogue = recommender.catalogue
    encoder = loaded_encoder(recommender)
    prompts, negations = read_cases(part, catalogue), read_cases(f"negations_{part}", catalogue)
    pairs = read_pairs(part, catalogue)
    on_step("encoding plain texts")
    rankers = make_rankers(recommender, encoder, seed, ablation)
    on_step("answering prompts")
    models: dict[str, Any] = {}
    for name, ranker in rankers.items():
        metrics = measure(ranker, prompts, catalogue)
        unusual = measure(ranker, negations, catalogue)
        models[name] = mean_metrics(
            metrics | {f"{metric}_negations": unusual[metric] for metric in ("p10", "v10")}, seed
        )
    on_step("answering typed prompts")
    typed = report_typed(rankers, read_typed(part, catalogue, recommender.film_facts), MATINEE, seed)
    on_step("comparing films")
    similarity = {
        name: mean_metrics({"auc": similarity_aucs(scorer, pairs)}, seed)
        for name, scorer in similarity_scorers(recommender).items()
    }
    return {
        "protocol": "intent",
        "split": f"{part} prompts, bundle {recommender.bundle.version}",
        "seed": seed,
        "prompts": len(prompts),
        "negations": len(negations),
        "models": models,
        "typed": typed,
        "alike": similarity,
        "judged_films": len(pairs),
    }


def loaded_encoder(recommender: Recommender) -> Encoder:
    """Load the encoder the recommender uses. Raises EncoderError when it cannot be loaded."""
    recommender.prompts.load_encoder()
    folder = find_encoder(recommender.bundle.folder)
    if recommender.prompts.problem or folder is None:
        raise EncoderError(f"Prompts cannot be measured: {recommender.prompts.problem}")
    return load_encoder(folder)


def build_tag_report(
    dataset: Dataset, recommender: Recommender, plots: Path | None, seed: int, on_step: Callable[[str], None]
) -> dict[str, Any]:
    """Measure how well films are found by a tag when no text vector was made from tags.

    Args:
        dataset: holds the tags.
        recommender: of the bundle to measure.
        plots: folder of the Wikipedia Movie Data; None to leave plots out.
        seed: seed of the intervals.
        on_step: called with the name of each step.

    Returns:
        Entries of the JSON document.

    Raises:
        DataError: the data set has no tags.
        EncoderError: the encoder cannot be loaded.
    """
    if dataset.tags is None:
        raise DataError(f"{dataset.name} has no tags.")
    catalogue = recommender.catalogue
    encoder = loaded_encoder(recommender)
    on_step("encoding the films' texts without tags")
    shipped = recommender.bundle.read_texts()
    config = TextConfig() if shipped is None else TextConfig(**shipped.config)
    texts = encode_item_texts(catalogue, None, plots, config)
    without_tags = Recommender(replace(recommender.bundle, read_texts=lambda: texts), recommender.policy)
    films_of_tags = select_tags(dataset.tags, catalogue)
    tagged = np.flatnonzero(np.isin(catalogue.ids, dataset.tags["movie"]))
    rankers = {
        MATINEE: matinee_ranker(without_tags),
        "cosine": cosine_ranker(encode_plain_texts(catalogue, encoder), encoder),
        "cosine, separate fields": cosine_ranker(texts.vectors, encoder),
    }
    on_step("finding films by tags")
    return {
        "tags": {
            name: mean_metrics({"ndcg@10": tag_ndcg(ranker, films_of_tags, tagged)}, seed)
            for name, ranker in rankers.items()
        },
        "tags_asked": len(films_of_tags),
    }


def format_tables(document: dict[str, Any]) -> str:
    """Format the report as tables: prompts, similarity, and tags where they were measured."""
    tables = [format_table(document, "auc", decimals=3)]
    typed = document | {"protocol": "typed prompts"} | document["typed"]
    kinds = typed | {"protocol": "typed prompts, Matinee by kind", "models": typed["kinds"]}
    tables += [format_table(typed, "fit10", decimals=3), format_table(kinds, "fit10", decimals=3)]
    similarity = document | {"protocol": "more like this", "models": document["alike"]}
    tables.append(format_table(similarity, "auc", decimals=3))
    if "tags" in document:
        tables.append(format_table(document | {"protocol": "tags", "models": document["tags"]}, "ndcg@10", decimals=3))
    return "\n\n".join(tables)
