"""Draw the chart of likes against novelty in docs/evaluation.md.

    python -m docs.frontier --data ../shared/data/ml-latest-small

Models are trained and kinship weights chosen once per fold; unseen users are then replayed under the policy of the
fold with one popularity penalty after another.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.report import Row, Tables, make_parser, print_tables
from docs.line_chart import Chart, Line, draw
from matinee.engine.bundle.model_factory import BASELINES
from matinee.engine.errors import MatineeError
from matinee.engine.recommender import Recommender
from matinee.policy import Policy, load_policy
from matinee.training.cli.options import build_config
from matinee.training.cli.progress import steps
from matinee.training.config.config import BuildConfig
from matinee.training.data.movielens import read_dataset
from matinee.training.evaluate.metrics import Estimate, bootstrap_mean, paired_difference
from matinee.training.evaluate.replay_folds import train_fold
from matinee.training.evaluate.replay_users import Fold, reported_folds
from matinee.training.evaluate.report import ReplayOptions, measure_bundle

CHART = Path(__file__).with_name("frontier.svg")
MODELS = ("blend", "svd_likes", "ease", "edlae", "als", "popularity")
PENALTIES = (0, 0.4, 0.8, 1.2, 1.6, 2, 2.4, 3.2)
LEVELS = (1.8, 2.0, 2.2, 2.4, 2.6, 2.8, 3.0)
"""Bits of novelty at which models are compared."""
FOLDS = 5
BEYOND = 0.5
"""Bits by which the chart extends beyond the most novel shipped setting."""


@dataclass(frozen=True, eq=False)
class Point:
    """A model under one popularity penalty: likes in 20 films and novelty in bits, (n_users,) each."""

    penalty: float
    likes: np.ndarray
    novelty: np.ndarray


Frontiers = dict[str, list[Point]]
"""Model → its points by ascending penalty, with the same users in the same order for every model."""


def measure(
    folds: Iterable[Fold], config: BuildConfig, penalties: Sequence[float], options: ReplayOptions
) -> Frontiers:
    """Train once per fold and replay under every penalty; baselines ignore the policy and are replayed only once."""
    names = options.models or MODELS
    parts: dict[str, dict[float, list[tuple[np.ndarray, np.ndarray]]]] = {name: {} for name in names}
    for fold in folds:
        trained = train_fold(fold, shipped_policy, config, replace(options, models=names), no_progress, "")
        own = trained.policy.log_popularity_penalty
        for penalty in sorted({*penalties, own}):
            recommender = Recommender(trained.bundle, replace(trained.policy, log_popularity_penalty=penalty))
            included = tuple(name for name in names if penalty == own or name not in BASELINES)
            results = measure_bundle(recommender, fold, replace(options, models=included), no_progress)
            for name, found in results.items():
                parts[name].setdefault(penalty, []).append((found.values("l20"), found.values("novelty")))
    return {
        name: [
            Point(penalty, *map(np.concatenate, zip(*values, strict=True))) for penalty, values in by_penalty.items()
        ]
        for name, by_penalty in parts.items()
    }


def shipped_policy(chosen: Mapping[str, float]) -> Policy:
    """The shipped policy with the settings chosen for a bundle, without the user's own."""
    return load_policy(chosen=chosen)


def no_progress(items: Iterable[Any], _description: str) -> Iterable[Any]:
    """Show nothing: the bar counts folds."""
    return items


def announce(folds: Iterable[Fold], step: Callable[[str], None]) -> Iterator[Fold]:
    """Yield the folds, each as a step of a progress bar."""
    for number, fold in enumerate(folds, 1):
        step(f"fold {number}")
        yield fold


def likes_at(points: Sequence[Point], level: float) -> np.ndarray | None:
    """Interpolate the likes of every user at a level of novelty.

    The two penalties around the level are mixed in the proportion that gives this level on average, the same for every
    user.

    Returns:
        (n_users,); None if the model does not reach the level.
    """
    for less, more in pairwise(points):
        low, high = float(np.nanmean(less.novelty)), float(np.nanmean(more.novelty))
        if low <= level <= high and low < high:
            share = (level - low) / (high - low)
            return np.asarray((1 - share) * less.likes + share * more.likes)
    return None


