"""The doctor reports what a bug report needs, no personal data, and never fails itself."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import matinee.engine.diagnostics
from matinee.engine.cli.doctor_command import doctor
from matinee.engine.diagnostics import diagnose, run_check
from matinee.engine.environment import abbreviate_home, describe_terminal, redact_home
from matinee.engine.errors import MatineeError
from matinee.engine.paths import log_folder, saved_sessions, user_config
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user called ann, with Matinee's files in her home folder."""
    home = tmp_path / "home" / "ann"
    (home / "matinee").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("MATINEE_HOME", str(home / "matinee"))
    return home


@pytest.fixture
def without_prompts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip the encoder, which takes seconds to load and is tested elsewhere."""

    def left_out(_folder: Path) -> None:
        raise MatineeError("left out")

    monkeypatch.setattr(matinee.engine.diagnostics, "load", left_out)


def test_the_report_has_what_a_bug_report_needs() -> None:
    report = diagnose(ROOT / "artifacts", lambda: "valid")
    assert {"python", "matinee", "textual", "textual-serve", "textual-plot", "filelock"} <= report["versions"].keys()
    assert "not installed" not in report["versions"].values()
    assert {"python build", "platform", "machine"} <= report["system"].keys()
    assert report["paths"].keys() == {"bundle", "your policy", "configuration", "sessions", "logs", "cache"}
    assert report["exist"]["bundle"] is True
    assert report["bundle"]["dataset"]["name"] == "ml-latest-small"
    assert [(check["name"], check["ok"]) for check in report["checks"]] == [
        *[("policy", True), ("configuration", True), ("bundle", True), ("serving", True), ("prompts", True)]
    ]
    json.dumps(report)


@pytest.mark.usefixtures("without_prompts")
def test_the_home_folder_is_redacted(at_home: Path) -> None:
    (at_home / "matinee" / "recommender_policy.yaml").write_text("learning_rte: 1\n")
    report = diagnose()
    assert report["paths"]["configuration"] == str(Path("~/matinee/config.yaml"))
    assert "~" in report["checks"][0]["detail"]
    assert "ann" not in json.dumps({name: part for name, part in report.items() if name not in ("bundle", "terminal")})


def test_only_the_home_folder_is_abbreviated() -> None:
    assert abbreviate_home("/home/ann/x: /home/ann, /home/anna/y /srv/home/ann", "/home/ann") == (
        "~/x: ~, /home/anna/y /srv/home/ann"
    )
    assert abbreviate_home("/etc/x", "/") == "/etc/x"
    assert redact_home({"a": [str(Path.home()), 1, None], "b": {"c": (f"{Path.home()}/d",)}}) == {
        "a": ["~", 1, None],
        "b": {"c": ["~/d"]},
    }


@pytest.mark.usefixtures("without_prompts")
def test_saved_sessions_are_counted_and_not_named() -> None:
    assert diagnose()["saved sessions"] == 0
    assert diagnose()["exist"]["sessions"] is False
    saved_sessions().mkdir()
    for name in ("friday with bob.jsonl", "sunday.jsonl", ".sunday.lock", "notes.txt"):
        (saved_sessions() / name).write_text("")
    report = diagnose()
    assert report["saved sessions"] == 2
    assert report["exist"]["sessions"] is True
    assert "bob" not in json.dumps(report)


@pytest.mark.usefixtures("without_prompts")
@pytest.mark.parametrize("home", ["a file", "nowhere/at/all", "~no-such-user/x"])
def test_an_unusable_home_does_not_prevent_the_report(
    at_home: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    (at_home / "a file").write_text("")
    monkeypatch.setenv("MATINEE_HOME", home if home[0] == "~" else str(at_home / home))
    report = diagnose(ROOT / "nowhere")
    assert not next(check for check in report["checks"] if check["name"] == "bundle")["ok"]
    assert report["saved sessions"] in (0, None)


@pytest.mark.parametrize("error", [MatineeError("a sentence"), OSError("a sentence"), KeyError("a sentence")])
def test_a_failed_check_gives_the_reason(error: Exception) -> None:
    def check() -> str:
        raise error

    outcome = run_check("this", check)
    assert not outcome["ok"]
    assert "a sentence" in outcome["detail"]
    assert ("unexpected KeyError" in outcome["detail"]) == isinstance(error, KeyError)


def test_the_terminal_is_described() -> None:
    described = describe_terminal(
        {
            "TERM": "xterm",
            "NO_COLOR": "1",
            "TEXTUAL_FPS": "30",
            "TMUX": "/tmp/tmux-1/ann",
            "SSH_TTY": "x",
            "USER": "ann",
        }
    )
    assert (described["TERM"], described["NO_COLOR"], described["TEXTUAL_FPS"]) == ("xterm", "1", "30")
    assert (described["tmux"], described["screen"], described["ssh"]) == (True, False, True)
    assert described["standard output"] is False
    assert described["size"].count("×") == 1
    assert described["encoding"]
    assert "ann" not in str(described)
    assert describe_terminal({})["ssh"] is False


@pytest.mark.usefixtures("without_prompts")
def test_the_command_prints_the_report_and_checks_the_configuration() -> None:
    def broken(_bundle: Path | None) -> str:
        raise MatineeError("line 3: there is no theme 'norrd'")

    described = CliRunner().invoke(doctor, [], obj=broken)
    assert described.exit_code == 1
    assert "✗ configuration: line 3: there is no theme 'norrd'" in described.output
    assert "(does not exist)" in next(line for line in described.output.splitlines() if line.startswith("logs"))
    assert any(line.split() == ["saved", "sessions", "0"] for line in described.output.splitlines())
    assert "configuration:" not in CliRunner().invoke(doctor, []).output
    report = json.loads(CliRunner().invoke(doctor, ["--json"], obj=lambda: "valid").output)
    assert {"versions", "paths", "bundle", "models", "checks", "system", "terminal"} <= report.keys()


def test_matinee_home_replaces_all_folders(at_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = at_home / "matinee"
    assert (user_config(), saved_sessions(), log_folder()) == (own / "config.yaml", own / "sessions", own / "logs")
    monkeypatch.delenv("MATINEE_HOME")
    places = {user_config(), saved_sessions(), log_folder()}
    assert len(places) == 3
    assert all("matinee" in str(place) for place in places)
