"""From a data set to a bundle in memory: the catalogue and the models asked for."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from engine.bundle import Bundle
from engine.trained import kind_of
from training.catalogue import build_catalogue, known_users
from training.config import BuildConfig
from training.data.formats import Dataset
from training.errors import DataError
from training.memory import check_memory
from training.models.spaces import Material, Trained

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
"""Model → the function that trains it, in the module of its name; imported only for a model that is asked for."""
MODULES = {"edlae": "ease"}
"""Where the module has another name than the model."""
QUICK = ("session", "svd_likes", "svd", "ease", "als", "item_item")
"""What is trained when nothing is asked for: all that takes seconds."""
MODELS = (*QUICK, "two_tower", "neumf", "rating", "hybrid")
"""What can be asked for; the first of those asked for becomes the bundle's default."""
SPACES = ("svd_likes", "svd", "als", "two_tower")
"""Models whose films lie in a space; the map is drawn from the first of them that is trained."""


def build_bundle(
    dataset: Dataset,
    models: Sequence[str] = QUICK,
    config: BuildConfig | None = None,
    on_step: Callable[[str], None] = lambda _step: None,
    *,
    with_texts: bool = False,
    with_map: bool = False,
    plots: Path | None = None,
) -> Bundle:
    """Train models on a data set, and those they are blended from.

    ``on_step`` is told what is being done. ``with_texts`` adds the text vectors of the films, made from titles, genres
    and tags, and from the first paragraphs in the folder ``plots``. ``with_map`` adds the taste map.

    Raises:
        DataError: too little to learn from; or more than there is memory for, before anything is trained.
    """
    config = config or BuildConfig()
    names = needed(models, config)
    spaces = [name for name in SPACES if name in names]
    if with_map and not spaces:
        raise DataError(f"A map is drawn from a model with vectors; train one of {', '.join(SPACES)} with it.")
    check_memory(dataset.ratings, names, config)
    on_step("reading the catalogue")
    catalogue = build_catalogue(dataset)
    users = known_users(dataset.ratings, catalogue)
    material = Material(dataset, catalogue, users.ids)
    trained = {}
    for name in names:
        on_step(f"training {name}")
        trained[name] = trainer(name)(material, getattr(config, name))
    blends = {"session": config.session.parts} if "session" in models else {}
    texts = None
    if with_texts:
        from training.text.items import item_texts

        on_step("encoding the films' texts")
        texts = item_texts(catalogue, dataset.tags, plots, config.texts)
    drawn = None
    if with_map:
        from training.taste_map import draw_map

        on_step("drawing the map")
        drawn = draw_map(catalogue, trained[spaces[0]].model.vectors, config.map)
    described: dict[str, dict[str, Any]] = {
        name: {"kind": "blend", "parts": parts, "config": asdict(config.session), "metrics": {}}
        for name, parts in blends.items()
    }
    described |= {
        name: {**kind_of(result.model), "config": result.config, "metrics": result.metrics}
        for name, result in trained.items()
    }
    return Bundle(
        catalogue=catalogue,
        trained={name: result.model for name, result in trained.items()},
        blends=blends,
        users=users,
        default_model=next(name for name in MODELS if name in models),
        dataset={
            "name": dataset.name,
            "sha256": dataset.digest,
            "ratings": len(dataset.ratings),
            "users": catalogue.viewers,
            "films": len(catalogue),
            "bad_timestamps": dataset.bad_timestamps,
        },
        models=described,
        read_texts=lambda: texts,
        read_map=lambda: drawn,
    )


def needed(models: Sequence[str], config: BuildConfig) -> list[str]:
    """What has to be trained for these models: they themselves, and the parts of the blend."""
    return [name for name in TRAINERS if name in models or ("session" in models and name in config.session.parts)]


def trainer(name: str) -> Callable[[Material, Any], Trained]:
    """The function that trains a model."""
    module = import_module(f"training.models.{MODULES.get(name, name)}")
    function: Callable[[Material, Any], Trained] = getattr(module, TRAINERS[name])
    return function
