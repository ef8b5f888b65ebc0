"""Short texts about films say something, or nothing."""

from dataclasses import replace

import numpy as np
import pytest

from matinee.engine.recommender import Recommender
from matinee.engine.session.suggestion import Evidence, Suggestion
from matinee.tui.screens.info import NARROW_LABEL_WIDTH
from matinee.tui.text import labels
from tests.conftest import FAVOURITES


@pytest.mark.parametrize(
    ("ratings", "likes", "long", "short"),
    [
        (0, 0, "no ratings yet", "no ratings yet"),
        (1, 1, "loved by the only one who rated it", "loved by 1 of 1"),
        (1, 0, "not loved by the only one who rated it", "loved by 0 of 1"),
        (3, 3, "loved by all 3 who rated it", "loved by 3 of 3"),
        (6, 4, "loved by 4 of the 6 who rated it", "loved by 4 of 6"),
        (6, 0, "loved by none of the 6 who rated it", "loved by 0 of 6"),
        (102, 80, "loved by 78 % of the 102 who rated it", "loved by 78 % of 102"),
        (1234, 617, "loved by 50 % of the 1,234 who rated it", "loved by 50 % of 1,234"),
    ],
)
def test_how_a_film_was_rated(recommender: Recommender, ratings: int, likes: int, long: str, short: str) -> None:
    histogram = np.zeros((1, 10), dtype=np.int64)
    histogram[0, [1, 9]] = ratings - likes, likes  # one star and five
    catalogue = replace(recommender.catalogue, histogram=histogram)
    assert labels.rating_text(catalogue, 0) == long
    assert labels.short_rating_text(catalogue, 0) == short


def suggestion_of(recommender: Recommender, title: str, behind: str, affinity: float = 0.5) -> Suggestion:
    movie, reason = recommender.find(title), recommender.find(behind)
    return Suggestion(movie, 1.0, {"model": 1.0}, (Evidence(reason, 1.0),), 3.0, affinity)


@pytest.mark.parametrize(
    ("title", "behind", "affinity", "said"),
    [
        ("La Strada", "The Godfather", 0.5, [labels.DISCOVERY]),
        ("La Strada", "Juliet of the Spirits", 0.5, []),  # films as little known are usual for this taste
        ("The Godfather", "Juliet of the Spirits", 0.5, []),
        ("The Godfather", "Juliet of the Spirits", 0.0, [labels.FAR]),
    ],
)
def test_remarks_name_only_what_is_unusual(
    recommender: Recommender, title: str, behind: str, affinity: float, said: list[str]
) -> None:
    catalogue = recommender.catalogue
    liked = [catalogue.row(recommender.find(each).id) for each in (behind, "The Godfather", behind)]
    assert labels.remarks(suggestion_of(recommender, title, behind, affinity), catalogue, liked) == said


def test_a_film_that_fewer_rated_is_a_discovery_too(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    for favourites in (("The Godfather", "Heat"), ("Juliet of the Spirits", "8 1/2"), ("The Godfather", "Gigi")):
        liked = [catalogue.row(recommender.find(title).id) for title in favourites]
        told = suggestion_of(recommender, "Heat", "Heat")
        by_fame = sorted(range(0, len(catalogue), 20), key=lambda row: catalogue.rating_counts[row])
        shown = [
            labels.DISCOVERY in labels.remarks(replace(told, movie=catalogue.movie(row)), catalogue, liked)
            for row in by_fame
        ]
        assert shown == sorted(shown, reverse=True)


def test_every_term_has_room_in_the_smallest_terminal() -> None:
    assert all(len(label) <= NARROW_LABEL_WIDTH for label in labels.TERM_LABELS.values())


@pytest.mark.parametrize(
    ("titles", "sentence"),
    [
        (["Heat"], "Here because you liked Heat."),
        (["Heat", "Ran"], "Here because you liked Heat and Ran."),
        (["Heat", "Ran", "Jaws"], "Here because you liked Heat · Ran · Jaws."),
        (["Lilo and Stitch", "Ran"], "Here because you liked Lilo and Stitch · Ran."),
        (["Good, Bad", "Ran"], "Here because you liked Good, Bad · Ran."),
        (["Help!"], "Here because you liked Help!"),
    ],
)
def test_a_sentence_names_the_films_behind_a_suggestion(
    recommender: Recommender, titles: list[str], sentence: str
) -> None:
    movie = recommender.catalogue.movie(recommender.catalogue.row(FAVOURITES[0]))
    reasons = tuple(Evidence(replace(movie, title=title), 1.0) for title in titles)
    found = Suggestion(movie, 1.0, {"model": 1.0}, reasons, 3.0, 0.5)
    assert labels.reason_sentence(found, len(titles)).plain == sentence
