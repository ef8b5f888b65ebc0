"""What can be asked of a session beside a mood: a genre, another model, other weights, films like one."""

from dataclasses import asdict

import numpy as np
import pytest

from matinee.engine.errors import MatineeError, SessionError, UnknownGenre, UnknownModel, UnknownMovie
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import GenreAsked, ModelChosen, Prompt, Weighed
from matinee.engine.session.session import Session
from tests.conftest import FAVOURITES

HEAT = 6


def test_asked_strictly_only_films_of_the_genre_are_shown(session: Session) -> None:
    session.ask_genre("sci-fi", strict=True)
    assert session.events == (GenreAsked("Sci-Fi", strict=True),)
    for _ in range(20):
        card = session.next()
        assert card is not None
        assert "Sci-Fi" in card.movie.genres
        session.dislike()


def test_asked_softly_films_of_the_genre_rise_and_no_other(session: Session) -> None:
    carries = session.catalogue.genres[:, session.catalogue.genre("Film-Noir")]
    before = session.ranking()
    session.ask_genre("Film-Noir")
    after = session.ranking()
    assert (before.allowed == after.allowed).all()
    gained = np.where(before.allowed, after.scores, 0) - np.where(before.allowed, before.scores, 0)
    assert (gained[carries & before.allowed] > 0).all()
    assert (gained[~carries] == 0).all()


def test_a_genre_asked_for_no_more_leaves_no_trace(session: Session) -> None:
    before, film = session.ranking().scores.tolist(), session.next()
    session.ask_genre("War", strict=True)
    assert session.next() != film
    session.ask_genre(None)
    assert (session.ranking().scores.tolist(), session.next()) == (before, film)


def test_what_is_asked_for_already_is_no_event(session: Session) -> None:
    session.ask_genre(None)
    assert session.events == ()
    session.ask_genre("comedy")
    session.ask_genre("Comedy")
    assert session.events == (GenreAsked("Comedy"),)
    session.ask_genre("Comedy", strict=True)
    assert len(session.events) == 2


def test_another_model_ranks_anew_and_undo_brings_the_former_back(recommender: Recommender, session: Session) -> None:
    session.like()
    before, film = session.ranking().scores.tolist(), session.next()
    session.choose_model("popularity")
    assert session.model.name == "popularity"
    assert session.events[-1] == ModelChosen("popularity")
    assert session.ranking().scores.tolist() != before
    session.choose_model("popularity")
    assert len(session.events) == 2
    assert session.undo() == ModelChosen("popularity")
    assert session.model.name == recommender.model().name
    assert (session.ranking().scores.tolist(), session.next()) == (before, film)


def test_every_model_of_the_bundle_can_be_chosen_and_is_then_the_one_that_chooses(
    recommender: Recommender, session: Session
) -> None:
    for name in [*recommender.model_names[1:], recommender.model_names[0]]:
        session.choose_model(name)
        assert session.model.name == name
        assert session.next() is not None
    assert len(session.events) == len(recommender.model_names)


def test_a_weight_turned_many_times_is_one_event_and_counts_at_once(session: Session) -> None:
    films = []
    for value in (0.0, 2.0, 4.0, 8.0):
        session.weigh("log_popularity_penalty", value)
        films.append(session.next())
    assert session.events == (Weighed("log_popularity_penalty", 8.0),)
    assert session.policy.log_popularity_penalty == 8.0
    assert len({film.movie.id for film in films if film is not None}) > 1
    session.undo()
    assert session.policy == session.usual_policy


def test_a_weight_turned_to_where_it_stands_is_no_event(session: Session) -> None:
    for setting, value in asdict(session.policy).items():
        session.weigh(setting, value)
    assert session.events == ()


