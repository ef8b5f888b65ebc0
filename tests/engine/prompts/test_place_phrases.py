"""Places, languages and movements in prompts."""

import pytest

from matinee.engine.prompts.facts.place_phrases import PlacePhrases
from matinee.engine.prompts.words.normalization import token_texts
from matinee.engine.recommender import Recommender

MAD_MAX = 3702
AMELIE, PANS_LABYRINTH, SEVEN_SAMURAI, THE_400_BLOWS, HEAT, OLDBOY = 4973, 48394, 2019, 2731, 6, 27773


@pytest.fixture(scope="module")
def places(recommender: Recommender) -> PlacePhrases:
    assert recommender.film_facts is not None
    return PlacePhrases(recommender.catalogue, recommender.film_facts)


@pytest.mark.parametrize(
    ("line", "label", "inside", "outside"),
    [
        ("korean thriller", "Korean", OLDBOY, HEAT),
        ("in spanish", "in Spanish", PANS_LABYRINTH, HEAT),
        ("a french film", "French", AMELIE, SEVEN_SAMURAI),
        ("the french new wave", "French New Wave", THE_400_BLOWS, AMELIE),
        ("something from japan", "Japan", SEVEN_SAMURAI, AMELIE),
        ("foreign language romance", "not in English", AMELIE, HEAT),
        ("not in english", "not in English", SEVEN_SAMURAI, HEAT),
        ("a japaneese classic", "Japanese", SEVEN_SAMURAI, AMELIE),
        ("aussie film", "Aussie", MAD_MAX, HEAT),
        ("outside the us", "Us", HEAT, AMELIE),
    ],
)
def test_places_are_recognised(
    recommender: Recommender, places: PlacePhrases, line: str, label: str, inside: int, outside: int
) -> None:
    (phrase,) = places.find(token_texts(line))
    assert phrase.label == label
    assert phrase.films[recommender.catalogue.row(inside)]
    assert not phrase.films[recommender.catalogue.row(outside)]


@pytest.mark.parametrize("line", ["a romance", "chinatown", "turkey day comedy", "polished thriller", ""])
def test_words_are_not_places(places: PlacePhrases, line: str) -> None:
    assert [phrase.label for phrase in places.find(token_texts(line))] in ([], ["Turkey"])
