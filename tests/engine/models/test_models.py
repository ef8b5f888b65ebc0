"""One suite that every model passes."""

import re

import numpy as np
import pytest

import matinee
from matinee.engine.errors import UnknownModel, UnknownMovie
from matinee.engine.models.base import Model
from matinee.engine.models.blend import Blend
from matinee.engine.models.item_item import ItemItem, Neighbours
from matinee.engine.models.profile import Profile
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Answer
from matinee.policy import Policy
from tests.conftest import FAVOURITES

VECTORS = ["svd_likes", "svd_likes+ema", "svd", "als", "als+ema", "two_tower"]
NEIGHBOURS = ["ease", "edlae", "item_item", "ease+recent", "edlae+recent", "item_item+recent"]
PERSONAL = ["session", *VECTORS, *NEIGHBOURS, "neumf", "rating", "hybrid"]
NOT_LOUDEST = {
    "als+ema": "a like weighs .15 in the average, and each favourite still .21",
    "rating": "a like says 4½ stars less what a film gets from everybody and the person gives to everything",
    "hybrid": "as rating",
}
"""Models in which the like that moves a film most need not be the loudest voice for it, and why."""
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
    """Each model that listens."""
    return recommender.model(request.param)


@pytest.fixture
def seeds(recommender: Recommender) -> tuple[int, ...]:
    return tuple(recommender.catalogue.row(movie) for movie in FAVOURITES)


@pytest.fixture
def film(recommender: Recommender) -> int:
    """Aliens (1986), far from the favourites."""
    return recommender.catalogue.row(1200)


def test_the_bundle_has_these_models(recommender: Recommender) -> None:
    assert sorted(recommender.model_names) == sorted(EVERY)
    assert recommender.model_names[0] == recommender.model().name == "session"


def test_scores_are_one_number_a_film(model: Model, recommender: Recommender, seeds: tuple[int, ...]) -> None:
    scores = model.scores(Profile(seeds))
    assert scores.shape == model.scorable.shape == (len(recommender.catalogue),)
    assert np.isfinite(scores).all()
    assert not scores[~model.scorable].any()
    assert model.scorable.sum() > 400


def test_the_same_profile_gives_the_same_scores(model: Model, seeds: tuple[int, ...], film: int) -> None:
    profile = Profile(seeds, ((film, LIKE),))
    assert model.scores(profile).tolist() == model.scores(profile).tolist()


def test_what_was_asked_before_changes_nothing(
    model: Model, recommender: Recommender, policy: Policy, seeds: tuple[int, ...], film: int
) -> None:
    profiles = [Profile(seeds), Profile((film,), ((seeds[0], DISLIKE),)), Profile(()), Profile(seeds, ((film, LIKE),))]
    together = [model.scores(profile).tolist() for profile in profiles]
    alone = matinee.load(recommender.bundle.folder, policy).model(model.name)
    assert [alone.scores(profile).tolist() for profile in profiles[::-1]] == together[::-1]


@pytest.mark.parametrize("name", EVERY)
def test_films_that_are_not_there_are_refused_by_name(recommender: Recommender, name: str) -> None:
    with pytest.raises(UnknownMovie, match="987654"):
        recommender.session((*FAVOURITES[:3], 987654), model=name)
    with pytest.raises(UnknownMovie, match="987654"):
        recommender.recommend([FAVOURITES[0], 987654], model=name)


@pytest.mark.parametrize("name", EVERY)
def test_a_model_that_is_not_there_is_refused_by_name(recommender: Recommender, name: str) -> None:
    with pytest.raises(UnknownModel, match=re.escape(f"There is no model '{name}+sideways'")):
        recommender.session(FAVOURITES, model=f"{name}+sideways")


def test_favourites_move_the_scores(personal: Model, seeds: tuple[int, ...], recommender: Recommender) -> None:
    others = tuple(recommender.catalogue.row(movie) for movie in (1, 588, 364, 2355))  # animated films
    assert not np.allclose(personal.scores(Profile(seeds)), personal.scores(Profile(others)))


def test_a_like_raises_films_like_it_and_a_dislike_lowers_them(
    personal: Model, seeds: tuple[int, ...], film: int, recommender: Recommender
) -> None:
    kin = recommender.catalogue.row(1214)  # Alien
    before, liked, disliked = (
        rank_of(personal, Profile(seeds, answers), kin) for answers in ((), ((film, LIKE),), ((film, DISLIKE),))
    )
    assert liked < before
    assert disliked > liked


