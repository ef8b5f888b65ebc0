"""The configuration file: validation with line numbers, and changes of single values."""

import json
from pathlib import Path

import pytest
from click import Choice
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matinee.engine.paths import user_config
from matinee.tui.app import MatineeApp
from matinee.tui.cli.config_commands import check_config, config
from matinee.tui.config.config import Config
from matinee.tui.config.config_file import (
    DEFAULT_CONFIG,
    SETTINGS,
    VALUES,
    ConfigError,
    load_config,
    save_setting,
    write_default_config,
)
from matinee.tui.keys.key_validation import rebindable_bindings
from matinee.tui.keys.keymap import action_description
from matinee.tui.screens.card import CardScreen
from tests.policy.test_schema import ANY_YAML

KEY = "0123456789abcdef0123456789abcdef"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.yaml"
    path.write_bytes(text.encode())
    return path


def test_without_a_file_the_shipped_values_count_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "config.yaml"
    assert load_config(path) == Config() == load_config(DEFAULT_CONFIG)
    assert not path.parent.exists()


def test_the_shipped_file_names_every_setting() -> None:
    text = DEFAULT_CONFIG.read_text()
    assert all(f"\n{name}:" in text or f"\n# {name}:" in text for name in SETTINGS)
    assert "\n# keys:\n" in text


def test_the_examples_of_the_shipped_file_are_valid(tmp_path: Path) -> None:
    text = DEFAULT_CONFIG.read_text()
    head, _, example = text.partition("# keys:\n")
    lines = [line.removeprefix("# ") for line in example.splitlines()]
    read = load_config(written(tmp_path, "\n".join([head, "keys:", *lines])))
    assert read.keys == {"card.like": "l,right", "card.dislike": "h,left", "card.skip": "j,down"}


def test_every_setting_is_read(tmp_path: Path) -> None:
    text = f"theme: nord\nmodel: svd\nplot: always\nposter: off\ntmdb_key: {KEY}\nkeep_last_session: false\n"
    text += "keys:\n  card.like: b,right\n"
    read = load_config(written(tmp_path, text))
    assert read == Config("nord", "svd", "always", "off", "false", KEY, keys={"card.like": "b,right"})
    lines = {
        "theme": 1,
        "model": 2,
        "plot": 3,
        "poster": 4,
        "tmdb_key": 5,
        "keep_last_session": 6,
        "keys": 7,
        "keys.card.like": 8,
    }
    assert read.lines == lines


def test_letters_that_yaml_takes_for_yes_and_no_are_keys(tmp_path: Path) -> None:
    read = load_config(written(tmp_path, "keys:\n  card.dislike: y\n  card.like: n\n  card.skip: 0\n"))
    assert read.keys == {"card.dislike": "y", "card.like": "n", "card.skip": "0"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# mine\n\nthem: nord\n", "line 3: unknown setting 'them'; did you mean 'theme'?"),
        ("theme: norrd", "line 1: there is no theme 'norrd'; did you mean 'nord'?"),
        ("theme:", "line 1: there is no theme ''; did you mean"),
        ("theme: on", "line 1: there is no theme 'on'; did you mean"),
        ("theme: [nord]", "line 1: 'theme' must be written on one line, without brackets"),
        ("theme: nord\nmodel: svd\ntheme: nord", "line 3: the setting 'theme' is set twice; keep one of them."),
        ("keys: y", "line 1: below 'keys:' expected lines like '  card.like: y,right', not y."),
        ("keys: [y]", "line 1: below 'keys:' expected lines like"),
        ("keys:\n  card.like: b\n  card.like: c", "line 3: the setting 'card.like' is set twice"),
        ("keys:\n  card.like: [b, c]", "line 2: 'card.like' must be written on one line, without brackets, like y,l,"),
        ("keys:\n  card.lik: b", "line 2: unknown action 'card.lik'; did you mean 'card.like'?"),
        (
            "model: svd\nkeys:\n  card.skip: b\n  card.like: rihgt",
            "line 4: 'card.like': there is no key rihgt; did you",
        ),
        ("- theme", "line 1: expected lines of the form 'setting: value'."),
        ("[a]: 1", "line 1: expected the name of a setting"),
        ("theme: [1", "this is not YAML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as refused:
        load_config(path)
    assert said in str(refused.value)
    assert str(refused.value).startswith(str(path))
    assert path.read_text() == text


def test_what_is_no_text_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "config.yaml", tmp_path):
        with pytest.raises(ConfigError, match="this configuration file cannot be read"):
            load_config(path)


NAMES = st.sampled_from(SETTINGS) | st.text(max_size=8)


@given(st.dictionaries(NAMES, ANY_YAML, max_size=3).map(json.dumps) | st.text())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_configuration_or_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    try:
        read = load_config(path)
    except ConfigError as refused:
        assert str(path) in str(refused)
    else:
        assert all(isinstance(value, str) for value in (read.theme, *read.keys.values()))


def test_another_theme_is_remembered_in_a_copy_of_the_shipped_file(tmp_path: Path) -> None:
    path = tmp_path / "home" / "config.yaml"
    save_setting(path, "theme", "matinee-light")
    assert path.read_text() == DEFAULT_CONFIG.read_text().replace("\ntheme: matinee\n", "\ntheme: matinee-light\n")
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert load_config(path) == Config(theme="matinee-light")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("theme: nord\n", "theme: dracula\n"),
        (
            "# mine\r\ntheme:   'nord'  # at night\r\nmodel: svd\r\n",
            "# mine\r\ntheme:   dracula  # at night\r\nmodel: svd\r\n",
        ),
        ("\ufefftheme: nord", "\ufefftheme: dracula"),
        ("theme:\nmodel: svd\n", "theme: dracula\nmodel: svd\n"),
        ("# – nothing yet –", "# – nothing yet –\ntheme: dracula\n"),
        ("", "theme: dracula\n"),
        (
            "# first\n  model: svd\n  keys: {card.like: b}\n",
            "# first\n  theme: dracula\n  model: svd\n  keys: {card.like: b}\n",
        ),
        ("model: svd\r\n", "theme: dracula\r\nmodel: svd\r\n"),
        ("{model: svd, theme: nord}", "{model: svd, theme: dracula}"),
        ("{model: svd}", "{theme: dracula, model: svd}"),
        ("---\nkeys:\n  card.like: b # é\n\n", "---\ntheme: dracula\nkeys:\n  card.like: b # é\n\n"),
        ('theme: "nord"   \n\n\n', "theme: dracula   \n\n\n"),
    ],
)
def test_remembering_changes_one_value_and_keeps_every_other_byte(tmp_path: Path, before: str, after: str) -> None:
    path = written(tmp_path, before)
    save_setting(path, "theme", "dracula")
    assert path.read_bytes() == after.encode()
    assert load_config(path).theme == "dracula"


