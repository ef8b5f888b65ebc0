"""Films are found by initials and by their numbers in a series."""

import pytest

from matinee.engine.catalogue.series_numbers import SeriesFilm, number_films
from matinee.engine.recommender import Recommender


def first(recommender: Recommender, text: str) -> str:
    found = recommender.search(text, limit=5)
    assert found, text
    assert not found[0].is_near, text
    return found[0].movie.label


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("lotr", "The Lord of the Rings: The Fellowship of the Ring (2001)"),
        ("L.O.T.R.", "The Lord of the Rings: The Fellowship of the Ring (2001)"),
        ("tdk", "The Dark Knight (2008)"),
        ("gotg", "Guardians of the Galaxy (2014)"),
        ("t2", "Terminator 2: Judgment Day (1991)"),
        ("esb", "Star Wars: Episode V - The Empire Strikes Back (1980)"),
        ("rotj", "Star Wars: Episode VI - Return of the Jedi (1983)"),
        ("bttf", "Back to the Future (1985)"),
        ("hp", "Harry Potter and the Sorcerer's Stone (2001)"),
        ("ootp", "Harry Potter and the Order of the Phoenix (2007)"),
        ("ofotcn", "One Flew Over the Cuckoo's Nest (1975)"),
        ("bvs", "Batman v Superman: Dawn of Justice (2016)"),
        ("lotr return of the king", "The Lord of the Rings: The Return of the King (2003)"),
        ("xmen dofp", "X-Men: Days of Future Past (2014)"),
    ],
)
def test_initials(recommender: Recommender, text: str, title: str) -> None:
    assert first(recommender, text) == title


@pytest.mark.parametrize("text", ["saw", "her", "it", "up", "tmnt", "pi", "abba", "go", "ran", "ice"])
def test_words_and_titles_are_not_initials(recommender: Recommender, text: str) -> None:
    found = recommender.search(text)
    by_title = recommender.index.search(text)
    assert [match.movie.id for match in found[:1] if not match.is_near] in (
        [],
        [recommender.catalogue.ids[hit.row] for hit in by_title[:1]],
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("harry potter 3", "Harry Potter and the Prisoner of Azkaban (2004)"),
        ("harry potter part 8", "Harry Potter and the Deathly Hallows: Part 2 (2011)"),
        ("x-men 2", "X2: X-Men United (2003)"),
        ("xmen 3", "X-Men: The Last Stand (2006)"),
        ("jurassic park 2", "The Lost World: Jurassic Park (1997)"),
        ("jurassic park IV", "Jurassic World (2015)"),
        ("fast and furious 7", "Furious 7 (2015)"),
        ("fast & furious 8", "The Fate of the Furious (2017)"),
        ("star wars 5", "Star Wars: Episode V - The Empire Strikes Back (1980)"),
        ("star wars 1", "Star Wars: Episode I - The Phantom Menace (1999)"),
        ("star wars 8", "Star Wars: The Last Jedi (2017)"),
        ("episode iii", "Star Wars: Episode III - Revenge of the Sith (2005)"),
        ("rocky 4", "Rocky IV (1985)"),
        ("rocky six", "Rocky Balboa (2006)"),
        ("mission impossible 3", "Mission: Impossible III (2006)"),
        ("mission impossible 6", "Mission: Impossible - Fallout (2018)"),
        ("toy story 2", "Toy Story 2 (1999)"),
        ("alien 2", "Aliens (1986)"),
        ("alien 3", "Alien³ (1992)"),
        ("batman 2", "Batman Returns (1992)"),
        ("captain america 2", "Captain America: The Winter Soldier (2014)"),
        ("shrek 4", "Shrek Forever After (2010)"),
        ("indiana jones 1", "Raiders of the Lost Ark (1981)"),
        ("planet of the apes 2", "Beneath the Planet of the Apes (1970)"),
        ("james bond 3", "Goldfinger (1964)"),
        ("dark knight 3", "The Dark Knight Rises (2012)"),
        ("lotr 2", "The Lord of the Rings: The Two Towers (2002)"),
        ("hp3", "Harry Potter and the Prisoner of Azkaban (2004)"),
        ("harry potter 7 part 2", "Harry Potter and the Deathly Hallows: Part 2 (2011)"),
        ("hp 7 part 1", "Harry Potter and the Deathly Hallows: Part 1 (2010)"),
        ("fantastic four 2", "Fantastic Four: Rise of the Silver Surfer (2007)"),
        ("m:i 4", "Mission: Impossible - Ghost Protocol (2011)"),
        ("the third harry potter movie", "Harry Potter and the Prisoner of Azkaban (2004)"),
        ("2nd matrix", "The Matrix Reloaded (2003)"),
        ("pirates of the carribean 2", "Pirates of the Caribbean: Dead Man's Chest (2006)"),
    ],
)
def test_numbers_of_a_series(recommender: Recommender, text: str, title: str) -> None:
    assert first(recommender, text) == title


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("james bond", [1962, 1963, 1964]),
        ("bourne trilogy", [2002, 2004, 2007]),
        ("lotr trilogy", [2001, 2002, 2003]),
        ("dollars trilogy", [1964, 1965, 1966]),
    ],
)
def test_a_series_is_listed_in_its_order(recommender: Recommender, text: str, years: list[int]) -> None:
    assert [match.movie.year for match in recommender.search(text, limit=3)] == years


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("apollo 13", "Apollo 13 (1995)"),
        ("district 9", "District 9 (2009)"),
        ("the third man", "The Third Man (1949)"),
        ("the sixth sense", "The Sixth Sense (1999)"),
        ("the 5th element", "The Fifth Element (1997)"),
        ("ocean's 11", "Ocean's Eleven (2001)"),
        ("blade runner 2049", "Blade Runner 2049 (2017)"),
        ("stalag 17", "Stalag 17 (1953)"),
    ],
)
def test_numbers_of_titles_stay(recommender: Recommender, text: str, title: str) -> None:
    assert first(recommender, text) == title


