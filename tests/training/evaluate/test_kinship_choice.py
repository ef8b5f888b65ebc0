"""The choice of the kinship weights: the level on made-up frontiers, and the commands on small data."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from matinee.engine.bundle.bundle import load_bundle
from matinee.engine.bundle.manifest import Trained
from matinee.policy import Policy, load_policy
from matinee.policy.schema import KIN_WEIGHTS
from matinee.training.cli import commands
from matinee.training.config.config_file import to_yaml
from matinee.training.data.movielens import Dataset, read_dataset
from matinee.training.errors import DataError
from matinee.training.evaluate import kinship_choice, replay_folds
from matinee.training.evaluate.kinship_choice import (
    LEVELS,
    MIN_LIKES_KEPT,
    FrontierPoint,
    at_level,
    choose_kinship,
    choose_level,
)
from matinee.training.evaluate.replay_users import validation_fold
from matinee.training.evaluate.report import ReplayOptions
from tests.conftest import write_two_groups
from tests.training.models.test_models import SMALL


def frontier(likes: Sequence[float]) -> list[FrontierPoint]:
    """A frontier with these likes."""
    return [
        FrontierPoint(scale, absence, likes=each, weighted_likes=2 * each, first5=0.5, first20=0.5, worst=0.1)
        for (scale, absence), each in zip(LEVELS, likes, strict=True)
    ]


def chosen(likes: Sequence[float]) -> int:
    """The place of the chosen level."""
    points = frontier(likes)
    return points.index(choose_level(points))


STEPS = np.arange(len(LEVELS))
LAST = len(LEVELS) - 1


@pytest.mark.parametrize(
    ("likes", "place"),
    [
        (7 + 0.1 * STEPS, LAST),  # rising
        (np.full(len(LEVELS), 7.0), LAST),  # flat
        (7 - 0.2 * STEPS, 0),  # 2.9 % a step
        (7 - 0.05 * STEPS, 2),  # 1.43 % after two steps, 2.1 % after three
        (7 * (1 - 0.001 * STEPS**2), 3),  # 0.9 % after three steps, 1.6 % after four
        (7 + 0.1 * STEPS - 0.03 * STEPS**2, 3),  # smoothed: 7.07 at best, 7.02 after three steps, 6.91 after four
    ],
    ids=["rising", "flat", "falling", "falling slowly", "falling faster", "rising and falling"],
)
def test_the_strongest_level_that_keeps_the_likes(likes: np.ndarray, place: int) -> None:
    assert chosen(likes.tolist()) == place


def test_noise_does_not_decide() -> None:
    generator = np.random.default_rng(0)
    falling = [chosen((7 - 0.05 * STEPS + generator.normal(0, 0.02, len(LEVELS))).tolist()) for _ in range(50)]
    assert set(falling) <= {1, 2, 3}
    one_low = np.full(len(LEVELS), 7.0)
    one_low[3] = 6.85  # 2.1 % less, though its neighbours keep all
    assert chosen(one_low.tolist()) == LAST
    assert chosen([7, 7, 7, 6.95, 6.85, 6.8, 6.92, 6.7]) == 3  # one strong level is lucky


def test_levels_keep_the_proportions_of_the_weights(policy: Policy) -> None:
    strong = at_level(policy, 1.5, 1.0)
    assert [getattr(strong, name) for name in KIN_WEIGHTS] == pytest.approx(
        [1.5 * getattr(policy, name) for name in KIN_WEIGHTS], abs=1e-4
    )
    assert strong.kin_absence_share == 1.0
    assert replace(strong, **{name: getattr(policy, name) for name in (*KIN_WEIGHTS, "kin_absence_share")}) == policy


# --- on data -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """160 users, of whom 32 are validation users."""
    folder = tmp_path_factory.mktemp("data")
    write_two_groups(folder, users=160, films=60, seed=7)
    return folder


@pytest.fixture
def few_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinship_choice, "LEVELS", ((0.0, 0.0), (1.0, 0.0), (1.0, 0.5)))
    monkeypatch.setattr(kinship_choice, "DRAWS", (0,))


@pytest.mark.usefixtures("few_levels")
def test_the_choice_keeps_its_frontier(data: Path) -> None:
    steps: list[str] = []
    found = choose_kinship(read_dataset(data), SMALL, facts=None, on_step=steps.append)
    assert found is not None
    assert len(steps) == 1 + 3
    points = found.metrics["frontier"]
    assert [(point["scale"], point["absence"]) for point in points] == [(0, 0), (1, 0), (1, 0.5)]
    assert points[0]["likes"] > 5  # of 20 films a user rated 40 of 60, half of which they like
    assert points[0]["first20"] is None  # a third of all likes is not a marked taste
    level = next(point for point in points if point["absence"] == found.config["kin_absence_share"])
    assert level["likes"] >= (MIN_LIKES_KEPT - 0.01) * points[0]["likes"]
    leveled = at_level(load_policy(), found.metrics["scale"], level["absence"])
    assert found.config == {name: getattr(leveled, name) for name in (*KIN_WEIGHTS, "kin_absence_share")}
    assert load_policy(chosen=found.config).kin_genre_weight == found.config["kin_genre_weight"]


def test_nothing_is_chosen_on_few_users(small_data: Path) -> None:
    assert choose_kinship(read_dataset(small_data), SMALL) is None


def test_each_fold_chooses_on_its_own_training_users(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fold = validation_fold(read_dataset(small_data), 0)
    received: list[Dataset] = []

    def choose(
        dataset: Dataset, _config: object, _seed: int, *, facts: Path | None, on_step: Callable[[str], None]
    ) -> Trained:
        assert facts is None
        received.append(dataset)
        on_step("measuring")
        return Trained(config={"kin_genre_weight": 2.5}, metrics={"scale": 1.5})

    monkeypatch.setattr(replay_folds, "choose_kinship", choose)

    def train(options: ReplayOptions) -> float:
        trained = replay_folds.train_fold(
            fold, lambda chosen: load_policy(chosen=chosen), SMALL, options, lambda items, _: items, "fold"
        )
        return trained.policy.kin_genre_weight

    default = load_policy().kin_genre_weight
    assert train(ReplayOptions(("blend",), facts=None)) == 2.5
    assert received == [fold.training]
    assert not set(received[0].ratings["user"]) & set(fold.measured["user"])
    assert train(ReplayOptions(("blend",), choose_kinship=False)) == default
    assert train(ReplayOptions(("svd_likes",))) == default  # `matinee train` chooses for the blend
    assert len(received) == 1


def test_too_little_data_without_the_validation_users_is_said(data: Path) -> None:
    dataset = read_dataset(data)
    config = replace(SMALL, svd_likes=replace(SMALL.svd_likes, dimensions=4000))
    with pytest.raises(DataError, match=r"cannot be chosen, since without a fifth of the users: .* too few for 4000 "):
        choose_kinship(dataset, config)


def test_nothing_is_chosen_where_nobody_likes_what_is_recommended(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def measure(_recommender: object, scale: float, *_: object) -> FrontierPoint:
        return FrontierPoint(scale, 0.0, likes=0.0, weighted_likes=0.0, first5=None, first20=None, worst=None)

    monkeypatch.setattr(kinship_choice, "measure_level", measure)
    assert choose_kinship(read_dataset(data), SMALL, facts=None) is None


# --- the command -------------------------------------------------------------------------------------------------


def train(*arguments: str | Path) -> str:
    """What `matinee train` prints."""
    done = CliRunner().invoke(commands.train, list(map(str, arguments)), catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    return done.stdout


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(to_yaml({name: asdict(SMALL)[name] for name in ("svd_likes", "edlae")}))
    return path


@pytest.mark.usefixtures("few_levels")
def test_train_chooses_and_keeps_the_weights(data: Path, config: Path, tmp_path: Path) -> None:
    arguments = ("--data", data, "--model", "blend", "--config", config, "--out", tmp_path / "out")
    kinship = json.loads(train(*arguments, "--json"))["kinship"]
    assert [point["scale"] for point in kinship["metrics"]["frontier"]] == [0, 1, 1]
    bundle = load_bundle(tmp_path / "out")
    assert bundle.settings == kinship["config"]
    assert bundle.kinship is not None
    assert bundle.kinship.metrics == kinship["metrics"]
    table = train(*arguments).splitlines()
    (marked,) = (line for line in table if line.startswith("▸"))
    assert marked.split()[1:3] == [f"{kinship['metrics']['scale']:g}", f"{kinship['config']['kin_absence_share']:g}"]


def test_train_says_why_no_weights_were_chosen(small_data: Path, config: Path, tmp_path: Path) -> None:
    arguments = ("--data", small_data, "--model", "blend", "--config", config, "--out", tmp_path / "out")
    assert "Too few users to choose the weights" in train(*arguments)
    assert load_bundle(tmp_path / "out").kinship is None
    assert "Too few users" not in train(*arguments, "--kinship", "default")
    assert json.loads(train(*arguments, "--kinship", "default", "--json"))["kinship"] is None
