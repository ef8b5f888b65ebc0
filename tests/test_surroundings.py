"""Commands and the app in odd surroundings: locales, homes, terminals, streams, working folders."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.tui.raw_terminal import RawTerminal

MATINEE = (sys.executable, "-m", "matinee")
LOCALES = [
    {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "ascii:strict"},
]
READING = [
    ("search", "heat"),
    ("search", "amélie", "--json"),
    ("similar", "heat", "-k", "2"),
    ("doctor",),
    ("bundle", "list"),
    ("config",),
]
"""Commands that succeed without anything else, and print characters that are not in ASCII."""
HOSTILE = "\x1b[31m\x1b]0;title\x07\x9b2J\u202ename"
NOBODY = ("unshare", "--user", "--map-user=54321", "--map-group=54321")
"""Runs a command as a user without an entry in the list of users, and without root's powers."""


def run(
    *arguments: str, redirect: str = "", prefix: tuple[str, ...] = (), cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of Matinee; ``redirect`` is shell syntax behind it."""
    command = [*prefix, *MATINEE, *arguments]
    if redirect:
        command = ["bash", "-c", f'"$@" {redirect}', "bash", *command]
    path = os.pathsep.join(filter(None, [environment.get("PYTHONPATH"), str(ROOT)]))
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=120,
        stdin=subprocess.DEVNULL,
        cwd=cwd,
        env={**os.environ, **environment, "PYTHONPATH": path},
    )


def without_home() -> dict[str, str]:
    """An environment that names no folder of the user's."""
    return dict.fromkeys(["MATINEE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"], "")


def is_sentence(done: subprocess.CompletedProcess[str]) -> bool:
    """Whether a command printed one line of its own on standard error, and nothing else."""
    lines = done.stderr.splitlines()
    is_plain = "Traceback" not in done.stderr and "[Errno" not in done.stderr
    return is_plain and len(lines) == 1 and lines[0].startswith("matinee: ") and done.stdout == ""


@pytest.mark.parametrize("locale", LOCALES, ids=str)
@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_characters_are_replaced_in_any_locale(command: tuple[str, ...], locale: dict[str, str]) -> None:
    done = run(*command, **locale)
    assert done.returncode == 0
    assert done.stderr in ("", "like: heat > Heat (1995)\n")
    assert "\\u2" not in done.stdout
    if "--json" in command:
        assert json.loads(done.stdout)[0]["title"] == "Amelie"


@pytest.mark.parametrize("locale", LOCALES, ids=str)
def test_titles_of_an_import_are_replaced(locale: dict[str, str], tmp_path: Path) -> None:
    export = tmp_path / "ratings.csv"
    rows = ["2020-01-01,Amélie,2001,,5", "2020-01-01,猫の恩返し Ⅱ → Żółw,1951,,5"]
    export.write_text("\n".join(["Date,Name,Year,Letterboxd URI,Rating", *rows, ""]), encoding="utf-8")
    done = run("import", str(export), **locale)
    assert (done.returncode, done.stderr) == (0, "")
    assert "?????????? I > Z" in done.stdout


def test_the_app_draws_plain_characters_in_a_plain_locale() -> None:
    with RawTerminal([*MATINEE, "--like", "318", "858", "296", "2959"], LOCALES[0]) as terminal:
        terminal.wait_for("because you liked")
        terminal.send(b"v")
        terminal.wait_for("taste map")
        terminal.settle()
        terminal.send(b"\x11")
        assert terminal.exit_code() == 0
    assert terminal.output.isascii()
    assert b"\\u" not in terminal.output


@pytest.mark.parametrize("name", ["dumb", "unknown", ""])
def test_the_app_needs_a_terminal_that_it_can_draw_on(name: str) -> None:
    with RawTerminal(MATINEE, {"TERM": name}) as terminal:
        assert terminal.exit_code() == 2
    assert b"\x1b" not in terminal.output
    assert b"set TERM to the name of yours" in terminal.output
    assert terminal.output.count(b"\n") == 1


@pytest.mark.skipif(shutil.which("unshare") is None, reason="unshare is not installed")
@pytest.mark.parametrize(
    ("arguments", "code", "text"),
    [
        (["search", "heat"], 0, "Heat"),
        (["doctor"], 0, "your policy           none"),
        (["--help"], 0, "(set HOME or MATINEE_HOME)"),
        (["config", "init"], 2, "There is no home folder to keep settings in; set HOME or MATINEE_HOME"),
        (["session", "list"], 2, "There is no home folder to save sessions in; set HOME or MATINEE_HOME"),
        (["session", "export", "x"], 2, "There is no home folder to save sessions in"),
    ],
)
def test_without_a_home(arguments: list[str], code: int, text: str, tmp_path: Path) -> None:
    if subprocess.run([*NOBODY, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine has no user namespaces")
    done = run(*arguments, prefix=("env", "-u", "HOME", *NOBODY), cwd=tmp_path, **without_home())
    assert done.returncode == code, done.stderr
    assert text in done.stdout + done.stderr
    assert code == 0 or is_sentence(done)
    assert list(tmp_path.iterdir()) == []  # no folder named ~


@pytest.mark.parametrize("home", ["/dev/null", "/etc/passwd", "/proc/1/nowhere"])
def test_a_home_that_cannot_be_written_is_named(home: str) -> None:
    assert run("search", "heat", **without_home(), HOME=home).returncode == 0
    done = run("config", "set", "theme", "nord", **without_home(), HOME=home)
    assert done.returncode == 1
    assert is_sentence(done)
    assert home in done.stderr


@pytest.mark.parametrize(
    ("home", "text"),
    [
        ("~nouser/x", "there is no user 'nouser'"),
        ("a" * 5000, "File name too long"),
        ("/etc/passwd", "which is not a folder"),
        ("/nowhere", "which is not a folder"),
    ],
)
def test_odd_values_of_matinee_home(home: str, text: str) -> None:
    done = run("search", "heat", MATINEE_HOME=home)
    assert done.returncode == 2
    assert is_sentence(done)
    assert text in done.stderr


def test_a_bundle_of_an_unknown_user() -> None:
    done = run("search", "heat", "--bundle", "~nouser/x")
    assert (done.returncode, is_sentence(done)) == (2, True)
    assert "there is no user 'nouser'" in done.stderr


@pytest.mark.parametrize("redirect", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", [("search", "heat"), ("bundle", "list"), ("config", "set", "theme"), ()], ids=str)
def test_streams_that_are_closed(command: tuple[str, ...], redirect: str) -> None:
    done = run(*command, redirect=redirect)
    assert done.returncode == (2 if not command else 0)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.parametrize("command", [("search", "heat"), ("search", "heat", "--json"), ("--version",), ("doctor",)])
def test_a_full_device(command: tuple[str, ...]) -> None:
    done = run(*command, redirect=">/dev/full")
    assert (done.returncode, is_sentence(done)) == (1, True)
    assert "Standard output cannot be written (No space left on device)" in done.stderr


@pytest.mark.parametrize(
    "command", [("search", "the"), ("--help",), ("bundle", "show"), ("recommend", "--like", "heat")]
)
def test_a_pipe_that_closes(command: tuple[str, ...]) -> None:
    done = run(*command, redirect="| true")
    assert set(done.stderr.splitlines()) <= {"like: heat → Heat (1995)"}


def test_files_with_the_names_of_the_packages_are_not_imported(tmp_path: Path) -> None:
    for name in ("engine", "policy", "tui", "training"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong file')\n")
    for done in (run("search", "heat", cwd=tmp_path), run("search", "heat", PYTHONPATH=str(tmp_path))):
        assert (done.returncode, done.stderr) == (0, "")


def test_a_working_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    script = f'mkdir "{gone}" && cd "{gone}" && rmdir "{gone}" && exec "$@"'
    for arguments in (["search", "heat"], ["doctor"], ["bundle", "verify"]):
        done = run(*arguments, prefix=("bash", "-c", script, "bash"))
        assert (done.returncode, done.stderr) == (0, ""), arguments


@pytest.mark.parametrize(
    "command",
    [
        ("search", HOSTILE),
        ("session", "show", HOSTILE),
        ("config", "set", "theme", HOSTILE),
        ("data", HOSTILE),
        ("import", f"{HOSTILE}.csv"),
        (HOSTILE,),
        ("search", f"--{HOSTILE}"),
        ("bundle", "use", HOSTILE),
        ("recommend", "--like", "heat", "--genre", HOSTILE),
        ("search", "heat", "--bundle", HOSTILE),
    ],
    ids=repr,
)
def test_arguments_are_repeated_as_text(command: tuple[str, ...]) -> None:
    done = run(*command)
    assert "Traceback" not in done.stderr
    assert not any(unsafe in done.stdout + done.stderr for unsafe in ("\x1b", "\x07", "\x9b", "\u202e"))


def test_a_very_long_argument_is_not_repeated_whole() -> None:
    done = run("session", "show", "x", "--bundle", "y" * 100_000)
    assert (done.returncode, is_sentence(done)) == (2, True)
    assert len(done.stderr) < 1_100


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        (["serach", "heat"], "Did you mean 'search'?"),
        (["Recomend"], "Did you mean 'recommend'?"),
        (["heat"], "`matinee search heat` finds films."),
        (["session", "expot", "x"], "Did you mean 'export'?"),
        (["bundle", "vrify"], "Did you mean 'verify'?"),
        (["config", "kyes"], "Did you mean 'keys'?"),
        (["data", "ml-lates-small"], "did you mean 'ml-latest-small'?"),
        (["search", "heat", "--jsn"], "Did you mean '--json'?"),
    ],
)
def test_a_misspelt_command_suggests_the_right_one(typed: list[str], hint: str) -> None:
    done = run(*typed)
    assert (done.returncode, is_sentence(done)) == (2, True)
    assert hint in done.stderr


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("config.yaml", "theme: norrd\n", "there is no theme 'norrd'"),
        ("config.yaml", "model: nosuch\n", "There is no model 'nosuch'"),
        ("config.yaml", "a: &a [x, x]\nb: &b [*a, *a]\n" + "c: [" + "*b, " * 2000 + "]\n", "too much for settings"),
        ("config.yaml", "theme: " + "[" * 5000, "nested more than"),
        ("config.yaml", "# x\n" * 100_000, "it is larger than"),
        ("config.yaml", 'theme: "\\U99999999"\n', "this is not YAML"),
        ("recommender_policy.yaml", "learning_rate: 7\n", "'learning_rate' must be a number"),
    ],
    ids=["theme", "model", "aliases", "depth", "size", "escape", "policy"],
)
def test_doctor_reports_what_is_wrong_and_goes_on(name: str, text: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    done = run("doctor", "--json", MATINEE_HOME=str(tmp_path))
    assert done.returncode == 1
    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert checks.keys() == {"policy", "configuration", "bundle", "serving", "prompts"}
    assert checks["bundle"]["ok"]
    assert problem in checks["configuration" if name == "config.yaml" else "policy"]["detail"]


def test_a_configuration_that_is_not_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "config.yaml")
    for arguments in (["config"], ["config", "set", "theme", "nord"], ["doctor"]):
        done = run(*arguments, MATINEE_HOME=str(tmp_path))
        assert done.returncode == (1 if arguments == ["doctor"] else 2)
        assert "it is not a regular file" in done.stdout + done.stderr


def test_a_log_that_is_not_a_file(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    os.mkfifo(tmp_path / "logs" / "matinee.log")
    done = run("-v", MATINEE_HOME=str(tmp_path))
    assert done.returncode == 2
    assert "matinee.log is not a regular file" in done.stderr


def test_an_unexpected_error_is_a_sentence_with_a_log(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import matinee.engine.paths as paths\n"
        "def fail(*_):\n    raise ZeroDivisionError('\\x1b[2Jsurprise')\n"
        "paths.find_bundle = fail\n"
    )
    done = run("search", "secret title", PYTHONPATH=str(tmp_path), MATINEE_HOME=str(tmp_path))
    assert done.returncode == 1
    first, second = done.stderr.splitlines()
    assert first == "matinee: Something went wrong and the command had to stop: ZeroDivisionError: [2Jsurprise"
    (log,) = (tmp_path / "logs").iterdir()
    assert str(log) in second
    assert "Traceback" in log.read_text()
    assert "secret title" not in log.read_text()
