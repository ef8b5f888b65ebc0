"""The settings of every model, typed; ``config_file`` reads and writes them as YAML.

Settings that many models share: ``min_user_ratings`` and ``min_movie_ratings`` are the fewest ratings of a user and of
a film to learn from; ``dimensions`` is the length of the vectors; ``patience`` is how many epochs training continues
without a better validation figure; ``seed`` fixes every random draw.
"""

from dataclasses import dataclass, field
from typing import Literal

from matinee.policy.setting_types import Fraction
from matinee.training.config.setting_bounds import (
    BatchSize,
    CoreSize,
    Deviation,
    Dimensions,
    Epochs,
    Factor,
    HiddenWidth,
    LearningRate,
    NegativeFactor,
    Neighbours,
    Patience,
    PositiveWeight,
    Samples,
    Seed,
    Stars,
    Threshold,
    Weight,
)
from matinee.training.preprocess.signal import TransformConfig

VARIANTS = {"tiny": (500, 500), "small": (500, 5), "large": (5, 5)}
"""Variant of the hybrid → fewest ratings of a user and of a film [S1]."""

CORE_FILMS = 8_000
"""Films whose relations are computed in full; docs/performance.md has the times and what other sizes cost."""


@dataclass(frozen=True)
class SvdConfig:
    """Settings of the SVD of transformed ratings [S4]."""

    min_user_ratings: Threshold = 20
    min_movie_ratings: Threshold = 50
    dimensions: Dimensions = 50
    seed: Seed = 0
    transform: TransformConfig = field(default_factory=TransformConfig)


@dataclass(frozen=True)
class SvdLikesConfig:
    """Settings of PureSVD on likes with a taste posterior.

    Attributes:
        neutral_weight: weight of 3 and 3½ stars, where a like has weight 1.
        prior_strength: s in the prior precision P₀ = I + s·C⁻¹, with C the covariance of the training users' vectors.
        core_films: most films, those with the most likes, that the singular vectors are computed of; every other film
            is projected onto these.
    """

    min_user_ratings: Threshold = 20
    min_movie_ratings: Threshold = 5
    dimensions: Dimensions = 50
    neutral_weight: Factor = 0.3
    prior_strength: Weight = 2.0
    seed: Seed = 0
    core_films: CoreSize = CORE_FILMS


@dataclass(frozen=True)
class EaseConfig:
    """Settings of EASE [Steck 2019] and, with dropout, of EDLAE [Steck 2020].

    Attributes:
        regularisation: λ.
        dropout: p; EDLAE adds p/(1−p)·diag(G) to the regulariser.
        neighbours: entries kept of each row of the item–item matrix.
        core_films: most films, those with the most likes, whose weights for each other are computed; every other film
            has weights for these alone.
    """

    min_user_ratings: Threshold = 20
    min_movie_ratings: Threshold = 5
    regularisation: PositiveWeight = 300.0
    dropout: Fraction = 0.0
    neighbours: Neighbours = 200
    core_films: CoreSize = CORE_FILMS


@dataclass(frozen=True)
class AlsConfig:
    """Settings of implicit ALS [Hu 2008] [S3].

    Attributes:
        regularisation: λ.
        alpha: a like has confidence 1 + α, every other film 1.
    """

    min_user_ratings: Threshold = 20
    min_movie_ratings: Threshold = 5
    factors: Dimensions = 64
    regularisation: PositiveWeight = 30.0
    iterations: Epochs = 20
    alpha: Weight = 5.0
    seed: Seed = 0


@dataclass(frozen=True)
class ItemItemConfig:
    """Settings of Pearson neighbours [S2].

    Attributes:
        min_support: fewest users who rated both films.
        shrinkage: a correlation over n users is multiplied by n / (n + shrinkage).
        min_mean_rating: lowest mean rating, in stars, of a film that is recommended.
        neighbours: entries kept of each row of the item–item matrix.
        core_films: most films, those with the most ratings, that are compared with each other; every other film is
            compared with these alone.
    """

    min_user_ratings: Threshold = 20
    min_movie_ratings: Threshold = 5
    min_support: Threshold = 10
    shrinkage: Weight = 100.0
    min_mean_rating: Stars = 3.0
    neighbours: Neighbours = 100
    core_films: CoreSize = CORE_FILMS


