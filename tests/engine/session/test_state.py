"""What a list of events comes to."""

from hypothesis import given
from hypothesis import strategies as st

from matinee.engine.session.events import (
    Answer,
    Answered,
    Event,
    GenreAsked,
    Imported,
    ModelChosen,
    Prompt,
    Prompted,
    Weighed,
    Widened,
)
from matinee.engine.session.state import Standing, after, standing
from tests.engine.logs import events


def test_nothing_happened_yet() -> None:
    assert standing([]) == Standing()


def test_answers_stand_in_order_and_can_be_asked_for_by_kind() -> None:
    now = standing([Answered(movie, answer) for movie, answer in enumerate([*Answer, *Answer])])
    assert now.of(Answer.LIKE) == (0, 5)
    assert now.of(Answer.LATER, Answer.DISLIKE) == (1, 3, 6, 8)
    assert [movie for movie, _ in now.here] == list(range(10))


def test_imported_films_are_answered_but_not_here() -> None:
    films = Imported("IMDb", ((7, Answer.LIKE), (8, Answer.LATER)))
    now = standing([Answered(1, Answer.LIKE), films, Answered(2, Answer.SKIP)])
    assert now.of(Answer.LIKE) == (1, 7)
    assert now.of(Answer.LATER) == (8,)
    assert [movie for movie, _ in now.here] == [1, 2]


def test_the_last_wish_counts_and_no_wish_is_none() -> None:
    now = standing([Prompted(Prompt("sad")), GenreAsked("Comedy"), GenreAsked("Drama", True), Prompted(Prompt("mad"))])
    assert (now.prompt, now.asked) == (Prompt("mad"), GenreAsked("Drama", True))
    now = standing([Prompted(Prompt("sad")), GenreAsked("Comedy"), GenreAsked(None), Prompted(None)])
    assert (now.prompt, now.asked) == (None, None)


def test_of_models_and_weights_the_last_one_counts() -> None:
    turned = [Weighed("a", 1.0), Weighed("b", 2.0), ModelChosen("ease"), Weighed("a", 3.0), ModelChosen("svd")]
    now = standing(turned)
    assert now.model == "svd"
    assert dict(now.weights) == {"a": 3.0, "b": 2.0}


def test_widening_adds_up() -> None:
    assert standing([Widened(1), Widened(3)]).widened == 4


def test_only_what_moves_on_draws_new_random_numbers() -> None:
    """A wish that is taken back must leave the same films as before it."""
    stays = [Prompted(Prompt("sad")), Prompted(None), GenreAsked("Comedy"), ModelChosen("ease"), Weighed("a", 1.0)]
    assert standing(stays).choices == 0
    assert standing([Answered(1, Answer.SKIP), Widened(1), Imported("IMDb", ()), *stays]).choices == 3


@given(st.lists(events, max_size=10), events)
def test_one_more_event_is_all_of_them_read_anew(before: list[Event], event: Event) -> None:
    assert standing([*before, event]) == after(standing(before), event)
