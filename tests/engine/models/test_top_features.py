"""What liked films share and few others have is typical of a taste."""

from dataclasses import replace

import pytest

from matinee.engine.models.kinship import Kinship
from matinee.engine.models.profile import Answer, Profile
from matinee.engine.recommender import Recommender
from matinee.policy import Policy

KUROSAWA = ("seven samurai", "rashomon", "ran", "yojimbo")


def rows(recommender: Recommender, *titles: str) -> tuple[int, ...]:
    return tuple(recommender.catalogue.row(recommender.find(title).id) for title in titles)


def names(recommender: Recommender, profile: Profile) -> list[str]:
    return [feature.name for feature in recommender.kinship.top_features(profile, recommender.policy)]


def test_the_strongest_come_first_with_the_films_that_have_them(recommender: Recommender) -> None:
    favourites = rows(recommender, *KUROSAWA)
    features = recommender.kinship.top_features(Profile(favourites), recommender.policy)
    found = {feature.name: feature for feature in features}
    assert {features[0].name, features[1].name} == {"Akira Kurosawa", "Japanese"}
    assert found["Japanese"].films == favourites
    assert found["Japanese"].liked == 4
    assert found["1950s"].films == favourites[:2]
    assert "Drama" not in found


def test_what_everyone_has_is_typical_of_nobody(recommender: Recommender) -> None:
    well_known = rows(recommender, "forrest gump", "jurassic park", "the fugitive", "speed 1994")
    assert not {"English", "United States", "1990s", "Drama"} & set(names(recommender, Profile(well_known)))


def test_one_film_of_many_is_not_enough(recommender: Recommender) -> None:
    mixed = rows(recommender, "ran", "heat", "amelie 2001", "grease")
    assert "Akira Kurosawa" not in names(recommender, Profile(mixed))


def test_what_disliked_films_share_as_well_is_less_typical(recommender: Recommender) -> None:
    favourites = rows(recommender, *KUROSAWA)
    disliked = tuple((row, Answer.DISLIKE) for row in rows(recommender, "ikiru", "kagemusha", "red beard", "stray dog"))
    policy = replace(recommender.policy, kin_dislike_share=1.0)
    before = recommender.kinship.top_features(Profile(favourites), policy)
    after = recommender.kinship.top_features(Profile(favourites, disliked), policy)
    assert "Akira Kurosawa" in [feature.name for feature in before]
    assert "Akira Kurosawa" not in [feature.name for feature in after]


@pytest.mark.parametrize("kind", ["director", "language"])
def test_a_kind_without_weight_is_left_out(recommender: Recommender, kind: str) -> None:
    policy = Policy(**{**recommender.policy.__dict__, f"kin_{kind}_weight": 0.0})
    features = recommender.kinship.top_features(Profile(rows(recommender, *KUROSAWA)), policy)
    assert features
    assert kind not in {feature.kind for feature in features}


def test_without_facts_genres_and_decades_remain(recommender: Recommender) -> None:
    noir = rows(recommender, "double indemnity", "out of the past", "laura 1944", "the maltese falcon")
    features = Kinship(recommender.catalogue, None).top_features(Profile(noir), recommender.policy)
    assert [feature.name for feature in features[:2]] == ["Film-Noir", "1940s"]
