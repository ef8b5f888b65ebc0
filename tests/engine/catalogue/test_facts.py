"""Film facts: who made a film, where it is from and what it is about."""

import numpy as np
import pytest

import matinee
from matinee.engine.catalogue.facts import CatalogueFacts, Features, collect_features, is_named, shown_name
from matinee.engine.errors import MovieNotFoundError
from matinee.engine.recommender import Recommender


@pytest.fixture
def people() -> Features:
    return collect_features([("Ozu", "Q17"), (), ("Naruse", "Ozu"), ("Steve McQueen (Q706475)",)])


def test_features_are_numbered_in_the_order_of_the_films(people: Features) -> None:
    assert people.names == ("Ozu", "Q17", "Naruse", "Steve McQueen (Q706475)")
    assert people.starts.tolist() == [0, 2, 2, 4, 5]
    assert [people.of(row).tolist() for row in range(4)] == [[0, 1], [], [2, 0], [3]]


def test_the_films_of_a_feature(people: Features) -> None:
    assert [people.films(column).tolist() for column in range(4)] == [[0, 2], [0], [2], [3]]


def test_people_without_a_name_are_not_shown(people: Features) -> None:
    assert [people.labels(row) for row in range(4)] == [("Ozu",), (), ("Naruse", "Ozu"), ("Steve McQueen",)]


def test_a_catalogue_without_films_has_no_features() -> None:
    nothing = collect_features([])
    assert (len(nothing.names), nothing.starts.tolist(), len(nothing.columns)) == (0, [0], 0)


@pytest.mark.parametrize(("name", "named"), [("Q42", False), ("Q", True), ("Qing", True), ("Q42 (film)", True)])
def test_a_wikidata_id_is_not_a_name(name: str, named: bool) -> None:
    assert is_named(name) is named


def test_only_an_id_in_parentheses_is_removed() -> None:
    assert shown_name("Prince (musician)") == "Prince (musician)"
    assert shown_name("Steve McQueen (Q706475)") == "Steve McQueen"


def test_films_of_which_anything_is_known_are_counted() -> None:
    none = collect_features([(), (), ()])
    facts = CatalogueFacts(
        collect_features([("Ozu",), (), ()]), none, collect_features([("Japan",), (), ("Japan",)]), none, none, none,
        none, none, ["", "", ""], np.zeros(3, dtype=np.int16),
    )  # fmt: skip
    assert facts.known_films == 2


@pytest.mark.parametrize(
    ("title", "director", "actor", "country", "language"),
    [
        ("Rashomon", "Akira Kurosawa", "Toshiro Mifune", "Japan", "Japanese"),
        ("Heat 1995", "Michael Mann", "Al Pacino", "United States", "English"),
        ("Amelie 2001", "Jean-Pierre Jeunet", "Audrey Tautou", "France", "French"),
        ("The Matrix", "Lana Wachowski", "Keanu Reeves", "United States", "English"),
        ("Fargo 1996", "Ethan Coen", "Frances McDormand", "United States", "English"),
        ("Stalker", "Andrei Tarkovsky", "", "Soviet Union", "Russian"),
        ("City of God 2002", "Fernando Meirelles", "", "Brazil", "Portuguese"),
    ],
)
def test_the_shipped_bundle_knows_its_films(
    recommender: Recommender, title: str, director: str, actor: str, country: str, language: str
) -> None:
    facts = recommender.facts(recommender.find(title).id)
    assert director in facts.directors
    assert not actor or actor in facts.cast[:3]
    assert country in facts.countries
    assert language in facts.languages
    assert facts.page


def test_facts_of_an_unknown_film(recommender: Recommender) -> None:
    with pytest.raises(MovieNotFoundError):
        recommender.facts(-1)


def test_facts_are_part_of_the_public_face(recommender: Recommender) -> None:
    assert isinstance(recommender.facts(318), matinee.FilmFacts)
