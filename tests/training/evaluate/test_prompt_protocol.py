"""Prompt protocol: metrics computed by hand, sound cases, and floors for the shipped bundle."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from matinee.engine.recommender import Recommender
from matinee.training.errors import DataError
from matinee.training.evaluate.prompt_cases import PromptCase, read_cases, read_pairs, require_known_ids
from matinee.training.evaluate.prompt_protocol import measure, select_tags, similarity_aucs, tag_ndcg
from tests.training.helpers import evaluate


def test_a_perfect_answer_and_its_reverse(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    horror, comedy = (catalogue.genres[:, catalogue.genre(name)] for name in ("Horror", "Comedy"))
    suitable, unsuitable = np.flatnonzero(comedy & ~horror)[:20], np.flatnonzero(horror & ~comedy)[:8]
    names = np.array(catalogue.genre_names)
    case = PromptCase("", suitable, unsuitable, names == "Comedy", names == "Horror", None)
    rest = np.setdiff1d(np.arange(len(catalogue)), [*suitable, *unsuitable])
    best = np.concatenate([suitable, rest, unsuitable])
    assert {name: values[0] for name, values in measure(lambda _prompt: best, [case], catalogue).items()} == {
        "auc": 1.0, "r50": 1.0, "p10": 1.0, "v10": 0.0,
    }  # fmt: skip
    worst = np.concatenate([unsuitable, np.flatnonzero(horror & ~comedy)[8:200]])
    found = {name: values[0] for name, values in measure(lambda _prompt: worst, [case], catalogue).items()}
    assert found == {"auc": 0.0, "r50": 0.0, "p10": 0.0, "v10": 1.0}


def test_years_count_and_metrics_that_do_not_apply_are_nan(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    names = np.array(catalogue.genre_names)
    drama = np.flatnonzero(catalogue.genres[:, catalogue.genre("Drama")] & (catalogue.years < 1950))
    nothing = np.zeros(0, dtype=np.int64)
    case = PromptCase("", nothing, nothing, names == "Drama", names == "none", (1990, 1999))
    found = measure(lambda _prompt: drama, [case], catalogue)
    assert found["p10"][0] == 0.0
    assert np.isnan([found[name][0] for name in ("auc", "r50", "v10")]).all()


def test_fewer_than_ten_films_lower_the_precision(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    names = np.array(catalogue.genre_names)
    nothing = np.zeros(0, dtype=np.int64)
    case = PromptCase("", nothing, nothing, names == "Drama", names == "none", None)
    drama = np.flatnonzero(catalogue.genres[:, catalogue.genre("Drama")])[:4]
    assert measure(lambda _prompt: drama, [case], catalogue)["p10"][0] == pytest.approx(0.4)


def test_tags_by_hand(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    ids = catalogue.ids[:7]
    tags = pd.DataFrame(
        [(int(movie), "Space ") for movie in ids[:5]] + [(int(ids[6]), "rare")], columns=["movie", "tag"]
    )
    cases = select_tags(tags, catalogue)
    assert {tag: rows.tolist() for tag, rows in cases.items()} == {"space": [0, 1, 2, 3, 4]}
    among = np.array([0, 1, 2, 3, 4, 6])
    discounts = 1 / np.log2(np.arange(2, 7))
    found = tag_ndcg(lambda _tag: np.array([6, 5, 0, 1, 2, 3, 4]), cases, among)
    lost = 1 / np.log2(np.arange(3, 8))
    assert found[0] == pytest.approx(lost.sum() / discounts.sum())


def test_similarity_auc_by_hand() -> None:
    scores = {0: np.array([0, 3.0, 1.0, 0, 0]), 1: np.array([0, 0, 0, 2.0, 5.0])}
    judged = {0: (np.array([1]), np.array([2])), 1: (np.array([3]), np.array([4]))}
    assert similarity_aucs(lambda row: scores[row], judged).tolist() == [0.5, 0.5]


def test_cases_are_sound(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    parts = {part: read_cases(part, catalogue) for part in ("tuned", "reported")}
    assert sum(map(len, parts.values())) >= 80
    assert not {case.prompt for case in parts["tuned"]} & {case.prompt for case in parts["reported"]}
    for case in [*parts["tuned"], *parts["reported"]]:
        assert 8 <= len(case.suitable) <= 20
        assert 5 <= len(case.unsuitable) <= 8
        assert not set(case.suitable) & set(case.unsuitable)
        assert not catalogue.genres[case.suitable][:, case.avoided].any()
    tuned, reported = (read_pairs(part, catalogue) for part in ("tuned", "reported"))
    assert len(tuned) == len(reported) == 85
    assert not tuned.keys() & reported.keys()


def test_a_catalogue_with_other_ids_is_rejected(recommender: Recommender) -> None:
    with pytest.raises(DataError, match=r"of which this bundle has 1 of 2; use a bundle"):
        require_known_ids([1, 987_654_321], recommender.catalogue)


@pytest.mark.slow
def test_the_shipped_bundle_reaches_its_floors_on_the_reported_prompts() -> None:
    report = evaluate("intent")
    models = report["models"]
    found = {metric: estimate["value"] for metric, estimate in models["matinee"].items()}
    assert found["r50"] >= 0.42
    assert found["p10"] >= 0.86
    assert found["v10"] <= 0.10
    assert found["v10_negations"] <= 0.30
    for other in ("cosine", "documented", "popularity", "random"):
        assert found["auc"] > models[other]["auc"]["value"] + 0.1
    assert report["alike"]["blend"]["auc"]["value"] >= 0.75  # type: ignore[index]


def test_bad_usage_is_one_sentence(tmp_path: Path) -> None:
    import subprocess
    import sys

    from tests.conftest import ROOT

    done = subprocess.run(
        [sys.executable, "-m", "matinee", "evaluate", "intent", "--plots", str(tmp_path)],
        cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.strip() == "matinee: --plots needs --data."
