"""Texts of a session for two."""

import pytest

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.models.profile import Answer
from matinee.engine.session.suggestion import Evidence, Suggestion
from matinee.tui.text.pair_text import (
    NEXT_WHOSE,
    answer_label,
    count_dots,
    fit_words,
    pair_fit_lines,
    pair_reason_lines,
    whose_label,
)

HEAT, FARGO = Movie(6, "Heat", 1995, ("Crime",), ()), Movie(608, "Fargo", 1996, ("Crime",), ())


def view(score: float, *films: Movie, better_peers: float = 0.0) -> Suggestion:
    evidence = tuple(Evidence(film, 1.0) for film in films)
    return Suggestion(FARGO, score, {"model": score}, evidence, 4.0, 0.5, better_peers=better_peers)


def both(own: Suggestion, theirs: Suggestion) -> Suggestion:
    return Suggestion(FARGO, 0.0, {}, own.reasons + theirs.reasons, 4.0, 0.5, views=(own, theirs))


@pytest.mark.parametrize(
    ("own", "theirs", "dots", "words"),
    [
        (0.0, 0.02, "●●●●● ●●●●●", "fits you both"),
        (0.2, 0.05, "●●●○○ ●●●●○", "fits you both"),
        (0.01, 0.15, "●●●●● ●●●○○", "more for you"),
        (0.9, 0.1, "●○○○○ ●●●○○", "more for Anna"),
        (0.4, 0.1, "●●○○○ ●●●○○", "a compromise"),
        (0.6, 0.7, "●○○○○ ●○○○○", "unusual for you both"),
        (0.4, 0.7, "●●○○○ ●○○○○", "unusual for you both"),
    ],
)
def test_the_words_say_what_the_dots_show(own: float, theirs: float, dots: str, words: str) -> None:
    shown, said = pair_fit_lines(both(view(9, better_peers=own), view(0, better_peers=theirs)), "Anna")
    first, second = dots.split()
    assert shown.plain == f"for you  {first}   for Anna  {second}"
    assert said.plain == words


def test_only_a_film_that_fits_both_is_said_to() -> None:
    shares = (0.0, 0.03, 0.1, 0.3, 0.9)
    for own, theirs in ((view(0, better_peers=a), view(0, better_peers=b)) for a in shares for b in shares):
        words, dots = fit_words(both(own, theirs), "Anna"), (count_dots(own), count_dots(theirs))
        assert (words == "fits you both") == (min(dots) >= 3 and abs(dots[0] - dots[1]) < 2)
        assert (words == "more for you") == (dots[0] >= dots[1] + 2)
        assert (words == "more for Anna") == (dots[1] >= dots[0] + 2)


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
