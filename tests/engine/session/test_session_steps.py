"""Steps of a session: each is passed to the journal before it takes effect, and can be undone and redone."""

from functools import reduce

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matinee.engine.errors import MatineeError, ModelNotFoundError, MovieNotFoundError, SessionError
from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import (
    Answered,
    Event,
    History,
    Imported,
    ModelChosen,
    Redone,
    SettingChanged,
    SettingsChanged,
    Step,
    Undone,
)
from matinee.engine.session.session import Session
from matinee.policy.presets import preset_settings
from tests.conftest import FAVOURITES

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
KNOWN = Imported("Letterboxd", ((6, Answer.LIKE), (1, Answer.DISLIKE), (2, Answer.SEEN), (3, Answer.WATCHLIST)))
HEAT, JUMANJI = 6, 2

ACTIONS = {
    "like": Session.like,
    "dislike": Session.dislike,
    "skip": Session.skip,
    "later": Session.add_to_watchlist,
    "genre": lambda session: session.request_genre("Comedy"),
    "only genre": lambda session: session.request_genre("Drama", strict=True),
    "no genre": lambda session: session.request_genre(None),
    "ease": lambda session: session.choose_model("ease"),
    "popularity": lambda session: session.choose_model("popularity"),
    "more popular": lambda session: session.set_weight("log_popularity_penalty", 0.2),
    "less popular": lambda session: session.set_weight("log_popularity_penalty", 5.0),
    "hidden gems": lambda session: session.set_weights(preset_settings("fame", session.initial_policy, 4)),
    "surprise me": lambda session: session.set_weights(preset_settings("closeness", session.initial_policy, 4)),
    "exploration": lambda session: session.set_weight("exploration_rate", 0.4),
    "heat": lambda session: session.more_like(HEAT),
    "sad": lambda session: session.prompt("sad"),
    "no prompt": Session.clear_prompt,
    "undo": Session.undo,
    "redo": Session.redo,
}
MOVES = st.lists(st.sampled_from(sorted(ACTIONS)), max_size=10)


def snapshot(session: Session) -> tuple[object, ...]:
    """Everything visible of a session."""
    return session.events, session.state, session.policy, session.model.name, session.watchlist, session.next()


def perform(session: Session, moves: list[str]) -> None:
    for move in moves:
        ACTIONS[move](session)


@QUICK
@given(moves=MOVES, seed=st.integers(0, 3))
def test_undoing_and_redoing_everything_restores_each_state(
    recommender: Recommender, moves: list[str], seed: int
) -> None:
    session = recommender.session(FAVOURITES, seed=seed)
    perform(session, moves)
    back = [snapshot(session)]
    while session.undo() is not None:
        back.append(snapshot(session))
    assert back[-1] == snapshot(recommender.session(FAVOURITES, seed=seed))
    for expected in reversed(back[:-1]):
        assert session.redo() == session.events[-1]
        assert snapshot(session) == expected


@QUICK
@given(moves=MOVES)
def test_the_journal_receives_the_whole_session(recommender: Recommender, moves: list[str]) -> None:
    received: list[Step] = []
    session = recommender.session(FAVOURITES, journal=received.append)
    perform(session, moves)
    assert reduce(History.apply, received, History()) == session.history
    assert snapshot(recommender.session(FAVOURITES, history=session.history)) == snapshot(session)


def test_the_journal_is_called_before_a_step_takes_effect(recommender: Recommender) -> None:
    received: list[tuple[Step, tuple[Event, ...]]] = []
    session = recommender.session(FAVOURITES, journal=lambda step: received.append((step, session.events)))
    suggestion = session.next()
    assert suggestion is not None
    session.like()
    session.undo()
    session.redo()
    liked = Answered(suggestion.movie.id, Answer.LIKE)
    assert received == [(liked, ()), (Undone(), (liked,)), (Redone(), ())]


@pytest.mark.parametrize("move", [*sorted(set(ACTIONS) - {"no genre", "no prompt"}), "import", "widen"])
def test_if_the_journal_raises_the_session_is_unchanged(recommender: Recommender, move: str) -> None:
    full = False

    def journal(_step: Step) -> None:
        if full:
            raise SessionError("The disk is full.")

    session = recommender.session(FAVOURITES, journal=journal)
    perform(session, ["like", "skip", "undo"])
    if move == "widen":
        session.set_weight("min_genre_affinity", 1.0)
    before, undone = snapshot(session), session.history.undone
    full = True
    with pytest.raises(SessionError, match="The disk is full"):
        {**ACTIONS, "import": lambda session: session.import_films(KNOWN), "widen": Session.widen}[move](session)
    assert snapshot(session) == before
    assert session.history.undone == undone
    full = False
    if undone:
        assert session.redo() == undone[-1]