def rank_of(model: Model, profile: Profile, row: int) -> int:
    """How many films are scored higher."""
    scores = model.scores(profile)
    return int((scores[model.scorable] > scores[row]).sum())


def test_a_skip_changes_nothing(model: Model, seeds: tuple[int, ...], film: int) -> None:
    assert model.scores(Profile(seeds, ((film, SKIP),))).tolist() == model.scores(Profile(seeds)).tolist()


def test_voices_come_from_the_profile(
    personal: Model, seeds: tuple[int, ...], film: int, recommender: Recommender
) -> None:
    kin = recommender.catalogue.row(1214)
    voices = personal.voices(Profile(seeds, ((film, LIKE),)), kin)
    assert set(voices) <= {*seeds, film}
    assert any(voices.values())
    if personal.name not in NOT_LOUDEST:
        assert max(voices, key=lambda row: voices[row]) == film


def test_nobody_to_listen_to_is_no_error(model: Model) -> None:
    assert np.isfinite(model.scores(Profile(()))).all()


def test_item_item_adds_up_its_neighbours() -> None:
    neighbours = Neighbours(
        columns=np.array([[1, 2], [0, 2], [0, 1], [0, 0]]),
        weights=np.array([[0.5, 0.1], [0.4, 0.2], [0.3, -0.6], [0.0, 0.0]]),
        scorable=np.array([True, True, True, False]),
    )
    model = ItemItem("m", neighbours, dislike_weight=0.5)
    profile = Profile((0, 3), ((1, DISLIKE),))
    assert model.scores(profile) == pytest.approx([-0.2, 0.5, 0.1 - 0.1, 0.0])
    assert model.voices(profile, 2) == pytest.approx({0: 0.1, 1: -0.1})


def test_recent_neighbours_halve_with_every_so_many_likes() -> None:
    neighbours = Neighbours(
        columns=np.array([[4]] * 6), weights=np.ones((6, 1)), scorable=np.array([True, True, True, True, True, False])
    )
    model = ItemItem("m", neighbours, dislike_weight=0.5, half_life=2)
    # two likes the matrix knows came after the favourites, one after the dislike; film 5 says nothing
    profile = Profile((0,), ((1, LIKE), (2, DISLIKE), (5, LIKE), (3, LIKE)))
    voices = {0: 0.5, 1: 0.5**0.5, 2: -0.5 * 0.5**0.5, 3: 1.0}
    assert model.voices(profile, 4) == pytest.approx(voices)
    assert model.scores(profile)[4] == pytest.approx(sum(voices.values()))


def test_recent_neighbours_follow_the_last_likes(recommender: Recommender) -> None:
    action, romance = (tuple(map(recommender.catalogue.row, movies)) for movies in (ACTION, ROMANCE))
    likes = [(row, LIKE) for row in (*action, *romance)]
    target = recommender.catalogue.row(539)  # Sleepless in Seattle
    steady, recent = (recommender.model(name) for name in ("edlae", "edlae+recent"))
    assert rank_of(recent, Profile((), tuple(likes)), target) < rank_of(steady, Profile((), tuple(likes)), target)
    assert rank_of(recent, Profile((), tuple(likes)), target) < rank_of(recent, Profile((), tuple(likes[::-1])), target)


def test_a_draw_without_favourites_is_another_for_other_likes(recommender: Recommender) -> None:
    model = recommender.model("random")
    one, other = (model.scores(Profile((), ((row, LIKE),))) for row in (1, 2))
    assert not np.allclose(one, other)


def test_a_blend_standardises_its_parts() -> None:
    def part(weights: list[float]) -> ItemItem:
        columns = np.array([[0, 1, 2]] * 3)
        return ItemItem("p", Neighbours(columns, np.array([weights] * 3), np.ones(3, dtype=bool)), 0.0)

    blend = Blend("b", [(part([1.0, 2.0, 3.0]), 1.0), (part([30.0, 20.0, 10.0]), 0.5)])
    deviation = (2 / 3) ** 0.5
    assert blend.scores(Profile((0,))) == pytest.approx(np.array([-0.5, 0.0, 0.5]) / deviation)
    assert blend.voices(Profile((0,)), 2) == pytest.approx({0: 3 / deviation + 0.5 * 10 / (10 * deviation)})
