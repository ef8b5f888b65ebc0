"""Builds a bundle in memory from a data set: the catalogue and the requested models."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from matinee.engine.bundle.bundle import Bundle, no_users
from matinee.engine.bundle.manifest import BlendEntry, DatasetEntry, ModelEntry
from matinee.engine.bundle.model_files import describe
from matinee.engine.models.factor_models import ItemFactors
from matinee.engine.models.item_item import ItemWeights
from matinee.training.config.config import BuildConfig
from matinee.training.data.movielens import Dataset
from matinee.training.errors import DataError
from matinee.training.facts.catalogue_facts import join_facts
from matinee.training.facts.catalogue_titles import complete_titles
from matinee.training.facts.table import SHIPPED_TABLE, read_table
from matinee.training.finite import check_result
from matinee.training.memory import check_memory, requested_as
from matinee.training.models.interactions import PairSource, TrainingData, TrainingResult, sum_in_memory
from matinee.training.preprocess.catalogue import build_catalogue, build_training_users

logger = logging.getLogger(__name__)
TRAINERS = {
    "svd_likes": "train_svd_likes",
    "svd": "train_svd",
    "ease": "train_ease",
    "edlae": "train_ease",
    "als": "train_als",
    "item_item": "train_item_item",
    "two_tower": "train_two_tower",
    "neumf": "train_neumf",
    "rating": "train_rating",
    "hybrid": "train_hybrid",
}
"""Model → the function that trains it, in the module of the same name, which is imported only when needed."""
MODULES = {"edlae": "ease"}
"""Model → its module, where the names differ."""
QUICK = ("blend", "svd_likes", "svd", "ease", "als", "item_item")
"""Models that train in seconds: the default."""
MODELS = (*QUICK, "two_tower", "neumf", "rating", "hybrid")
"""All models; the first one of a bundle in this order is its default."""
FACTOR_MODELS = ("svd_likes", "svd", "als", "two_tower")
"""Models with item vectors; the map is drawn from the first of them in the bundle."""


def build_bundle(
    dataset: Dataset,
    models: Sequence[str] = QUICK,
    config: BuildConfig | None = None,
    on_step: Callable[[str], None] = lambda _step: None,
    *,
    with_texts: bool = False,
    with_map: bool = False,
    plots: Path | None = None,
    facts: Path | None = SHIPPED_TABLE,
    sum_pairs: PairSource = sum_in_memory,
    with_users: bool = True,
) -> Bundle:
    """Train models on a data set, and those they are blended from.

    Args:
        dataset: the ratings and films.
        models: names from ``MODELS``.
        config: the settings; None for the defaults.
        on_step: receives the name of the next step.
        with_texts: whether to add the text vectors of the films, from titles, genres, tags and plots.
        with_map: whether to add the taste map.
        plots: the folder of the Wikipedia Movie Data; None to do without plots.
        facts: the table of film facts; None to do without facts.
        sum_pairs: sums over pairs of films, here or on a cluster.
        with_users: whether the bundle has the training users.

    Raises:
        DataError: the data is too small, or a map is requested without a model to draw it from.
    """
    config = config or BuildConfig()
    names = models_to_train(models, config)
    factor_models = [name for name in FACTOR_MODELS if name in names]
    if with_map and not factor_models:
        raise DataError(f"A map is drawn from a model with vectors; train one of {', '.join(FACTOR_MODELS)} with it.")
    check_memory(dataset.ratings, names, config)
    on_step("reading the catalogue")
    catalogue = build_catalogue(dataset)
    known = None
    if facts is not None:  # before the models, so that a damaged table is reported at once
        records = read_table(facts)
        catalogue = complete_titles(catalogue, records)
        known = join_facts(catalogue, records)
    users = build_training_users(dataset.ratings, catalogue)
    data = TrainingData(dataset, catalogue, users.ids, sum_pairs, with_users)
    trained = {}
    for name in names:
        on_step(f"training {name}")
        trained[name] = train_model(name, data, getattr(config, name))
        logger.info("trained %s: %s", name, trained[name].metrics)
    default = next(name for name in MODELS if name in models)
    if default in trained:
        check_learned(default, trained[default])
    texts = taste_map = None
    if with_texts:
        from matinee.training.text.item_vectors import encode_item_texts

        on_step("encoding the films' texts")
        texts = encode_item_texts(catalogue, dataset.tags, plots, config.texts)
    if with_map:
        from matinee.training.models.film_map import draw_map

        on_step("drawing the map")
        source = trained[factor_models[0]].model
        assert isinstance(source, ItemFactors)  # as FACTOR_MODELS says
        taste_map = draw_map(catalogue, source.vectors, config.map)
    entries: dict[str, ModelEntry] = {}
    if "blend" in models:
        entries["blend"] = BlendEntry(config.blend.parts, config=asdict(config.blend), metrics={})
    entries |= {name: describe(result.model, result.config, result.metrics) for name, result in trained.items()}
    return Bundle(
        catalogue=catalogue,
        trained={name: result.model for name, result in trained.items()},
        read_users=(lambda: users) if with_users else no_users,
        default_model=default,
        dataset=DatasetEntry(
            name=dataset.name,
            sha256=dataset.digest,
            ratings=len(dataset.ratings),
            users=catalogue.n_users,
            films=len(catalogue),
            bad_timestamps=dataset.bad_timestamps,
        ),
        models=entries,
        read_texts=lambda: texts,
        read_map=lambda: taste_map,
        read_facts=lambda: known,
    )


def models_to_train(models: Sequence[str], config: BuildConfig) -> list[str]:
    """List the requested models that are trained, and the parts of the blend if it is requested."""
    return [name for name in TRAINERS if name in models or ("blend" in models and name in config.blend.parts)]


def train_model(name: str, data: TrainingData, settings: Any) -> TrainingResult:
    """Train a model, and check that it consists of numbers.

    Raises:
        DataError: the data is too small or too uniform, or there is too little memory.
    """
    try:
        result = load_trainer(name)(data, settings)
    except MemoryError as error:
        raise DataError(
            f"There is too little memory to train {requested_as(name)}; take fewer ratings (--max-ratings) or films "
            "(--min-movie-ratings), or smaller settings."
        ) from error
    check_result(requested_as(name), result)
    return result


def check_learned(name: str, result: TrainingResult) -> None:
    """Check that the default model of a bundle can tell films apart. Raises DataError."""
    if isinstance(result.model, ItemWeights) and not result.model.weights.any():
        raise DataError(
            f"{requested_as(name)} finds no two films that users rate alike: the ratings are too few or too uniform; "
            "name other models with --model."
        )


def load_trainer(name: str) -> Callable[[TrainingData, Any], TrainingResult]:
    """Import the function that trains a model."""
    module = import_module(f"matinee.training.models.{MODULES.get(name, name)}")
    function: Callable[[TrainingData, Any], TrainingResult] = getattr(module, TRAINERS[name])
    return function