def test_the_other_films_of_the_series_follow_in_order(recommender: Recommender) -> None:
    found = [match.movie.year for match in recommender.search("rocky 3", limit=5)]
    assert found == [1982, 1976, 1979, 1985, 1990]


@pytest.mark.parametrize("text", ["harry potter 9", "gladiator 2", "toy story 4", "rocky 12"])
def test_a_number_that_a_series_does_not_have_is_only_near(recommender: Recommender, text: str) -> None:
    found = recommender.search(text)
    assert found
    assert all(match.is_near for match in found)


def film(row: int, title: str, year: int, popularity: float, number: int | None = None) -> SeriesFilm:
    return SeriesFilm(row, title, (year, row), popularity, number)


def test_films_are_numbered_by_their_titles_and_between_them_by_their_years() -> None:
    films = [
        film(4, "four", 1977, 90, 4),
        film(1, "one", 1999, 50),
        film(5, "five", 1980, 80, 5),
        film(6, "last", 2000, 40),
    ]
    assert number_films(films, 0.3) == {4: 4, 5: 5, 6: 1, 7: 6}


def test_side_films_and_remakes_are_not_counted() -> None:
    films = [
        film(0, "serial", 1940, 1),
        film(1, "bat", 1966, 5),
        film(2, "bat", 1989, 90),
        film(3, "bat returns", 1992, 60),
        film(4, "bat on television", 1993, 2),
        film(5, "bat forever", 1995, 50),
    ]
    assert number_films(films, 0.3) == {1: 2, 2: 3, 3: 5}


def test_films_without_ratings_are_numbered() -> None:
    films = [film(0, "saga", 1990, 0), film(1, "saga two", 1992, 0, 2), film(2, "saga again", 1994, 0)]
    assert number_films(films, 0.3) == {1: 0, 2: 1, 3: 2}
