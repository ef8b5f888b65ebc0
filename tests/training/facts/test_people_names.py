"""Names for ids, by agreement over films: alignments made by hand."""

from itertools import permutations

import numpy as np
import pytest

from matinee.training.facts.people_names import Credits, align, index_pairs, link, name_people

PEOPLE = {"Q1": "Ada Ames", "Q2": "Ben Boon", "Q3": "Cleo Cole", "Q4": "Dan Dunn", "Q5": "Eve Eden"}


def film(*ids: str, names: tuple[str, ...] | None = None) -> Credits:
    """The credits of a film; by default with the right names, in the reverse order."""
    return Credits(ids, names if names is not None else tuple(PEOPLE[person] for person in reversed(ids)))


def test_two_people_are_told_apart_by_the_films_they_are_not_on_together() -> None:
    assert name_people([film("Q1", "Q2"), film("Q1", "Q3"), film("Q2", "Q3")]) == {
        person: PEOPLE[person] for person in ("Q1", "Q2", "Q3")
    }


def test_all_are_named_over_many_films_in_any_order() -> None:
    films = [film(*pair) for pair in permutations(PEOPLE, 2)]
    assert name_people(films) == PEOPLE
    assert name_people(films[::-1]) == PEOPLE


def test_a_single_id_with_a_single_name() -> None:
    assert name_people([film("Q1"), film("Q1")]) == {"Q1": "Ada Ames"}


def test_two_brothers_who_always_work_together_share_no_name() -> None:
    brothers = [Credits(("Q1", "Q2"), ("Joel Coen", "Ethan Coen"))] * 5
    named = name_people(brothers)
    assert set(named) <= {"Q1", "Q2"}
    assert len(set(named.values())) == len(named)


def test_a_brother_who_once_works_alone_tells_both_apart() -> None:
    films = [Credits(("Q1", "Q2"), ("Joel Coen", "Ethan Coen"))] * 5 + [Credits(("Q2",), ("Ethan Coen",))]
    assert name_people(films) == {"Q1": "Joel Coen", "Q2": "Ethan Coen"}


def test_of_two_people_with_one_name_the_one_with_more_films_has_it() -> None:
    films = [Credits(("Q1",), ("Steve McQueen",))] * 5 + [Credits(("Q2",), ("Steve McQueen",))] * 2
    assert name_people(films) == {"Q1": "Steve McQueen"}


def test_a_name_that_fits_nobody_is_given_to_nobody() -> None:
    films = [
        Credits(("Q1",), ("Ada Ames", "Voices of")),
        Credits(("Q2",), ("Ben Boon", "Voices of")),
        Credits(("Q3",), ("Cleo Cole", "Voices of")),
        *(film("Q1"), film("Q2"), film("Q3")),
    ]
    assert name_people(films) == {person: PEOPLE[person] for person in ("Q1", "Q2", "Q3")}


def test_a_name_on_one_film_is_not_given_to_a_person_with_many() -> None:
    guest = Credits(("Q9",), ("Guest Star",))
    assert name_people([guest]) == {"Q9": "Guest Star"}
    assert name_people([guest, *[Credits(("Q9", "Q1"), ("Ada Ames",))] * 4]) == {"Q1": "Ada Ames"}


def test_spellings_are_joined_and_the_most_frequent_one_is_shown() -> None:
    films = [Credits(("Q1",), (name,)) for name in ("J.J. Abrams", "JJ Abrams", "J. J. Abrams", "JJ Abrams")]
    assert name_people(films) == {"Q1": "JJ Abrams"}


@pytest.mark.parametrize("films", [[], [Credits((), ("Ada Ames",))], [Credits(("Q1",), ())]])
def test_without_evidence_nobody_is_named(films: list[Credits]) -> None:
    assert name_people(films) == {}


def test_the_order_of_billing_decides_where_nothing_else_does() -> None:
    films = [Credits(tuple(PEOPLE), tuple(PEOPLE.values()))] * 3
    assert name_people(films) == PEOPLE


def test_counts_of_an_alignment_by_hand() -> None:
    # films: {Q1, Q2} with {a, b}, and {Q1} with {a}
    rows = np.array([[0, 0, 0, 1.0], [0, 0, 1, 1.0], [0, 1, 0, 1.0], [0, 1, 1, 1.0], [1, 0, 0, 1.0]])
    pairs = index_pairs(rows)
    assert list(zip(pairs.ids.tolist(), pairs.names.tolist(), strict=True)) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert pairs.films_of_id.tolist() == [2, 1]
    assert pairs.films_of_name.tolist() == [2, 1]
    counts = align(pairs)
    assert counts[0] == pytest.approx(2, abs=0.15)  # Q1 is a on both films
    assert counts[3] == pytest.approx(1, abs=0.15)  # which leaves b for Q2
    assert counts[1:3].max() < 0.1
    assert link(pairs, counts) == {0: 0, 1: 1}


def test_a_weak_link_is_left_out() -> None:
    pairs = index_pairs(np.array([[0, 0, 0, 1.0], [0, 0, 1, 1.0]]))
    assert link(pairs, np.array([0.5, 0.5])) == {}
