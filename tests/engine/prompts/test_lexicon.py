"""The lexicon is complete, or is rejected in one line that names the file and the entry."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from matinee.engine.prompts.words.lexicon import CUES_FILE, GENRES, LEXICON_FILE, GenreWord, Lexicon, Mood, load_lexicon
from matinee.engine.prompts.words.normalization import stem_key
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
"""Affect → priors, suppressed genres. [S0]"""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    """Both shipped files, parsed by YAML."""
    return {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (CUES_FILE, LEXICON_FILE)}


def test_the_affects_are_those_of_s0(lexicon: Lexicon) -> None:
    affects = {name: (dict(affect.priors), set(affect.suppresses)) for name, affect in lexicon.affects.items()}
    assert affects == SOURCE
    assert all(affect.anchor for affect in lexicon.affects.values())
    words = "pumping, pump, adrenaline, heart racing, action, thrilling, awesome"
    assert lexicon.action_words == tuple(words.split(", "))


def test_every_genre_has_words_and_nearly_every_one_has_topics(lexicon: Lexicon) -> None:
    assert {genre for named in lexicon.genre_words.values() for genre in named.essential} == set(GENRES)
    assert set(lexicon.topics.values()) == set(GENRES) - {"IMAX"}
    for genre in GENRES:
        assert stem_key(genre) in {*lexicon.genre_words, *lexicon.topics}, genre


@pytest.mark.parametrize(
    ("phrase", "genres", "essential"),
    [
        ("rom-com", ("Comedy", "Romance"), ("Comedy", "Romance")),
        ("heists", ("Crime", "Thriller"), ("Crime",)),
        ("science fiction", ("Sci-Fi",), ("Sci-Fi",)),
        ("Sci-Fi", ("Sci-Fi",), ("Sci-Fi",)),
    ],
)
def test_genre_words_have_typical_and_essential_genres(
    lexicon: Lexicon, phrase: str, genres: tuple[str, ...], essential: tuple[str, ...]
) -> None:
    assert lexicon.genre_words[stem_key(phrase)] == GenreWord(genres, essential)


def test_a_word_may_have_a_genre_and_a_mood(lexicon: Lexicon) -> None:
    named, mood = lexicon.entries(stem_key("scary"))
    assert named == GenreWord(("Horror",), ("Horror",))
    assert isinstance(mood, Mood)
    assert mood.word == "scary"
    assert lexicon.is_genre_phrase("ghost")
    assert not lexicon.is_genre_phrase("sad")
    assert lexicon.is_known("sad")
    assert not lexicon.is_known("xyzzy")
    assert not list(lexicon.entries("xyzzy"))


def test_synonyms_share_their_mood(lexicon: Lexicon) -> None:
    assert lexicon.moods[stem_key("laugh out loud")] is lexicon.moods[stem_key("hilarious")]


def test_the_longest_phrase_is_known(lexicon: Lexicon) -> None:
    keys = [*lexicon.genre_words, *lexicon.topics, *lexicon.moods]
    assert max(len(key.split()) for key in keys) == lexicon.max_phrase_words
    assert all(keys)


def test_spelling_targets_have_a_meaning(lexicon: Lexicon) -> None:
    meant = {*lexicon.genre_words, *lexicon.topics, *lexicon.moods}
    cues = {"anything", "something", "nothing", "except", "without"}
    whole = {"science", "fiction", "apocalypse"}  # beginnings and ends of phrases
    missing = {word for word in lexicon.spelling_targets if stem_key(word) not in meant} - cues - whole
    assert not missing


@pytest.mark.parametrize("plural", ["zombies", "scary movies", "chick flicks and date movies", "zombie movies"])
def test_plurals_and_singulars_have_the_same_key(plural: str) -> None:
    assert stem_key(plural) == stem_key(plural.replace("ies", "ie"))


def damaged(tmp_path: Path, shipped: dict[str, Any], name: str, change: Callable[[Any], Any]) -> PolicyError:
    """The error for a copy of the lexicon in which one file is changed."""
    for file, content in shipped.items():
        mine = copy.deepcopy(content)
        if file == name:
            change(mine)
        (tmp_path / file).write_text(yaml.safe_dump(mine), encoding="utf-8")
    with pytest.raises(PolicyError) as refused:
        load_lexicon(tmp_path / CUES_FILE.name, tmp_path / LEXICON_FILE.name)
    assert str(refused.value).startswith(f"{tmp_path / name}: ")
    assert "\n" not in str(refused.value)
    return refused.value


CUES, WORDS = CUES_FILE.name, LEXICON_FILE.name


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        (CUES, lambda it: it["affects"]["sad"]["priors"].update(Weepie=0.5), "'affects, sad, priors' must be about"),
        (CUES, lambda it: it["affects"]["sad"]["priors"].update(Drama="much"), "must be a number from -1 to 1"),
        (CUES, lambda it: it["affects"]["sad"]["priors"].update(Drama=True), "must be a number from -1 to 1"),
        (CUES, lambda it: it["affects"]["sad"]["suppresses"].append("Weepie"), "not 'Weepie'"),
        (CUES, lambda it: it["affects"].update(sad=["Drama"]), "'affects, sad' must be a mapping"),
        (CUES, lambda it: it.update(affects=[1]), "'affects' must be a mapping"),
        (CUES, lambda it: it.pop("affects"), "'affects' must be a mapping"),
        (CUES, lambda it: it.pop("negation"), "'negation' must be a mapping"),
        (CUES, lambda it: it["negation"].pop("before"), "'negation, before' must be a list of words"),
        (CUES, lambda it: it["negation"]["after"].append("(is|are"), "'negation, after' must be patterns of words ("),
        (CUES, lambda it: it["negation"].update(suffixes="free"), "'negation, suffixes' must be a list of words"),
        (CUES, lambda it: it["example_cues"].append("a)"), "'example_cues' must be patterns of words ("),
        (CUES, lambda it: it["filler"].append(True), "'filler' must be a list of words"),
        (CUES, lambda it: it.update(action_words="action"), "'action_words' must be a list of words"),
        (
            WORDS,
            lambda it: it["genre_words"].update({"Westren": ["oater"]}),
            "'genre_words, Westren' must be about one of",
        ),
        (WORDS, lambda it: it["genre_words"].update({"Crime|Dram": ["x"]}), "not 'Dram'"),
        (WORDS, lambda it: it["genre_words"].update({5: ["x"]}), "'genre_words, 5' must be about one of"),
        (WORDS, lambda it: it["genre_words"].update(Western="oater"), "'genre_words, Western' must be a list of words"),
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
        (WORDS, lambda it: it.pop("spelling_targets"), "'spelling_targets' must be a list of words"),
    ],
)
def test_errors_name_the_damaged_entry(
    tmp_path: Path, shipped: dict[str, Any], name: str, change: Callable[[Any], Any], message: str
) -> None:
    assert message in str(damaged(tmp_path, shipped, name, change))


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        (CUES, lambda it: it["affects"]["sad"].pop("priors"), "'affects, sad, priors' must be a mapping"),
        (CUES, lambda it: it["affects"]["sad"].pop("anchor"), "'affects, sad, anchor' must be a phrase"),
        (CUES, lambda it: it["affects"]["sad"].pop("suppresses"), "'affects, sad, suppresses' must be a list"),
        (CUES, lambda it: it["affects"]["sad"].update(priors=["Drama"]), "'affects, sad, priors' must be a mapping"),
        (CUES, lambda it: it["affects"]["sad"].update(suppresses=5), "'affects, sad, suppresses' must be a list"),
        (CUES, lambda it: it["affects"]["sad"].update(anchor=["a", "b"]), "'affects, sad, anchor' must be a phrase"),
        (WORDS, lambda it: it["moods"]["sad"].pop("genres"), "'moods, sad, genres' must be a mapping"),
        (WORDS, lambda it: it["moods"]["sad"].pop("text"), "'moods, sad, text' must be a phrase"),
        (WORDS, lambda it: it["moods"]["sad"].update(genres=["Drama"]), "'moods, sad, genres' must be a mapping"),
        (WORDS, lambda it: it["moods"]["sad"].update(text=None), "'moods, sad, text' must be a phrase"),
        (WORDS, lambda it: it.update(genre_words={}, topics={}, moods={}), "'the file' must be a list of words"),
    ],
)
def test_errors_name_the_missing_entry(
    tmp_path: Path, shipped: dict[str, Any], name: str, change: Callable[[Any], Any], message: str
) -> None:
    assert message in str(damaged(tmp_path, shipped, name, change))


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(
    ("content", "line"),
    [
        (None, 0),
        (b"a: [1", 2),  # the end, where the closing bracket is missing
        (b"\xff\xfe\x00", 0),
        (b"", 0),
        (b"- a list", 0),
        (b"[" * 5_000, 1),
        (b"a: b: c", 1),
        (b"a: 1\n\nb: c: d", 3),
        (b"filler: [2001-99-99]", 0),  # an invalid date
    ],
)
def test_other_files_are_rejected(tmp_path: Path, which: int, content: bytes | None, line: int) -> None:
    """The message is one line with the file and, if known, the line in it."""
    path = tmp_path / "mine.yaml"
    if content is not None:
        path.write_bytes(content)
    files = [CUES_FILE, LEXICON_FILE]
    files[which] = path
    with pytest.raises(PolicyError) as refused:
        load_lexicon(*files)
    assert str(refused.value).startswith(f"{path}, line {line}: " if line else f"{path}: ")
    assert "restore the shipped" in str(refused.value)
    assert "\n" not in str(refused.value)
