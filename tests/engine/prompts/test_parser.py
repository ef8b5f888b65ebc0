"""A prompt taken apart into chips, with the lexicon alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.lexicon import load_lexicon
from matinee.engine.prompts.parser import LONGEST, Part, mended, read_prompt

LEXICON = load_lexicon()
HEAT = Movie(6, "Heat", 1995, ("Action", "Crime"), ())
JAWS = Movie(1387, "Jaws", 1975, ("Horror",), ())
CASINO = Movie(16, "Casino", 1995, ("Crime", "Drama"), ())


def find_title(words: str) -> Movie | None:
    """Knows three films."""
    return {"heat": HEAT, "jaws": JAWS, "casino": CASINO}.get(words)


def parts(line: str) -> tuple[Part, ...]:
    return read_prompt(line, LEXICON, find_title).parts


def chips(line: str) -> list[str]:
    return [part.label for part in parts(line)]


def test_several_wishes_in_one_line() -> None:
    times, heist, clever, scary = parts("90s heist, not scary, something clever")
    assert (times.kind, times.label, times.years) == ("years", "1990–1999", (1990, 1999))
    assert (heist.kind, heist.label, heist.named) == ("wish", "heist", ("Crime",))
    assert heist.genres["Crime"] > heist.genres["Thriller"] > 0
    assert (clever.kind, clever.label, clever.named) == ("wish", "clever", ())
    assert clever.moods == ("clever intelligent script, intricate plot",)
    assert dict(clever.genres) == {"Mystery": 0.25, "Thriller": 0.25, "Sci-Fi": 0.2, "Drama": 0.2, "Crime": 0.15}
    assert (scary.kind, scary.label, scary.text) == ("not", "not: scary", "scary")
    assert dict(scary.genres) == {"Horror": 1.0, "Thriller": 0.5}  # the mood goes with thrillers, half unwanted


def test_genres_are_asked_for_by_name_by_topic_and_by_mood() -> None:
    (named,) = parts("gangster film")
    assert (named.genres["Crime"], named.genres["Drama"]) == (1.0, 0.5)
    assert named.named == ("Crime",)
    (topic,) = parts("dragons")
    assert topic.topical == ("Fantasy",)
    assert topic.named == ()
    assert topic.genres["Fantasy"] == pytest.approx(0.7 + 0.5)  # the topic, and the mood of that name
    (mood,) = parts("sad")
    assert dict(mood.genres) == {"Drama": 0.45, "Romance": 0.1, "Comedy": -0.3, "Action": -0.2}


def test_the_longest_phrase_is_understood() -> None:
    (part,) = parts("romantic comedy of manners")
    assert set(part.named) == {"Romance", "Comedy"}
    (western,) = parts("spaghetti western")
    assert western.topical == ("Western",)
    assert western.named == ()


@pytest.mark.parametrize(
    "line",
    [
        "I want to see a really funny film tonight",
        "I would love to see a really funny film tonight",
    ],
)
def test_filler_is_no_wish(line: str) -> None:
    assert chips("") == []
    (part,) = parts(line)
    assert (part.label, part.text) == ("funny", "funny")


@pytest.mark.parametrize(
    "line", ["I want to watch something, please", "something", "!?", "no", "not", "no please", "like nothing else"]
)
def test_where_nothing_else_is_said_the_whole_line_is_one_wish(line: str) -> None:
    (part,) = parts(line)
    assert (part.kind, part.label, part.text) == ("wish", line, line)
    assert (dict(part.genres), part.moods, part.named, part.topical) == ({}, (), (), ())


def test_words_the_lexicon_does_not_know_are_wishes_all_the_same() -> None:
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
        ("heat", ["heat"]),  # without "like" it is no example
    ],
)
def test_films_named_as_examples(line: str, labels: list[str]) -> None:
    assert chips(line) == labels


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
def test_an_example_can_be_ruled_out(line: str) -> None:
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
def test_each_example_is_wished_for_or_ruled_out_by_itself(line: str, labels: list[str]) -> None:
    assert chips(line) == labels


def test_a_year_in_the_name_of_an_example_is_none() -> None:
    film = Movie(1, "Blade Runner 2049", 2017, (), ())
    found = read_prompt("like blade runner 2049", LEXICON, {"blade runner 2049": film}.get).parts
    assert [part.kind for part in found] == ["like"]


@pytest.mark.parametrize("line", ["love", "fear", "a film about love"])
def test_a_mood_the_lexicon_lists_is_no_filler(line: str) -> None:
    """Though the same words are said where no film is meant: "I would love to"."""
    (part,) = parts(line)
    assert (part.kind, part.label) == ("wish", line.rsplit(maxsplit=1)[-1])
    assert part.moods


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("horor", "horror"),
        ("comdey", "comedy"),
        ("withuot", "without"),
        ("documantery", "documentary"),  # two slips in a long word
        ("horrrrr", "horrrrr"),  # two in a short one
        ("morror", "morror"),  # the first letter is right
        ("war", "war"),
        ("wer", "wer"),
        ("ホラー映画", "ホラー映画"),
    ],
)
def test_slips_of_the_keyboard_are_mended(typed: str, meant: str) -> None:
    assert mended(typed, LEXICON) == meant


def test_mended_words_count() -> None:
    assert chips("no horor") == ["not: horror"]
    assert chips("commedy") == ["comedy"]


@pytest.mark.parametrize(
    ("line", "labels"),
    [("bloodless", ["not: blood"]), ("unfunny", ["not: funny"]), ("harmless", ["harmless"]), ("unusual", ["unusual"])],
)
def test_words_are_taken_apart_only_where_the_rest_is_a_genre(line: str, labels: list[str]) -> None:
    assert chips(line) == labels


def test_a_part_can_be_switched_off() -> None:
    reading = read_prompt("90s heist, not scary", LEXICON, find_title)
    assert [part.label for part in reading.active] == ["1990–1999", "heist", "not: scary"]
    without = read_prompt("90s heist, not scary", LEXICON, find_title, off=frozenset({"heist"}))
    assert [part.label for part in without.active] == ["1990–1999", "not: scary"]
    assert without.parts == reading.parts  # what is off is still there to be switched on


def test_every_part_has_a_label_of_its_own() -> None:
    assert chips("funny, funny, no war, no war") == ["funny", "not: war"]


def test_the_reader_of_refusals_is_asked_once_with_the_words_and_their_places() -> None:
    asked = []

    def hear(line: str, words: list) -> list[float]:
        asked.append((line, [(word.text, line[word.start : word.end]) for word in words]))
        return [9.0 if word.text == "war" else -9.0 for word in words]

    reading = read_prompt("Fun w/o  horror, war", LEXICON, find_title, hear)
    pairs = [("fun", "Fun"), ("without", "w/o"), ("horror", "horror"), (",", ","), ("war", "war")]
    assert asked == [("Fun w/o horror, war", pairs)]
    assert [part.label for part in reading.parts] == ["fun", "horror", "not: war"]


def test_an_empty_line_asks_no_reader() -> None:
    def hear(*_: object) -> list[float]:
        raise AssertionError

    assert read_prompt(" \n", LEXICON, find_title, hear).parts == ()


def test_a_long_prompt_is_cut() -> None:
    reading = read_prompt("funny " * 2_000 + "war", LEXICON, find_title)
    assert len(reading.line) <= LONGEST
    assert "war" not in reading.line


WORDS = "no not without but funny scary horror war like heat 90s 1994 before after or and , . ! a the love gore free un"


@settings(max_examples=300, deadline=None)
@given(st.text() | st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join), st.booleans())
def test_any_line_can_be_read(line: str, heard: bool) -> None:
    hear = (lambda _, words: np.linspace(-5, 5, len(words)).tolist()) if heard else None
    reading = read_prompt(line, LEXICON, find_title, hear)
    labels = [part.label for part in reading.parts]
    assert len(set(labels)) == len(labels)
    for part in reading.parts:
        assert part.label.strip()
        assert part.kind in {"wish", "not", "years", "like"}
        if part.kind == "not":  # of words, of a time or of a film
            assert part.label.startswith("not: ")
            assert [bool(part.text), part.years is not None, part.like is not None].count(True) == 1
        else:
            assert (part.years is not None) == (part.kind == "years")
            assert (part.like is not None) == (part.kind == "like")
        assert all(-5 <= much <= 5 for much in part.genres.values())
