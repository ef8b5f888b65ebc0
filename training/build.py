"""From a data set to a bundle in memory: the catalogue and the models asked for."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from engine.bundle import Bundle
from training.catalogue import build_catalogue, known_users
from training.data.formats import Dataset
from training.models.ease import EaseConfig, train_ease
from training.models.spaces import Trained
from training.models.svd import SvdConfig, train_svd
from training.models.svd_likes import SvdLikesConfig, train_svd_likes

MODELS = ("session", "svd_likes", "svd", "ease")
"""What can be asked for; the first of those asked for becomes the bundle's default."""


@dataclass(frozen=True)
class SessionConfig:
    """The default model: the taste posterior blended with EDLAE (measures.md §1)."""

    edlae_weight: float = 0.5

    @property
    def parts(self) -> dict[str, float]:
        """Model name → weight in the blend."""
        return {"svd_likes": 1.0, "edlae": self.edlae_weight}


@dataclass(frozen=True)
class BuildConfig:
    """The settings of every model."""

    svd: SvdConfig = field(default_factory=SvdConfig)
    svd_likes: SvdLikesConfig = field(default_factory=SvdLikesConfig)
    ease: EaseConfig = field(default_factory=EaseConfig)
    edlae: EaseConfig = field(default_factory=lambda: EaseConfig(regularisation=100.0, dropout=0.5))
    session: SessionConfig = field(default_factory=SessionConfig)


def build_bundle(
    dataset: Dataset,
    models: Sequence[str] = MODELS,
    config: BuildConfig | None = None,
    on_step: Callable[[str], None] = lambda _step: None,
) -> Bundle:
    """Train models on a data set, and those they are blended from. Raises DataError.

    ``on_step`` is told what is being done.
    """
    config = config or BuildConfig()
    on_step("reading the catalogue")
    catalogue = build_catalogue(dataset)
    users = known_users(dataset.ratings, catalogue)
    trainers: dict[str, Callable[[], Trained]] = {
        "svd_likes": lambda: train_svd_likes(dataset.ratings, catalogue, users.ids, config.svd_likes),
        "svd": lambda: train_svd(dataset.ratings, catalogue, users.ids, config.svd),
        "ease": lambda: train_ease(dataset.ratings, catalogue, config.ease),
        "edlae": lambda: train_ease(dataset.ratings, catalogue, config.edlae),
    }
    needed = [name for name in trainers if name in models or ("session" in models and name in config.session.parts)]
    trained = {}
    for name in needed:
        on_step(f"training {name}")
        trained[name] = trainers[name]()
    blends = {"session": config.session.parts} if "session" in models else {}
    described: dict[str, dict[str, Any]] = {name: {"config": asdict(config.session), "metrics": {}} for name in blends}
    described |= {name: {"config": result.config, "metrics": result.metrics} for name, result in trained.items()}
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
    )
