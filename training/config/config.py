"""Every setting of every model, typed; ``training/config_file.py`` reads and writes them as YAML."""

from dataclasses import dataclass, field

from matinee.training.preprocess.signal import TransformConfig

VARIANTS = {"tiny": (500, 500), "small": (500, 5), "large": (5, 5)}
"""Variant of the hybrid → fewest ratings of a user and of a film (source 001)."""


def share(default: float) -> float:
    """A setting from 0 to below 1."""
    value: float = field(default=default, metadata={"below": 1.0})
    return value


@dataclass(frozen=True)
class SvdConfig:
    """Settings of the source's SVD (spec §3)."""

    min_user_ratings: int = 20
    min_movie_ratings: int = 50
    dimensions: int = 50
    seed: int = 0
    transform: TransformConfig = field(default_factory=TransformConfig)


@dataclass(frozen=True)
class SvdLikesConfig:
    """Settings of the like space.

    ``middling`` is what 3 and 3½ stars count, against 1 for a like; ``prior_strength`` is the 2 in P0 = I + 2·C⁻¹.
    """

    min_user_ratings: int = 20
    min_movie_ratings: int = 5
    dimensions: int = 50
    middling: float = 0.3
    prior_strength: float = 2.0
    seed: int = 0


@dataclass(frozen=True)
class EaseConfig:
    """Settings of EASE; with ``dropout`` p > 0 it is EDLAE: p/(1−p)·diag(G) is added to the regulariser.

    ``neighbours`` is how many entries of each row are kept.
    """

    min_user_ratings: int = 20
    min_movie_ratings: int = 5
    regularisation: float = 300.0
    dropout: float = share(0.0)
    neighbours: int = 200


@dataclass(frozen=True)
class AlsConfig:
    """Settings of implicit ALS (source 003): a like has confidence 1 + ``alpha``, everything else 1."""

    min_user_ratings: int = 20
    min_movie_ratings: int = 5
    factors: int = 64
    regularisation: float = 30.0
    iterations: int = 20
    alpha: float = 5.0
    seed: int = 0


@dataclass(frozen=True)
class ItemItemConfig:
    """Settings of Pearson neighbours (source 002).

    ``min_support`` is the fewest users who rated both films, ``shrinkage`` pulls correlations of few users to 0, and a
    film needs a mean of ``min_mean_rating`` stars to be recommended (the source's quality threshold).
    """

    min_user_ratings: int = 20
    min_movie_ratings: int = 5
    min_support: int = 10
    shrinkage: float = 100.0
    min_mean_rating: float = 3.0
    neighbours: int = 100


@dataclass(frozen=True)
class NeumfConfig:
    """Settings of NeuMF (source 000).

    ``targets`` hidden likes of each user are asked for in a step, with ``negatives`` films for each; ``dislike`` is
    what a dislike counts against 1 for a like; ``averaging`` is the decay of the weights that are kept; ``intent`` adds
    the tower for moods, which needs the sentence encoder.
    """

    min_user_ratings: int = 20
    min_movie_ratings: int = 5
    gmf_dimensions: int = 32
    mlp_dimensions: int = 64
    genre_dimensions: int = 16
    layers: tuple[int, int] = (128, 64)
    intent: bool = False
    negatives: int = 4
    targets: int = 64
    batch_users: int = 16
    learning_rate: float = 0.002
    weight_decay: float = 1e-5
    dropout: float = share(0.2)
    averaging: float = share(0.995)
    initial_scale: float = 0.05
    dislike: float = -0.3
    epochs: int = 160
    patience: int = 30
    validation_share: float = share(0.1)
    seed: int = 0


@dataclass(frozen=True)
class TwoTowerConfig:
    """Settings of the source's Two-Tower (spec §3)."""

    min_user_ratings: int = 20
    min_movie_ratings: int = 50
    dimensions: int = 64
    learning_rate: float = 1e-3
    batch: int = 1024
    epochs: int = 10
    patience: int = 3
    seed: int = 0
    transform: TransformConfig = field(default_factory=TransformConfig)


@dataclass(frozen=True)
class StarsConfig:
    """Settings of a network that predicts stars.

    ``history_dropout`` is the share of ratings left out of the pools in a step; the rest as usual.
    """

    min_user_ratings: int = 5
    min_movie_ratings: int = 5
    dimensions: int = 32
    hidden: int = 64
    learning_rate: float = 0.001
    weight_decay: float = 0.01
    dropout: float = share(0.3)
    history_dropout: float = share(0.3)
    initial_scale: float = 0.03
    batch_norm: bool = False
    attention: int = 16
    epochs: int = 60
    patience: int = 5
    validation_share: float = share(0.1)
    seed: int = 0


@dataclass(frozen=True)
class RatingConfig(StarsConfig):
    """Settings of the rating predictor (source 002)."""


@dataclass(frozen=True)
class HybridConfig(StarsConfig):
    """Settings of the hybrid (source 001): its variant, fewest tags of a film, and the weights of its loss.

    A threshold of 0 takes the variant's own.
    """

    min_user_ratings: int = 0
    min_movie_ratings: int = 0
    batch_norm: bool = True
    variant: str = field(default="large", metadata={"names": tuple(VARIANTS)})
    min_tags: int = 3
    diversity: float = 0.01
    distribution: float = 0.01


@dataclass(frozen=True)
class TextConfig:
    """What each field of a film's text weighs in its vector."""

    title: float = 0.3
    genres: float = 1.0
    tags: float = 1.0
    plot: float = 1.0


@dataclass(frozen=True)
class MapConfig:
    """Settings of the taste map.

    ``perplexity`` is about how many neighbours of a film decide where it lies; ``genre_pull`` is what its genres count
    for against 1 for who likes it.
    """

    perplexity: float = 15.0
    genre_pull: float = 0.4
    seed: int = 0


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
    als: AlsConfig = field(default_factory=AlsConfig)
    item_item: ItemItemConfig = field(default_factory=ItemItemConfig)
    two_tower: TwoTowerConfig = field(default_factory=TwoTowerConfig)
    neumf: NeumfConfig = field(default_factory=NeumfConfig)
    rating: RatingConfig = field(default_factory=RatingConfig)
    hybrid: HybridConfig = field(default_factory=HybridConfig)
    session: SessionConfig = field(default_factory=SessionConfig)
    texts: TextConfig = field(default_factory=TextConfig)
    map: MapConfig = field(default_factory=MapConfig)
