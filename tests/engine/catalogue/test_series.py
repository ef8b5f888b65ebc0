"""Series are recognised by their titles, and rankings are not dominated by one of them."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.series import MAX_PER_SERIES, WINDOW, first_allowed, limit_series, series_ids, series_name
from matinee.engine.recommender import Recommender


def films(*titles: str) -> Catalogue:
    """A catalogue with these titles and no other data."""
    nothing = np.zeros(len(titles), dtype=np.int64)
    return Catalogue(
        np.arange(len(titles)), titles, [()] * len(titles), nothing, np.zeros((len(titles), 1), bool), ("Drama",),
        np.zeros((len(titles), 10), dtype=np.int64), 1, nothing, nothing,
    )  # fmt: skip


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


def test_films_of_a_series_share_a_number_and_others_have_their_own() -> None:
    numbers = series_ids(films("Alien", "Heat", "Aliens", "Toy Story 2", "Fargo", "Toy Story")).tolist()
    assert numbers[0] == numbers[2]
    assert numbers[3] == numbers[5]
    assert len(set(numbers)) == 4


def test_a_name_of_marks_or_digits_is_a_name() -> None:
    assert len(set(series_ids(films("???", "[REC]", "9", "300", "M")).tolist())) == 5


def test_names_without_letters_are_no_series() -> None:
    assert len(set(series_ids(films("???", "!!!", "…", "$")).tolist())) == 4


def test_the_mission_is_not_impossible() -> None:
    assert series_name("The Mission") != series_name("Mission: Impossible")


def test_the_series_of_the_shipped_films(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    numbers = series_ids(catalogue)
    by_series = Counter(numbers.tolist())
    assert len(numbers) == len(catalogue)
    assert 1_000 < sum(count for count in by_series.values() if count > 1) < len(catalogue) / 4
    assert max(by_series.values()) < 20
    row = {title: place for place, title in enumerate(catalogue.titles)}
    assert numbers[row["Aliens"]] == numbers[row["Alien"]]
    assert numbers[row["Toy Story"]] == numbers[row["Toy Story 3"]]
    assert by_series[int(numbers[row["Fargo"]])] == 1


def test_the_third_film_of_a_series_is_moved_down_by_ten() -> None:
    series = np.array([7, 7, 7, -1, -2, -3, -4, -5, -6, -8, -9, -10])
    assert limit_series(np.arange(12), series).tolist() == [0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 2, 11]


def test_moved_films_keep_their_order() -> None:
    series = np.array([7, 7, 8, 8, 7, 8, *range(-1, -11, -1)])
    assert limit_series(np.arange(16), series).tolist() == [0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 4, 12, 5, 13, 14, 15]


def test_the_rest_follows_if_nothing_else_is_left() -> None:
    assert limit_series(np.array([4, 2, 3, 1]), np.full(5, 7)).tolist() == [4, 2, 3, 1]
    assert limit_series(np.array([], dtype=np.int64), np.zeros(0, dtype=np.int64)).tolist() == []


ORDERS = st.lists(st.integers(-60, 4), max_size=60).flatmap(
    lambda kinds: st.tuples(st.just(kinds), st.permutations(range(len(kinds))))
)


@settings(max_examples=400, deadline=None)
@given(ORDERS)
def test_series_are_limited(drawn: tuple[list[int], list[int]]) -> None:
    kinds, rows = drawn
    series = np.array([kind if kind >= 0 else -1 - row for row, kind in enumerate(kinds)], dtype=np.int64)
    before = np.array(rows, dtype=np.int64)
    after = limit_series(before, series).tolist()
    assert sorted(after) == sorted(rows)
    place = {row: at for at, row in enumerate(rows)}
    for number in set(series.tolist()):
        own = [row for row in after if series[row] == number]
        assert own == sorted(own, key=place.__getitem__)
    alone = [row for row in after if series[row] < 0]
    assert alone == sorted(alone, key=place.__getitem__)
    assert all(after.index(row) <= place[row] for row in alone)  # films without a series only move up
    for at in range(len(after)):
        recent = Counter(int(series[row]) for row in after[max(at - WINDOW + 1, 0) : at])
        if recent[int(series[after[at]])] >= MAX_PER_SERIES:  # only if no remaining film is allowed here
            assert all(recent[int(series[row])] >= MAX_PER_SERIES for row in after[at:])
            break


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 9), max_size=30))
def test_an_order_within_the_limit_is_unchanged(kinds: list[int]) -> None:
    series = np.array([kind * 100 + at // 5 for at, kind in enumerate(kinds)], dtype=np.int64)
    for at in range(len(series)):
        if (series[max(at - WINDOW + 1, 0) : at] == series[at]).sum() >= MAX_PER_SERIES:
            return
    order = np.arange(len(series))
    assert limit_series(order, series).tolist() == order.tolist()


def test_a_prompt_does_not_recommend_only_one_series(recommender: Recommender) -> None:
    numbers = series_ids(recommender.catalogue)
    for prompt in ("space opera", "wizards", "spy", "like The Phantom Menace"):
        shown = recommender.recommend((), prompt=prompt, limit=30)
        series = [int(numbers[recommender.catalogue.row(film.movie.id)]) for film in shown]
        assert len({film.movie.id for film in shown}) == 30
        for start in range(21):
            assert max(Counter(series[start : start + WINDOW]).values()) <= MAX_PER_SERIES, prompt


def test_a_session_with_a_prompt_is_not_one_long_series(recommender: Recommender) -> None:
    """Slashers come in long series; at most two of one are among any ten consecutive films."""
    session = recommender.session([318, 858, 296, 2959])
    session.prompt("slasher with a masked killer")
    numbers = series_ids(recommender.catalogue)
    shown = []
    for _ in range(20):
        card = session.next()
        assert card is not None
        shown.append(int(numbers[recommender.catalogue.row(card.movie.id)]))
        session.skip()
    for start in range(11):
        assert max(Counter(shown[start : start + WINDOW]).values()) <= MAX_PER_SERIES


def test_the_best_film_is_shown_if_none_is_allowed() -> None:
    titles = ["Saw", "Saw II", "Saw III", "Saw IV", "Heat"]
    assert first_allowed([0, 1], np.array([2, 3, 4]), titles) == 4
    assert first_allowed([0, 1], np.array([2, 3]), titles) == 2
