"""Sessions for two: ranked for both, answered for both or for one."""

import json
from dataclasses import replace

import numpy as np
import pytest

from matinee.engine.errors import MovieNotFoundError, SessionError
from matinee.engine.exchange.export import render_export, session_films
from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender
from matinee.engine.session.companion import MAX_NAME, Companion, Whose
from matinee.engine.session.events import Answered, Imported
from matinee.engine.session.session import Session
from matinee.engine.session.summary import summarise
from tests.conftest import FAVOURITES

ANNA = Companion((2671, 597, 1088, 4246), "Anna")
"""Notting Hill, Pretty Woman, Dirty Dancing, Bridget Jones's Diary."""


@pytest.fixture
def pair(recommender: Recommender) -> Session:
    return recommender.session(FAVOURITES, companion=ANNA)


def with_share(recommender: Recommender, share: float) -> Recommender:
    return Recommender(recommender.bundle, replace(recommender.policy, pair_least_misery=share))


def shown_id(session: Session) -> int:
    suggestion = session.next()
    assert suggestion is not None
    return suggestion.movie.id


# --- ranking -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_the_score_is_made_of_both_peoples_scores(recommender: Recommender, share: float) -> None:
    both = with_share(recommender, share).session(FAVOURITES, companion=ANNA)
    suggestion = both.next()
    assert suggestion is not None
    own, theirs = (view.score for view in suggestion.views)
    assert suggestion.score == pytest.approx((1 - share) * (own + theirs) / 2 + share * min(own, theirs))
    assert sum(suggestion.terms.values()) == pytest.approx(suggestion.score)
    for view in suggestion.views:
        assert view.movie == suggestion.movie
        assert sum(view.terms.values()) == pytest.approx(view.score)


def test_each_view_is_that_of_a_session_of_ones_own(recommender: Recommender, pair: Session) -> None:
    suggestion = pair.next()
    assert suggestion is not None
    hidden = np.ones(len(recommender.catalogue), dtype=np.bool_)
    hidden[[recommender.catalogue.row(movie) for movie in pair.all_favourites]] = False
    for view, favourites in zip(suggestion.views, (FAVOURITES, ANNA.favourites), strict=True):
        alone = recommender.session(favourites, candidates=hidden)
        row = recommender.catalogue.row(suggestion.movie.id)
        assert alone.ranking().scores[row] == pytest.approx(view.score)
        assert {reason.movie.id for reason in view.reasons} <= {*favourites}


def test_a_film_that_both_liked_is_one_reason(recommender: Recommender) -> None:
    for both in (recommender.session(FAVOURITES, companion=Companion(FAVOURITES[:2])), recommender.session((318,))):
        for _ in range(6):
            suggestion = both.next()
            assert suggestion is not None
            films = [reason.movie.id for reason in suggestion.reasons]
            assert len(films) == len({*films})
            weights = [reason.weight for reason in suggestion.reasons]
            assert weights == sorted(weights, reverse=True)
            of_each = [reason.weight for view in suggestion.views for reason in view.reasons]
            assert not of_each or sum(weights) == pytest.approx(sum(of_each))
            both.like()


def test_a_film_fits_the_one_whose_taste_it_is(recommender: Recommender) -> None:
    austen, mob = (
        tuple(recommender.find(title).id for title in titles)
        for titles in (("sense and sensibility", "emma", "howards end"), ("heat", "goodfellas", "casino"))
    )
    for title, is_austen in (("persuasion", True), ("a room with a view", True), ("miller's crossing", False)):
        only = recommender.catalogue.mask_seen([recommender.catalogue.row(recommender.find(title).id)])
        suggestion = recommender.session(austen, companion=Companion(mob), candidates=only).next()
        assert suggestion is not None
        own, theirs = (view.better_peers for view in suggestion.views)
        fitting, other = (own, theirs) if is_austen else (theirs, own)
        assert fitting < 0.05
        assert other > 0.15


def test_nobodys_favourites_are_shown_and_nothing_twice(pair: Session) -> None:
    shown = []
    for whose in ("both", "own", "companion") * 6:
        shown.append(shown_id(pair))
        pair.like(whose)
    assert len({*shown}) == len(shown)
    assert not {*shown} & {*FAVOURITES, *ANNA.favourites}


def test_a_session_of_one_has_no_views(session: Session) -> None:
    suggestion = session.next()
    assert suggestion is not None
    assert suggestion.views == ()
    assert session.companion_profile is None
    assert session.all_favourites == FAVOURITES


@pytest.mark.parametrize("count", [1, 10])
def test_the_second_person_has_one_to_ten_favourites(recommender: Recommender, count: int) -> None:
    theirs = tuple(movie.id for movie in recommender.sample_favourites(count, 5))
    session = recommender.session(FAVOURITES[:1], companion=Companion(theirs, "Anna"))
    suggestion = session.next()
    assert suggestion is not None
    assert len(suggestion.views) == 2


@pytest.mark.parametrize("genre", ["Western", "Documentary"])
def test_more_of_a_genre_is_shown_to_both(pair: Session, genre: str) -> None:
    pair.request_genre(genre)
    carried = []
    for whose in ("both", "own", "companion", "both", "own") * 2:
        suggestion = pair.next()
        assert suggestion is not None
        carried.append(genre in suggestion.movie.genres)
        pair.like(whose)
    assert carried[0]
    assert sum(carried) >= 7


