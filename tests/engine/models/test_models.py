"""The conformance suite of all models."""

import re

import numpy as np
import pytest

import matinee
from matinee.engine.errors import ModelNotFoundError, MovieNotFoundError
from matinee.engine.models.base import Model
from matinee.engine.models.blend import Blend
from matinee.engine.models.item_item import ItemItemModel, ItemWeights
from matinee.engine.models.profile import Answer, Profile
from matinee.engine.recommender import Recommender
from matinee.policy import Policy
from tests.conftest import FAVOURITES

FACTORS = ["svd_likes", "svd_likes+ema", "svd", "als", "als+ema", "two_tower"]
ITEM_ITEM = ["ease", "edlae", "item_item", "ease+recent", "edlae+recent", "item_item+recent"]
PERSONAL = ["blend", *FACTORS, *ITEM_ITEM, "neumf", "rating", "hybrid"]
WITHOUT_TOP_LIKE = {
    "als+ema": "a like has weight .15 in the average, each favourite .21",
    "rating": "a like is 4½ stars less the item bias and the user bias",
    "hybrid": "as rating",
}
"""Models in which the latest like need not contribute most to a similar film, and why."""
EVERY = [*PERSONAL, "popularity", "random"]
ACTION, ROMANCE = (260, 1196, 1240, 589), (597, 1265, 587, 356)
"""Star Wars, its sequel, both Terminators; Pretty Woman, Groundhog Day, Ghost, Forrest Gump."""
LIKE, DISLIKE, SKIP = Answer.LIKE, Answer.DISLIKE, Answer.SKIP


@pytest.fixture(params=EVERY)
def model(request: pytest.FixtureRequest, recommender: Recommender) -> Model:
    """Each model of the shipped bundle."""
    return recommender.model(request.param)


@pytest.fixture(params=PERSONAL)
def personal(request: pytest.FixtureRequest, recommender: Recommender) -> Model:
    """Each personalised model."""
    return recommender.model(request.param)


@pytest.fixture
def favourites(recommender: Recommender) -> tuple[int, ...]:
    return tuple(recommender.catalogue.row(movie) for movie in FAVOURITES)


@pytest.fixture
def film(recommender: Recommender) -> int:
    """Aliens (1986), far from the favourites."""
    return recommender.catalogue.row(1200)


def test_the_bundle_has_these_models(recommender: Recommender) -> None:
    assert sorted(recommender.model_names) == sorted(EVERY)
    assert recommender.model_names[0] == recommender.model().name == "blend"


def test_scores_are_one_number_a_film(model: Model, recommender: Recommender, favourites: tuple[int, ...]) -> None:
    scores = model.scores(Profile(favourites))
    assert scores.shape == model.known.shape == (len(recommender.catalogue),)
    assert np.isfinite(scores).all()
    assert not scores[~model.known].any()
    assert model.known.sum() > 400


def test_the_same_profile_gives_the_same_scores(model: Model, favourites: tuple[int, ...], film: int) -> None:
    profile = Profile(favourites, ((film, LIKE),))
    assert model.scores(profile).tolist() == model.scores(profile).tolist()


def test_scores_do_not_depend_on_earlier_calls(
    model: Model, recommender: Recommender, policy: Policy, favourites: tuple[int, ...], film: int
) -> None:
    profiles = [
        Profile(favourites),
        Profile((film,), ((favourites[0], DISLIKE),)),
        Profile(()),
        Profile(favourites, ((film, LIKE),)),
    ]
    together = [model.scores(profile).tolist() for profile in profiles]
    alone = matinee.load(recommender.bundle.folder, policy).model(model.name)
    assert [alone.scores(profile).tolist() for profile in profiles[::-1]] == together[::-1]


@pytest.mark.parametrize("name", EVERY)
def test_unknown_films_are_named_in_the_error(recommender: Recommender, name: str) -> None:
    with pytest.raises(MovieNotFoundError, match="987654"):
        recommender.session((*FAVOURITES[:3], 987654), model=name)
    with pytest.raises(MovieNotFoundError, match="987654"):
        recommender.recommend([FAVOURITES[0], 987654], model=name)


@pytest.mark.parametrize("name", EVERY)
def test_unknown_models_are_named_in_the_error(recommender: Recommender, name: str) -> None:
    with pytest.raises(ModelNotFoundError, match=re.escape(f"There is no model '{name}+sideways'")):
        recommender.session(FAVOURITES, model=f"{name}+sideways")


def test_favourites_move_the_scores(personal: Model, favourites: tuple[int, ...], recommender: Recommender) -> None:
    others = tuple(recommender.catalogue.row(movie) for movie in (1, 588, 364, 2355))  # animated films
    assert not np.allclose(personal.scores(Profile(favourites)), personal.scores(Profile(others)))


