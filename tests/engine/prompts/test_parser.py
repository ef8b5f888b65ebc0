"""Prompts parsed into clauses, with the lexicon alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.clauses import Clause
from matinee.engine.prompts.films.knowledge import Knowledge
from matinee.engine.prompts.parser import parse_prompt
from matinee.engine.prompts.words.lexicon import load_lexicon
from matinee.engine.prompts.words.prompt_line import MAX_LENGTH

LEXICON = load_lexicon()
HEAT = Movie(6, "Heat", 1995, ("Action", "Crime"), ())
JAWS = Movie(1387, "Jaws", 1975, ("Horror",), ())
CASINO = Movie(16, "Casino", 1995, ("Crime", "Drama"), ())


def find_title(words: str) -> Movie | None:
    """Find one of three films."""
    return {"heat": HEAT, "jaws": JAWS, "casino": CASINO}.get(words)


def parts(line: str) -> tuple[Clause, ...]:
    return parse_prompt(line, Knowledge(LEXICON, find_title)).parts


def labels_of(line: str) -> list[str]:
    return [part.label for part in parts(line)]


def test_several_wishes_in_one_line() -> None:
    times, heist, clever, scary = parts("90s heist, not scary, something clever")
    assert (times.kind, times.label, times.years) == ("years", "1990–1999", (1990, 1999))
    assert (heist.kind, heist.label, heist.named_genres) == ("wish", "heist", ("Crime",))
    assert heist.genres["Crime"] > heist.genres["Thriller"] > 0
    assert (clever.kind, clever.label, clever.named_genres) == ("wish", "clever", ())
    assert clever.moods == ("clever intelligent script, intricate plot",)
    assert dict(clever.genres) == {"Mystery": 0.25, "Thriller": 0.25, "Sci-Fi": 0.2, "Drama": 0.2, "Crime": 0.15}
    assert (scary.kind, scary.label, scary.text) == ("not", "not: scary", "scary")
    assert dict(scary.genres) == {"Horror": 1.0, "Thriller": 0.5}  # thrillers go with the mood


def test_genres_are_asked_for_by_name_by_topic_and_by_mood() -> None:
    (named,) = parts("gangster film")
    assert (named.genres["Crime"], named.genres["Drama"]) == (1.0, 0.5)
    assert named.named_genres == ("Crime",)
    (topic,) = parts("dragons")
    assert topic.topic_genres == ("Fantasy",)
    assert topic.named_genres == ()
    assert topic.genres["Fantasy"] == pytest.approx(0.7 + 0.5)  # the topic, and the mood of that name
    (mood,) = parts("sad")
    assert dict(mood.genres) == {"Drama": 0.45, "Romance": 0.1, "Comedy": -0.3, "Action": -0.2}


def test_the_longest_phrase_wins() -> None:
    (part,) = parts("romantic comedy of manners")
    assert set(part.named_genres) == {"Romance", "Comedy"}
    (western,) = parts("spaghetti western")
    assert western.topic_genres == ("Western",)
    assert western.named_genres == ()


@pytest.mark.parametrize(
    "line",
    [
        "I want to see a really funny film tonight",
        "I would love to see a really funny film tonight",
    ],
)
def test_filler_is_not_a_wish(line: str) -> None:
    assert labels_of("") == []
    (part,) = parts(line)
    assert (part.label, part.text) == ("funny", "funny")


@pytest.mark.parametrize(
    "line", ["I want to watch something, please", "something", "!?", "no", "not", "no please", "like nothing else"]
)
def test_a_line_without_content_changes_nothing(line: str) -> None:
    (part,) = parts(line)
    assert (part.kind, part.text) == ("unknown", "")
    assert part.why
    assert (dict(part.genres), part.moods, part.named_genres, part.topic_genres) == ({}, (), (), ())


def test_unknown_words_are_wishes() -> None:
    (part,) = parts("hot chocolate")
    assert (part.kind, part.text, dict(part.genres), part.moods) == ("wish", "hot chocolate", {}, ())


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("like Heat", ["like Heat"]),
        ("like Heat but funnier", ["like Heat", "funnier"]),
        ("something like Heat, no war", ["like Heat", "not: war"]),
        ("similar to jaws", ["like Jaws"]),
        ("in the style of Heat", ["like Heat"]),
        ("like Heat, like Jaws", ["like Heat", "like Jaws"]),
        ("like Heat or Casino", ["like Heat", "like Casino"]),
        ("like Heat and Jaws but funnier", ["like Heat", "like Jaws", "funnier"]),
        ("like Heat, Casino or Jaws", ["like Heat", "like Casino", "like Jaws"]),
        ("like Heat or something funny", ["like Heat", "funny"]),
        ("heat", ["heat"]),  # not an example without "like"
    ],
)
def test_films_named_as_examples(line: str, labels: list[str]) -> None:
    assert labels_of(line) == labels


def test_an_example_is_the_film_itself() -> None:
    (part,) = parts("like Heat")
    assert (part.kind, part.like, part.text, dict(part.genres)) == ("like", HEAT, "", {})


@pytest.mark.parametrize(
    "line",
    [
        "not like Heat",
        "nothing like Heat",
        "anything but something like Heat",
        "no films like Heat",
    ],
)
def test_an_example_can_be_excluded(line: str) -> None:
    (part,) = parts(line)
    assert (part.kind, part.label, part.like, part.text) == ("not", "not: like Heat", HEAT, "")


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("not like Heat or Casino", ["not: like Heat", "not: like Casino"]),
        ("like Heat but not like Casino", ["like Heat", "not: like Casino"]),
        ("not like Heat but like Casino", ["not: like Heat", "like Casino"]),
        ("like Heat but not from the 90s", ["not: 1990–1999", "like Heat"]),
        ("no horror, like Heat", ["like Heat", "not: horror"]),
    ],
)
def test_each_example_is_wanted_or_excluded_separately(line: str, labels: list[str]) -> None:
    assert labels_of(line) == labels


def test_a_year_in_the_title_of_an_example_is_not_a_period() -> None:
    film = Movie(1, "Blade Runner 2049", 2017, (), ())
    found = parse_prompt("like blade runner 2049", Knowledge(LEXICON, {"blade runner 2049": film}.get)).parts
    assert [part.kind for part in found] == ["like"]


@pytest.mark.parametrize("line", ["love", "fear", "a film about love"])
def test_moods_of_the_lexicon_are_not_filler(line: str) -> None:
    """Although the same words can be filler: "I would love to"."""
    (part,) = parts(line)
    assert (part.kind, part.label) == ("wish", line.rsplit(maxsplit=1)[-1])
    assert part.moods


def test_corrected_words_have_meaning() -> None:
    assert labels_of("no horor") == ["not: horror"]
    assert labels_of("commedy") == ["comedy"]


@pytest.mark.parametrize(
    ("line", "labels"),
    [("bloodless", ["not: blood"]), ("unfunny", ["not: funny"]), ("harmless", ["harmless"]), ("unusual", ["unusual"])],
)
def test_affixes_are_split_only_from_genre_words(line: str, labels: list[str]) -> None:
    assert labels_of(line) == labels


def test_a_part_can_be_switched_off() -> None:
    reading = parse_prompt("90s heist, not scary", Knowledge(LEXICON, find_title))
    assert [part.label for part in reading.active] == ["1990–1999", "heist", "not: scary"]
    without = parse_prompt("90s heist, not scary", Knowledge(LEXICON, find_title), disabled=frozenset({"heist"}))
    assert [part.label for part in without.active] == ["1990–1999", "not: scary"]
    assert without.parts == reading.parts  # disabled parts can be enabled again


def test_labels_are_unique() -> None:
    assert labels_of("funny, funny, no war, no war") == ["funny", "not: war"]


def test_the_tagger_is_called_once_with_all_tokens() -> None:
    calls = []

    def score_negation(line: str, words: list) -> list[float]:
        calls.append((line, [(word.text, line[word.start : word.end]) for word in words]))
        return [9.0 if word.text == "war" else -9.0 for word in words]

    reading = parse_prompt("Fun w/o  horror, war", Knowledge(LEXICON, find_title, score_negation))
    pairs = [("fun", "Fun"), ("without", "w/o"), ("horror", "horror"), (",", ","), ("war", "war")]
    assert calls == [("Fun w/o horror, war", pairs)]
    assert [part.label for part in reading.parts] == ["fun", "horror", "not: war"]


def test_the_tagger_is_not_called_for_an_empty_line() -> None:
    def score_negation(*_: object) -> list[float]:
        raise AssertionError

    assert parse_prompt(" \n", Knowledge(LEXICON, find_title, score_negation)).parts == ()


def test_a_long_prompt_is_cut() -> None:
    reading = parse_prompt("funny " * 2_000 + "war", Knowledge(LEXICON, find_title))
    assert len(reading.line) <= MAX_LENGTH
    assert "war" not in reading.line


WORDS = "no not without but funny scary horror war like heat 90s 1994 before after or and , . ! a the love gore free un"


@settings(max_examples=300, deadline=None)
@given(st.text() | st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join), st.booleans())
def test_any_line_can_be_parsed(line: str, tagged: bool) -> None:
    score_negation = (lambda _, words: np.linspace(-5, 5, len(words)).tolist()) if tagged else None
    reading = parse_prompt(line, Knowledge(LEXICON, find_title, score_negation))
    labels = [part.label for part in reading.parts]
    assert len(set(labels)) == len(labels)
    for part in reading.parts:
        assert part.label.strip()
        assert part.kind in {"wish", "not", "years", "like", "unknown"}
        assert bool(part.why) == (part.kind == "unknown")
        if part.kind == "not":  # of words, a period or a film
            assert part.label.startswith("not: ")
            assert [bool(part.text), part.years is not None, part.like is not None].count(True) == 1
        else:
            assert (part.years is not None) == (part.kind == "years")
            assert (part.like is not None) == (part.kind == "like")
        assert np.isfinite(list(part.genres.values())).all()
