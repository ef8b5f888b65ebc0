"""`matinee bundle show`: film facts, and the kinship weights with the levels they were chosen from."""

import pytest
from click.testing import CliRunner

from matinee.engine.bundle.manifest import Trained, read_manifest
from matinee.engine.cli.bundle_commands import show
from matinee.engine.cli.bundle_report import facts_text, print_kinship
from tests.conftest import ROOT

KINSHIP = Trained(
    config={"kin_genre_weight": 1.2, "kin_director_weight": 2.0, "kin_absence_share": 0.5},
    metrics={
        "scale": 1.0,
        "frontier": [
            {"scale": 0.0, "absence": 0.0, "likes": 7.0, "weighted_likes": 14.0, "first5": None, "first20": None,
             "worst": None},
            {"scale": 1.0, "absence": 0.0, "likes": 7.126, "weighted_likes": 15.0, "first5": 0.8, "first20": 0.7,
             "worst": 0.25},
            {"scale": 1.0, "absence": 0.5, "likes": 7.2, "weighted_likes": 15.1, "first5": 0.9, "first20": 0.8,
             "worst": 0.3},
        ],
    },
)  # fmt: skip


@pytest.mark.parametrize(
    ("manifest", "text"),
    [
        ({"format": 4, "facts": {"films": 8728}}, "8,728 films"),
        ({"format": 3}, "none (bundle of format 3); rebuild with `matinee train`"),
        ({"format": 4}, "none (trained without them)"),
    ],
)
def test_film_facts_and_why_there_are_none(manifest: dict[str, object], text: str) -> None:
    assert facts_text(manifest) == text


def test_the_chosen_level_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    print_kinship(KINSHIP)
    weights, headings, *levels = capsys.readouterr().out.splitlines()
    assert weights == "kinship weights  genre 1.2 · director 2 · absence share 0.5"
    assert " ".join(headings.split()) == "scale absence likes in 20 weighted first 5 first 20 worst"
    assert [line.split() for line in levels] == [
        ["0", "0", "7.00", "14.00", "–", "–", "–"],
        ["1", "0", "7.13", "15.00", "0.80", "0.70", "0.25"],
        ["▸", "1", "0.5", "7.20", "15.10", "0.90", "0.80", "0.30"],
    ]


def test_show_prints_both_for_the_shipped_bundle() -> None:
    manifest = read_manifest(ROOT / "artifacts")
    assert manifest.facts is not None
    assert manifest.kinship is not None
    done = CliRunner().invoke(show, ["--bundle", str(ROOT / "artifacts")], catch_exceptions=False)
    assert f"film facts      {manifest.facts.films:,} films" in done.output
    assert f"genre {manifest.kinship.config['kin_genre_weight']:g} · language" in done.output
    assert sum(line.startswith("▸") for line in done.output.splitlines()) == 1
