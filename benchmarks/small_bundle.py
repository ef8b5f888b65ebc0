"""A bundle of a few films with a part of every kind, made in milliseconds, to change it and see what happens."""

from pathlib import Path

import numpy as np

from matinee.engine.bundle.bundle import Bundle
from matinee.engine.bundle.manifest import BlendEntry, DatasetEntry, Trained
from matinee.engine.bundle.model_files import TrainedModel, describe
from matinee.engine.bundle.training_users import TrainingUsers
from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import KINDS, CatalogueFacts, collect_features
from matinee.engine.models.factor_models import ItemFactors, TastePrior
from matinee.engine.models.film_map import TasteMap
from matinee.engine.models.item_item import ItemWeights
from matinee.engine.models.item_texts import ItemTexts
from matinee.engine.models.neural import Attention, FeedbackScale, IntentTower, Network
from matinee.policy.array_types import l2_normalize
from matinee.training.publish import publish

GENRES = ("Comedy", "Drama", "Western")
FILMS, USERS, SIZE, HIDDEN = 16, 6, 4, 5
FAVOURITES = (1, 2, 3, 4)


def publish_small_bundle(folder: Path) -> str:
    """Write the small bundle into a folder and return its version."""
    return publish(small_bundle(), folder)


def small_bundle(films: int = FILMS, users: int = USERS) -> Bundle:
    """Make a bundle with random numbers, a model of each kind, texts, a map and facts.

    Args:
        films, users: how many of each.
    """
    generator = np.random.default_rng(7)
    seen = [np.sort(generator.choice(films, size=min(films, 8), replace=False)) for _ in range(users)]
    trained = small_models(generator, films, users)
    people = [(f"Person {number % 5}", f"Person {number % 3}") for number in range(films)]
    features = collect_features(people)
    return Bundle(
        catalogue=small_catalogue(generator, films, users),
        trained=trained,
        read_users=lambda: TrainingUsers(
            ids=np.arange(1, users + 1),
            offsets=np.cumsum([0, *map(len, seen)]).astype(np.int32),
            seen=np.concatenate([np.zeros(0, dtype=np.int64), *seen]).astype(np.int32),
            liked=generator.random(sum(map(len, seen))) < 0.5,
            genre_weights=generator.random((users, len(GENRES))),
        ),
        default_model="blend",
        dataset=DatasetEntry("small", "0" * 64, sum(map(len, seen)), users, films, 0),
        models={
            "blend": BlendEntry({"factors": 1.0, "weights": 0.5}, config={}, metrics={}),
            **{name: describe(model, {"seed": 7}, {"films": films}) for name, model in trained.items()},
        },
        read_texts=lambda: ItemTexts(
            l2_normalize(generator.normal(size=(films, 384))).astype(np.float32), {"title": films}, {"title": 1.0}
        ),
        read_map=lambda: TasteMap(generator.uniform(-1, 1, (films, 2)).astype(np.float32)),
        read_facts=lambda: CatalogueFacts(
            **dict.fromkeys(KINDS, features),
            pages=[f"Film {number}" for number in range(films)],
            minutes=np.full(films, 90, dtype=np.int16),
            adjectives={"Japan": "Japanese"},
        ),
        kinship=Trained(
            config={"kin_genre_weight": 1.5, "kin_absence_share": 0.5},
            metrics={"scale": 1.0, "frontier": [{"scale": 1.0, "absence": 0.5, "likes": 7.0, "weighted_likes": 9.0}]},
        ),
    )


def small_catalogue(generator: np.random.Generator, films: int, users: int) -> Catalogue:
    """Films with ids from 1, some of them without a year or with another title."""
    return Catalogue(
        ids=np.arange(1, films + 1),
        titles=[f"Film {number}" for number in range(films)],
        alternatives=[(f"Movie {number}",) if number % 3 == 0 else () for number in range(films)],
        years=np.array([0 if number % 7 == 6 else 1950 + number for number in range(films)], dtype=np.int16),
        genres=generator.random((films, len(GENRES))) < 0.5,
        genre_names=GENRES,
        histogram=generator.integers(0, 9, (films, 10)).astype(np.int32),
        n_users=users,
        imdb=np.arange(100, 100 + films),
        tmdb=np.arange(200, 200 + films),
    )


def small_models(generator: np.random.Generator, films: int, users: int) -> dict[str, TrainedModel]:
    """A model of each kind; all but the network know all films."""

    def numbers(*shape: int) -> np.ndarray:
        return generator.normal(size=shape).astype(np.float32)

    kept = max(films - 3, 1)
    prior = TastePrior(numbers(SIZE).astype(np.float64), np.eye(SIZE) * 2.0)
    columns = np.array([generator.permutation(films)[: min(films, 6)] for _ in range(films)], dtype=np.int32)
    network = Network(
        rows=np.arange(kept),
        history=numbers(kept, 2 * SIZE),
        expected=numbers(kept),
        factors=numbers(kept, SIZE),
        hidden=numbers(kept, HIDDEN),
        from_user=numbers(SIZE, HIDDEN),
        second=numbers(HIDDEN, 3),
        second_bias=numbers(3),
        output=numbers(3),
        bias=numbers(kept),
        scale=FeedbackScale(1.0, -0.3, 5.0, odds=True),
        attention=Attention(numbers(kept, 2, 3), numbers(kept, 2, HIDDEN), numbers(SIZE, 3)),
        intent=IntentTower(numbers(384, 6), numbers(6), numbers(6, 4), numbers(4), numbers(4, HIDDEN)),
    )
    return {
        "factors": ItemFactors(numbers(films, SIZE), numbers(users, SIZE), "posterior", prior),
        "averages": ItemFactors(numbers(films, SIZE), numbers(users, SIZE), "ema"),
        "weights": ItemWeights(columns, abs(numbers(*columns.shape)), np.ones(films, dtype=np.bool_)),
        "network": network,
    }
