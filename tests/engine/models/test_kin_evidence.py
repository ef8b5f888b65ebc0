"""What single liked films add to the kinship terms, and how much films have in common, in the shipped bundle."""

from dataclasses import replace

import numpy as np
import pytest

from matinee.engine.models.film_features import PEOPLE
from matinee.engine.models.kin_evidence import kin_contributions, likeness
from matinee.engine.models.kinship import Kinship
from matinee.engine.models.profile import Answer, Profile
from matinee.engine.recommender import Recommender
from matinee.policy.terms import KINDS_OF_KINSHIP

LIKED = ("Seven Samurai", "Rashomon", "Spirited Away", "Chungking Express", "Heat", "The Godfather", "Taxi Driver")


def rows_of(recommender: Recommender, titles: tuple[str, ...]) -> tuple[int, ...]:
    """Catalogue rows of films."""
    return tuple(recommender.catalogue.row(recommender.find(title).id) for title in titles)


def only(kind: str) -> dict[str, float]:
    """The weights if only one kind of kinship counts."""
    return {each: float(each == kind) for each in KINDS_OF_KINSHIP}


@pytest.mark.parametrize("kind", KINDS_OF_KINSHIP)
@pytest.mark.parametrize("title", ["Ikiru", "Goodfellas", "Princess Mononoke", "Toy Story"])
def test_they_add_up_to_the_term_but_for_what_is_absent(recommender: Recommender, kind: str, title: str) -> None:
    rows = rows_of(recommender, LIKED)
    profile = Profile(rows[:4], tuple((row, Answer.LIKE) for row in rows[4:]))
    policy = replace(recommender.policy, kin_absence_share=0.0)
    (row,) = rows_of(recommender, (title,))
    added = kin_contributions(recommender.kinship, only(kind), profile, row)
    term = float(recommender.kinship.terms(profile, policy).term(kind)[row])
    assert len(added) == len(LIKED)
    assert added.min() >= 0
    # a feature that the liked films have less often than is usual lowers the term, and no film is the reason for it
    assert added.sum() == pytest.approx(term) if kind in PEOPLE else added.sum() >= term - 1e-9


def test_only_films_that_share_something_add_something(recommender: Recommender) -> None:
    (row,) = rows_of(recommender, ("Ikiru",))
    added = kin_contributions(recommender.kinship, only("director"), Profile(rows_of(recommender, LIKED)), row)
    assert added[0] == pytest.approx(added[1])
    assert added[0] > 0
    assert added[2:].tolist() == [0] * 5
    assert kin_contributions(recommender.kinship, only("director"), Profile(()), row).tolist() == []


def test_likeness_is_highest_for_the_same_film_and_higher_for_the_same_director(recommender: Recommender) -> None:
    row, rashomon, spirited_away, heat = rows_of(recommender, ("Ikiru", "Rashomon", "Spirited Away", "Heat"))
    itself, same_director, same_language, other = likeness(
        recommender.kinship, row, (row, rashomon, spirited_away, heat)
    )
    assert itself == pytest.approx(1)
    assert 1 > same_director > 0.3 > same_language > other >= 0
    assert likeness(recommender.kinship, row, ()).tolist() == []


def test_without_facts_genres_alone_are_compared(recommender: Recommender) -> None:
    kinship = Kinship(recommender.catalogue, None)
    row, rashomon, toy_story = rows_of(recommender, ("Ikiru", "Rashomon", "Toy Story"))
    alike = likeness(kinship, row, (rashomon, toy_story))
    assert alike[0] > alike[1] == 0
    assert kin_contributions(kinship, only("director"), Profile((rashomon,)), row).tolist() == [0]
    assert np.isfinite(likeness(kinship, row, tuple(range(len(recommender.catalogue))))).all()