def test_a_like_raises_films_like_it_and_a_dislike_lowers_them(
    personal: Model, favourites: tuple[int, ...], film: int, recommender: Recommender
) -> None:
    kin = recommender.catalogue.row(1214)  # Alien
    before, liked, disliked = (
        rank_of(personal, Profile(favourites, answers), kin) for answers in ((), ((film, LIKE),), ((film, DISLIKE),))
    )
    assert liked < before
    assert disliked > liked


def rank_of(model: Model, profile: Profile, row: int) -> int:
    """Number of films with a higher score."""
    scores = model.scores(profile)
    return int((scores[model.known] > scores[row]).sum())


def test_a_skip_changes_nothing(model: Model, favourites: tuple[int, ...], film: int) -> None:
    assert model.scores(Profile(favourites, ((film, SKIP),))).tolist() == model.scores(Profile(favourites)).tolist()


def test_contributions_come_from_the_profile(
    personal: Model, favourites: tuple[int, ...], film: int, recommender: Recommender
) -> None:
    kin = recommender.catalogue.row(1214)
    contributions = personal.contributions(Profile(favourites, ((film, LIKE),)), kin)
    assert set(contributions) <= {*favourites, film}
    assert any(contributions.values())
    if personal.name not in WITHOUT_TOP_LIKE:
        assert max(contributions, key=lambda row: contributions[row]) == film


def test_an_empty_profile_is_accepted(model: Model) -> None:
    assert np.isfinite(model.scores(Profile(()))).all()


def test_item_item_sums_its_weights() -> None:
    weights = ItemWeights(
        columns=np.array([[1, 2], [0, 2], [0, 1], [0, 0]]),
        weights=np.array([[0.5, 0.1], [0.4, 0.2], [0.3, -0.6], [0.0, 0.0]]),
        known=np.array([True, True, True, False]),
    )
    model = ItemItemModel("m", weights, dislike_weight=0.5)
    profile = Profile((0, 3), ((1, DISLIKE),))
    assert model.scores(profile) == pytest.approx([-0.2, 0.5, 0.1 - 0.1, 0.0])
    assert model.contributions(profile, 2) == pytest.approx({0: 0.1, 1: -0.1})


def test_recent_halves_older_answers() -> None:
    weights = ItemWeights(
        columns=np.array([[4]] * 6), weights=np.ones((6, 1)), known=np.array([True, True, True, True, True, False])
    )
    model = ItemItemModel("m", weights, dislike_weight=0.5, half_life=2)
    # two likes the matrix knows came after the favourites, one after the dislike; film 5 is unknown
    profile = Profile((0,), ((1, LIKE), (2, DISLIKE), (5, LIKE), (3, LIKE)))
    contributions = {0: 0.5, 1: 0.5**0.5, 2: -0.5 * 0.5**0.5, 3: 1.0}
    assert model.contributions(profile, 4) == pytest.approx(contributions)
    assert model.scores(profile)[4] == pytest.approx(sum(contributions.values()))


def test_recent_follows_the_latest_likes(recommender: Recommender) -> None:
    action, romance = (tuple(map(recommender.catalogue.row, movies)) for movies in (ACTION, ROMANCE))
    likes = [(row, LIKE) for row in (*action, *romance)]
    target = recommender.catalogue.row(539)  # Sleepless in Seattle
    steady, recent = (recommender.model(name) for name in ("edlae", "edlae+recent"))
    assert rank_of(recent, Profile((), tuple(likes)), target) < rank_of(steady, Profile((), tuple(likes)), target)
    assert rank_of(recent, Profile((), tuple(likes)), target) < rank_of(recent, Profile((), tuple(likes[::-1])), target)


def test_the_random_ranking_depends_on_the_likes(recommender: Recommender) -> None:
    model = recommender.model("random")
    one, other = (model.scores(Profile((), ((row, LIKE),))) for row in (1, 2))
    assert not np.allclose(one, other)


def test_a_blend_standardises_its_parts() -> None:
    def part(weights: list[float]) -> ItemItemModel:
        columns = np.array([[0, 1, 2]] * 3)
        return ItemItemModel("p", ItemWeights(columns, np.array([weights] * 3), np.ones(3, dtype=bool)), 0.0)

    blend = Blend("b", [(part([1.0, 2.0, 3.0]), 1.0), (part([30.0, 20.0, 10.0]), 0.5)])
    deviation = (2 / 3) ** 0.5
    assert blend.scores(Profile((0,))) == pytest.approx(np.array([-0.5, 0.0, 0.5]) / deviation)
    assert blend.contributions(Profile((0,)), 2) == pytest.approx({0: 3 / deviation + 0.5 * 10 / (10 * deviation)})
