"""Choosing only among the films of the watchlist."""

import numpy as np
import pytest

from matinee.engine.errors import SessionError
from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Answered, GenreRequested, History, Imported, WatchlistRequested
from matinee.engine.session.session import Session
from matinee.engine.session.summary import summarise
from matinee.policy.filters import MAX_WIDENING
from tests.conftest import FAVOURITES

HEAT, FARGO, ALIEN, CASABLANCA = 6, 608, 1214, 912
WANTED = Imported("Letterboxd", ((HEAT, Answer.WATCHLIST), (FARGO, Answer.WATCHLIST), (ALIEN, Answer.WATCHLIST)))


@pytest.fixture
def wishes(session: Session) -> Session:
    """A session with three films on the watchlist and one seen, that shows only films of the watchlist."""
    session.import_films(WANTED)
    session.import_films(Imported("IMDb", ((CASABLANCA, Answer.SEEN),)))
    session.choose_from_watchlist()
    return session


def shown(session: Session) -> int | None:
    """The film on screen, with the filter relaxed as far as it must be."""
    if session.next() is None:
        session.widen()
    suggestion = session.next()
    return None if suggestion is None else suggestion.movie.id


def test_only_films_of_the_watchlist_are_shown_until_none_is_left(wishes: Session) -> None:
    assert wishes.events[-1] == WatchlistRequested(only=True)
    films = []
    for answer in (wishes.like, wishes.dislike, wishes.skip):
        films.append(shown(wishes))
        answer()
    assert set(films) == {HEAT, FARGO, ALIEN}
    assert shown(wishes) is None
    assert wishes.widening_needed() is None
    wishes.choose_from_watchlist(only=False)
    assert shown(wishes) not in {None, *films, CASABLANCA}


def test_a_skip_leaves_a_film_on_the_watchlist_and_a_like_or_dislike_takes_it_off(wishes: Session) -> None:
    shown(wishes)
    wishes.skip()
    liked = shown(wishes)
    wishes.like()
    assert set(wishes.watchlist) == {HEAT, FARGO, ALIEN} - {liked}
    assert wishes.profile.likes == (wishes.catalogue.row(liked or 0),)
    wishes.undo()
    assert set(wishes.watchlist) == {HEAT, FARGO, ALIEN}
    assert shown(wishes) == liked


def test_a_film_put_on_the_watchlist_in_the_session_counts_and_can_be_kept_there(session: Session) -> None:
    kept = shown(session)
    session.add_to_watchlist()
    session.choose_from_watchlist()
    assert shown(session) == kept
    session.add_to_watchlist()
    assert shown(session) is None
    assert session.watchlist == (kept,)
    assert [movie.id for movie in summarise(session).watchlist] == [kept]


def test_the_request_combines_with_a_strict_genre(wishes: Session) -> None:
    wishes.request_genre("Sci-Fi", strict=True)
    assert shown(wishes) == ALIEN
    wishes.dislike()
    assert shown(wishes) is None


def test_undo_redo_and_replay_know_the_request(recommender: Recommender, wishes: Session) -> None:
    film = shown(wishes)
    assert wishes.undo() is not None
    while wishes.state.watchlist_only:
        wishes.undo()
    assert shown(wishes) not in {HEAT, FARGO, ALIEN}
    while wishes.redo() is not None:
        pass
    again = recommender.session(FAVOURITES, history=wishes.history)
    assert again.state.watchlist_only
    assert shown(again) == shown(wishes) == film


def test_an_empty_watchlist_is_refused_and_a_repeated_request_is_not_an_event(session: Session) -> None:
    with pytest.raises(SessionError, match="watchlist is empty"):
        session.choose_from_watchlist()
    session.choose_from_watchlist(only=False)
    assert session.events == ()
    session.import_films(WANTED)
    session.choose_from_watchlist()
    session.choose_from_watchlist()
    assert len(session.events) == 2


@pytest.mark.parametrize(
    "events",
    [
        (WANTED, Answered(HEAT, Answer.LIKE)),
        (WANTED, WatchlistRequested(only=True), Answered(HEAT, Answer.SKIP), Answered(HEAT, Answer.LIKE)),
        (WANTED, WatchlistRequested(only=True), WatchlistRequested(only=False), Answered(HEAT, Answer.LIKE)),
        (WANTED, WatchlistRequested(only=True), Imported("IMDb", ((HEAT, Answer.LIKE),))),
        (Answered(HEAT, Answer.SKIP), WatchlistRequested(only=True), Answered(HEAT, Answer.LIKE)),
    ],
)
def test_a_second_answer_is_only_possible_for_a_film_chosen_from_the_watchlist(
    recommender: Recommender, events: tuple[Answered | WatchlistRequested | Imported, ...]
) -> None:
    with pytest.raises(SessionError, match=f"The film {HEAT} cannot be answered"):
        recommender.session(FAVOURITES, history=History(events))
    accepted = (WANTED, GenreRequested("Crime"), WatchlistRequested(only=True), Answered(HEAT, Answer.LIKE))
    assert recommender.session(FAVOURITES, history=History(accepted)).state.watchlist == (FARGO, ALIEN)


def test_a_relaxed_genre_filter_reaches_every_film_of_the_watchlist(wishes: Session) -> None:
    wishes.set_weight("min_genre_affinity", 1.0)
    assert wishes.next() is None
    assert wishes.widening_needed() in range(1, MAX_WIDENING + 1)


def test_films_that_the_model_does_not_know_are_shown_from_the_watchlist(recommender: Recommender) -> None:
    catalogue, known = recommender.catalogue, recommender.model().known
    unknown = int(catalogue.ids[np.flatnonzero(~known & catalogue.shown)[0]])
    session = recommender.session([318, 858, 296, 2959])
    session.import_films(Imported("Letterboxd", ((unknown, Answer.WATCHLIST),)))
    session.choose_from_watchlist()
    assert shown(session) == unknown
    suggestion = session.next()
    assert suggestion is not None
    assert all(np.isfinite(value) for value in suggestion.terms.values())
    assert [film.movie.id for film in recommender.recommend([318], only=[unknown])] == [unknown]
