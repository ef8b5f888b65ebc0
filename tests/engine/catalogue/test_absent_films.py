"""A query for a film that the catalogue does not have finds nothing, or films that are said to be near."""

import numpy as np
import pytest

from benchmarks.search import is_refused, read_absent, read_queries
from matinee.engine.recommendation import search_heading
from matinee.engine.recommender import Recommender


@pytest.mark.parametrize(
    "text",
    [
        *["oppenheimer", "everything everywhere all at once", "asdfgh", "qwertyuiop", "barbie 2023", "nomadland"],
        *["my toaster is a spy", "velvet octopus regatta", "poiuyt", "1234567", "!!", "shang-chi"],
    ],
)
def test_nothing_is_found(recommender: Recommender, text: str) -> None:
    assert recommender.search(text) == []


def test_metropolis_is_not_zootropolis(recommender: Recommender) -> None:
    assert "Metropolis" not in [match.movie.title for match in recommender.search("zootropolis")]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("parasite 2019", "Parasite (1982)"),
        ("dune 2021", "Dune (1984)"),
        ("Dune (2021)", "Dune (1984)"),
        ("west side story 2021", "West Side Story (1961)"),
        ("green book", "Green Room (2015)"),
        ("black panther wakanda forever", "Black Panther (2017)"),
    ],
)
def test_near_titles_are_said_to_be_near(recommender: Recommender, text: str, title: str) -> None:
    found = recommender.search(text)
    assert found[0].movie.label == title
    assert all(match.is_near for match in found)
    assert len(found) <= 4
    heading = "Probably not in this catalogue, which ends in 2018; the nearest titles:"
    assert search_heading(found, recommender.catalogue) == heading


def test_the_heading_names_the_last_year_of_the_catalogue(recommender: Recommender) -> None:
    assert search_heading([], recommender.catalogue) == "That is not in this catalogue, which ends in 2018."
    assert search_heading(recommender.search("heat"), recommender.catalogue) == ""
    assert search_heading(recommender.search("kurosawa"), recommender.catalogue) == "Akira Kurosawa, director"


@pytest.mark.parametrize(
    "text", ["dune 1983", "heat 1996", "the thing 82", "it '17", "blade runner 2049", "babylon 5", "airport 77"]
)
def test_a_year_that_is_about_right_or_part_of_a_title_is_not_near(recommender: Recommender, text: str) -> None:
    assert not recommender.search(text)[0].is_near


def test_the_list_of_absent_films(recommender: Recommender) -> None:
    queries = read_absent()
    assert len(queries) >= 80
    assert np.mean([is_refused(recommender, query) for query in queries]) >= 0.95


@pytest.mark.parametrize(("subject", "name"), [("queries", "tuned"), ("queries", "heldout"), ("references", "tuned")])
def test_films_of_the_lists_are_not_refused(recommender: Recommender, subject: str, name: str) -> None:
    queries = read_queries(name, subject)
    assert len(queries) >= 100
    found = [recommender.search(query.text, limit=1) for query in queries]
    right = [bool(hit) and hit[0].movie.id == query.movie_id for hit, query in zip(found, queries, strict=True)]
    assert np.mean(right) >= 0.99
    assert np.mean([bool(hit) and not hit[0].is_near for hit in found]) >= 0.99


def test_the_beginning_of_a_title_is_never_refused(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    refused = typed = 0
    for row in np.argsort(-catalogue.rating_counts)[:40]:
        title = catalogue.titles[row].casefold()
        for end in range(2, len(title) + 1, 2):
            found = recommender.search(title[:end])
            typed += 1
            refused += not found or found[0].is_near
    assert typed > 250
    assert refused / typed <= 0.01


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("romeo + juliet", "William Shakespeare's Romeo + Juliet (1996)"),
        ("romeo and juliet 1968", "Romeo and Juliet (1968)"),
        ("that movie heat", "Heat (1995)"),
        ("movie inception", "Inception (2010)"),
        ("film alien", "Alien (1979)"),
        ("titanic movie 1997", "Titanic (1997)"),
        ("scary movie", "Scary Movie (2000)"),
        ("the lego movie", "The Lego Movie (2014)"),
        ("tim burton batman", "Batman (1989)"),
        ("arnold terminator", "The Terminator (1984)"),
        ("spielberg et", "E.T. the Extra-Terrestrial (1982)"),
        ("kubrick 2001", "2001: A Space Odyssey (1968)"),
        ("kubrick 1980", "The Shining (1980)"),
        ("hitchcock psycho 1960", "Psycho (1960)"),
        ("mulholland dr lynch", "Mulholland Drive (2001)"),
        ("heath ledger joker", "The Dark Knight (2008)"),
        ("dr. st", "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb (1964)"),
    ],
)
def test_words_and_signs_around_a_title(recommender: Recommender, text: str, title: str) -> None:
    assert recommender.search(text)[0].movie.label == title
