"""Texts of a session for two."""

import pytest

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.models.profile import Answer
from matinee.engine.session.suggestion import Evidence, Suggestion
from matinee.tui.text.pair_text import (
    NEXT_WHOSE,
    answer_label,
    fit_words,
    pair_fit_lines,
    pair_reason_lines,
    whose_label,
)

HEAT, FARGO = Movie(6, "Heat", 1995, ("Crime",), ()), Movie(608, "Fargo", 1996, ("Crime",), ())


def view(score: float, *films: Movie, fit: float = 4.0) -> Suggestion:
    return Suggestion(FARGO, score, {"model": score}, tuple(Evidence(film, 1.0) for film in films), fit, 0.5)


def both(own: Suggestion, theirs: Suggestion) -> Suggestion:
    return Suggestion(FARGO, 0.0, {}, own.reasons + theirs.reasons, 4.0, 0.5, views=(own, theirs))


@pytest.mark.parametrize(
    ("own", "theirs", "words"),
    [(3.0, 2.5, "fits you both"), (-3.0, -2.5, "fits you both"), (5.0, 0.0, "more for you"), (0, 5, "more for Anna")],
)
def test_for_whom_a_film_is(own: float, theirs: float, words: str) -> None:
    assert fit_words(both(view(own), view(theirs)), "Anna") == words


def test_dots_for_each() -> None:
    dots, words = pair_fit_lines(both(view(0, fit=9.0), view(0, fit=0.0)), "Anna")
    assert dots.plain == "for you  ●●●●●   for Anna  ●○○○○"
    assert words.plain == "fits you both"


def test_reasons_of_each_person_that_has_some() -> None:
    lines = [line.plain for line in pair_reason_lines(both(view(1, HEAT, FARGO), view(1, FARGO)), "Anna", 40)]
    assert lines == ["because you liked  Heat · Fargo", "because Anna liked  Fargo"]
    only = [line.plain for line in pair_reason_lines(both(view(1), view(1, HEAT)), "them", 40)]
    assert only == ["because they liked  Heat"]
    assert [line.plain for line in pair_reason_lines(both(view(1), view(1)), "Anna", 40)] == [
        "not based on your answers"
    ]


def test_reasons_keep_to_one_row() -> None:
    long = Movie(1, "The Assassination of Jesse James by the Coward Robert Ford", 2007, (), ())
    for line in pair_reason_lines(both(view(1, HEAT, long), view(1, long)), "Anna", 38):
        assert line.cell_length <= 38
    assert pair_reason_lines(both(view(1, HEAT, long), view(1)), "Anna", 38)[0].plain.endswith("Heat")


def test_whose_an_answer_is() -> None:
    assert [whose_label(whose, "Anna") for whose in ("both", "own", "companion")] == ["for both", "for you", "for Anna"]
    assert [*NEXT_WHOSE.items()] == [("both", "own"), ("own", "companion"), ("companion", "both")]
    assert answer_label(Answer.LIKE, Answer.LIKE, "Anna") == ""
    assert answer_label(Answer.LIKE, Answer.SKIP, "Anna") == "you"
    assert answer_label(Answer.SKIP, Answer.DISLIKE, "Anna") == "Anna"
    assert answer_label(Answer.LIKE, Answer.DISLIKE, "Anna") == ""
