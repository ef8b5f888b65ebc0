"""Series are recognised by their titles."""

from collections import Counter

import pytest

from matinee.engine.catalogue.series import series_name
from matinee.engine.recommender import Recommender


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("star war", ["Star Wars: Episode IV - A New Hope", "Star Wars: The Last Jedi", "Star Wars"]),
        ("alien", ["Alien", "Aliens", "Alien: Resurrection", "Alien 3"]),
        ("toy story", ["Toy Story", "Toy Story 2", "Toy Story 3"]),
        ("harry potter", ["Harry Potter and the Goblet of Fire", "Harry Potter and the Deathly Hallows: Part 1"]),
        ("the godfather", ["The Godfather", "The Godfather: Part II"]),
        ("rocky", ["Rocky", "Rocky IV", "Rocky V"]),
        (
            "friday the 13th",
            ["Friday the 13th", "Friday the 13th Part 2", "Friday the 13th Part IV: The Final Chapter"],
        ),
        ("kill bill", ["Kill Bill: Vol. 1", "Kill Bill: Vol. 2"]),
        ("lord of the ring", ["The Lord of the Rings", "The Lord of the Rings: The Two Towers"]),
        ("indiana jone", ["Indiana Jones and the Temple of Doom"]),
        ("x men", ["X-Men", "X-Men: The Last Stand"]),
        ("12 angry men", ["12 Angry Men"]),
        ("2001", ["2001: A Space Odyssey"]),
        ("big", ["Big"]),
        ("bad boy", ["Bad Boys", "Bad Boys II"]),
    ],
)
def test_a_series_has_a_name(name: str, titles: list[str]) -> None:
    assert {series_name(title) for title in titles} == {name}


@pytest.mark.parametrize(("one", "other"), [("Heat", "The Heater"), ("Big", "Bigs"), ("Alien", "Alien Nation")])
def test_other_films_have_other_names(one: str, other: str) -> None:
    assert series_name(one) != series_name(other)


@pytest.mark.parametrize("titles", [("???", "[REC]", "9", "300", "M"), ("???", "!!!", "…", "$")])
def test_names_of_marks_or_digits_are_no_series(titles: tuple[str, ...]) -> None:
    assert len({series_name(title) for title in titles}) == len(titles)


def test_the_mission_is_not_impossible() -> None:
    assert series_name("The Mission") != series_name("Mission: Impossible")


def test_the_series_of_the_shipped_films(recommender: Recommender) -> None:
    titles = recommender.catalogue.titles
    by_series = Counter(series_name(title) for title in titles)
    assert 1_000 < sum(count for count in by_series.values() if count > 1) < len(titles) / 4
    assert max(by_series.values()) < 20
    assert series_name("Aliens") == series_name("Alien")
    assert by_series[series_name("Fargo")] == 1
