"""Shell completion."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest

from matinee.cli import COMMANDS

MATINEE = [sys.executable, "-m", "matinee"]
GENRES = {"Action", "Adventure", "Animation"}


def completed(line: str, **environment: str) -> list[str]:
    """Completions of the last word of a line, by the protocol of click's script for bash."""
    words = line.split(" ")
    request = {"_MATINEE_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run(
        MATINEE, capture_output=True, text=True, check=True, timeout=60, env=os.environ | request | environment
    )
    assert done.stderr == ""
    return [item.partition(",")[2] for item in done.stdout.split()]


def script(shell: str) -> str:
    return subprocess.run(
        [*MATINEE, "completion", shell], capture_output=True, text=True, check=True, timeout=60
    ).stdout


def test_commands_and_options() -> None:
    assert completed("matinee ") == list(COMMANDS)
    assert completed("matinee re") == ["recommend"]
    assert "--session" in completed("matinee --se")
    assert completed("matinee recommend --str") == ["--strict"]
    assert completed("matinee completion ") == ["bash", "zsh", "fish"]


def test_data_sets_and_film_facts() -> None:
    assert completed("matinee data ") == [
        *["ml-latest-small", "ml-100k", "ml-1m", "ml-10m", "ml-20m", "ml-25m", "ml-32m"],
        "film-facts",
    ]
    assert completed("matinee data ml-2") == ["ml-20m", "ml-25m"]
    assert completed("matinee data --out here ml-l") == ["ml-latest-small"]
    assert completed("matinee data ml-1m --m") == ["--mirror"]
    assert completed("matinee data film-facts --f") == ["--for", "--from"]
    assert completed("matinee train --no-f") == ["--no-facts"]


def test_names_of_models_genres_and_themes() -> None:
    for command in ("matinee", "matinee serve", "matinee recommend"):
        assert set(completed(f"{command} --model svd")) == {"svd", "svd_likes"}
    assert set(completed("matinee recommend --genre a")) == GENRES
    assert completed("matinee recommend --genre im") == []  # IMAX is no genre
    assert "matinee-light" in completed("matinee --theme mat")


def test_sessions(tmp_path: Path) -> None:
    (tmp_path / "sessions").mkdir()
    assert completed("matinee --session ", MATINEE_HOME=str(tmp_path)) == []
    (tmp_path / "sessions" / "friday.jsonl").touch()
    assert completed("matinee --session fr", MATINEE_HOME=str(tmp_path)) == ["friday"]


def test_a_broken_bundle_completes_nothing_silently(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{")
    assert completed("matinee --model s", MATINEE_HOME=str(tmp_path)) == []
    assert completed("matinee --model s", MATINEE_HOME="/nowhere") == []


def test_commands_are_completed_quickly() -> None:
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", *MATINEE[1:]],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"_MATINEE_COMPLETE": "bash_complete", "COMP_WORDS": "matinee re", "COMP_CWORD": "1"},
    ).stderr
    modules = {line.rpartition("|")[2].strip() for line in loaded.splitlines()}
    assert "click" in modules
    assert not modules & {"numpy", "textual", "matinee.engine"}
    times = []
    for _ in range(5):
        start = perf_counter()
        completed("matinee re")
        times.append(perf_counter() - start)
    assert min(times) < 0.15


@pytest.fixture
def on_the_path(tmp_path: Path) -> str:
    """A PATH on which `matinee` is this checkout."""
    command = tmp_path / "bin" / "matinee"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {" ".join(MATINEE)} "$@"\n')
    command.chmod(0o755)
    return f"{command.parent}:{os.environ['PATH']}"


SHELLS = {
    "bash": """
        COMP_WORDS=(matinee recommend --model sv); COMP_CWORD=3
        _matinee_completion matinee; printf '%s\\n' "${COMPREPLY[@]}"
    """,
    "zsh": """
        compdef() { :; }; compadd() { print -l -- "${(@P)@[-1]}"; }; _describe() { print -l -- "${(@P)@[-1]}"; }
        words=(matinee recommend --model sv); CURRENT=4
        _matinee_completion
    """,
    "fish": "complete --do-complete 'matinee recommend --model sv'",
}


@pytest.mark.parametrize("shell", SHELLS)
def test_in_a_real_shell(shell: str, tmp_path: Path, on_the_path: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    source = tmp_path / f"completion.{shell}"
    source.write_text(script(shell))
    assert "# To install it: " in source.read_text()
    begin = "compdef() { :; }\n" if shell == "zsh" else ""
    done = subprocess.run(
        [shell, "-c", f"{begin}source {source}\n{SHELLS[shell]}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=os.environ | {"PATH": on_the_path, "HOME": str(tmp_path)},
    )
    completions = {line.split("\t")[0] for line in done.stdout.splitlines()}
    assert completions == {"svd", "svd_likes"}, done.stderr
