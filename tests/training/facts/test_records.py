"""From ids, names and labels to records of the table."""

from matinee.training.facts.credits import NamedCredits
from matinee.training.facts.records import (
    MAX_CAST,
    MAX_KEYWORDS,
    FilmSet,
    call_people,
    distinguish,
    label_all,
    make_record,
    make_records,
    merge_names,
    order_cast,
    word_keywords,
)
from matinee.training.facts.wikidata_films import WikidataFilm


def film(*directors: str, cast: tuple[str, ...] = (), imdb: int = 1, billed: int = 0) -> WikidataFilm:
    return WikidataFilm(imdb, "A film", 1999, "A film", directors, cast, billed=billed)


def test_of_two_people_with_one_name_the_one_with_fewer_films_gets_the_id() -> None:
    films = [film("Q2", cast=("Q1",)), film("Q2"), film("Q3")]
    names = {"Q1": "Steve McQueen", "Q2": "Steve Mc Queen", "Q3": "Ada Ames", "Q4": ""}
    assert distinguish(names, films) == {
        "Q1": "Steve McQueen (Q1)", "Q2": "Steve Mc Queen", "Q3": "Ada Ames", "Q4": "",
    }  # fmt: skip


def test_names_that_differ_only_in_spelling_are_one() -> None:
    assert merge_names(["J.J. Abrams", "Ada Ames"], ["JJ Abrams", "Ben Boon"]) == (
        "J.J. Abrams",
        "Ada Ames",
        "Ben Boon",
    )


def test_people_are_called_by_their_names_or_ids() -> None:
    people = {"Q1": "Ada Ames", "Q3": ""}
    assert call_people(["Q2", "Q1", "Q3"], [], people) == ("Q2", "Ada Ames")


def test_names_that_are_left_over_belong_to_as_many_ids() -> None:
    brothers = ["Joel Coen", "Ethan Coen"]
    assert call_people(["Q1", "Q2"], brothers, {}) == ("Joel Coen", "Ethan Coen")
    assert call_people(["Q1", "Q2"], ["Ada Ames", "Ethan Coen"], {"Q1": "Ada Ames"}) == ("Ada Ames", "Ethan Coen")
    assert call_people(["Q1", "Q2", "Q3"], brothers, {}) == ("Q1", "Q2", "Q3")


def test_a_name_that_is_shared_is_not_left_over() -> None:
    people = {"Q1": "Steve McQueen (Q1)"}
    assert call_people(["Q1", "Q2"], ["Steve McQueen"], people) == ("Steve McQueen (Q1)", "Q2")


def test_the_cast_is_in_order_of_billing() -> None:
    called = ("Q7", "Ben Boon", "Steve McQueen (Q1)", "Ada Ames")
    names = ("Ada Ames", "Steve McQueen", "Guest Star")
    assert order_cast(called, names) == ("Ada Ames", "Steve McQueen (Q1)", "Guest Star", "Ben Boon", "Q7")
    assert order_cast(called, ()) == ("Ben Boon", "Steve McQueen (Q1)", "Ada Ames", "Q7")


def test_a_name_stands_in_a_cast_once() -> None:
    assert order_cast(("Ada Ames", "Ada Ames (Q2)"), ("Ada Ames",)) == ("Ada Ames",)


def test_labels_and_what_is_left_out() -> None:
    assert label_all(["Q1", "Q2", "Q3", "Q1", "Q4"], {"Q1": "war", "Q2": "", "Q4": "war"}) == ("war", "Q3")


def test_keywords_are_reworded_and_the_broadest_are_last() -> None:
    keywords = ["drama film", "film noir", "science fiction film", "3D film", "heist film"]
    assert word_keywords(keywords, {"3D": "", "heist": "caper"}) == ("film noir", "caper", "drama", "science fiction")
    assert word_keywords([" film"], {}) == (" film",)


def test_a_record_holds_the_first_of_the_cast_and_of_the_keywords() -> None:
    ids = tuple(f"Q{number}" for number in range(100, 130))
    many = WikidataFilm(1, "A film", 1999, "", cast=ids, keywords=ids, minutes=90)
    record = make_record(many, {each: f"Name {each[1:]}" for each in ids}, {}, {})
    assert record.cast == tuple(f"Name {number}" for number in range(100, 100 + MAX_CAST))
    assert len(record.keywords) == MAX_KEYWORDS
    assert record.minutes == 90


def test_names_of_directors_stand_for_missing_ids() -> None:
    named = NamedCredits(directors=("Ada Ames",))
    assert make_record(film(), {}, {}, {}, named).directors == ("Ada Ames",)
    assert make_record(film("Q1"), {}, {}, {}, named).directors == ("Ada Ames",)
    assert make_record(film("Q1"), {"Q1": "Ben Boon"}, {}, {}, named).directors == ("Ben Boon",)


def test_a_cast_that_was_entered_as_directors_is_not_taken_for_directors() -> None:
    actors = ("Q1", "Q2", "Q3", "Q4")
    assert make_record(film("Q9", *actors, cast=actors), {}, {}, {}).directors == ("Q9",)
    assert make_record(film("Q9", *actors[:3], cast=actors), {}, {}, {}).directors == ("Q9", "Q1", "Q2", "Q3")


def test_a_cast_is_ordered_by_billing_and_then_by_number_of_films() -> None:
    labels = {"Q1": "Politician", "Q2": "Star", "Q3": "Actor", "Q4": "Billed"}
    films = (
        film(cast=("Q4", "Q1", "Q3", "Q2"), imdb=1, billed=1),
        film(cast=("Q2", "Q3"), imdb=2),
        film(cast=("Q2",), imdb=3),
    )
    first, *_ = make_records(FilmSet(films, labels, {}))
    assert first.cast == ("Billed", "Star", "Actor", "Politician")


def test_labels_by_hand_take_precedence() -> None:
    labels = {"Q30": "United States of America", "Q56095": "Coen brothers", "Q13593966": "film trilogy"}
    (record,) = make_records(
        FilmSet((WikidataFilm(1, "A film", 1999, "", ("Q56095",), countries=("Q30",)),), labels, {})
    )
    assert record.countries == ("United States",)  # places.csv
    assert record.directors == ()  # people.csv: not one person


def test_a_person_without_an_id_of_wikidata_who_shares_a_name_is_left_out() -> None:
    films = (film("Q1", imdb=1), film("Q1", imdb=2), film("nm2", "nm3", imdb=3))
    labels = {"Q1": "Steve McQueen", "nm2": "Steve McQueen", "nm3": "Ada Ames"}
    records = make_records(FilmSet(films, labels, {}))
    assert [record.directors for record in records] == [("Steve McQueen",), ("Steve McQueen",), ("Ada Ames",)]
