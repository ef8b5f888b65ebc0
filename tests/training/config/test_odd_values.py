"""Every setting and every option with odd values: a sentence with its name, or a value that training works with."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from matinee.training.cli.commands import preprocess, train
from matinee.training.cli.evaluate_commands import evaluate
from matinee.training.config.config import BuildConfig
from matinee.training.config.config_file import read_config
from matinee.training.errors import DataError

NOT_FOR_ANY = ["null", "1e400", ".nan", "nan", ".inf", "-.inf", '""', '"x"', "[]", "1" + "0" * 30, "0x" + "f" * 5000]
"""Values that no setting takes."""
ODD = ["2020-13-45", "!!timestamp z", "!!bool maybe", "!!int x", "!!binary aa", '"\\ud800"', "1:" * 2000 + "1"]
WHOLE = ["1.5", "-1", "1e3", "{}", "true", "[1]"]
"""Values that no whole number takes."""


def settings(config: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The settings of a configuration: the names that lead to each, and its default."""
    for field in fields(config):
        value = getattr(config, field.name)
        if is_dataclass(value):
            yield from settings(value, (*above, field.name))
        else:
            yield (*above, field.name), value


SETTINGS = [(" ".join(names), names, default) for names, default in settings(BuildConfig())]


@pytest.mark.parametrize(("names", "default"), [each[1:] for each in SETTINGS], ids=[each[0] for each in SETTINGS])
def test_an_odd_value_is_named_with_its_setting(tmp_path: Path, names: tuple[str, ...], default: object) -> None:
    path = tmp_path / "config.yaml"
    refused = [*NOT_FOR_ANY, *ODD, *(WHOLE if type(default) is int else ())]
    for value in refused if not isinstance(default, bool) else [*NOT_FOR_ANY, *ODD, "0", "1.5", "{}"]:
        path.write_text(": {".join(names) + f": {value}" + "}" * (len(names) - 1) + "\n", encoding="utf-8")
        with pytest.raises(DataError) as error:
            read_config(path)
        assert f"line 1: '{names[-1]}' must be " in str(error.value)
        assert len(str(error.value)) < 200 + len(str(path))


@pytest.mark.parametrize("value", ["null", "3", '""', "[]", "x"])
def test_a_group_of_settings_is_named(tmp_path: Path, value: str) -> None:
    path = tmp_path / "config.yaml"
    for text, name in ((f"als: {value}", "als"), (f"svd: {{transform: {value}}}", "transform")):
        path.write_text(text + "\n")
        with pytest.raises(DataError, match=f"line 1: '{name}' holds settings"):
            read_config(path)


@pytest.mark.parametrize(
    ("name", "value"),
    [("dimensions", "0"), ("hidden", "1"), ("epochs", "0"), ("batch", "0"), ("neighbours", "0"), ("targets", "0")],
)
def test_what_training_cannot_do_without_is_above_zero(tmp_path: Path, name: str, value: str) -> None:
    model = next(names[0] for _, names, _ in SETTINGS if names[-1] == name)
    path = tmp_path / "config.yaml"
    path.write_text(f"{model}: {{{name}: {value}}}\n")
    with pytest.raises(DataError, match=f"'{name}' must be a whole number from [12] to"):
        read_config(path)


def test_a_seed_is_what_every_library_takes(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(f"als: {{seed: {2**32 - 1}}}\n")
    assert read_config(path).als.seed == 2**32 - 1
    path.write_text(f"als: {{seed: {2**32}}}\n")
    with pytest.raises(DataError, match="'seed' must be a whole number from 0 to 4,294,967,295, not '4294967296'"):
        read_config(path)


def run(command: Any, *arguments: str) -> Result:
    return CliRunner().invoke(command, ["--data", "absent", *arguments], standalone_mode=False)


@pytest.mark.parametrize("value", ["nan", "-nan", "inf", "-inf", "0", "-1", "1e-320", "1e400", "x", ""])
@pytest.mark.parametrize("command", [preprocess, train])
def test_a_half_life_is_a_number_of_days(command: Any, value: str) -> None:
    failure = run(command, "--half-life-days", value).exception
    assert failure is not None
    assert "--half-life-days" in failure.format_message()  # type: ignore[attr-defined]


@pytest.mark.parametrize("value", ["4294967296", "1" + "0" * 30, "-1", "1.5", "x", "", "0x10"])
@pytest.mark.parametrize(
    ("command", "option"),
    [
        (train, "--seed"),
        (train, "--dimensions"),
        (train, "--max-ratings"),
        (train, "--min-user-ratings"),
        (preprocess, "--min-movie-ratings"),
        (preprocess, "--max-ratings"),
    ],
)
def test_whole_numbers_have_a_range(command: Any, option: str, value: str) -> None:
    failure = run(command, option, value).exception
    assert failure is not None
    assert f"Invalid value for '{option}'" in failure.format_message()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("protocol", "option"),
    [
        ("replay", "--folds"),
        ("replay", "--users"),
        ("replay", "--seed"),
        ("leave-one-out", "--negatives"),
        ("temporal", "--min-user-ratings"),
        ("rating", "--seeds"),
    ],
)
@pytest.mark.parametrize("value", ["4294967296", "1" + "0" * 30, "-1", "1.5", "x", ""])
def test_whole_numbers_of_protocols_have_a_range(protocol: str, option: str, value: str) -> None:
    arguments = [protocol, "--data", "absent", option, value]
    failure = CliRunner().invoke(evaluate, arguments, standalone_mode=False).exception
    assert failure is not None
    assert f"Invalid value for '{option}'" in failure.format_message()  # type: ignore[attr-defined]
