"""Single films are found by id or by what people type, and refused if that does not tell which film is meant."""

import pytest

from matinee.engine.catalogue.film_lookup import shortened
from matinee.engine.errors import MovieNotFoundError
from matinee.engine.recommender import Recommender


@pytest.mark.parametrize(
    ("text", "film"),
    [
        ("heat", "Heat (1995)"),
        ("king kong (1976)", "King Kong (1976)"),
        ("shawshnk redemtion", "The Shawshank Redemption (1994)"),
        ("eternal sunshine", "Eternal Sunshine of the Spotless Mind (2004)"),
        ("lotr", "The Lord of the Rings: The Fellowship of the Ring (2001)"),
        ("harry potter 3", "Harry Potter and the Prisoner of Azkaban (2004)"),
        ("https://www.imdb.com/title/tt0133093/", "The Matrix (1999)"),
        ("stalker tarkovsky", "Stalker (1979)"),
        ("lord of the rings", "The Lord of the Rings: The Fellowship of the Ring (2001)"),
        ("1776", "1776 (1972)"),
        ("318", "The Shawshank Redemption (1994)"),
    ],
)
def test_one_film_is_found(recommender: Recommender, text: str, film: str) -> None:
    assert recommender.find(text).label == film


@pytest.mark.parametrize(("text", "film"), [("300", "300"), ("2012", "2012"), ("1984", "1984"), ("9", "9")])
def test_titles_that_are_numbers_can_come_first(recommender: Recommender, text: str, film: str) -> None:
    assert recommender.find(text, title_first=True).title == film


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-1", "There is no film with the id -1; `matinee search` finds ids."),
        ("+318", "There is no film with the id +318"),
        ("3.5", "There is no film with the id 3.5"),
        ("123456789", "There is no film with the id 123456789"),
        ("9" * 5_000, "There is no film with the id 999"),
        ("", "An empty text names no film; give a title or an id."),
        (" \t", "An empty text names no film"),
        ("the", "'the' may be several films: "),
        ("star", "'star' may be several films: "),
        ("harry", "'harry' may be several films: Harry Potter and the Sorcerer's Stone (2001) · "),
        ("asdfgh", "No film matches 'asdfgh' in this catalogue, which ends in 2018."),
        ("dune 2021", "No film matches 'dune 2021' in this catalogue, which ends in 2018; near: Dune (1984) · "),
        ("tt9999999", "No film matches 'tt9999999' in this catalogue"),
        ("hitchcock vertgo movies", "No film matches"),
    ],
)
def test_what_tells_no_film_is_refused(recommender: Recommender, text: str, message: str) -> None:
    for title_first in (False, True):
        with pytest.raises(MovieNotFoundError) as caught:
            recommender.find(text, title_first=title_first)
        assert message in str(caught.value)
        assert len(str(caught.value)) < 300


def test_long_texts_are_cut_in_messages(recommender: Recommender) -> None:
    with pytest.raises(MovieNotFoundError) as caught:
        recommender.find("zq" * 500_000)
    assert len(str(caught.value)) < 200
    assert shortened("a\n b " + "c" * 100) == "a b " + "c" * 56 + "…"
