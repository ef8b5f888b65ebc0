"""The picture of likes against novelty: from ratings to valid XML, and the comparison at equal novelty by hand."""

import json
from dataclasses import asdict
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from docs.frontier import MODELS, PENALTIES, Point, likes_at, main
from docs.line_chart import LABEL_APART, Line, label_places
from matinee.training.config.config_file import to_yaml
from tests.training.models.test_models import SMALL

SVG = "{http://www.w3.org/2000/svg}"


def test_the_script_draws_every_model(small_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, out = tmp_path / "config.yaml", tmp_path / "frontier.svg"
    config.write_text(to_yaml({name: asdict(SMALL)[name] for name in ("svd_likes", "svd", "ease", "edlae", "als")}))
    main(["--data", str(small_data), "--config", str(config), "--users", "2", "--out", str(out), "--json"])
    root = ET.parse(out).getroot()
    described = root.findtext(f"{SVG}desc") or ""
    labels = {element.text for element in root.iter(f"{SVG}text")}
    assert set(MODELS) <= labels
    assert all(name in described for name in MODELS)
    assert root.findtext(f"{SVG}title") == "Likes against novelty"
    assert any("10 unseen users in 5 folds, seed 0" in (label or "") for label in labels)
    points, _ = json.loads(capsys.readouterr().out).values()
    # the policy leaves popularity alone, so it has one point
    assert [row["model"] for row in points].count("popularity") == 1
    assert [row["λ"] for row in points if row["model"] == "session"] == [f"{penalty:g}" for penalty in PENALTIES]


def test_bad_data_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
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


def test_a_line_is_cut_where_the_picture_ends() -> None:
    line = Line("a", ((1, 8), (2, 6), (4, 2), (6, 1)), marked=0)
    assert line.until(3).points == ((1, 8), (2, 6), (3, 4))
    assert line.until(7) == line


def test_labels_do_not_touch() -> None:
    places = label_places([(100, 50), (100, 52), (100, 40), (400, 51)])
    assert [across for across, _ in places] == [100, 100, 100, 400]
    heights = sorted(up for across, up in places if across == 100)
    assert min(np.diff(heights)) >= LABEL_APART
    assert places[3] == (400, 51)
