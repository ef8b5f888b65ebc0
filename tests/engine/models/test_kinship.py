"""Kinship terms on a catalogue of six films, by hand, and in a session of the shipped bundle."""

from dataclasses import replace

import numpy as np
import pytest

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts, collect_features
from matinee.engine.models.film_features import FACT_KINDS, base_rates
from matinee.engine.models.kinship import Kinship, SharedFeature, kin_terms
from matinee.engine.models.profile import Answer, Profile
from matinee.engine.recommender import Recommender
from matinee.engine.session.session import Session
from matinee.policy import Policy
from matinee.policy.terms import KINDS_OF_KINSHIP

FEATURES = [("A",), ("A",), ("B",), ("B",), ("B", "A"), ()]
"""Of every kind: films 0 and 1 have A, films 2 and 3 B, film 4 both, film 5 none. All films are liked equally often."""
LIKED = np.log(5 / 3) ** 2 / 3
"""Weight of A if films 0 and 1 are liked: (2 + ½) / 3 is 5/3 of ½, the share of the likes that go to films with A."""
ABSENT = -(np.log(3) ** 2) / 3 / 2
"""Weight of B: (0 + ½) / 3 is a third of ½, and one of two films would have it by chance, hence 1 / (1 + 1)."""
DISLIKED = np.log(1.5) ** 2 / 3
"""Weight of B if film 2 is disliked: (1 + ½) / 2 is 3/2 of ½."""
PROFILE = Profile((0, 1))


@pytest.fixture
def weighing(policy: Policy) -> Policy:
    """Absent features count fully, those of disliked films half."""
    return replace(policy, kin_absence_share=1.0, kin_dislike_share=0.5)


@pytest.fixture
def catalogue() -> Catalogue:
    nothing = np.zeros(6, dtype=np.int64)
    histogram = np.zeros((6, 10), dtype=np.int64)
    histogram[:, -1] = 10
    genres = np.array([[name in of_film for name in "AB"] for of_film in FEATURES])
    years = np.array([1950, 1959, 1960, 1961, 1970, 0])
    return Catalogue(
        np.arange(1, 7), list("abcdef"), [()] * 6, years, genres, ("A", "B"), histogram, 10, nothing, nothing
    )


@pytest.fixture
def facts() -> CatalogueFacts:
    each = collect_features(FEATURES)
    return CatalogueFacts(each, each, each, each, each, each, each, each, [""] * 6, np.zeros(6, dtype=np.int16))


@pytest.fixture
def kinship(catalogue: Catalogue, facts: CatalogueFacts) -> Kinship:
    return Kinship(catalogue, facts)


@pytest.mark.parametrize("kind", ["genre", "language", "country", "keyword"])
def test_features_are_weighted_by_how_typical_they_are(kinship: Kinship, weighing: Policy, kind: str) -> None:
    both = (LIKED + ABSENT) / 2
    assert kinship.terms(PROFILE, weighing).term(kind) == pytest.approx([LIKED, LIKED, ABSENT, ABSENT, both, 0])
    half = replace(weighing, kin_absence_share=0.5)
    assert kinship.terms(PROFILE, half).term(kind)[2] == pytest.approx(ABSENT / 2)


def test_decades_are_weighted_likewise(kinship: Kinship, weighing: Policy) -> None:
    # the fifties and sixties have a third of the likes each, the seventies a sixth
    fifties = np.log(7 / 3) ** 2 / 3
    sixties, seventies = (-(np.log(3) ** 2) / 3 * expected / (1 + expected) for expected in (2 / 3, 1 / 3))
    expected = [fifties, fifties, sixties, sixties, seventies, 0]
    assert kinship.terms(PROFILE, weighing).term("decade") == pytest.approx(expected)


@pytest.mark.parametrize("kind", ["director", "cast"])
def test_people_are_compared_by_cosine(kinship: Kinship, weighing: Policy, kind: str) -> None:
    # A and B made three films each, so film 4 is at 45° to both
    assert kinship.terms(PROFILE, weighing).term(kind) == pytest.approx([1, 1, 0, 0, 0.5**0.5, 0])
    disliked = Profile((0, 1), ((2, Answer.DISLIKE),))
    assert kinship.terms(disliked, weighing).term(kind) == pytest.approx([1, 1, -0.5, -0.5, 0.5 * 0.5**0.5, 0])


