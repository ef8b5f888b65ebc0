"""The networks: what is served is what was trained, again and again."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from matinee.engine.bundle.bundle import Bundle, load_bundle
from matinee.engine.bundle.model_factory import create_model, model_names
from matinee.engine.models.factor_models import ItemFactors
from matinee.engine.models.neural import FeedbackScale, Network
from matinee.engine.models.profile import Answer, Profile
from matinee.engine.recommender import Recommender
from matinee.policy import Policy
from matinee.training.build import MODELS, build_bundle
from matinee.training.config.config import HybridConfig, NeumfConfig, RatingConfig, RatingNetworkConfig
from matinee.training.data.movielens import read_dataset
from matinee.training.models.embedding_bags import embedding_bags
from matinee.training.models.hybrid import make_penalty
from matinee.training.models.neumf import PROMPT_TARGETS, Neumf, sample_prompts
from matinee.training.models.neumf import export_network as export_neumf
from matinee.training.models.rating_network import RatingNetwork, RatingTensors
from matinee.training.models.rating_network import export_network as export_rating_network
from matinee.training.models.residuals import RatingResiduals
from matinee.training.publish import model_arrays, publish
from tests.training.helpers import own_share
from tests.training.models.test_models import SMALL

NETWORKS = ("two_tower", "neumf", "rating", "hybrid")


@pytest.fixture(scope="module")
def bundle(small_data: Path) -> Bundle:
    """Every model on the two groups."""
    return build_bundle(read_dataset(small_data), MODELS, SMALL)


@pytest.mark.parametrize("model", ["neumf", "rating", "hybrid"])
def test_each_group_gets_its_own_films(bundle: Bundle, policy: Policy, model: str) -> None:
    recommender = Recommender(bundle, policy.neutral())
    for group in (0, 1):
        assert own_share(recommender, model, group) >= 0.8


def test_two_tower_trains_and_serves(bundle: Bundle, policy: Policy) -> None:
    # no more is asked of it: a ReLU on both sides cannot score below 0, and the source's Two-Tower ranks poorly
    trained = bundle.trained["two_tower"]
    assert isinstance(trained, ItemFactors)
    assert trained.vectors.shape == (60, 8) and trained.users.shape == (80, 8)
    assert trained.vectors.min() >= 0 and trained.users.min() >= 0
    metrics = bundle.models["two_tower"].metrics
    assert 0 < metrics["validation_rmse"] < 1
    assert metrics["validation_pairs"] > 100
    card = Recommender(bundle, policy).session([1, 3, 5, 7], model="two_tower").next()
    assert card is not None


def test_training_networks_is_repeatable(bundle: Bundle, small_data: Path) -> None:
    again = build_bundle(read_dataset(small_data), NETWORKS, SMALL)
    for name in NETWORKS:
        mine, theirs = model_arrays(bundle.trained[name]), model_arrays(again.trained[name])
        assert mine.keys() == theirs.keys()
        assert all(np.array_equal(mine[part], theirs[part]) for part in mine)
        assert bundle.models[name] == again.models[name]


def test_another_seed_is_another_network(bundle: Bundle, small_data: Path) -> None:
    other = build_bundle(read_dataset(small_data), ["rating"], replace(SMALL, rating=replace(SMALL.rating, seed=1)))
    one, another = bundle.trained["rating"], other.trained["rating"]
    assert isinstance(one, Network) and isinstance(another, Network)
    assert not np.allclose(one.history, another.history)


def test_every_kind_is_read_as_it_was_written(bundle: Bundle, tmp_path: Path, policy: Policy) -> None:
    publish(bundle, tmp_path)
    read = load_bundle(tmp_path)
    assert model_names(read) == model_names(bundle)
    profile = Profile((1, 5, 8, 11), ((13, Answer.LIKE), (4, Answer.DISLIKE), (20, Answer.SKIP)))
    for name in model_names(bundle):
        written, back = (create_model(one, name, policy) for one in (bundle, read))
        assert np.array_equal(written.known, back.known)
        # the networks' films are written in half precision
        precision = 2e-3 if name in NETWORKS else 0.0
        assert back.scores(profile) == pytest.approx(written.scores(profile), rel=precision, abs=precision)


def shaken(network: torch.nn.Module, seed: int = 4) -> None:
    """Every parameter and statistic anew, so that none is 0 or 1 by chance."""
    torch.manual_seed(seed)
    for values in [*network.parameters(), *(buffer for name, buffer in network.named_buffers() if "running" in name)]:
        values.data = torch.randn_like(values) * 0.5 if values.is_floating_point() else values
    for name, buffer in network.named_buffers():
        if name.endswith("running_var"):
            buffer.data = buffer.abs() + 0.5
    network.eval()


@pytest.mark.parametrize("intent", [False, True])
@torch.no_grad()
def test_neumf_is_exported_as_it_is(intent: bool) -> None:
    generator = np.random.default_rng(1)
    config = NeumfConfig(gmf_dimensions=3, mlp_dimensions=4, genre_dimensions=2, layers=(6, 5), intent=intent)
    network = Neumf(7, torch.from_numpy(generator.integers(0, 2, (7, 4)).astype(np.float32)), config)
    shaken(network)
    served = export_neumf(network, np.arange(7), FeedbackScale(1.0, config.dislike, None, odds=True))
    assert (served.intent is not None) == intent
    likes, dislikes = [np.array([2, 5, 6]), np.array([1])], [np.array([0]), np.array([], dtype=np.int64)]
    bags = [torch.from_numpy(part) for part in embedding_bags(likes, dislikes, config.dislike)]
    moods = generator.normal(size=(2, 384)).astype(np.float32)
    asked = torch.arange(7).repeat(2, 1)
    for prompt in (None, moods) if intent else (None,):
        theirs = network(bags, asked, None if prompt is None else torch.from_numpy(prompt)).numpy()
        for user in (0, 1):
            places = np.concatenate([likes[user], dislikes[user]])
            answers = np.array([1.0] * len(likes[user]) + [config.dislike] * len(dislikes[user]))
            scores = served.score(served.user(places, answers), intent=None if prompt is None else prompt[user])
            assert scores == pytest.approx(theirs[user], rel=1e-4, abs=1e-4)


@torch.no_grad()
def test_a_zero_prompt_changes_nothing() -> None:
    network = Neumf(3, torch.zeros(3, 2), NeumfConfig(intent=True))
    shaken(network)
    bags = [torch.from_numpy(part) for part in embedding_bags([np.array([0])], [np.array([], dtype=np.int64)], -0.3)]
    silent = network(bags, torch.arange(3)[None], torch.zeros(1, 384))
    assert torch.equal(silent, network(bags, torch.arange(3)[None]))


def test_a_prompt_targets_the_hidden_likes_nearest_to_it() -> None:
    generator = np.random.default_rng(0)
    texts = generator.normal(size=(30, 8)).astype(np.float32)
    texts /= np.linalg.norm(texts, axis=1, keepdims=True)
    items = np.tile(np.arange(30), (200, 1))
    labels = np.zeros((200, 30), dtype=np.float32)
    labels[:, :10] = 1.0
    prompts = sample_prompts(items, labels, texts, generator)
    has_prompt = prompts.any(axis=1)
    assert 60 < has_prompt.sum() < 140
    assert ((labels == 1).sum(axis=1) == np.where(has_prompt, PROMPT_TARGETS, 10)).all()
    assert ((labels == 0).sum(axis=1) == 20).all()
    for place in np.flatnonzero(has_prompt):
        nearest = np.argsort(-(texts[:10] @ prompts[place]))[:PROMPT_TARGETS]
        assert set(np.flatnonzero(labels[place] == 1)) == set(nearest)


@pytest.mark.parametrize(
    ("config", "texts"),
    [(RatingConfig(dimensions=3, hidden=6), False), (HybridConfig(dimensions=3, hidden=6, attention=2), True)],
)
@torch.no_grad()
def test_rating_networks_are_exported_exactly(config: RatingNetworkConfig, texts: bool) -> None:
    generator = np.random.default_rng(2)
    users, films = np.nonzero(generator.random((8, 6)) < 0.7)
    observed = RatingResiduals(users, films, generator.integers(1, 11, len(users)) / 2, 8, 6)
    words = generator.normal(size=(6, 2, 384)).astype(np.float32) if texts else None
    network = RatingNetwork(observed, generator.integers(0, 2, (6, 4)).astype(bool), config, words)
    shaken(network)
    served = export_rating_network(network, observed, np.arange(6))
    assert (served.attention is not None) == texts
    ratings = RatingTensors(observed, torch.device("cpu"))
    pools = ratings.pool(network, ratings.residuals)
    numbers = torch.from_numpy(observed.numeric_features(observed.film_biases, observed.film_counts))
    for user in range(8):
        places, stars = films[users == user], observed.stars[users == user]
        person = served.user(places, stars)
        assert person == pytest.approx(pools.users[user].numpy(), abs=1e-5)
        assert served.user_bias(places, stars) == pytest.approx(observed.user_biases[user], abs=1e-6)
        theirs = network(pools.users[[user] * 6], torch.arange(6), pools.films, numbers).numpy()
        assert served.score(person) == pytest.approx(observed.mean + observed.film_biases + theirs, abs=1e-4)


def test_the_penalty_of_the_hybrid() -> None:
    genres = np.array([[1, 0], [0, 1], [1, 1]], dtype=bool)
    predicted, films = torch.tensor([3.0, 3.0]), torch.tensor([0, 2])
    stars = torch.tensor([2.0, 4.0])
    # each film is drawn with ½; the genre cosine is 1 with itself and 1/√2 with the other: (1 + 1/√2) / 2
    diverse = make_penalty(genres, HybridConfig(diversity=1.0, distribution=0.0))(predicted, stars, films)
    assert float(diverse) == pytest.approx((1 + 2**-0.5) / 2)
    # the means agree; deviations are 0 and √2
    spread = make_penalty(genres, HybridConfig(diversity=0.0, distribution=1.0))(predicted, stars, films)
    assert float(spread) == pytest.approx(2.0)