def test_a_new_event_after_an_undo_leaves_nothing_to_redo(session: Session) -> None:
    perform(session, ["like", "skip", "undo", "dislike"])
    assert session.redo() is None
    assert [event.answer for event in session.events if isinstance(event, Answered)] == [Answer.LIKE, Answer.DISLIKE]


def test_without_an_undo_there_is_nothing_to_redo(session: Session) -> None:
    assert session.redo() is None
    session.like()
    assert session.redo() is None
    assert len(session.events) == 1


def test_undone_events_are_part_of_the_history(recommender: Recommender, session: Session) -> None:
    perform(session, ["like", "later", "undo"])
    again = recommender.session(FAVOURITES, history=session.history)
    assert again.redo() == session.redo()
    assert snapshot(again) == snapshot(session)


def test_a_film_added_to_the_watchlist_gives_way_to_another(session: Session) -> None:
    kept = []
    for move in ("later", "like", "later"):
        suggestion = session.next()
        assert suggestion is not None
        if move == "later":
            kept.append(suggestion.movie.id)
        perform(session, [move])
        assert session.next() != suggestion
    assert session.watchlist == tuple(kept)
    session.undo()
    assert session.watchlist == tuple(kept[:1])


def test_imported_films_are_never_shown_and_only_likes_and_dislikes_change_the_scores(recommender: Recommender) -> None:
    session = recommender.session(FAVOURITES)
    first = [session.catalogue.movie(int(row)).id for row in session.ranking().top(12)]
    before = session.model.scores(session.profile).tolist()
    excluded = Imported("IMDb", tuple((film, answer) for film in first[:8:2] for answer in [Answer.SEEN]))
    session.import_films(excluded)
    session.import_films(Imported("IMDb", tuple((film, Answer.WATCHLIST) for film in first[1:8:2])))
    assert session.model.scores(session.profile).tolist() == before
    session.import_films(Imported("IMDb", tuple((film, Answer.LIKE) for film in first[8:10])))
    assert session.model.scores(session.profile).tolist() != before
    session.import_films(Imported("IMDb", tuple((film, Answer.DISLIKE) for film in first[10:])))
    for _ in range(15):
        suggestion = session.next()
        assert suggestion is not None
        assert suggestion.movie.id not in first
        session.skip()
    assert session.watchlist == tuple(first[1:8:2])


@pytest.mark.parametrize(
    ("answers", "error", "message"),
    [
        (((50, Answer.LIKE), (999999999, Answer.SEEN)), MovieNotFoundError, "999999999"),
        (((50, Answer.LIKE), (50, Answer.SEEN)), SessionError, "50"),
        (((50, Answer.LIKE), (FAVOURITES[0], Answer.SEEN)), SessionError, str(FAVOURITES[0])),
        (((50, Answer.LIKE), (JUMANJI, Answer.SEEN)), SessionError, str(JUMANJI)),
    ],
)
def test_an_import_with_an_impossible_film_is_refused_as_a_whole(
    session: Session, answers: tuple[tuple[int, Answer], ...], error: type[MatineeError], message: str
) -> None:
    session.import_films(Imported("IMDb", ((JUMANJI, Answer.WATCHLIST),)))
    before = snapshot(session)
    with pytest.raises(error, match=message):
        session.import_films(Imported("IMDb", answers))
    assert snapshot(session) == before


@pytest.mark.parametrize(
    ("event", "error", "message"),
    [
        (ModelChosen("esae"), ModelNotFoundError, "esae"),
        (SettingChanged("learning_rate", 7.0), SessionError, "learning_rate"),
        (SettingChanged("learning_rte", 0.5), SessionError, "learning_rte"),
        (SettingsChanged((("learning_rate", 0.5), ("negative_weight", -1.0))), SessionError, "negative_weight"),
        (Answered(50, Answer.SEEN), SessionError, "50"),
    ],
)
def test_an_impossible_history_is_refused(
    recommender: Recommender, event: Event, error: type[MatineeError], message: str
) -> None:
    with pytest.raises(error, match=message):
        recommender.session(FAVOURITES, history=History((Answered(50, Answer.LIKE), event)))


def test_an_impossible_redo_is_refused_before_the_journal_is_called(recommender: Recommender) -> None:
    received: list[Step] = []
    history = History(undone=(ModelChosen("gone"),))
    session = recommender.session(FAVOURITES, history=history, journal=received.append)
    with pytest.raises(ModelNotFoundError):
        session.redo()
    assert received == []
    assert session.history == history