def test_the_next_films_are_those_of_both(pair: Session) -> None:
    upcoming = pair.upcoming(3)
    assert upcoming[0] == pair.catalogue.row(shown_id(pair))
    ranking = pair.ranking()
    assert ranking.scores[upcoming].tolist() == sorted(ranking.scores[upcoming], reverse=True)


def test_a_prompt_counts_for_both(pair: Session) -> None:
    before = shown_id(pair)
    pair.prompt("western")
    suggestion = pair.next()
    assert suggestion is not None
    assert "Western" in suggestion.movie.genres
    assert all("prompt_named_genre" in view.terms for view in suggestion.views)
    pair.clear_prompt()
    assert shown_id(pair) == before


# --- answers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("whose", "own", "theirs"),
    [
        ("both", Answer.LIKE, Answer.LIKE),
        ("own", Answer.LIKE, Answer.SKIP),
        ("companion", Answer.SKIP, Answer.LIKE),
    ],
)
def test_an_answer_counts_for_those_whose_it_is(pair: Session, whose: Whose, own: Answer, theirs: Answer) -> None:
    movie = shown_id(pair)
    row = pair.catalogue.row(movie)
    pair.like(whose)
    assert pair.companion_profile is not None
    assert pair.profile.answers == ((row, own),)
    assert pair.companion_profile.answers == ((row, theirs),)
    assert pair.state.answers == ((movie, Answer.LIKE),)


def test_both_may_disagree(pair: Session) -> None:
    movie = shown_id(pair)
    pair.answer(Answer.DISLIKE, Answer.LIKE)
    assert pair.events == (Answered(movie, Answer.DISLIKE, Answer.LIKE),)
    assert pair.companion_profile is not None
    assert (len(pair.profile.dislikes), len(pair.companion_profile.likes)) == (1, 1)
    assert pair.state.answered(Answer.LIKE) == (movie,)


def test_undo_and_redo(pair: Session) -> None:
    first = pair.next()
    pair.dislike("companion")
    second = pair.next()
    pair.undo()
    assert pair.next() == first
    pair.redo()
    assert pair.next() == second


def test_the_watchlist_is_that_of_both(pair: Session) -> None:
    movie = shown_id(pair)
    pair.add_to_watchlist()
    assert pair.watchlist == (movie,)
    assert pair.companion_profile is not None
    assert pair.profile.answers == pair.companion_profile.answers == ()
    pair.choose_from_watchlist()
    assert shown_id(pair) == movie


def test_imported_ratings_are_those_of_the_first_person_and_shown_to_nobody(pair: Session) -> None:
    movie = shown_id(pair)
    pair.import_films(Imported("Letterboxd", ((movie, Answer.LIKE),)))
    assert len(pair.profile.likes) == 1
    assert pair.companion_profile is not None
    assert pair.companion_profile.answers == ()
    assert shown_id(pair) != movie
    with pytest.raises(SessionError, match="was a favourite"):
        pair.import_films(Imported("IMDb", ((ANNA.favourites[0], Answer.LIKE),)))


def test_replay_of_the_events_gives_the_same_film(recommender: Recommender, pair: Session) -> None:
    for whose in ("both", "own", "companion"):
        pair.like(whose)
        pair.dislike(whose)
    again = recommender.session(FAVOURITES, companion=ANNA, history=pair.history)
    assert again.next() == pair.next()


def test_a_session_of_one_has_nobody_else_who_answers(session: Session) -> None:
    with pytest.raises(SessionError, match="no second person"):
        session.like("companion")
    assert session.events == ()


# --- lists ---------------------------------------------------------------------------------------------------------


def test_lists_have_the_films_of_both(recommender: Recommender, pair: Session) -> None:
    own, theirs = shown_id(pair), 0
    pair.like("own")
    theirs = shown_id(pair)
    pair.like("companion")
    summary = summarise(pair)
    assert [movie.id for movie in summary.liked] == [own, theirs]
    films = session_films(pair.all_favourites, pair.events, pair.catalogue)
    document = json.loads(render_export(films, "json", None, recommender.catalogue))
    assert [film["movie_id"] for film in document["favourites"]] == [*FAVOURITES, *ANNA.favourites]
    assert [film["movie_id"] for film in document["liked"]] == [own, theirs]


def test_both_may_love_the_same_film(recommender: Recommender) -> None:
    shared = Companion((FAVOURITES[0], *ANNA.favourites[:3]), "Anna")
    session = recommender.session(FAVOURITES, companion=shared)
    assert session.all_favourites == (*FAVOURITES, *ANNA.favourites[:3])
    assert session.next() is not None


# --- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "  ", "x" * (MAX_NAME + 1), "An\nna", "\x1b[31mAnna"])
def test_a_name_that_cannot_be_shown(recommender: Recommender, name: str) -> None:
    with pytest.raises(SessionError, match="The name of the second person"):
        recommender.session(FAVOURITES, companion=Companion(ANNA.favourites, name))


@pytest.mark.parametrize("favourites", [(), (1, 1, 2, 3), tuple(range(1, 12))])
def test_favourites_that_are_none_repeated_or_too_many(recommender: Recommender, favourites: tuple[int, ...]) -> None:
    with pytest.raises(SessionError, match="were given for the second person"):
        recommender.session(FAVOURITES, companion=Companion(favourites, "Anna"))


def test_an_unknown_film(recommender: Recommender) -> None:
    with pytest.raises(MovieNotFoundError):
        recommender.session(FAVOURITES, companion=Companion((1, 2, 3, 10**9), "Anna"))
