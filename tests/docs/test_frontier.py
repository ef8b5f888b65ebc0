"""The chart of likes against novelty: from ratings to valid SVG, and the comparison at equal novelty by hand."""

import json
from dataclasses import asdict
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from docs.frontier import MODELS, PENALTIES, Point, likes_at, main
from docs.line_chart import LABEL_HEIGHT, Chart, Line, draw, separate
from matinee.training.config.config_file import to_yaml
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
