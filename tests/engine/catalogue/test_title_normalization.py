"""Titles are parsed and normalized."""

import pytest

from matinee.engine.catalogue.title_normalization import (
    ParsedTitle,
    collect_search_keys,
    fold_lines,
    folded_words,
    normalize_title,
    parse_title,
    search_keys,
)
from matinee.engine.recommender import Recommender


@pytest.mark.parametrize(
    ("raw", "parsed"),
    [
        ("Matrix, The (1999)", ParsedTitle("The Matrix", 1999)),
        (
            "City of Lost Children, The (Cité des enfants perdus, La) (1995)",
            ParsedTitle("The City of Lost Children", 1995, ("La Cité des enfants perdus",)),
        ),
        ("Seven (a.k.a. Se7en) (1995)", ParsedTitle("Seven", 1995, ("Se7en",))),
        ("[REC] (2007)", ParsedTitle("[REC]", 2007)),
        ("(500) Days of Summer (2009)", ParsedTitle("(500) Days of Summer", 2009)),
        (
            "Birdman: Or (The Unexpected Virtue of Ignorance) (2014)",
            ParsedTitle("Birdman: Or (The Unexpected Virtue of Ignorance)", 2014),
        ),
        ("Hobbit, The: An Unexpected Journey (2012)", ParsedTitle("The Hobbit: An Unexpected Journey", 2012)),
        ("Pocahontas II: Journey to a New World (1998) ", ParsedTitle("Pocahontas II: Journey to a New World", 1998)),
        ("Paris, Texas (1984)", ParsedTitle("Paris, Texas", 1984)),
        ("Moonlight", ParsedTitle("Moonlight", None)),
        ("Death Note: Desu nôto (2006–2007)", ParsedTitle("Death Note: Desu nôto", 2006)),
        ("Eclisse, L' (1962)", ParsedTitle("L'Eclisse", 1962)),
        ("", ParsedTitle("", None)),
    ],
)
def test_parse_title(raw: str, parsed: ParsedTitle) -> None:
    assert parse_title(raw) == parsed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("M*A*S*H", "mash"),
        ("WALL·E", "walle"),
        ("Amélie", "amelie"),
        ("The Godfather: Part II", "the godfather 2"),
        ("Ocean's Eleven", "oceans 11"),
        ("Fast & Furious", "fast and furious"),
        ("Spider-Man", "spider man"),
        ("!?", ""),
    ],
)
def test_normalize_title(text: str, words: str) -> None:
    assert normalize_title(text) == words


@pytest.mark.parametrize(
    "text", ["WALL·E", "Ǿre & Œuvre", "＆ ½ ´ x", "İstanbul'un  _ ﬁlmi", "two\nlines", "東京 ガ", "!?", ""]
)
def test_lines_are_folded_together_as_each_alone(text: str) -> None:
    assert [line.split() for line in fold_lines(["Amélie", text, "Øre"])] == [["amelie"], folded_words(text), ["ore"]]
    assert fold_lines([]) == []


def test_keys_are_collected_together_as_film_by_film(recommender: Recommender) -> None:
    titles = [*recommender.catalogue.titles, "$", "!?", ""]
    others = [*recommender.catalogue.alternatives, (), ("...", "Heat: - x"), ()]
    assert collect_search_keys(titles, others) == list(map(search_keys, titles, others))
    assert collect_search_keys([], []) == []
