"""Every setting of every model, typed; ``training/config_file.py`` reads and writes them as YAML."""

from dataclasses import dataclass, field

from training.preprocess.transform import TransformConfig


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
    """Settings of the like space; ``prior_strength`` is the 2 in P0 = I + 2·C⁻¹."""

    min_user_ratings: int = 20
    min_movie_ratings: int = 5
    dimensions: int = 50
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
    dropout: float = 0.0
    neighbours: int = 200


@dataclass(frozen=True)
class AlsConfig:
    """Settings of implicit ALS (source 003): a like has confidence 1 + ``alpha``, everything else 1."""

    min_user_ratings: int = 20
    min_movie_ratings: int = 5
    factors: int = 64
    regularisation: float = 0.02
    iterations: int = 20
    alpha: float = 20.0
    seed: int = 0


@dataclass(frozen=True)
class ItemItemConfig:
    """Settings of Pearson neighbours (source 002).

    ``min_support`` is the fewest users who rated both films, ``shrinkage`` pulls correlations of few users to 0, and a
    film needs a mean of ``min_mean_rating`` stars to be recommended (the source's quality threshold).
    """

    min_user_ratings: int = 20
    min_movie_ratings: int = 5
    min_support: int = 5
    shrinkage: float = 20.0
    min_mean_rating: float = 3.0
    neighbours: int = 100


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
    session: SessionConfig = field(default_factory=SessionConfig)
