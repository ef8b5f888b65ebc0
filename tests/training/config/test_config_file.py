"""Settings as YAML: what is written is read, and every mistake is named by its line."""

import json
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from matinee.training.cli.options import build_config
from matinee.training.config.config import BuildConfig, NeumfConfig
from matinee.training.config.config_file import read_config, to_yaml
from matinee.training.errors import DataError
from tests.conftest import ROOT
from tests.training.models.test_models import SMALL


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Write a text into a file and read it as settings."""

    def given(text: str) -> BuildConfig:
        path = tmp_path / "config.yaml"
        path.write_text(text, encoding="utf-8")
        return read_config(path)

    return given


@pytest.mark.parametrize("config", [BuildConfig(), SMALL])
def test_what_is_written_is_read(read: Any, config: BuildConfig) -> None:
    assert read(to_yaml(asdict(config))) == config


def test_a_part_changes_a_part(read: Any) -> None:
    config = read(
        "als:\n  factors: 7\nsvd:\n  transform: {half_life_days: 30}\nneumf: {layers: [8, 4], intent: true}\n"
    )
    default = BuildConfig()
    assert config.als == replace(default.als, factors=7)
    assert config.svd.transform == replace(default.svd.transform, half_life_days=30.0)
    assert config.neumf == NeumfConfig(layers=(8, 4), intent=True)
    assert config.edlae == default.edlae
    assert read("") == read("# nothing\n") == default


def test_former_names_are_read_as_the_current_ones(read: Any) -> None:
    assert read("session: {edlae_weight: 0.25}\nsvd_likes: {middling: 0.4}\n") == read(
        "blend: {edlae_weight: 0.25}\nsvd_likes: {neutral_weight: 0.4}\n"
    )
    with pytest.raises(DataError, match="unknown setting 'session'"):
        read("als: {session: 1}\n")


def test_numbers_are_read_as_people_write_them(read: Any) -> None:
    config = read("ease: {regularisation: 30}\nneumf: {weight_decay: 1e-6, learning_rate: 2.5e-3}\n")
    assert (config.ease.regularisation, config.neumf.weight_decay) == (30.0, 1e-6)
    assert isinstance(config.ease.regularisation, float)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("als:\n  factors: 8\n  factor: 9\n", "line 3: unknown setting 'factor'; did you mean 'factors'?"),
        ("\nneumv: {}\n", "line 2: unknown setting 'neumv'; did you mean 'neumf'?"),
        ("zzz: {}\n", "line 1: unknown setting 'zzz'; there are svd, svd_likes,"),
        ("als:\n  factors: many\n", "line 2: 'factors' must be a whole number from 1 to 4,096, not 'many'."),
        ("als:\n  factors: 8.5\n", "line 2: 'factors' must be a whole number from 1 to 4,096, not '8.5'."),
        ("als:\n  factors: true\n", "line 2: 'factors' must be a whole number from 1 to 4,096, not 'True'."),
        ("als:\n  alpha: yes\n", "line 2: 'alpha' must be a number from 0 to 100000, not 'True'."),
        ("als:\n  alpha: .nan\n", "line 2: 'alpha' must be a number from 0 to 100000, not 'nan'."),
        ("als:\n  alpha: .inf\n", "line 2: 'alpha' must be a number from 0 to 100000, not 'inf'."),
        ("als:\n  alpha: 2020-13-45\n", "line 2: 'alpha'"),
        ("als:\n  alpha:\n", "line 2: 'alpha' must be a number from 0 to 100000, not 'None'."),
        ("als:\n  alpha: {a: 1}\n", "line 2: 'alpha' must be a number from 0 to 100000"),
        ("als:\n  seed: -1\n", "line 2: 'seed' must be a whole number from 0 to 4,294,967,295, not '-1'."),
        ("als:\n  alpha: -0.5\n", "line 2: 'alpha' must be a number from 0 to 100000, not '-0.5'."),
        ("neumf:\n  dislike: 0.5\n", "line 2: 'dislike' must be a number from -1000 to 0, not '0.5'."),
        ("neumf:\n  dropout: 1\n", "line 2: 'dropout' must be a number from 0 to below 1, not '1.0'."),
        ("rating:\n  validation_share: 1.5\n", "line 2: 'validation_share' must be a number from 0 to below 1"),
        ("neumf:\n  intent: 1\n", "line 2: 'intent' must be true or false, not '1'."),
        ("neumf:\n  layers: 64\n", "line 2: 'layers' must be a list of 2 whole numbers from 1 to 4,096, not '64'."),
        ("neumf:\n  layers: [64]\n", "line 2: 'layers' must be a list of 2 whole numbers from 1 to 4,096, not '[64]'."),
        ("neumf:\n  layers: [64, a]\n", "line 2: 'layers' must be a list of 2 whole numbers from 1 to 4,096"),
        ("neumf:\n  layers: [64, 0]\n", "line 2: 'layers' must be a list of 2 whole numbers from 1 to 4,096"),
        ("hybrid:\n  variant: 3\n", "line 2: 'variant' must be one of tiny, small, large, not '3'."),
        ("hybrid:\n  variant: huge\n", "line 2: 'variant' must be one of tiny, small, large, not 'huge'."),
        ("als:\n  seed: 1\n  seed: 2\n", "line 3: 'seed' occurs twice; keep one of them."),
        ("als: {}\nals: {}\n", "line 2: 'als' occurs twice; keep one of them."),
        ("als: 3\n", "line 1: 'als' holds settings: expected lines of the form 'setting: value' below it."),
        ("- als\n", "line 1: expected lines of the form 'setting: value'."),
        ("just words\n", "line 1: expected lines of the form 'setting: value'."),
        ("? [als]\n: {}\n", "line 1: unknown setting"),
        ("als:\n  seed: [1\n", "line 3: this is not YAML: "),
        ("als:\n\tseed: 1\n", "line 2: this is not YAML: "),
        ("[" * 5000, "nested more than 20 levels deep"),
    ],
)
def test_a_mistake_is_named_by_its_line(read: Any, text: str, message: str) -> None:
    with pytest.raises(DataError) as refused:
        read(text)
    assert "config.yaml" in str(refused.value)
    assert message in str(refused.value)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="this configuration cannot be read"):
        read_config(tmp_path / "absent.yaml")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="this configuration cannot be read"):
        read_config(tmp_path / "binary")


def test_options_go_before_the_file_and_defaults_do_not(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("als: {seed: 3, min_movie_ratings: 9, factors: 8}\n")
    config = build_config(path, None, None, None, None)
    assert (config.als.seed, config.als.min_movie_ratings, config.als.factors) == (3, 9, 8)
    config = build_config(path, None, 2, None, 5)
    assert (config.als.seed, config.als.min_movie_ratings, config.als.factors) == (5, 2, 8)


def matinee(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "matinee", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


def test_what_a_version_was_trained_with_trains_it_again(small_data: Path, tmp_path: Path) -> None:
    data, quick = ("--data", small_data), ("--model", "blend", "--model", "svd", "--model", "als")
    options = ("--seed", "3", "--min-user-ratings", "5", "--min-movie-ratings", "5", "--dimensions", "6", "--json")
    options += ("--half-life-days", "30")
    done = matinee("train", *data, *quick, *options, "--out", tmp_path / "a")
    assert done.returncode == 0, done.stderr
    version = json.loads(done.stdout)["version"]
    written = tmp_path / "a" / version / "training.yaml"
    settings = yaml.safe_load(written.read_text())
    assert settings.keys() == {"blend", "svd_likes", "svd", "edlae", "als"}
    assert (settings["als"]["seed"], settings["svd"]["dimensions"]) == (3, 6)
    assert settings["svd"]["transform"]["half_life_days"] == 30.0
    former = ("--model", "session", *quick[2:])  # a former name of the same model
    again = matinee("train", *data, *former, "--config", written, "--out", tmp_path / "b", "--json")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["version"] == version


def test_train_with_a_config(small_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("als: {min_user_ratings: 5, factors: 4}\n")
    out = tmp_path / "out"
    done = matinee("train", "--data", small_data, "--model", "als", "--config", path, "--out", out)
    assert done.returncode == 0, done.stderr
    described = json.loads((out / "manifest.json").read_text())["models"]["als"]
    assert (described["config"]["factors"], described["config"]["min_user_ratings"]) == (4, 5)
    path.write_text("als: {factor: 4}\n")
    refused = matinee("train", "--data", small_data, "--config", path, "--out", tmp_path / "none")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "line 1: unknown setting 'factor'; did you mean 'factors'?" in " ".join(refused.stderr.split())
    assert not (tmp_path / "none").exists()


@pytest.mark.slow
def test_train_all_trains_every_model(small_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(to_yaml(asdict(SMALL)))
    done = matinee("train", "--data", small_data, "--all", "--config", path, "--out", tmp_path / "out", "--json")
    assert done.returncode == 0, done.stderr
    metrics = json.loads(done.stdout)["metrics"]
    assert metrics.keys() | {"texts"} == asdict(BuildConfig()).keys()
    written = yaml.safe_load((tmp_path / "out" / json.loads(done.stdout)["version"] / "training.yaml").read_text())
    assert written.keys() == asdict(BuildConfig()).keys()
