"""What the answers say about a taste."""

import numpy as np
import pytest

from matinee.engine.models.kinship import Kinship
from matinee.engine.models.profile import Answer, Profile
from matinee.engine.recommender import Recommender
from matinee.engine.session.learned_taste import RARE, LearnedFeature, learn_taste
from matinee.engine.session.session import Session
from tests.conftest import FAVOURITES

KUROSAWA = ("seven samurai", "rashomon", "ran", "yojimbo")


def rows(recommender: Recommender, *titles: str) -> tuple[int, ...]:
    return tuple(recommender.catalogue.row(recommender.find(title).id) for title in titles)


def by_name(features: list[LearnedFeature]) -> dict[str, LearnedFeature]:
    return {feature.name: feature for feature in reversed(features)}


def learned(
    recommender: Recommender, *titles: str, answers: tuple[tuple[int, Answer], ...] = ()
) -> list[LearnedFeature]:
    return learn_taste(recommender.kinship, Profile(rows(recommender, *titles), answers))


def test_what_few_other_films_have_comes_first(recommender: Recommender) -> None:
    features = learned(recommender, *KUROSAWA)
    assert {features[0].name, features[1].name} == {"Akira Kurosawa", "Japanese"}
    assert by_name(features)["1950s"].films == 2
    assert by_name(features)["Japanese"].films == 4


def test_what_everyone_has_is_typical_of_nobody(recommender: Recommender) -> None:
    well_known = learned(recommender, "forrest gump", "jurassic park", "the fugitive", "speed 1994")
    assert not {"English", "United States", "American", "Drama"} & set(by_name(well_known))


def test_one_film_of_the_favourites_is_not_enough(recommender: Recommender) -> None:
    assert "Akira Kurosawa" not in by_name(learned(recommender, "ran", "heat", "amelie 2001", "grease"))


def test_imax_is_no_taste(recommender: Recommender) -> None:
    features = learned(recommender, "inception", "interstellar", "the dark knight", "avatar 2009")
    assert "IMAX" not in by_name(features)


def test_a_dislike_lowers_what_the_film_has(recommender: Recommender) -> None:
    (ikiru,) = rows(recommender, "ikiru")
    before = by_name(learned(recommender, *KUROSAWA))
    after = by_name(learned(recommender, *KUROSAWA, answers=((ikiru, Answer.DISLIKE),)))
    for name in ("Akira Kurosawa", "Japanese"):
        assert after[name].strength < before[name].strength
        assert after[name].moved == pytest.approx(after[name].strength - before[name].strength)
        assert after[name].start == before[name].strength


def test_the_first_film_of_a_director_is_marked_as_new(recommender: Recommender) -> None:
    (nosferatu,) = rows(recommender, "nosferatu")
    found = by_name(learned(recommender, *KUROSAWA, answers=((nosferatu, Answer.LIKE),)))
    assert found["F. W. Murnau"].is_new
    assert not found["F. W. Murnau"].is_typical
    assert not found["Akira Kurosawa"].is_new
    assert found["Akira Kurosawa"].moved == 0


def test_only_the_latest_like_or_dislike_has_moved_something(recommender: Recommender) -> None:
    first, second = rows(recommender, "ikiru", "heat")
    answers = ((first, Answer.LIKE), (second, Answer.LIKE), (rows(recommender, "alien")[0], Answer.SKIP))
    found = by_name(learned(recommender, *KUROSAWA, answers=answers))
    assert found["Japanese"].moved == 0
    assert found["Michael Mann"].is_new


def test_without_facts_genres_and_decades_remain(recommender: Recommender) -> None:
    noir = rows(recommender, "double indemnity", "out of the past", "laura 1944", "the maltese falcon")
    features = learn_taste(Kinship(recommender.catalogue, None), Profile(noir))
    assert {feature.name for feature in features[:2]} == {"Film-Noir", "1940s"}


def test_the_rare_features_of_a_liked_film_rise(recommender: Recommender) -> None:
    """Also of the hundredth film: nothing that a liked film stands for goes down."""
    kinship, generator = recommender.kinship, np.random.default_rng(5)
    well_known = np.flatnonzero(recommender.catalogue.rating_counts >= 20)
    for _ in range(10):
        chosen = generator.choice(well_known, 34, replace=False).tolist()
        favourites, later = tuple(chosen[:4]), chosen[4:]
        answers: tuple[tuple[int, Answer], ...] = ()
        for row in later:
            before = {(each.kind, each.name): each for each in learn_taste(kinship, Profile(favourites, answers))}
            answers = (*answers, (row, Answer.LIKE))
            after = {(each.kind, each.name): each for each in learn_taste(kinship, Profile(favourites, answers))}
            for kind, features in kinship.features.items():
                columns, rates = features.of(row)[:5], kinship.base_rates(kind)
                for column in columns[rates[columns] <= RARE].tolist():
                    key = kind, kinship.name(kind, column)
                    if rates[column] <= 1 / len(chosen) and key[1]:  # even one film of all is more than usual
                        assert after[key].moved > 0
                    if key in before and key in after:
                        assert after[key].strength > before[key].strength


def test_a_like_and_a_dislike_change_what_was_learned(recommender: Recommender) -> None:
    for answer in ("like", "dislike"):
        session = recommender.session(FAVOURITES)
        before = session.learned
        getattr(session, answer)()
        assert session.learned != before


@pytest.mark.parametrize("answer", ["skip", "add_to_watchlist"])
def test_other_answers_do_not(session: Session, answer: str) -> None:
    session.like()
    before = session.learned
    getattr(session, answer)()
    assert session.learned == before


def test_undo_restores_what_was_learned(session: Session) -> None:
    before = session.learned
    session.dislike()
    session.undo()
    assert session.learned == before
