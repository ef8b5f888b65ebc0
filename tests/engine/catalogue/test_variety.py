"""No series and no director fills a list."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.engine.catalogue.facts import CatalogueFacts, Features, collect_features
from matinee.engine.catalogue.series import series_name
from matinee.engine.catalogue.variety import MAX_PER_DIRECTOR, MAX_PER_SERIES, WINDOW, Variety
from matinee.engine.recommender import Recommender
from matinee.engine.session.session import Session


def title(kind: int, row: int) -> str:
    """The title of a film of series ``kind``; a negative kind has a title of its own."""
    if kind >= 0:
        return f"{'abcdefghij'[kind] * 5} {row + 2}"
    return "solo" + "".join("klmnopqrst"[int(digit)] for digit in str(row))


def variety(*kinds: int) -> Variety:
    """Films of these series, without facts."""
    return Variety([title(kind, row) for row, kind in enumerate(kinds)], None)


def facts(directors: list[list[str]], series: list[list[str]]) -> CatalogueFacts:
    """Facts with these directors and series."""
    count = len(directors)
    none = Features((), np.zeros(count + 1, dtype=np.int32), np.zeros(0, dtype=np.int32))
    return CatalogueFacts(
        collect_features(directors), none, none, none, none, none, none, collect_features(series), [""] * count,
        np.zeros(count, dtype=np.int16),
    )  # fmt: skip


def test_the_third_film_of_a_series_is_moved_down_by_ten() -> None:
    films = variety(7, 7, 7, *[-1] * 9)
    assert films.reorder(np.arange(12)).tolist() == [0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 2, 11]


def test_moved_films_keep_their_order() -> None:
    films = variety(7, 7, 8, 8, 7, 8, *[-1] * 10)
    assert films.reorder(np.arange(16)).tolist() == [0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 4, 12, 5, 13, 14, 15]


def test_the_rest_follows_if_nothing_else_is_left() -> None:
    assert variety(*[7] * 5).reorder(np.array([4, 2, 3, 1])).tolist() == [4, 2, 3, 1]
    assert variety().reorder(np.array([], dtype=np.int64)).tolist() == []


def test_a_director_has_three_of_ten_films_and_a_series_two() -> None:
    directors = [["Ozu"]] * 5 + [["Kurosawa", "Honda"]] + [[]] * 8
    series = [[]] * 6 + [["Gamera"]] * 4 + [[]] * 4
    films = Variety([title(-1, row) for row in range(14)], facts(directors, series))
    assert films.reorder(np.arange(14)).tolist()[:10] == [0, 1, 2, 5, 6, 7, 10, 11, 12, 13]
    assert films.reorder(np.arange(14), same_director=True).tolist()[:10] == [0, 1, 2, 3, 4, 5, 6, 7, 10, 11]


def test_the_next_film_depends_on_the_nine_before_it() -> None:
    films = variety(0, 0, 0, *[-1] * 10)
    assert films.first_allowed([0, 1], np.array([2, 5])) == 5
    assert films.first_allowed([0, 1, *range(3, 10)], np.array([2, 10])) == 10
    assert films.first_allowed([0, 1, *range(3, 11)], np.array([2, 11])) == 2
    assert films.first_allowed([0, 1], np.array([2])) is None


ORDERS = st.lists(st.integers(-60, 4), max_size=60).flatmap(
    lambda kinds: st.tuples(st.just(kinds), st.permutations(range(len(kinds))))
)


@settings(max_examples=200, deadline=None)
@given(ORDERS)
def test_series_are_limited(drawn: tuple[list[int], list[int]]) -> None:
    kinds, rows = drawn
    after = variety(*kinds).reorder(np.array(rows, dtype=np.int64)).tolist()
    assert sorted(after) == sorted(rows)
    series = [kind if kind >= 0 else -1 - row for row, kind in enumerate(kinds)]
    place = {row: at for at, row in enumerate(rows)}
    for number in set(series):
        own = [row for row in after if series[row] == number]
        assert own == sorted(own, key=place.__getitem__)
    alone = [row for row in after if series[row] < 0]
    assert alone == sorted(alone, key=place.__getitem__)
    assert all(after.index(row) <= place[row] for row in alone)  # films without a series only move up
    for at in range(len(after)):
        recent = Counter(series[row] for row in after[max(at - WINDOW + 1, 0) : at])
        if recent[series[after[at]]] >= MAX_PER_SERIES:  # only if no remaining film is allowed here
            assert all(recent[series[row]] >= MAX_PER_SERIES for row in after[at:])
            break


@pytest.mark.parametrize("prompt", ["space opera", "wizards", "spy", "like The Phantom Menace"])
def test_a_prompt_does_not_recommend_only_one_series(recommender: Recommender, prompt: str) -> None:
    shown = [film.movie.id for film in recommender.recommend((), prompt=prompt, limit=30)]
    assert len(set(shown)) == 30
    assert_limited(recommender, shown)


def test_a_session_with_a_prompt_is_not_one_long_series(recommender: Recommender) -> None:
    """Slashers come in long series."""
    session = recommender.session([318, 858, 296, 2959])
    session.prompt("slasher with a masked killer")
    assert_limited(recommender, play(session, 20))


def test_a_session_of_one_director_shows_others_too(recommender: Recommender) -> None:
    hitchcock = [recommender.find(name).id for name in ("Vertigo", "Rear Window", "North by Northwest", "Psycho 1960")]
    session = recommender.session(hitchcock)
    shown = play(session, 20)
    assert_limited(recommender, shown)
    by_him = sum("Alfred Hitchcock" in recommender.facts(movie).directors for movie in shown)
    assert by_him >= MAX_PER_DIRECTOR


def test_films_like_one_film_may_have_the_same_director(recommender: Recommender) -> None:
    session = recommender.session([318, 858, 296, 2959])
    session.more_like(recommender.find("Vertigo").id)
    by_him = sum("Alfred Hitchcock" in recommender.facts(movie).directors for movie in play(session, 10))
    assert by_him > MAX_PER_DIRECTOR


def play(session: Session, films: int) -> list[int]:
    """Skip films: their ids in order."""
    shown = []
    for _ in range(films):
        suggestion = session.next()
        assert suggestion is not None
        shown.append(suggestion.movie.id)
        session.skip()
    return shown


def assert_limited(recommender: Recommender, shown: list[int]) -> None:
    """No more than two films of a series and three of a director among any ten."""
    for start in range(len(shown) - WINDOW + 1):
        movies = shown[start : start + WINDOW]
        titles = [recommender.catalogue.titles[recommender.catalogue.row(one)] for one in movies]
        series = Counter(series_name(title) for title in titles)
        known = Counter(name for one in movies for name in recommender.facts(one).series)
        directors = Counter(name for one in movies for name in recommender.facts(one).directors)
        assert max(series.values()) <= MAX_PER_SERIES
        assert max(known.values(), default=0) <= MAX_PER_SERIES
        assert max(directors.values(), default=0) <= MAX_PER_DIRECTOR