def test_a_weight_of_the_model_reaches_the_model(session: Session) -> None:
    session.dislike()
    before = session.model.scores(session.profile).tolist()
    session.choose_model("svd_likes")
    plain = session.model.scores(session.profile).tolist()
    session.weigh("posterior_dislike_weight", 500.0)
    assert session.model.scores(session.profile).tolist() != plain
    session.undo()
    session.undo()
    assert session.model.scores(session.profile).tolist() == before


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("learning_rate", 1.5, "'learning_rate' must be a number from 0 to 1, not 1.5"),
        ("learning_rate", float("nan"), "'learning_rate' must be a number from 0 to 1"),
        ("learning_rate", "0.5", "'learning_rate' must be a number from 0 to 1"),
        ("popularity_penalty", float("inf"), "'popularity_penalty' must be a number from 0 to 100"),
        ("popularity_penalty", -0.1, "'popularity_penalty' must be a number from 0 to 100"),
        ("intent_mode", "sometimes", "'intent_mode' must be one of open, soft, strict, not sometimes"),
        ("intent_mode", 1.0, "'intent_mode' must be one of open, soft, strict"),
        ("learning_rte", 0.5, "'learning_rte'; did you mean 'learning_rate'"),
        ("model_alone", 0.5, "no setting 'model_alone'"),
    ],
)
def test_a_weight_that_cannot_be_is_refused_by_name(
    session: Session, setting: str, value: float | str, said: str
) -> None:
    film = session.next()
    with pytest.raises(SessionError, match=said):
        session.weigh(setting, value)
    assert session.events == ()
    assert session.policy == session.usual_policy
    assert session.next() == film


@pytest.mark.parametrize(
    ("ask", "error", "said"),
    [
        (lambda session: session.choose_model("esae"), UnknownModel, "esae"),
        (lambda session: session.choose_model(""), UnknownModel, "model"),
        (lambda session: session.ask_genre("Sciencefiction"), UnknownGenre, "Sciencefiction"),
        (lambda session: session.ask_genre("", strict=True), UnknownGenre, "genre"),
        (lambda session: session.more_like(999999999), UnknownMovie, "999999999"),
    ],
)
def test_names_that_are_not_there_are_refused_and_nothing_happened(
    session: Session, ask: object, error: type[MatineeError], said: str
) -> None:
    film, model = session.next(), session.model
    assert callable(ask)
    with pytest.raises(error, match=said):
        ask(session)
    assert session.events == ()
    assert session.model is model
    assert session.next() == film


def namesakes(recommender: Recommender) -> list[tuple[int, int]]:
    """Movie ids of films that share their very title."""
    catalogue = recommender.catalogue
    known: dict[str, int] = {}
    pairs = []
    for row, title in enumerate(catalogue.titles):
        if title in known:
            pairs.append((int(catalogue.ids[known[title]]), int(catalogue.ids[row])))
        known[title] = row
    return pairs


def test_more_like_this_means_that_very_film_and_not_its_namesake(recommender: Recommender) -> None:
    pairs = namesakes(recommender)[:6]
    assert len(pairs) == 6
    for pair in pairs:
        session = recommender.session(FAVOURITES)
        tops = []
        for movie_id in pair:
            session.more_like(movie_id)
            assert session.intent is not None
            assert [film.id for film in session.intent.like] == [movie_id]
            tops.append(session.ranking().scores.tolist())
        assert tops[0] != tops[1]


def test_more_like_this_brings_films_like_it_and_never_itself(recommender: Recommender) -> None:
    session = recommender.session(FAVOURITES)
    row = recommender.catalogue.row(HEAT)
    session.more_like(HEAT)
    assert session.active_prompt == Prompt("Heat", taken_as="title", movie_id=HEAT)
    alike = {film.movie.id for film in recommender.similar(HEAT, 100)}
    shown = []
    for _ in range(12):
        assert not session.ranking().allowed[row]
        card = session.next()
        assert card is not None
        shown.append(card.movie.id)
        session.skip()
    assert HEAT not in shown
    assert len(alike & set(shown)) > 6
    session.clear_prompt()
    assert session.ranking().allowed[row]  # it was only asked about, not answered


def test_a_film_pointed_at_is_still_meant_after_its_line_was_a_mood(session: Session) -> None:
    session.more_like(HEAT)
    before = session.ranking().scores.tolist()
    session.take_as("mood")
    assert session.ranking().scores.tolist() != before
    session.take_as("title")
    assert session.ranking().scores.tolist() == before


def test_while_more_like_the_film_on_show_is_asked_for_another_is_answered(session: Session) -> None:
    card = session.next()
    assert card is not None
    session.more_like(card.movie.id)
    other = session.next()
    assert other is not None
    assert other != card
    session.like()
    session.clear_prompt()
    assert [movie for movie, _ in session.standing.here] == [other.movie.id]
    assert session.ranking().allowed[session.catalogue.row(card.movie.id)]
