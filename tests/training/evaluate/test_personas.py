"""Personas: how they are made, shares by hand, and the command on the shipped bundle."""

import numpy as np
import pytest

from matinee.engine.errors import MatineeError, ModelNotFoundError
from matinee.engine.recommender import Recommender
from matinee.policy import Policy
from matinee.training.build import build_bundle
from matinee.training.data.movielens import Dataset, read_dataset
from matinee.training.evaluate.persona_report import build_report, format_tables, list_contenders
from matinee.training.evaluate.personas import (
    MAX_SHARED,
    VALIDATION_FEATURES,
    Persona,
    PersonaResult,
    make_mixed_personas,
    make_personas,
    play_persona,
    summarise_personas,
)
from tests.training.helpers import evaluate
from tests.training.models.test_models import SMALL

YES, NO = True, False


def result(name: str, *tastes: int) -> PersonaResult:
    """Twenty films, of which the first so many are of the first taste, and the last so many of the second."""
    first, *others = tastes
    hits = [tuple(place < first for place in range(20))]
    return PersonaResult(name, (*hits, *(tuple(place >= 20 - count for place in range(20)) for count in others)))


# --- made from a catalogue ---------------------------------------------------------------------------------------


def test_reported_features_are_not_those_on_which_settings_are_chosen(recommender: Recommender) -> None:
    reported = {persona.name for persona in make_personas(recommender, "reported", [0])}
    validation = {persona.name for persona in make_personas(recommender, "validation", [0])}
    assert validation <= VALIDATION_FEATURES  # with few ratings some have too few films: German in ml-latest-small
    assert len(validation) >= 8
    assert len(reported) >= 8
    assert not reported & validation
    assert not {name for name in reported if "IMAX" in name or "English" in name or "no genres" in name}


def test_favourites_are_well_liked_films_of_the_feature(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    personas = make_personas(recommender, "reported", [0, 1])
    assert len({persona.favourites for persona in personas}) == len(personas)
    for persona in personas:
        (films,) = persona.tastes
        rows = [catalogue.row(movie) for movie in persona.favourites]
        assert len(set(rows)) == 4
        assert films.issuperset(rows)
        assert all((catalogue.like_share(row) or 0) >= 0.5 for row in rows)
    war = next(persona for persona in personas if persona.name == "genre War")
    assert all("War" in catalogue.movie(row).genres for row in war.tastes[0])
    assert make_personas(recommender, "reported", [0, 1]) == personas


def test_a_mixed_persona_has_two_favourites_of_each_feature(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    single = {persona.name: persona.tastes[0] for persona in make_personas(recommender, "reported", [0])}
    mixed = make_mixed_personas(recommender, "reported", [0, 1])
    assert len(mixed) >= 20
    for persona in mixed:
        first, second = persona.tastes
        assert [single[name] for name in persona.name.split(" + ")] == [first, second]
        assert len(first & second) <= MAX_SHARED * min(len(first), len(second))
        rows = [catalogue.row(movie) for movie in persona.favourites]
        assert [(row in first, row in second) for row in rows] == [(YES, NO)] * 2 + [(NO, YES)] * 2


# --- played and summarised ---------------------------------------------------------------------------------------


def test_a_session_counts_the_films_of_each_taste(recommender: Recommender) -> None:
    """Popularity shows the most liked films in order, whatever is answered."""
    catalogue = recommender.catalogue
    order = np.argsort(-catalogue.like_counts, kind="stable").tolist()
    favourites = tuple(int(catalogue.ids[row]) for row in order[:4])
    persona = Persona("made up", favourites, (frozenset(order[4:7]), frozenset(order[6:9] + order[23:24])))
    neutral = Recommender(recommender.bundle, recommender.policy.neutral())
    played = play_persona(neutral, persona, "popularity")
    assert played.hits[0] == (YES, YES, YES) + (NO,) * 17
    assert played.hits[1] == (NO, NO, YES, YES, YES) + (NO,) * 14 + (YES,)
    assert (played.share(5), played.share(20)) == (1, 6 / 20)
    assert (played.scarcer(5), played.scarcer(20)) == (3 / 5, 3 / 20)


def test_missing_films_are_misses() -> None:
    assert PersonaResult("short", ((YES, YES),)).share(20) == 2 / 20
    assert PersonaResult("none", ((),)).share(5) == 0


def test_personas_of_a_feature_are_averaged_first() -> None:
    shares = summarise_personas([result("a", 20), result("a", 10), result("b", 2)])
    assert shares.first20 == pytest.approx((0.75 + 0.1) / 2)
    assert shares.first5 == pytest.approx((1 + 0.4) / 2)
    assert (shares.worst, shares.worst_name) == (0.1, "b")


# --- the report and the command ----------------------------------------------------------------------------------


def test_every_model_is_also_measured_without_kinship(recommender: Recommender) -> None:
    contenders = {each.name: each for each in list_contenders(recommender, ())}
    assert list(contenders) == [
        "blend", "blend without kinship", "ease", "ease without kinship", "popularity",
    ]  # fmt: skip
    assert contenders["blend"].recommender.policy == recommender.policy
    without = contenders["blend without kinship"].recommender.policy
    assert (without.kin_genre_weight, without.kin_cast_weight) == (0, 0)
    assert without.log_popularity_penalty == recommender.policy.log_popularity_penalty
    assert contenders["popularity"].recommender.policy == recommender.policy.neutral()
    assert [each.name for each in list_contenders(without_kinship(recommender), ("als",))] == ["als"]
    with pytest.raises(ModelNotFoundError):
        list_contenders(recommender, ("blend", "eease"))


def without_kinship(recommender: Recommender) -> Recommender:
    return Recommender(recommender.bundle, recommender.policy.neutral())


def test_a_catalogue_without_marked_tastes_is_refused(small: Dataset, policy: Policy) -> None:
    recommender = Recommender(build_bundle(small, ["svd_likes"], SMALL, facts=None), policy)
    with pytest.raises(MatineeError, match="No genre, language or decade of this catalogue"):
        build_report(recommender, (), 0, 1, lambda items, _: items)


@pytest.fixture
def small(small_data) -> Dataset:  # type: ignore[no-untyped-def]
    return read_dataset(small_data)


def test_the_command_shows_that_kinship_follows_a_marked_taste() -> None:
    report = evaluate("personas", "--draws", "1", "--model", "svd_likes", "--model", "popularity")
    assert report.keys() >= {"protocol", "split", "seed", "personas", "models", "features", "pairs"}
    models, features, pairs = report["models"], report["features"], report["pairs"]
    kin, plain, popular = (models[name] for name in ("svd_likes", "svd_likes without kinship", "popularity"))
    assert kin["first20"]["value"] > plain["first20"]["value"] + 0.2 > popular["first20"]["value"] + 0.2
    assert kin["mixed"]["value"] > plain["mixed"]["value"] > popular["mixed"]["value"]
    assert kin["first20"]["value"] == pytest.approx(
        np.mean([shares["svd_likes"]["first20"] for shares in features.values()]), abs=1e-4
    )
    lowest = kin["worst"]
    assert lowest["ci95"] is None
    assert features[str(lowest["feature"])]["svd_likes"]["first20"] == lowest["value"]
    assert all(shares["svd_likes"]["scarcer"] <= shares["svd_likes"]["mixed"] for shares in pairs.values())
    text = format_tables(report)
    assert max(map(len, text.splitlines())) <= 120
    assert all(feature in text for feature in features)
