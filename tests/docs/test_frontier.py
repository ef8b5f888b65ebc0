"""The charts of likes against novelty and against a marked taste: valid SVG, and the comparisons by hand."""

import json
from dataclasses import asdict
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from docs.frontier import MODELS, PENALTIES, Point, likes_at, main
from docs.kinship_frontier import describe_levels, likes_to_keep, relative_points
from docs.kinship_frontier import main as draw_kinship
from docs.line_chart import LABEL_HEIGHT, Chart, Line, draw, separate
from matinee.engine.bundle.manifest import Trained, read_manifest
from matinee.training.build import build_bundle
from matinee.training.config.config_file import to_yaml
from matinee.training.data.movielens import read_dataset
from matinee.training.publish import publish
from tests.conftest import ROOT
from tests.training.models.test_models import SMALL

SVG, DC = "{http://www.w3.org/2000/svg}", "{http://purl.org/dc/elements/1.1/}"


def test_the_script_draws_every_model(small_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, out = tmp_path / "config.yaml", tmp_path / "frontier.svg"
    config.write_text(to_yaml({name: asdict(SMALL)[name] for name in ("svd_likes", "svd", "ease", "edlae", "als")}))
    main(["--data", str(small_data), "--config", str(config), "--users", "2", "--out", str(out), "--json"])
    root = ET.parse(out).getroot()
    alt = root.findtext(f".//{DC}description") or ""
    labels = {"".join(element.itertext()).strip() for element in root.iter(f"{SVG}text")}
    assert set(MODELS) <= labels
    assert all(name in alt for name in MODELS)
    assert root.findtext(f"{SVG}title") == "Likes against novelty"
    assert any("10 unseen users in 5 folds, seed 0" in label for label in labels)
    points, _ = json.loads(capsys.readouterr().out).values()
    # popularity ignores the policy, so it has one point
    assert [row["model"] for row in points].count("popularity") == 1
    assert [row["λ"] for row in points if row["model"] == "blend"] == [f"{penalty:g}" for penalty in PENALTIES]


def test_bad_data_is_reported_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--data", str(tmp_path), "--out", str(tmp_path / "frontier.svg")])
    assert stopped.value.code == 2
    assert str(tmp_path) in capsys.readouterr().err
    assert not (tmp_path / "frontier.svg").exists()


def test_equal_novelty_lies_between_two_penalties() -> None:
    points = [
        Point(0, np.array([8.0, 4.0]), np.array([1.0, 3.0])),
        Point(1, np.array([4.0, 4.0]), np.array([3.0, 5.0])),
    ]
    likes = likes_at(points, 2.5)  # a quarter of the way from 2 bits to 4
    assert likes is not None
    assert likes.tolist() == [7.0, 4.0]
    assert likes_at(points, 1.9) is None
    assert likes_at(points, 4.1) is None


def test_the_last_visible_point_of_a_line() -> None:
    line = Line("a", ((1, 8), (2, 6), (4, 2), (6, 1)), marked=0)
    assert line.end(3) == (3, 4)
    assert line.end(7) == (6, 1)


def test_a_chart_is_the_same_for_the_same_input() -> None:
    lines = [Line("first", ((1.0, 8.0), (2.0, 6.0)), marked=0), Line("second", ((1.2, 7.0),), marked=0)]
    chart = Chart("title", "alt", "x", "y", ("note",))
    assert draw(lines, chart, 2.5) == draw(lines, chart, 2.5)


def test_labels_do_not_overlap() -> None:
    places = separate(np.array([(100, 50), (100, 52), (100, 60), (400, 51)], dtype=float))
    assert places[:, 0].tolist() == [100, 100, 100, 400]
    heights = np.sort(places[:3, 1])
    assert np.diff(heights).min() >= LABEL_HEIGHT
    assert heights.max() == 60
    assert places[3].tolist() == [400, 51]


# --- likes against a marked taste --------------------------------------------------------------------------------


FRONTIER = [
    {"scale": 0.0, "absence": 0.0, "likes": 8.0, "weighted_likes": 16.0, "first20": 0.2},
    {"scale": 1.0, "absence": 0.0, "likes": 8.4, "weighted_likes": 20.0, "first20": 0.5},
    {"scale": 1.0, "absence": 0.5, "likes": 7.2, "weighted_likes": 18.0, "first20": 0.8},
]


def test_likes_are_relative_to_those_without_kinship() -> None:
    assert np.array(relative_points(FRONTIER, "likes")) == pytest.approx(np.array([(20, 100), (50, 105), (80, 90)]))
    assert relative_points(FRONTIER, "weighted_likes")[1] == pytest.approx((50, 125))
    # smoothed: 8.1, 8.0, 7.5
    assert likes_to_keep(Trained(config={}, metrics={"frontier": FRONTIER})) == pytest.approx(98.5 * 8.1 / 8)
    assert describe_levels(FRONTIER) == "kinship weights × 0, 1; with absent features × 1"


def test_the_chart_of_the_shipped_bundle(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "kinship.svg"
    draw_kinship(["--bundle", str(ROOT / "artifacts"), "--out", str(out), "--json"])
    root = ET.parse(out).getroot()
    labels = {"".join(element.itertext()).strip() for element in root.iter(f"{SVG}text")}
    assert {"likes in 20", "weighted likes", "limit"} <= labels
    (rows,) = json.loads(capsys.readouterr().out).values()
    assert [row["scale"] for row in rows if row[""] == "▸"] == [f"{served_kinship().metrics['scale']:g}"]
    assert len(rows) == len(served_kinship().metrics["frontier"])


def served_kinship() -> Trained:
    kinship = read_manifest(ROOT / "artifacts").kinship
    assert kinship is not None
    return kinship


def test_a_bundle_without_chosen_weights_is_refused(
    small_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(build_bundle(read_dataset(small_data), ["svd_likes"], SMALL, facts=None), tmp_path)
    with pytest.raises(SystemExit) as stopped:
        draw_kinship(["--bundle", str(tmp_path), "--out", str(tmp_path / "kinship.svg")])
    assert stopped.value.code == 2
    assert "no kinship weights chosen on personas" in capsys.readouterr().err
    assert not (tmp_path / "kinship.svg").exists()


def test_a_rising_line_is_not_cut_off() -> None:
    assert Line("a", ((1, 2), (2, 6), (4, 8))).lowest(3) == 2
    assert Line("a", ((1, 8), (2, 6), (4, 2))).lowest(3) == 4
