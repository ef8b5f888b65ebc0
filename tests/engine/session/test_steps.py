"""Steps of a session: each is told before it happens, each can be taken back and brought back."""

from functools import reduce

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matinee.engine.errors import MatineeError, SessionError, UnknownModel, UnknownMovie
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import (
    Answer,
    Answered,
    Event,
    History,
    Imported,
    ModelChosen,
    Redone,
    Step,
    Undone,
    Weighed,
)
from matinee.engine.session.session import Session
from tests.conftest import FAVOURITES

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
KNOWN = Imported("Letterboxd", ((6, Answer.LIKE), (1, Answer.DISLIKE), (2, Answer.SEEN), (3, Answer.LATER)))
HEAT, JUMANJI = 6, 2

DO = {
    "like": Session.like,
    "dislike": Session.dislike,
    "skip": Session.skip,
    "later": Session.later,
    "genre": lambda session: session.ask_genre("Comedy"),
    "only genre": lambda session: session.ask_genre("Drama", strict=True),
    "no genre": lambda session: session.ask_genre(None),
    "ease": lambda session: session.choose_model("ease"),
    "popularity": lambda session: session.choose_model("popularity"),
    "more known": lambda session: session.weigh("log_popularity_penalty", 0.2),
    "less known": lambda session: session.weigh("log_popularity_penalty", 5.0),
    "chance": lambda session: session.weigh("exploration_rate", 0.4),
    "heat": lambda session: session.more_like(HEAT),
    "sad": lambda session: session.prompt("sad"),
    "no mood": Session.clear_prompt,
    "undo": Session.undo,
    "redo": Session.redo,
}
MOVES = st.lists(st.sampled_from(sorted(DO)), max_size=10)


def state(session: Session) -> tuple[object, ...]:
    """All that can be seen of a session."""
    now = session.standing
    return session.events, now, session.policy, session.model.name, session.watchlist, session.next()


def do(session: Session, moves: list[str]) -> None:
    for move in moves:
        DO[move](session)


@QUICK
@given(moves=MOVES, seed=st.integers(0, 3))
def test_undoing_everything_is_the_start_and_redoing_it_is_the_same_again(
    recommender: Recommender, moves: list[str], seed: int
) -> None:
    session = recommender.session(FAVOURITES, seed=seed)
    do(session, moves)
    back = [state(session)]
    while session.undo() is not None:
        back.append(state(session))
    assert back[-1] == state(recommender.session(FAVOURITES, seed=seed))
    for expected in reversed(back[:-1]):
        assert session.redo() == session.events[-1]
        assert state(session) == expected


@QUICK
@given(moves=MOVES)
def test_what_the_journal_was_told_is_the_whole_session(recommender: Recommender, moves: list[str]) -> None:
    told: list[Step] = []
    session = recommender.session(FAVOURITES, journal=told.append)
    do(session, moves)
    assert reduce(History.after, told, History()) == session.history
    assert state(recommender.session(FAVOURITES, history=session.history)) == state(session)


def test_the_journal_is_told_before_a_step_takes_effect(recommender: Recommender) -> None:
    told: list[tuple[Step, tuple[Event, ...]]] = []
    session = recommender.session(FAVOURITES, journal=lambda step: told.append((step, session.events)))
    card = session.next()
    assert card is not None
    session.like()
    session.undo()
    session.redo()
    liked = Answered(card.movie.id, Answer.LIKE)
    assert told == [(liked, ()), (Undone(), (liked,)), (Redone(), ())]


@pytest.mark.parametrize("move", [*sorted(set(DO) - {"no genre", "no mood"}), "import", "widen"])
def test_where_the_journal_raises_nothing_has_happened(recommender: Recommender, move: str) -> None:
    full = False

    def journal(_step: Step) -> None:
        if full:
            raise SessionError("The disk is full.")

    session = recommender.session(FAVOURITES, journal=journal)
    do(session, ["like", "skip", "undo"])
    if move == "widen":
        session.weigh("min_genre_affinity", 1.0)
    before, undone = state(session), session.history.undone
    full = True
    with pytest.raises(SessionError, match="The disk is full"):
        {**DO, "import": lambda session: session.take_in(KNOWN), "widen": Session.widen}[move](session)
    assert state(session) == before
    assert session.history.undone == undone
    full = False
    if undone:
        assert session.redo() == undone[-1]