@dataclass(frozen=True)
class NeumfConfig:
    """Settings of NeuMF [He 2017] [S0].

    Attributes:
        intent: whether the network has a tower for prompts, which needs the sentence encoder.
        negatives: films without a like that are scored for each hidden like.
        targets: most hidden likes of a user in a step.
        averaging: decay of the exponential moving average of the weights, which is what is kept.
        initial_scale: standard deviation of the initial embeddings.
        dislike: weight of a dislike, up to 0, where a like has weight 1.
        validation_share: share of the users held out for early stopping.
    """

    min_user_ratings: Threshold = 20
    min_movie_ratings: Threshold = 5
    gmf_dimensions: Dimensions = 32
    mlp_dimensions: Dimensions = 64
    genre_dimensions: Dimensions = 16
    layers: tuple[Dimensions, Dimensions] = (128, 64)
    intent: bool = False
    negatives: Samples = 4
    targets: Samples = 64
    batch_users: Samples = 16
    learning_rate: LearningRate = 0.002
    weight_decay: LearningRate = 1e-5
    dropout: Fraction = 0.2
    averaging: Fraction = 0.995
    initial_scale: Deviation = 0.05
    dislike: NegativeFactor = -0.3
    epochs: Epochs = 160
    patience: Patience = 30
    validation_share: Fraction = 0.1
    seed: Seed = 0


@dataclass(frozen=True)
class TwoTowerConfig:
    """Settings of the Two-Tower model [S4]."""

    min_user_ratings: Threshold = 20
    min_movie_ratings: Threshold = 50
    dimensions: Dimensions = 64
    learning_rate: LearningRate = 1e-3
    batch: BatchSize = 1024
    epochs: Epochs = 10
    patience: Patience = 3
    seed: Seed = 0
    transform: TransformConfig = field(default_factory=TransformConfig)


@dataclass(frozen=True)
class RatingNetworkConfig:
    """Settings of a network that predicts stars.

    Attributes:
        hidden: width of the first layer.
        history_dropout: share of the ratings that a step leaves out of the pooled users and films.
        initial_scale: standard deviation of the initial embeddings.
        attention: width of the attention over a film's texts.
        validation_share: share of the ratings held out for early stopping.
    """

    min_user_ratings: Threshold = 5
    min_movie_ratings: Threshold = 5
    dimensions: Dimensions = 32
    hidden: HiddenWidth = 64
    learning_rate: LearningRate = 0.001
    weight_decay: LearningRate = 0.01
    dropout: Fraction = 0.3
    history_dropout: Fraction = 0.3
    initial_scale: Deviation = 0.03
    batch_norm: bool = False
    attention: Dimensions = 16
    epochs: Epochs = 60
    patience: Patience = 5
    validation_share: Fraction = 0.1
    seed: Seed = 0


@dataclass(frozen=True)
class RatingConfig(RatingNetworkConfig):
    """Settings of the rating predictor [S2]."""


@dataclass(frozen=True)
class HybridConfig(RatingNetworkConfig):
    """Settings of the hybrid [S1]; a rating threshold of 0 stands for that of the variant.

    Attributes:
        variant: a key of ``VARIANTS``.
        min_tags: fewest different tags of a film for them to be used.
        diversity: weight of the diversity term of the loss.
        distribution: weight of the rating-distribution term of the loss.
    """

    min_user_ratings: Threshold = 0
    min_movie_ratings: Threshold = 0
    batch_norm: bool = True
    variant: Literal["tiny", "small", "large"] = "large"
    min_tags: Threshold = 3
    diversity: Factor = 0.01
    distribution: Factor = 0.01


@dataclass(frozen=True)
class TextConfig:
    """The weight of each field of a film's text in its vector."""

    title: Factor = 0.3
    genres: Factor = 1.0
    tags: Factor = 1.0
    plot: Factor = 1.0


@dataclass(frozen=True)
class MapConfig:
    """Settings of the taste map.

    Attributes:
        perplexity: approximate number of neighbours that determine the position of a film.
        genre_pull: weight of the genres, where the model's vectors have weight 1.
    """

    perplexity: Factor = 15.0
    genre_pull: Factor = 0.4
    seed: Seed = 0


@dataclass(frozen=True)
class BlendConfig:
    """Settings of the default model: ``svd_likes`` with weight 1, blended with ``edlae``."""

    edlae_weight: Factor = 0.5

    @property
    def parts(self) -> dict[str, float]:
        """Model name → weight in the blend."""
        return {"svd_likes": 1.0, "edlae": self.edlae_weight}


@dataclass(frozen=True)
class BuildConfig:
    """The settings of every model, and of the texts and the map."""

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
    blend: BlendConfig = field(default_factory=BlendConfig)
    texts: TextConfig = field(default_factory=TextConfig)
    map: MapConfig = field(default_factory=MapConfig)
