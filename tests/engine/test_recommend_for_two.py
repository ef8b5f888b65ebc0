"""Recommendations for two people, without a session."""

import pytest

from matinee.engine.recommender import Recommender

ALIEN, THING, NOTTING_HILL, PRETTY_WOMAN = 1214, 2288, 2671, 597


def test_the_terms_add_up_to_the_score(recommender: Recommender) -> None:
    for found in recommender.recommend([ALIEN, THING], companion_likes=[NOTTING_HILL, PRETTY_WOMAN], limit=5):
        assert sum(found.terms.values()) == pytest.approx(found.score)
        assert found.terms["pair_disagreement"] < 0


def test_it_does_not_matter_who_is_first(recommender: Recommender) -> None:
    found = recommender.recommend([ALIEN, THING], companion_likes=[NOTTING_HILL, PRETTY_WOMAN])
    swapped = recommender.recommend([NOTTING_HILL, PRETTY_WOMAN], companion_likes=[ALIEN, THING])
    assert [film.movie for film in found] == [film.movie for film in swapped]


def test_films_of_neither_are_recommended(recommender: Recommender) -> None:
    found = recommender.recommend([ALIEN], companion_likes=[NOTTING_HILL, PRETTY_WOMAN], limit=50)
    assert not {film.movie.id for film in found} & {ALIEN, NOTTING_HILL, PRETTY_WOMAN}


def test_two_people_with_one_taste_get_what_one_gets(recommender: Recommender) -> None:
    likes = [ALIEN, THING]
    alone = recommender.recommend(likes, limit=10)
    both = recommender.recommend(likes, companion_likes=likes, limit=10)
    assert [film.movie for film in both] == [film.movie for film in alone]
    assert [film.score for film in both] == pytest.approx([film.score for film in alone])


def test_a_requested_genre_is_favoured_for_both(recommender: Recommender) -> None:
    for strict, share in ((False, 7), (True, 10)):
        found = recommender.recommend(
            [ALIEN, THING], companion_likes=[NOTTING_HILL, PRETTY_WOMAN], genre="Western", strict=strict
        )
        assert "Western" in found[0].movie.genres
        assert sum("Western" in film.movie.genres for film in found) >= share