@given(st.text(alphabet="abn09 :#'\"\\\n-,.[é", max_size=12))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_remembered_is_read_again(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, "theme: nord # mine\nmodel: # none\n")
    save_setting(path, "model", name)
    assert load_config(path) == Config(theme="nord", model=name or None)
    assert "# mine\n" in path.read_text()


def test_a_file_in_which_the_value_cannot_be_changed_stays_as_it_is(tmp_path: Path) -> None:
    text = "model: &name nord\ntheme: *name\n"
    path = written(tmp_path, text)
    with pytest.raises(ConfigError, match=r"set 'theme: dracula' in it yourself"):
        save_setting(path, "theme", "dracula")
    assert path.read_text() == text


def test_a_broken_file_is_not_written_over(tmp_path: Path) -> None:
    path = written(tmp_path, "them: nord\n")
    with pytest.raises(ConfigError, match="unknown setting 'them'"):
        save_setting(path, "theme", "dracula")
    assert path.read_text() == "them: nord\n"


def test_a_linked_file_is_changed_where_it_lies(tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles" / "matinee.yaml"
    kept.parent.mkdir()
    kept.write_text("theme: nord\n")
    link = tmp_path / "config.yaml"
    link.symlink_to(kept)
    save_setting(link, "theme", "dracula")
    assert link.is_symlink()
    assert kept.read_text() == "theme: dracula\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.yaml", "dotfiles"]


def test_init_writes_the_shipped_file_once() -> None:
    said = CliRunner().invoke(config, ["init"])
    assert said.exit_code == 0
    assert str(user_config()) in said.output
    assert user_config().read_text() == DEFAULT_CONFIG.read_text()
    user_config().write_text("theme: nord\n")
    assert "already exists" in CliRunner().invoke(config, ["init"]).output
    assert user_config().read_text() == "theme: nord\n"


def test_the_command_says_what_counts_and_where_it_stands() -> None:
    assert "does not exist" in CliRunner().invoke(config, []).output
    assert not user_config().exists()
    user_config().write_text("# mine\ntheme: nord\nkeys:\n  card.like: b\n")
    rows = json.loads(CliRunner().invoke(config, ["--json"]).output)["settings"]
    assert rows == [
        {"setting": "theme", "value": "nord", "line": 2},
        {"setting": "model", "value": None, "line": None},
        {"setting": "plot", "value": "ask", "line": None},
        {"setting": "poster", "value": "auto", "line": None},
        {"setting": "keep_last_session", "value": "true", "line": None},
        {"setting": "tmdb_key", "value": None, "line": None},
        {"setting": "keys.card.like", "value": "b", "line": 4},
    ]
    told = CliRunner().invoke(config, []).output
    assert [line.split() for line in told.splitlines()[1:]] == [
        ["theme", "nord", "line", "2"],
        ["model", "—", "default"],
        ["plot", "ask", "default"],
        ["poster", "auto", "default"],
        ["keep_last_session", "true", "default"],
        ["tmdb_key", "—", "default"],
        ["keys.card.like", "b", "line", "4"],
    ]


