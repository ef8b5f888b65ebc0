"""Films in somebody's manner: "hitchcock style", "tarantinoesque", "in the vein of david lynch"."""

import numpy as np
import pytest

from matinee.engine.prompts.facts.manner import iter_surnames
from matinee.engine.prompts.interpreter import PromptInterpreter
from matinee.engine.recommender import Recommender
from tests.engine.prompts.asking import ask
from tests.engine.prompts.test_fact_prompts import carrying, first


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("hitchcock style thriller", "Alfred Hitchcock"),
        ("a thriller hitchcock would have made", "Alfred Hitchcock"),
        ("something in the vein of david lynch", "David Lynch"),
        ("lynchian mystery", "David Lynch"),
        ("kubrickian sci-fi", "Stanley Kubrick"),
        ("inspired by kubrick", "Stanley Kubrick"),
        ("tarantinoesque crime", "Quentin Tarantino"),
        ("felliniesque", "Federico Fellini"),
        ("bergmanesque drama", "Ingmar Bergman"),
        ("scorsesian crime", "Martin Scorsese"),
        ("i'm a huge fan of ken loach", "Ken Loach"),
        ("80s teen movies, john hughes energy", "John Hughes"),
        ("wes anderson vibes but darker", "Wes Anderson"),
    ],
)
def test_a_manner_is_that_of_a_person(recommender: Recommender, line: str, name: str) -> None:
    facts = [part.fact for part in recommender.understand(line).parts if part.fact is not None]
    assert [(fact.label, fact.is_manner) for fact in facts] == [(f"like {name}", True)]


@pytest.mark.parametrize(
    "line",
    ["italian film", "victorian drama", "vegetarian comedy", "films by christian directors", "librarian romance"],
)
def test_ordinary_adjectives_are_no_manner(recommender: Recommender, line: str) -> None:
    assert not any(part.fact is not None and part.fact.is_manner for part in recommender.understand(line).parts)


def test_films_by_the_person_come_with_similar_ones(recommender: Recommender) -> None:
    """Not with the most popular films, which have nothing of the manner."""
    own = carrying(recommender, "directors", "Andrei Tarkovsky")
    rows = first(recommender, "fans of tarkovsky")
    assert own[rows[:3]].all()
    assert not own[rows].all()
    similar = np.mean([recommender.similarity.total(row) for row in rows[:3]], axis=0)
    others = [row for row in rows if not own[row]]
    assert (similar[others] > np.quantile(similar, 0.97)).all()


def test_people_are_examples_like_films(encoded: PromptInterpreter) -> None:
    assert ask(encoded, "lynchian mystery").examples == ("David Lynch",)
    assert ask(encoded, "lynchian mystery", ["like David Lynch"]).examples == ()
    assert ask(encoded, "like heat but funnier").examples == ("Heat",)


def test_the_letters_that_an_ending_replaced_are_tried() -> None:
    assert "fellini" in iter_surnames("felliniesque")
    assert "kurosawa" in iter_surnames("kurosawan")
    assert list(iter_surnames("heist")) == []


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("something with tom hanks like cast away", "with Tom Hanks"),
        ("a tom hanks feel good movie", "with Tom Hanks"),
        ("hugh grant light comedy", "with Hugh Grant"),
        ("meryl streep inspired by a true story", "with Meryl Streep"),
    ],
)
def test_words_beside_an_actor_may_mean_something_else(recommender: Recommender, line: str, label: str) -> None:
    facts = [part.fact for part in recommender.understand(line).parts if part.fact is not None]
    assert [(fact.label, fact.is_manner) for fact in facts] == [(label, False)]


@pytest.mark.parametrize(
    ("line", "label"),
    [("i do not like tom cruise", "not: by or with Tom Cruise"), ("something like bergman films", "like Bergman")],
)
def test_labels_say_what_is_left_out_or_like_whom(recommender: Recommender, line: str, label: str) -> None:
    assert label in [part.label for part in recommender.understand(line).parts]