def test_what_disliked_films_have_counts_against_a_film(kinship: Kinship, weighing: Policy) -> None:
    found = kinship.terms(Profile((0, 1), ((2, Answer.DISLIKE),)), weighing).term("genre")
    # what disliked films lack does not count in favour of a film
    assert found[:3] == pytest.approx([LIKED, LIKED, ABSENT - DISLIKED / 2])


def test_likes_count_like_favourites_and_skips_do_not(kinship: Kinship, weighing: Policy) -> None:
    answered = Profile((0,), ((1, Answer.LIKE), (2, Answer.SKIP)))
    for kind in KINDS_OF_KINSHIP:
        assert (
            kinship.terms(answered, weighing).term(kind).tolist()
            == kinship.terms(PROFILE, weighing).term(kind).tolist()
        )


def test_the_latest_term_is_kept_and_others_are_not_mixed_up(kinship: Kinship, weighing: Policy) -> None:
    other, less = Profile((2, 3)), replace(weighing, kin_absence_share=0.0)
    first = kinship.terms(PROFILE, weighing).term("genre")
    assert kinship.terms(Profile((0, 1), ((5, Answer.SKIP),)), weighing).term("genre") is first
    assert not first.flags.writeable
    assert kinship.terms(other, weighing).term("genre")[2] == pytest.approx(LIKED)
    assert kinship.terms(PROFILE, less).term("genre")[2] == 0
    assert kinship.terms(PROFILE, weighing).term("genre").tolist() == first.tolist()


def test_without_facts_only_genres_and_decades_are_compared(catalogue: Catalogue, weighing: Policy) -> None:
    term = kin_terms(Kinship(catalogue, None), PROFILE, weighing)
    assert {kind for kind in KINDS_OF_KINSHIP if term(kind).any()} == {"genre", "decade"}
    assert Kinship(catalogue, None).shared("director", PROFILE, 4) == []
    assert {"genre", "decade", *FACT_KINDS} == set(KINDS_OF_KINSHIP)


def test_base_rates_are_shares_of_the_likes(facts: CatalogueFacts) -> None:
    likes = np.array([4.0, 0.0, 1.0, 1.0, 2.0, 2.0])
    assert base_rates(likes, facts.directors) == pytest.approx([6 / 10, 4 / 10])
    assert base_rates(np.zeros(6), facts.directors).tolist() == [0, 0]


def test_shared_features_name_the_liked_films(catalogue: Catalogue, facts: CatalogueFacts) -> None:
    named = replace(facts, directors=collect_features([("X",), ("Y", "X"), ("Q1",), ("Q1", "Y", "Z", "X"), (), ()]))
    profile = Profile((0, 1), ((2, Answer.LIKE), (4, Answer.DISLIKE)))
    # X is on two of the three liked films, Y on one; Z on none, and Q1 has no name
    assert Kinship(catalogue, named).shared("director", profile, 3) == [
        SharedFeature("director", "X", (0, 1), 3),
        SharedFeature("director", "Y", (1,), 3),
    ]


def test_equally_telling_features_keep_their_order(catalogue: Catalogue, facts: CatalogueFacts) -> None:
    named = replace(facts, cast=collect_features([("Z", "A", "M"), (), (), ("Z", "A", "M"), (), ()]))
    shared = Kinship(catalogue, named).shared("cast", Profile((0,)), 3)
    assert [feature.name for feature in shared] == ["Z", "A", "M"]


def contributions(session: Session) -> dict[str, list[float]]:
    """What the kinship terms add to the scores of all films now."""
    found = session.ranking().contributions
    return {kind: found[f"kin_{kind}"].tolist() for kind in KINDS_OF_KINSHIP}


def test_a_session_follows_its_answers_and_undo_restores_them(session: Session, recommender: Recommender) -> None:
    before = contributions(session)
    session.skip()
    assert contributions(session) == before
    suggestion = session.next()
    assert suggestion is not None
    row = recommender.catalogue.row(suggestion.movie.id)
    session.like()
    liked = contributions(session)
    # a liked film is as typical of the liked films as it can be
    assert liked["director"][row] > before["director"][row]
    assert liked["cast"][row] > before["cast"][row]
    session.undo()
    assert contributions(session) == before
    session.dislike()
    disliked = contributions(session)
    assert disliked["director"][row] < before["director"][row]
    assert disliked["genre"][row] <= before["genre"][row]
    session.undo()
    assert contributions(session) == before
    session.redo()
    assert contributions(session) == disliked
