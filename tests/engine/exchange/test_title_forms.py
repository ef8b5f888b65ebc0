"""Spellings and forms of titles."""

import pytest

from matinee.engine.exchange.title_forms import TitleForms
from matinee.engine.exchange.title_spelling import title_words


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("The Theatre of the Absurd", "theater of absurd"),
        ("Neighbours: Colour & Honour", "neighbors color and honor"),
        ("Dr. No", "dr no"),
        ("Doctor Strange", "dr strange"),
        ("Mulholland Dr.", "mulholland dr"),
        ("St. Elmo's Fire", "st elmos fire"),
        ("Kramer vs. Kramer", "kramer vs kramer"),
        ("Rocky V", "rocky 5"),
        ("V for Vendetta", "vs for vendetta"),
        ("Malcolm X", "malcolm 10"),
        ("X-Men", "x men"),
        ("I, Robot", "i robot"),
        ("V.I. Warshawski", "vi warshawski"),
        ("Part I", "part 1"),
        ("Book of Eli", "book of eli"),
        ("Chapter Twenty-Seven", "chapter 27"),
        ("Mission: Impossible - Volume Three", "mission impossible 3"),
        ("Two Hundred and Twenty Two", "222"),
        ("One Hundred Steps", "100 steps"),
        ("Forty Guns", "40 guns"),
        ("Love Potion No. 9", "love potion 9"),
        ("Alien³", "alien3"),
        ("Hot Dog…The Movie", "hot dog movie"),
        ("I ♥ Huckabees", "i heart huckabees"),
        ("Matrix, The", "matrix"),
        ("The The", "the the"),
        ("Blade Runner (Final Cut)", "blade runner"),
        ("(Director's Cut)", "directors cut"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_titles_have_one_spelling(title: str, words: str) -> None:
    assert " ".join(title_words(title)) == words


def test_the_number_of_a_part_is_left_out_only_where_it_does_not_tell_films_apart() -> None:
    assert "iceagemeltdown" in TitleForms("Ice Age 2: The Meltdown").unnumbered
    assert TitleForms("Toy Story 2").unnumbered == {"toystory2"}
    assert "avengersinfinitywar" in TitleForms("Avengers: Infinity War - Part I").unnumbered
    assert TitleForms("One Day").unnumbered == {"1day"}
    assert TitleForms("Summer of 1942").numbers == frozenset()


def test_an_owner_is_left_out_of_titles_of_several_words() -> None:
    assert TitleForms("Monty Python\u2019s Life of Brian").unowned == {"lifeofbrian"}
    assert TitleForms("Dr. Seuss' How the Grinch Stole Christmas").unowned == {"howgrinchstolechristmas"}
    assert TitleForms("Tales from the Crypt Presents: Demon Knight").unowned == {"demonknight"}
    assert TitleForms("Lee Daniels' The Butler").unowned == {"butler"}
    assert TitleForms("Charlie Wilson's War").unowned == frozenset()


def test_parts_are_those_before_and_after_a_break() -> None:
    jedi = TitleForms("Star Wars: Episode VI - Return of the Jedi")
    assert {"starwars", "returnofjedi"} <= jedi.main_parts
    assert "blue" not in TitleForms("Three Colors: Blue").main_parts
    assert "blue" in TitleForms("Three Colors: Blue").all_parts
    assert "drstrangelove" in TitleForms("Dr. Strangelove or: How I Learned to Stop Worrying").main_parts
    assert TitleForms("Brazil").main_parts == frozenset()