def test_the_command_lists_all_keys_as_they_are() -> None:
    user_config().write_text("keys:\n  card.like: b,f6\n")
    rows = {row["name"]: row for row in json.loads(CliRunner().invoke(config, ["keys", "--json"]).output)}
    does = action_description(rebindable_bindings([CardScreen])["card.like"][1], CardScreen, MatineeApp)
    assert rows["card.like"] == {**{"name": "card.like", "keys": "b,f6", "usual": "y", "yours": True, "does": does}}
    assert does != "like"  # the action says it better than the word in the line of keys
    assert not rows["card.skip"]["yours"]
    told = CliRunner().invoke(config, ["keys"]).output
    assert all(name in told for name in rows)
    assert "(yours)" in told


def test_the_doctor_is_told_whether_the_configuration_is_valid() -> None:
    assert check_config() == "valid; no TMDB key is set"
    write_default_config(user_config())
    user_config().write_text("keys:\n  card.like: b\n")
    assert check_config() == "valid, with your own keys; no TMDB key is set"
    user_config().write_text(f"tmdb_key: {KEY}\n")
    assert check_config() == "valid, with your own tmdb_key; a TMDB key is set"
    user_config().write_text("theme: norrd\n")
    with pytest.raises(ConfigError):
        check_config()


def set_value(*arguments: str, typed: str | None = None) -> Result:
    """Run `matinee config set`."""
    return CliRunner().invoke(config, ["set", *arguments], input=typed)


def test_the_command_changes_every_setting() -> None:
    for setting, value in {"theme": "nord", "model": "svd", "plot": "always", "poster": "off"}.items():
        assert set_value(setting, value).output == f"{setting} is {value} in {user_config()}.\n"
    assert load_config(user_config()) == Config("nord", "svd", "always", "off")
    for setting in ("theme", "model", "plot", "poster"):
        assert set_value(setting, "").exit_code == 0
    assert load_config(user_config()) == Config()
    settings = next(parameter for parameter in config.commands["set"].params if parameter.name == "setting")
    assert isinstance(settings.type, Choice)
    assert tuple(settings.type.choices) == VALUES


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("plot", "alwys", "'plot' must be ask or always, not 'alwys'."),
        ("poster", "on", "'poster' must be auto, kitty, sixel, blocks or off, not 'on'."),
        ("theme", "norrd", "There is no theme 'norrd'; did you mean 'nord'?"),
        ("tmdb_key", f"{KEY}/", "'tmdb_key' is not a key of TMDB"),
        ("keys", "x", "'keys' is not one of"),
    ],
)
def test_the_command_refuses_what_is_not_valid(setting: str, value: str, said: str) -> None:
    refused = set_value(setting, value)
    assert refused.exit_code == 2
    assert said in refused.output
    assert KEY not in refused.output
    assert not user_config().exists()


def test_a_key_is_read_from_standard_input_and_never_printed() -> None:
    assert set_value("tmdb_key", typed=f"{KEY}\n").output == f"tmdb_key is set in {user_config()}.\n"
    read = load_config(user_config())
    assert read.tmdb_key == KEY
    assert KEY not in repr(read)
    shown = [CliRunner().invoke(config, arguments).output for arguments in ([], ["--json"])]
    assert all("set" in text and KEY not in text for text in shown)
    assert KEY not in check_config()


def test_only_the_owner_can_read_the_file() -> None:
    user_config().write_text("theme: nord\n")
    user_config().chmod(0o644)
    set_value("tmdb_key", KEY)
    assert user_config().stat().st_mode & 0o777 == 0o600


def test_a_key_is_not_in_the_message_about_a_file_that_cannot_be_edited() -> None:
    user_config().write_text("model: &name nord\ntmdb_key: *name\n")
    refused = set_value("tmdb_key", KEY)
    assert "set 'tmdb_key' in it yourself" in str(refused.exception)
    assert KEY not in str(refused.exception)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("theme: nord\nplot: sometimes\n", "line 2: 'plot' must be ask or always, not 'sometimes'."),
        ("plot:\n", "line 1: 'plot' must be ask or always, not ''."),
        ("poster: yes\n", "line 1: 'poster' must be auto, kitty, sixel, blocks or off, not 'yes'."),
        (f"\n\ntmdb_key: {KEY} {KEY}\n", "line 3: 'tmdb_key' is not a key of TMDB"),
        (f"tmdb_key: [{KEY}]\n", "line 1: 'tmdb_key' must be written on one line"),
        (f"tmdb-key: {KEY}\n", "line 1: unknown setting 'tmdb-key'; did you mean 'tmdb_key'?"),
    ],
)
def test_what_is_not_valid_is_named_with_its_line_and_without_a_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, text))
    assert said in str(caught.value)
    assert KEY not in str(caught.value)
