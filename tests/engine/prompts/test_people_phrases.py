"""People in prompts."""

import pytest

from matinee.engine.prompts.facts.fact_finder import FactFinder
from matinee.engine.prompts.service import shipped_lexicon
from matinee.engine.prompts.text.encoder import find_encoder, load_encoder
from matinee.engine.prompts.words.normalization import token_texts
from matinee.engine.recommender import Recommender


@pytest.fixture(scope="module")
def finder(recommender: Recommender) -> FactFinder:
    folder = find_encoder(recommender.bundle.folder)
    assert folder is not None
    encoder = load_encoder(folder)
    assert recommender.film_facts is not None
    return FactFinder(recommender.catalogue, recommender.film_facts, shipped_lexicon(), encoder.is_common)


def labels(finder: FactFinder, line: str) -> list[str]:
    return [phrase.label for phrase in finder.find(token_texts(line))]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("film with tom hanks", "with Tom Hanks"),
        ("wes anderson", "by Wes Anderson"),
        ("a hitchcock thriller", "by Alfred Hitchcock"),
        ("anything directed by clint eastwood", "by Clint Eastwood"),
        ("starring clint eastwood", "with Clint Eastwood"),
        ("tarrantino", "by Quentin Tarantino"),
        ("bruce wilis action", "with Bruce Willis"),
        ("di caprio", "with Leonardo DiCaprio"),
        ("coen brothers comedy", "by Ethan Coen & Joel Coen"),
        ("kubrick's best", "by Stanley Kubrick"),
        ("something by the wachowskis", "by Wachowskis"),
        ("early spielberg", "early Steven Spielberg"),
        ("bergman", "by or with Bergman"),
        ("anderson drama", "by or with Anderson"),
        ("something by scott", "by Scott"),
        ("films clint eastwood directed", "by Clint Eastwood"),
    ],
)
def test_people_are_recognised(finder: FactFinder, line: str, label: str) -> None:
    assert labels(finder, line) == [label]


@pytest.mark.parametrize(
    "line",
    [
        "a dark western",
        "stone age comedy",
        "car chases",
        "laughs instead of tears",
        "on a train or a plane",
        "a chase movie",
        "a film about a young king",
        "funny lower class drama",
        "summer day",
        "fox",
    ],
)
def test_words_are_not_people(finder: FactFinder, line: str) -> None:
    assert labels(finder, line) == []


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("whimsical like wes anderson", "like Wes Anderson"),
        ("hitchcock style suspense", "like Alfred Hitchcock"),
        ("like tarkovsky but shorter", "like Andrei Tarkovsky"),
    ],
)
def test_films_in_the_manner_of_a_person_may_be_by_others(finder: FactFinder, line: str, label: str) -> None:
    (fact,) = finder.find(line.split())
    assert fact.label == label
    assert fact.possible.all()
    assert 2 < fact.films.sum() < 100


def test_directors_are_known_by_few_films(finder: FactFinder) -> None:
    assert labels(finder, "agnes varda") == labels(finder, "slow as varda") == ["by Agnès Varda"]


def test_the_films_are_those_of_the_role(recommender: Recommender, finder: FactFinder) -> None:
    (directed,) = finder.find(["by", "clint", "eastwood"])
    (acted,) = finder.find(["with", "clint", "eastwood"])
    mystic_river, dirty_harry = (
        recommender.catalogue.row(recommender.find(title).id) for title in ("Mystic River", "Dirty Harry")
    )
    assert (directed.films[mystic_river], acted.films[mystic_river]) == (True, False)
    assert (directed.films[dirty_harry], acted.films[dirty_harry]) == (False, True)


def test_early_films_are_the_first_of_a_career(recommender: Recommender, finder: FactFinder) -> None:
    (early,) = finder.find(["early", "spielberg"])
    (all_films,) = finder.find(["spielberg"])
    years = recommender.catalogue.years
    assert 0 < early.films.sum() < all_films.films.sum()
    assert years[early.films].max() < years[all_films.films].max()


def test_a_whole_line_can_be_a_person(finder: FactFinder) -> None:
    person = finder.person_named(["hitchcock"])
    assert person is not None
    assert person.label == "by Alfred Hitchcock"
    assert finder.person_named(["hitchcock", "thriller"]) is None


@pytest.mark.parametrize(
    "line",
    [
        "comedy with young people",
        "thriller with black humour",
        "with strong women",
        "with rich people",
        "with little dialogue",
        "horror from hill house",
        "drama with hope",
        "by day a nurse",
    ],
)
def test_ordinary_words_after_with_are_no_people(finder: FactFinder, line: str) -> None:
    assert labels(finder, line) == []


@pytest.mark.parametrize("line", ["deanna durbin", "something with yasujiro ozu"])
def test_a_given_name_that_nobody_has_is_part_of_no_similar_surname(recommender: Recommender, line: str) -> None:
    assert not any(part.kind == "fact" for part in recommender.understand(line).parts)
