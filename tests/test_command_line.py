"""The command line: standard output, standard error and exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click import Context

from matinee.cli import COMMANDS, cli, expand_lists
from tests.conftest import ROOT
from tests.needs_training import REASON, has_training

MATINEE = [sys.executable, "-m", "matinee"]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MATINEE, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        stdin=subprocess.DEVNULL,
        env=os.environ | environment,
    )


def answer(*arguments: str) -> Any:
    """The JSON document that a command prints, and nothing else."""
    done = run(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_search() -> None:
    rows = answer("search", "shawshnk", "redemtion", "--limit", "3")
    assert rows[0].keys() == {"movie_id", "title", "year", "genres", "directors", "score"}
    assert (rows[0]["movie_id"], rows[0]["title"], rows[0]["year"]) == (318, "The Shawshank Redemption", 1994)


def test_recommend_by_titles_and_ids() -> None:
    rows = answer("recommend", "--like", "heat", "858", "--dislike", "Grease", "-k", "4")
    assert len(rows) == 4
    assert rows[0].keys() == {"movie_id", "title", "year", "genres", "directors", "score", "terms"}
    assert sum(rows[0]["terms"].values()) == pytest.approx(rows[0]["score"], abs=1e-3)


def test_the_film_a_title_was_taken_for_goes_to_standard_error() -> None:
    done = run("recommend", "--like", "shawshnk", "-k", "1")
    assert "shawshnk → The Shawshank Redemption (1994)" in done.stderr
    assert "→" not in done.stdout


def test_similar_and_known_users() -> None:
    assert len(answer("similar", "toy story", "-k", "5")) == 5
    assert len(answer("recommend", "--user-id", "7", "-k", "5", "--genre", "Drama", "--strict")) == 5


def test_intent_shows_how_a_mood_is_understood_and_finds_films() -> None:
    found = answer("intent", "90s crime, no horror", "-k", "5")
    assert found.keys() == {
        *["kind", "parts", "affects", "genre_weights", "avoid_genres", "years", "like", "not_understood"],
        "recommendations",
    }
    assert found["kind"] == "mood"
    assert found["parts"] == [
        {"kind": "years", "label": "1990–1999"},
        {"kind": "wish", "label": "crime"},
        {"kind": "not", "label": "not: horror"},
    ]
    assert len(found["affects"]) <= 8
    assert sum(found["affects"].values()) == pytest.approx(1, abs=1e-3)
    assert sum(found["genre_weights"].values()) == pytest.approx(1, abs=2e-3)
    assert next(iter(found["genre_weights"])) == "Crime"
    assert "Horror" not in found["genre_weights"]
    assert found["avoid_genres"] == ["Horror"]
    assert found["years"] == [1990, 1999]
    assert found["like"] == []
    rows = found["recommendations"]
    assert len(rows) == 5
    for row in rows:
        assert row.keys() == {"movie_id", "title", "year", "genres", "directors", "score", "terms"}
        assert 1990 <= row["year"] <= 1999
        assert "Horror" not in row["genres"]
        assert sum(row["terms"].values()) == pytest.approx(row["score"], abs=1e-3)
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)


def test_intent_reads_a_line_as_a_title_or_as_told() -> None:
    title = answer("intent", "heat", "-k", "3")
    assert title["kind"] == "title"
    assert [film["movie_id"] for film in title["like"]] == [6]
    assert title["parts"] == [{"kind": "like", "label": "like Heat"}]
    assert len(title["recommendations"]) == 3
    assert all("prompt_example" in row["terms"] and row["movie_id"] != 6 for row in title["recommendations"])
    mood = answer("intent", "heat", "--as", "mood", "-k", "3")
    assert (mood["kind"], mood["like"]) == ("mood", [])
    assert mood["parts"] == [{"kind": "wish", "label": "heat"}]
    assert mood["recommendations"] != title["recommendations"]
    assert answer("intent", "scary", "movie", "-k", "1")["kind"] == "mood"
    asked = answer("intent", "scary", "movie", "--as", "title", "-k", "1")
    assert [film["title"] for film in asked["like"]] == ["Scary Movie"]


def test_intent_for_people() -> None:
    done = run("intent", "90s crime, no horror", "-k", "3", "--mode", "strict")
    assert done.returncode == 0
    assert "mood: [1990–1999]  [crime]  [not: horror]" in done.stdout
    assert "genres: Crime " in done.stdout
    assert len(done.stdout.strip().splitlines()) == 2 + 1 + 3
    assert done.stderr == ""


def test_recommend_for_a_mood() -> None:
    plain = answer("recommend", "--like", "heat", "-k", "5")
    funny = answer("recommend", "--like", "heat", "--prompt", "something funny", "-k", "5")
    assert len(funny) == 5
    assert funny != plain
    assert not [name for row in plain for name in row["terms"] if name.startswith("prompt_")]
    for row in funny:
        assert {"prompt_text", "prompt_genre", "model"} <= row["terms"].keys()
        assert sum(row["terms"].values()) == pytest.approx(row["score"], abs=1e-3)
    assert sum("Comedy" in row["genres"] for row in funny) >= 4
    known = answer("recommend", "--user-id", "7", "--prompt", "something funny", "-k", "5")
    assert all("prompt_text" in row["terms"] for row in known)


def test_recommend_for_a_mood_alone() -> None:
    rows = answer("recommend", "--prompt", "90s crime", "-k", "5")
    assert len(rows) == 5
    assert all(1990 <= row["year"] <= 1999 for row in rows)
    assert sum("Crime" in row["genres"] for row in rows) >= 4
    assert "model" not in rows[0]["terms"]  # there is no profile
    assert rows == answer("intent", "90s crime", "-k", "5")["recommendations"]


def test_doctor() -> None:
    report = answer("doctor")
    assert report.keys() >= {"versions", "system", "terminal", "paths", "saved sessions", "bundle", "models", "checks"}
    assert all(check["ok"] for check in report["checks"])
    assert report["models"][0] == "blend"


def test_doctor_reports_a_broken_policy(tmp_path: Path) -> None:
    (tmp_path / "recommender_policy.yaml").write_text("learning_rte: 1\n")
    done = run("doctor", "--json", MATINEE_HOME=str(tmp_path))
    assert done.returncode == 1
    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert not checks["policy"]["ok"]
    assert "did you mean 'learning_rate'?" in checks["policy"]["detail"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "The app needs a terminal"),
        (["--like", "heat"], "The app needs a terminal"),
        (["recommend"], "either --like TITLE"),
        (["recommend", "--like", "zzzzqqqq"], "No film matches 'zzzzqqqq'"),
        (["recommend", "--user-id", "1", "--like", "heat"], "either --like TITLE"),
        (["recommend", "--user-id", "9999"], "There is no user 9999"),
        (["recommend", "--prompt", ""], "or a mood with --prompt"),
        (["recommend", "--prompt", "  "], "--prompt needs a mood in plain words, or a title"),
        (["recommend", "--like", "heat", "--prompt", ""], "--prompt needs a mood in plain words, or a title"),
        (["intent"], "Missing argument 'TEXT...'"),
        (["intent", ""], "Give a mood in plain words, or the title of a film."),
        (["intent", " ", "\t"], "Give a mood in plain words, or the title of a film."),
        (["intent", "heat", "--as", "song"], "'song' is not one of 'mood', 'title'"),
        (["intent", "heat", "--bundle", "nowhere"], "nowhere is not a bundle"),
        (["recommend", "--like", "heat", "--strict"], "--strict needs --genre"),
        (["recommend", "--prompt", "funny", "--with-like", "heat"], "name yours with --like"),
        (["recommend", "--like", "heat", "--genre", "Sport"], "There is no genre 'Sport'"),
        (["recommend", "--like", "heat", "--model", "sdv"], "did you mean 'svd'?"),
        (["recommend", "--like", "heat", "-k", "0"], "not in the range"),
        (["similar", "heat", "--bundle", "nowhere"], "nowhere is not a bundle"),
        (["serch", "x"], "No such command 'serch'"),
        (["completion", "tcsh"], "'tcsh' is not one of 'bash', 'zsh', 'fish'"),
        (["serve", "--port", "0"], "not in the range"),
        (["data", "ml-100"], "did you mean 'ml-100k'?"),
        (["train", "--data", "nowhere"], "nowhere is not a folder"),
        (["evaluate", "replay", "--data", "nowhere"], "nowhere is not a folder"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(arguments: list[str], message: str) -> None:
    if arguments[:1] in (["train"], ["evaluate"]) and not has_training():
        pytest.skip(REASON)
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert message in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.strip().splitlines() if "→" not in line]  # "typed → film found"
    assert len(lines) == 1


def test_a_broken_policy_stops_a_command(tmp_path: Path) -> None:
    (tmp_path / "recommender_policy.yaml").write_text("learning_rate: 7\n")
    done = run("search", "heat", MATINEE_HOME=str(tmp_path))
    assert done.returncode == 2
    assert "line 1: 'learning_rate' must be a number from 0 to 1, not 7." in done.stderr


def test_help_and_version() -> None:
    helped = run("--help")
    assert helped.returncode == 0
    assert all(name in helped.stdout for name in COMMANDS)
    assert run("--version").stdout.startswith("matinee ")
    for name in COMMANDS:
        assert run(name, "--help").returncode == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_agrees_with_their_help(name: str) -> None:
    command = cli.get_command(Context(cli), name)
    assert command is not None
    assert command.help is not None
    assert " ".join(command.help.split("\n\n")[0].split()) == COMMANDS[name][1]


def test_help_explains_files_and_exit_codes(tmp_path: Path) -> None:
    text = run("--help", HOME=str(tmp_path), XDG_DATA_HOME="/elsewhere").stdout
    for section in ("Session:", "Recommendations:", "Examples:", "Environment:", "Exit codes:"):
        assert f"\n{section}\n" in text
    for word in (
        "MATINEE_HOME",
        "NO_COLOR",
        "TEXTUAL_ANIMATIONS",
        "~/.config/matinee",
        "/elsewhere/matinee",
        "128 + n",
    ):
        assert word in text
    assert "`matinee doctor`" in text


@pytest.mark.parametrize("columns", [60, 80, 110])
def test_help_is_as_wide_as_the_terminal(columns: int) -> None:
    widest = max(len(line) for line in run("--help", COLUMNS=str(columns)).stdout.splitlines())
    assert columns - 15 < widest <= columns


@pytest.mark.parametrize(
    "option", [["--session", "friday"], ["--seed", "3"], ["--theme", "matinee"], ["--import", "f"]]
)
def test_options_of_the_app_before_a_command_are_refused(option: list[str]) -> None:
    done = run(*option, "search", "heat")
    assert done.returncode == 2
    assert "Give options of `search` after it" in done.stderr


def test_lists_are_expanded() -> None:
    assert expand_lists(["recommend", "--like", "a", "b", "-k", "3", "--dislike", "c", "d", "--json"]) == [
        *["recommend", "--like", "a", "--like", "b", "-k", "3", "--dislike", "c", "--dislike", "d", "--json"]
    ]
    assert expand_lists(["search", "a", "b"]) == ["search", "a", "b"]
    assert expand_lists(["--like", "a", "--", "b"]) == ["--like", "a", "--", "b"]


def test_markup_in_titles_is_not_interpreted() -> None:
    assert "[REC]" in run("search", "[rec]").stdout
    assert "M*A*S*H" in run("search", "mash").stdout


HEAVY = {"torch", "pandas", "pooch", "sklearn", "scipy", "implicit", "sentence_transformers", "transformers"}
HEAVY |= {"fastapi", "starlette", "uvicorn", "pydantic", "dask", "distributed", "fsspec", "pyarrow"}
HEAVY |= {"PIL", "textual_image"}
PROMPT_PACKAGES = {"onnxruntime", "tokenizers"}
"""Only needed for prompts."""


@pytest.mark.parametrize(
    ("code", "also"),
    [
        (
            "from matinee.cli import cli; cli.main(['--help'], standalone_mode=False)",
            {"numpy", "textual", "matinee.engine"},
        ),
        (
            "from matinee.cli import cli; cli.main(['search', 'heat', '--json'], standalone_mode=False)",
            {"textual", *PROMPT_PACKAGES},
        ),
        (
            "from matinee.cli import cli; cli.main(['recommend', '--like', 'heat', '--json'], standalone_mode=False)",
            {"textual", *PROMPT_PACKAGES},
        ),
        (
            "from matinee.cli import cli; cli.main(['intent', 'sad, no war', '--json'], standalone_mode=False)",
            {"textual"},
        ),
        (
            "from matinee.cli import cli; cli.main(['recommend', '--prompt', 'sad', '--json'], standalone_mode=False)",
            {"textual"},
        ),
        ("from matinee.cli import cli; cli.main(['bundle', 'list', '--json'], standalone_mode=False)", {"textual"}),
        (
            "import matinee; matinee.load().session([318, 858, 296, 2959]).next()",
            {"textual", "click", *PROMPT_PACKAGES},
        ),
        (
            "from matinee.cli import cli; cli.main(['serve', '--help'], standalone_mode=False)",
            {"numpy", "textual", "aiohttp"},
        ),
        ("from matinee.cli import cli; cli.main(['api', '--help'], standalone_mode=False)", {"numpy", "textual"}),
        (
            "import matinee.tui.app, matinee.tui.cli.launch",
            {"numpy", "matinee.engine.recommender", "matinee.engine.catalogue", "matinee.engine.bundle"},
        ),
        ("import matinee.tui.screens.card, matinee.tui.screens.info, matinee.tui.screens.help", {"urllib.request"}),
    ],
)
def test_only_needed_packages_are_imported(code: str, also: set[str]) -> None:
    script = f"{code}\nimport sys; print(','.join(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    modules = done.stderr.strip().splitlines()[-1].split(",")
    loaded = {".".join(name.split(".")[:depth]) for name in modules for depth in (1, 2, 3)}
    assert not loaded & (HEAVY | also)


def test_verbose_logs_to_standard_error_and_is_silent_otherwise() -> None:
    loud, silent = run("-v", "search", "heat", "--json"), run("search", "heat", "--json")
    assert json.loads(loud.stdout) == json.loads(silent.stdout)
    assert "matinee.engine.bundle.bundle: bundle " in loud.stderr
    assert silent.stderr == ""


def test_commands_that_rank_films_use_one_thread_unless_told_otherwise() -> None:
    script = (
        "from matinee.cli import cli; cli.main(['search', 'heat'], standalone_mode=False); "
        "import os, sys; print(os.environ['OPENBLAS_NUM_THREADS'], file=sys.stderr)"
    )
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    for given, used in (({}, "1"), ({"OPENBLAS_NUM_THREADS": "3"}, "3")):
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
            env=environment | given,
        )
        assert done.stderr.strip() == used
