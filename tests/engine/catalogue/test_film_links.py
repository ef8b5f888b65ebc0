"""Ids and links of other sites name films exactly."""

from dataclasses import replace

import pytest

from matinee.engine.catalogue.film_links import FilmLink, parse_link
from matinee.engine.recommender import Recommender


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("tt0133093", "The Matrix (1999)"),
        ("TT0133093", "The Matrix (1999)"),
        ("0133093", "The Matrix (1999)"),
        ("https://www.imdb.com/title/tt0133093/", "The Matrix (1999)"),
        ("http://m.imdb.com/title/tt0133093/?ref_=nv_sr_1", "The Matrix (1999)"),
        ("imdb.com/de/title/tt0133093/reviews", "The Matrix (1999)"),
        ("  https://www.imdb.com/title/tt0068646  ", "The Godfather (1972)"),
        ("watch this: https://www.imdb.com/title/tt0110912/ tonight", "Pulp Fiction (1994)"),
        ("https://www.themoviedb.org/movie/603-the-matrix?language=de", "The Matrix (1999)"),
        ("tmdb:603", "The Matrix (1999)"),
        ("https://movielens.org/movies/2571", "The Matrix (1999)"),
        ("https://letterboxd.com/film/mulholland-drive/", "Mulholland Drive (2001)"),
        ("https://letterboxd.com/somebody/film/the-thing/1/", "The Thing (1982)"),
        ("https://letterboxd.com/film/suspiria-1977/", "Suspiria (1977)"),
        ("https://en.wikipedia.org/wiki/Heat_(1995_film)", "Heat (1995)"),
        ("https://en.m.wikipedia.org/wiki/Inception", "Inception (2010)"),
    ],
)
def test_a_link_finds_its_film(recommender: Recommender, text: str, title: str) -> None:
    first = recommender.search(text, limit=3)[0]
    assert first.movie.label == title
    assert not first.is_near


@pytest.mark.parametrize("text", ["tt9999999", "https://www.imdb.com/title/tt0000001/", "tmdb:999999999", "tt0"])
def test_an_id_that_no_film_has_finds_nothing(recommender: Recommender, text: str) -> None:
    assert recommender.search(text) == []


def test_a_link_to_an_absent_film_finds_near_titles(recommender: Recommender) -> None:
    found = recommender.search("https://letterboxd.com/film/parasite-2019/")
    assert found[0].movie.label == "Parasite (1982)"
    assert all(match.is_near for match in found)


def test_links_are_read_without_film_facts(recommender: Recommender) -> None:
    plain = Recommender(replace(recommender.bundle, read_facts=lambda: None), recommender.policy)
    assert plain.search("tt0133093")[0].movie.label == "The Matrix (1999)"
    assert plain.search("https://en.wikipedia.org/wiki/Heat_(1995_film)")[0].movie.label == "Heat (1995)"


@pytest.mark.parametrize("text", ["", "matt0133093", "tt", "att012", "the matrix", "imdb", "https://boxd.it/1bxw"])
def test_other_texts_are_no_links(text: str) -> None:
    assert parse_link(text) is None


def test_the_sites_are_told_apart() -> None:
    assert parse_link("https://www.themoviedb.org/movie/27205-inception") == FilmLink("tmdb", 27205)
    assert parse_link("https://letterboxd.com/film/heat-1995/") == FilmLink("letterboxd", name="heat-1995")
