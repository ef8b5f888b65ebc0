"""The lexicon is whole, or refused in one sentence that names file and entry."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from matinee.engine.prompts.lexicon import GENRES, INTENT_FILE, LEXICON_FILE, Lexicon, Mood, Named, load_lexicon
from matinee.engine.prompts.normalization import phrase_key
from matinee.policy.schema import PolicyError

SOURCE = {
    "sad": ({"Drama": 0.6, "Romance": 0.3, "Documentary": 0.1}, {"Horror"}),
    "funny": ({"Comedy": 0.9}, {"Horror"}),
    "scary": ({"Horror": 0.7, "Thriller": 0.3}, {"Romance", "Comedy"}),
    "romantic": ({"Romance": 0.7, "Drama": 0.3}, {"Horror"}),
    "exciting": ({"Action": 0.7, "Thriller": 0.25, "Adventure": 0.05}, {"Drama", "War"}),
    "inspiring": ({"Drama": 0.6, "Documentary": 0.4}, {"Horror"}),
    "family": ({"Children": 0.6, "Animation": 0.4}, {"Horror", "Film-Noir"}),
    "dark": ({"Thriller": 0.5, "Crime": 0.3, "Film-Noir": 0.2}, {"Children"}),
}
"""The table of source 000 (spec §2.5)."""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    """Both shipped files, parsed."""
    return {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (INTENT_FILE, LEXICON_FILE)}


def test_the_affects_are_those_of_source_000(lexicon: Lexicon) -> None:
    said = {name: (dict(affect.priors), set(affect.suppresses)) for name, affect in lexicon.affects.items()}
    assert said == SOURCE
    assert all(affect.anchor for affect in lexicon.affects.values())
    words = "pumping, pump, adrenaline, heart racing, action, thrilling, awesome"
    assert lexicon.action_words == tuple(words.split(", "))


def test_every_genre_can_be_named_and_nearly_every_one_has_topics(lexicon: Lexicon) -> None:
    assert {genre for named in lexicon.named.values() for genre in named.essential} == set(GENRES)
    assert set(lexicon.topics.values()) == set(GENRES) - {"IMAX"}
    for genre in GENRES:
        assert phrase_key(genre) in {*lexicon.named, *lexicon.topics}, genre


@pytest.mark.parametrize(
    ("phrase", "genres", "essential"),
    [
        ("rom-com", ("Comedy", "Romance"), ("Comedy", "Romance")),
        ("heists", ("Crime", "Thriller"), ("Crime",)),
        ("science fiction", ("Sci-Fi",), ("Sci-Fi",)),
        ("Sci-Fi", ("Sci-Fi",), ("Sci-Fi",)),
    ],
)
def test_what_a_word_asks_for_and_what_ruling_it_out_rules_out(
    lexicon: Lexicon, phrase: str, genres: tuple[str, ...], essential: tuple[str, ...]
) -> None:
    assert lexicon.named[phrase_key(phrase)] == Named(genres, essential)


def test_a_word_may_name_a_genre_and_tell_a_mood(lexicon: Lexicon) -> None:
    named, mood = lexicon.entries(phrase_key("scary"))
    assert named == Named(("Horror",), ("Horror",))
    assert isinstance(mood, Mood)
    assert mood.word == "scary"
    assert lexicon.rules("ghost")
    assert not lexicon.rules("sad")
    assert lexicon.knows("sad")
    assert not lexicon.knows("xyzzy")
    assert not list(lexicon.entries("xyzzy"))


def test_other_words_for_a_mood_say_the_same(lexicon: Lexicon) -> None:
    assert lexicon.moods[phrase_key("laugh out loud")] is lexicon.moods[phrase_key("hilarious")]


def test_the_longest_phrase_sets_how_far_is_looked(lexicon: Lexicon) -> None:
    keys = [*lexicon.named, *lexicon.topics, *lexicon.moods]
    assert max(len(key.split()) for key in keys) == lexicon.longest
    assert all(keys)


def test_words_to_mend_to_mean_something(lexicon: Lexicon) -> None:
    meant = {*lexicon.named, *lexicon.topics, *lexicon.moods}
    cues = {"anything", "something", "nothing", "except", "without"}
    whole = {"science", "fiction", "apocalypse"}  # beginnings and ends of phrases
    missing = {word for word in lexicon.mended if phrase_key(word) not in meant} - cues - whole
    assert not missing


@pytest.mark.parametrize("plural", ["zombies", "scary movies", "chick flicks and date movies", "zombie movies"])
def test_plurals_meet_their_singular(plural: str) -> None:
    assert phrase_key(plural) == phrase_key(plural.replace("ies", "ie"))


def damaged(tmp_path: Path, shipped: dict[str, Any], name: str, change: Callable[[Any], Any]) -> PolicyError:
    """The refusal of a copy of the lexicon in which one file was changed."""
    for file, content in shipped.items():
        mine = copy.deepcopy(content)
        if file == name:
            change(mine)
        (tmp_path / file).write_text(yaml.safe_dump(mine), encoding="utf-8")
    with pytest.raises(PolicyError) as refused:
        load_lexicon(tmp_path / INTENT_FILE.name, tmp_path / LEXICON_FILE.name)
    assert str(refused.value).startswith(f"{tmp_path / name}: ")
    assert "\n" not in str(refused.value)
    return refused.value


INTENT, WORDS = INTENT_FILE.name, LEXICON_FILE.name


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        (INTENT, lambda it: it["affects"]["sad"]["priors"].update(Weepie=0.5), "'affects, sad, priors' must be about"),
        (INTENT, lambda it: it["affects"]["sad"]["priors"].update(Drama="much"), "must be a number from -1 to 1"),
        (INTENT, lambda it: it["affects"]["sad"]["priors"].update(Drama=True), "must be a number from -1 to 1"),
        (INTENT, lambda it: it["affects"]["sad"]["suppresses"].append("Weepie"), "not 'Weepie'"),
        (INTENT, lambda it: it["affects"].update(sad=["Drama"]), "'affects, sad' must be a mapping"),
        (INTENT, lambda it: it.update(affects=[1]), "'affects' must be a mapping"),
        (INTENT, lambda it: it.pop("affects"), "'affects' must be a mapping"),
        (INTENT, lambda it: it.pop("cues"), "'cues' must be a mapping"),
        (INTENT, lambda it: it["cues"].pop("before"), "'cues, before' must be a list of words"),
        (INTENT, lambda it: it["cues"]["after"].append("(is|are"), "'cues, after' must be patterns of words ("),
        (INTENT, lambda it: it["cues"].update(behind="free"), "'cues, behind' must be a list of words"),
        (INTENT, lambda it: it["likening"].append("a)"), "'likening' must be patterns of words ("),
        (INTENT, lambda it: it["filler"].append(True), "'filler' must be a list of words"),
        (INTENT, lambda it: it.update(action_words="action"), "'action_words' must be a list of words"),
        (WORDS, lambda it: it["named"].update({"Westren": ["oater"]}), "'named, Westren' must be about one of"),
        (WORDS, lambda it: it["named"].update({"Crime|Dram": ["x"]}), "not 'Dram'"),
        (WORDS, lambda it: it["named"].update({5: ["x"]}), "'named, 5' must be about one of"),
        (WORDS, lambda it: it["named"].update(Western="oater"), "'named, Western' must be a list of words"),
        (WORDS, lambda it: it["topics"].update(War=[7]), "'topics, War' must be a list of words"),
        (WORDS, lambda it: it["topics"].update(Wars=["tank"]), "'topics' must be about one of"),
        (WORDS, lambda it: it["moods"]["sad"]["genres"].update(Weepie=1), "'moods, sad, genres' must be about"),
        (WORDS, lambda it: it["moods"]["sad"]["genres"].update(Drama=1.5), "'moods, sad, genres' must be a number"),
        (
            WORDS,
            lambda it: it["moods"]["sad"]["genres"].update(Drama=float("nan")),
            "'moods, sad, genres' must be a number",
        ),
        (WORDS, lambda it: it["moods"]["sad"].update(also="sorrow"), "'moods, sad, also' must be a list of words"),
        (WORDS, lambda it: it["moods"].update(sad=None), "'moods, sad' must be a mapping"),
        (WORDS, lambda it: it.update(moods=None), "'moods' must be a mapping"),
        (WORDS, lambda it: it.pop("mended"), "'mended' must be a list of words"),
    ],
)
def test_a_damaged_entry_is_named(
    tmp_path: Path, shipped: dict[str, Any], name: str, change: Callable[[Any], Any], said: str
) -> None:
    assert said in str(damaged(tmp_path, shipped, name, change))


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        (INTENT, lambda it: it["affects"]["sad"].pop("priors"), "'affects, sad, priors' must be a mapping"),
        (INTENT, lambda it: it["affects"]["sad"].pop("anchor"), "'affects, sad, anchor' must be a phrase"),
        (INTENT, lambda it: it["affects"]["sad"].pop("suppresses"), "'affects, sad, suppresses' must be a list"),
        (INTENT, lambda it: it["affects"]["sad"].update(priors=["Drama"]), "'affects, sad, priors' must be a mapping"),
        (INTENT, lambda it: it["affects"]["sad"].update(suppresses=5), "'affects, sad, suppresses' must be a list"),
        (INTENT, lambda it: it["affects"]["sad"].update(anchor=["a", "b"]), "'affects, sad, anchor' must be a phrase"),
        (WORDS, lambda it: it["moods"]["sad"].pop("genres"), "'moods, sad, genres' must be a mapping"),
        (WORDS, lambda it: it["moods"]["sad"].pop("text"), "'moods, sad, text' must be a phrase"),
        (WORDS, lambda it: it["moods"]["sad"].update(genres=["Drama"]), "'moods, sad, genres' must be a mapping"),
        (WORDS, lambda it: it["moods"]["sad"].update(text=None), "'moods, sad, text' must be a phrase"),
        (WORDS, lambda it: it.update(named={}, topics={}, moods={}), "'the file' must be a list of words"),
    ],
)
def test_a_missing_entry_is_named(
    tmp_path: Path, shipped: dict[str, Any], name: str, change: Callable[[Any], Any], said: str
) -> None:
    assert said in str(damaged(tmp_path, shipped, name, change))


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(
    ("content", "line"),
    [
        (None, 0),
        (b"a: [1", 2),  # the end, where the bracket should have been closed
        (b"\xff\xfe\x00", 0),
        (b"", 0),
        (b"- a list", 0),
        (b"[" * 5_000, 1),
        (b"a: b: c", 1),
        (b"a: 1\n\nb: c: d", 3),
        (b"filler: [2001-99-99]", 0),  # a date that is none
    ],
)
def test_a_file_that_is_no_lexicon_is_refused(tmp_path: Path, which: int, content: bytes | None, line: int) -> None:
    """In one line that names the file, and the place in it where there is one."""
    path = tmp_path / "mine.yaml"
    if content is not None:
        path.write_bytes(content)
    files = [INTENT_FILE, LEXICON_FILE]
    files[which] = path
    with pytest.raises(PolicyError) as refused:
        load_lexicon(*files)
    assert str(refused.value).startswith(f"{path}, line {line}: " if line else f"{path}: ")
    assert "restore the shipped" in str(refused.value)
    assert "\n" not in str(refused.value)
