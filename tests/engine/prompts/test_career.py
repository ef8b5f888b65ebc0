"""Parts of a person's career."""

import numpy as np
import pytest

from matinee.engine.prompts.facts.career import find_career_part, select_career_part
from matinee.engine.prompts.words.phrase_patterns import Span
from matinee.engine.recommender import Recommender


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("young NAME", "early"),
        ("the first movies by NAME", "early"),
        ("the very earliest NAME stuff", "early"),
        ("NAME s early work", "early"),
        ("late period NAME", "late"),
        ("NAME later films", "late"),
        ("the most recent NAME", "latest"),
        ("the last few films of NAME", "latest"),
        ("NAME newest", "latest"),
        ("NAME when he was young", "early"),
        ("NAME early on", "early"),
        ("the ones NAME directed as an old man", "late"),
        ("something by NAME", None),
        ("NAME in a late night comedy", None),
        ("old school comedy with NAME", None),
    ],
)
def test_words_beside_a_name(line: str, part: str | None) -> None:
    words = line.split()
    place = words.index("NAME")
    found = find_career_part(words, Span(place, place + 1))
    assert (None if found is None else found[0]) == part


def test_thirds_and_the_latest_three() -> None:
    years = np.array([0, 1970, 1980, 1980, 1990, 2000, 2010, 2011, 2012, 2012])
    rows = np.arange(len(years))
    assert years[select_career_part(rows, years, "early")].tolist() == [1970, 1980, 1980]
    assert years[select_career_part(rows, years, "late")].tolist() == [2011, 2012, 2012]
    assert years[select_career_part(rows, years, "latest")].tolist() == [2011, 2012, 2012]
    assert not len(select_career_part(np.array([0]), years, "early"))


def test_a_career_is_no_period(recommender: Recommender) -> None:
    intent = recommender.understand("newest ridley scott")
    assert [part.label for part in intent.parts] == ["latest Ridley Scott"]
    assert intent.years is None
    assert recommender.recommend([], prompt=intent, limit=3)[0].movie.year >= 2014
