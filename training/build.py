"""From a data set to a bundle in memory: the catalogue and the models asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from engine.bundle import Bundle
from training.catalogue import build_catalogue, known_users
from training.data.formats import Dataset
from training.models.svd import SvdConfig, train_svd
from training.models.svd_likes import SvdLikesConfig, train_svd_likes

MODELS = ("svd_likes", "svd")
"""What can be trained; the first of those asked for becomes the bundle's default."""


@dataclass(frozen=True)
class BuildConfig:
    """The settings of every model."""

    svd: SvdConfig = field(default_factory=SvdConfig)
    svd_likes: SvdLikesConfig = field(default_factory=SvdLikesConfig)


def build_bundle(
    dataset: Dataset,
    models: Sequence[str] = MODELS,
    config: BuildConfig | None = None,
    on_step: Callable[[str], None] = lambda _step: None,
) -> Bundle:
    """Train models on a data set. ``on_step`` is told what is being done. Raises DataError."""
    config = config or BuildConfig()
    on_step("reading the catalogue")
    catalogue = build_catalogue(dataset)
    users = known_users(dataset.ratings, catalogue)
    trained = {}
    for name in [name for name in MODELS if name in models]:
        on_step(f"training {name}")
        if name == "svd":
            trained[name] = train_svd(dataset.ratings, catalogue, users.ids, config.svd)
        else:
            trained[name] = train_svd_likes(dataset.ratings, catalogue, users.ids, config.svd_likes)
    return Bundle(
        catalogue=catalogue,
        spaces={name: result.space for name, result in trained.items()},
        users=users,
        default_model=next(iter(trained)),
        dataset={
            "name": dataset.name,
            "sha256": dataset.digest,
            "ratings": len(dataset.ratings),
            "users": catalogue.viewers,
            "films": len(catalogue),
            "bad_timestamps": dataset.bad_timestamps,
        },
        models={name: {"config": result.config, "metrics": result.metrics} for name, result in trained.items()},
    )
