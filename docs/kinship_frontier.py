"""Draw the chart of likes against the share of films of a marked taste in docs/evaluation.md.

    python -m docs.kinship_frontier

Nothing is trained or measured: the figures are those that `matinee train` kept in the bundle when it chose the weights
of the kinship terms.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.report import Row, make_parser, print_tables
from docs.line_chart import Chart, Line, draw
from matinee.engine.bundle.manifest import Trained, read_manifest
from matinee.engine.errors import BundleError, MatineeError
from matinee.engine.paths import find_bundle
from matinee.training.evaluate.kinship_choice import MIN_LIKES_KEPT, smooth

CHART = Path(__file__).with_name("kinship_frontier.svg")
LINES = {"likes": "likes in 20", "weighted_likes": "weighted likes"}
"""Metric → name of its line."""
RIGHT_MARGIN = 5.0
"""Percent by which the chart extends beyond the last point."""


def draw_chart(kinship: Trained, data: str) -> str:
    """Draw the chart as SVG text.

    Args:
        kinship: the chosen weights and the frontier.
        data: name of the data set.
    """
    frontier = sorted(kinship.metrics["frontier"], key=lambda point: point["first20"])
    chosen = next(place for place, point in enumerate(frontier) if is_chosen(point, kinship))
    lines = [Line(name, relative_points(frontier, metric), chosen) for metric, name in LINES.items()]
    left, right = (100 * frontier[place]["first20"] for place in (0, -1))
    lines.append(Line("limit", ((left, limit := likes_to_keep(kinship)), (right, limit))))
    share, likes = lines[0].points[chosen]
    chart = Chart(
        title="Likes against films of a marked taste",
        alt=f"As the kinship terms count more, the share of films of a marked taste rises from {left:.0f} to "
        f"{right:.0f} percent. At the chosen level it is {share:.0f} percent, with {likes:.0f} percent of the likes "
        "without kinship.",
        x_label="films of the persona's taste among the first twenty, in percent",
        y_label="likes, in percent of those without kinship",
        notes=(
            f"{describe_levels(frontier)}, from left to right; ringed: in use",
            f"{data}, validation users and features; in use: the strongest level above the limit, "
            f"{100 * MIN_LIKES_KEPT:g} % of the best",
        ),
        x_step=10,
        y_step=2,
    )
    return draw(lines, chart, right + RIGHT_MARGIN)


def describe_levels(frontier: Sequence[dict[str, Any]]) -> str:
    """Name the levels: "kinship weights × 0, 1; with absent features × 1.25"."""
    without = ", ".join(f"{point['scale']:g}" for point in frontier if not point["absence"])
    absent = ", ".join(f"{point['scale']:g}" for point in frontier if point["absence"])
    return f"kinship weights × {without}" + (f"; with absent features × {absent}" if absent else "")


def relative_points(frontier: Sequence[dict[str, Any]], metric: str) -> tuple[tuple[float, float], ...]:
    """The points of a line: share of films of the taste, and a metric relative to that without kinship; percent."""
    base = next(point[metric] for point in frontier if not point["scale"])
    return tuple((100 * point["first20"], 100 * point[metric] / base) for point in frontier)


def likes_to_keep(kinship: Trained) -> float:
    """The likes that the level in use has to reach, in percent of those without kinship."""
    frontier = kinship.metrics["frontier"]
    likes = [point["likes"] for point in frontier]
    base = next(point["likes"] for point in frontier if not point["scale"])
    return float(100 * MIN_LIKES_KEPT * smooth(likes).max() / base)


def is_chosen(point: dict[str, Any], kinship: Trained) -> bool:
    """Whether a point of the frontier has the weights in use."""
    level = kinship.metrics["scale"], kinship.config["kin_absence_share"]
    return (point["scale"], point["absence"]) == level


def table_row(point: dict[str, Any], kinship: Trained) -> Row:
    """A point of the frontier as a row of the table."""
    shown = {name: f"{value:g}" if name in ("scale", "absence") else f"{value:.2f}" for name, value in point.items()}
    return {"": "▸" if is_chosen(point, kinship) else "", **shown}


def read_kinship(folder: Path) -> tuple[Trained, str]:
    """Read the frontier of a bundle, and the name of its data set.

    Raises:
        BundleError: the bundle is damaged, or no weights were chosen for it on personas.
    """
    manifest = read_manifest(folder)
    kinship = manifest.kinship
    if kinship is None or any(point["first20"] is None for point in kinship.metrics["frontier"]):
        raise BundleError(f"{folder} has no kinship weights chosen on personas; train it with `--kinship choose`.")
    return kinship, manifest.dataset.name


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse the command line, draw and print."""
    command_line = make_parser(__doc__)
    command_line.add_argument("--bundle", type=Path, help="folder of the bundle; by default the one Matinee finds")
    command_line.add_argument("--out", type=Path, default=CHART, help="file of the chart")
    options = command_line.parse_args(arguments)
    try:
        kinship, data = read_kinship(find_bundle(options.bundle))
    except MatineeError as error:
        command_line.error(str(error))
    options.out.write_text(draw_chart(kinship, data), encoding="utf-8")
    rows = [table_row(point, kinship) for point in kinship.metrics["frontier"]]
    print_tables({"levels of the kinship weights": rows}, as_json=options.json)


if __name__ == "__main__":
    main()