def test_something_new_after_an_undo_leaves_nothing_to_redo(session: Session) -> None:
    do(session, ["like", "skip", "undo", "dislike"])
    assert session.redo() is None
    assert [event.answer for event in session.events if isinstance(event, Answered)] == [Answer.LIKE, Answer.DISLIKE]


def test_with_nothing_taken_back_there_is_nothing_to_redo(session: Session) -> None:
    assert session.redo() is None
    session.like()
    assert session.redo() is None
    assert len(session.events) == 1


def test_what_can_be_redone_survives_in_the_history(recommender: Recommender, session: Session) -> None:
    do(session, ["like", "later", "undo"])
    again = recommender.session(FAVOURITES, history=session.history)
    assert again.redo() == session.redo()
    assert state(again) == state(session)


def test_later_keeps_a_film_and_shows_another(session: Session) -> None:
    kept = []
    for move in ("later", "like", "later"):
        card = session.next()
        assert card is not None
        if move == "later":
            kept.append(card.movie.id)
        do(session, [move])
        assert session.next() != card
    assert session.watchlist == tuple(kept)
    session.undo()
    assert session.watchlist == tuple(kept[:1])


def test_imported_films_are_never_shown_and_only_opinions_move_the_scores(recommender: Recommender) -> None:
    session = recommender.session(FAVOURITES)
    first = [session.catalogue.movie(int(row)).id for row in session.ranking().top(12)]
    before = session.model.scores(session.profile).tolist()
    passed = Imported("IMDb", tuple((film, answer) for film in first[:8:2] for answer in [Answer.SEEN]))
    session.take_in(passed)
    session.take_in(Imported("IMDb", tuple((film, Answer.LATER) for film in first[1:8:2])))
    assert session.model.scores(session.profile).tolist() == before
    session.take_in(Imported("IMDb", tuple((film, Answer.LIKE) for film in first[8:10])))
    assert session.model.scores(session.profile).tolist() != before
    session.take_in(Imported("IMDb", tuple((film, Answer.DISLIKE) for film in first[10:])))
    for _ in range(15):
        card = session.next()
        assert card is not None
        assert card.movie.id not in first
        session.skip()
    assert session.watchlist == tuple(first[1:8:2])


@pytest.mark.parametrize(
    ("answers", "error", "said"),
    [
        (((50, Answer.LIKE), (999999999, Answer.SEEN)), UnknownMovie, "999999999"),
        (((50, Answer.LIKE), (50, Answer.SEEN)), SessionError, "50"),
        (((50, Answer.LIKE), (FAVOURITES[0], Answer.SEEN)), SessionError, str(FAVOURITES[0])),
        (((50, Answer.LIKE), (JUMANJI, Answer.SEEN)), SessionError, str(JUMANJI)),
    ],
)
def test_films_that_cannot_be_taken_in_are_refused_all_together(
    session: Session, answers: tuple[tuple[int, Answer], ...], error: type[MatineeError], said: str
) -> None:
    session.take_in(Imported("IMDb", ((JUMANJI, Answer.LATER),)))
    before = state(session)
    with pytest.raises(error, match=said):
        session.take_in(Imported("IMDb", answers))
    assert state(session) == before


@pytest.mark.parametrize(
    ("event", "error", "said"),
    [
        (ModelChosen("esae"), UnknownModel, "esae"),
        (Weighed("learning_rate", 7.0), SessionError, "learning_rate"),
        (Weighed("learning_rte", 0.5), SessionError, "learning_rte"),
        (Answered(50, Answer.SEEN), SessionError, "50"),
    ],
)
def test_a_history_that_cannot_be_is_refused_by_name(
    recommender: Recommender, event: Event, error: type[MatineeError], said: str
) -> None:
    with pytest.raises(error, match=said):
        recommender.session(FAVOURITES, history=History((Answered(50, Answer.LIKE), event)))


def test_what_cannot_be_brought_back_is_refused_before_it_is_written(recommender: Recommender) -> None:
    told: list[Step] = []
    history = History(undone=(ModelChosen("gone"),))
    session = recommender.session(FAVOURITES, history=history, journal=told.append)
    with pytest.raises(UnknownModel):
        session.redo()
    assert told == []
    assert session.history == history