def build_tables(frontiers: Frontiers, seed: int) -> Tables:
    """Build the tables of all points, and of the first model's gain over each other model at equal novelty."""
    measured: list[Row] = [
        {
            "model": name,
            "λ": "as is" if name in BASELINES else f"{point.penalty:g}",
            "likes in 20": format_estimate(bootstrap_mean(point.likes, seed)),
            "novelty": format_estimate(bootstrap_mean(point.novelty, seed)),
        }
        for name, points in frontiers.items()
        for point in points
    ]
    first, *others = frontiers
    compared: list[Row] = []
    for level in LEVELS:
        if (likes := likes_at(frontiers[first], level)) is None:
            continue
        row: Row = {"novelty": f"{level:.1f}", first: f"{likes.mean():.2f}"}
        for name in others:
            if (other_likes := likes_at(frontiers[name], level)) is not None:
                row[f"over {name}"] = format_estimate(paired_difference(likes, other_likes, seed), "+")
        compared.append(row)
    return {"under each penalty λ": measured, f"likes in 20 of {first} at equal novelty, paired by user": compared}


def format_estimate(estimate: Estimate, sign: str = "") -> str:
    """Format as in ``7.20 ±0.35``."""
    return f"{estimate.value:{sign}.2f} ±{(estimate.high - estimate.low) / 2:.2f}"


def draw_chart(frontiers: Frontiers, policy: Policy, data: str, seed: int) -> str:
    """Draw the chart as SVG text."""
    own = policy.log_popularity_penalty
    shipped = {name: [point.penalty for point in points].index(own) for name, points in frontiers.items()}
    lines = [
        Line(
            name,
            tuple((float(np.nanmean(point.novelty)), float(point.likes.mean())) for point in points),
            marked=shipped[name],
        )
        for name, points in frontiers.items()
    ]
    rings = {line.name: line.points[shipped[line.name]] for line in lines}
    right = max(novelty for novelty, _ in rings.values()) + BEYOND
    penalties = sorted({point.penalty for points in frontiers.values() for point in points})
    users = max(len(points[0].likes) for points in frontiers.values())
    chart = Chart(
        title="Likes against novelty",
        alt="One line per model: likes in 20 films fall as a stronger popularity penalty makes them more novel. "
        + "; ".join(f"{name} {likes:.1f} likes at {novelty:.1f} bits" for name, (novelty, likes) in rings.items())
        + " as shipped.",
        x_label="novelty of the recommended films, in bits (−log₂ of the share of training users who rated them)",
        y_label="likes in 20 films",
        notes=(
            f"score − λ · ln popularity, from left to right λ = {', '.join(f'{penalty:g}' for penalty in penalties)}; "
            f"ringed: shipped, λ = {own:g}",
            f"{data}, {users} unseen users in {FOLDS} folds, seed {seed}; λ = {own:g} was chosen on other users",
        ),
    )
    return draw(lines, chart, right)


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse the command line, measure, draw and print."""
    command_line = make_parser(__doc__)
    command_line.add_argument("--data", type=Path, required=True, help="a MovieLens folder")
    command_line.add_argument("--out", type=Path, default=CHART, help="file of the chart")
    command_line.add_argument("--config", type=Path, help="settings of the models, as YAML")
    command_line.add_argument("--users", type=int, help="most users of each fold")
    command_line.add_argument("--seed", type=int, default=0)
    options = command_line.parse_args(arguments)
    policy = load_policy()
    try:
        dataset = read_dataset(options.data)
        config = build_config(options.config, None, None, None, options.seed)
        with steps(total=FOLDS) as step:
            folds = announce(reported_folds(dataset, FOLDS, options.seed), step)
            replayed = ReplayOptions(seed=options.seed, users=options.users)
            frontiers = measure(folds, config, PENALTIES, replayed)
    except MatineeError as error:
        command_line.error(str(error))
    options.out.write_text(draw_chart(frontiers, policy, dataset.name, options.seed), encoding="utf-8")
    print_tables(build_tables(frontiers, options.seed), as_json=options.json)


if __name__ == "__main__":
    main()
