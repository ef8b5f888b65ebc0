"""Requests other than prompts: a genre, another model, other weights, similar films."""

from dataclasses import asdict

import numpy as np
import pytest

from matinee.engine.errors import GenreNotFoundError, MatineeError, ModelNotFoundError, MovieNotFoundError, SessionError
from matinee.engine.prompts.prompt import Prompt
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import GenreRequested, ModelChosen, SettingChanged
from matinee.engine.session.session import Session
from tests.conftest import FAVOURITES

HEAT = 6


def test_a_strict_genre_request_shows_only_its_films(session: Session) -> None:
    session.request_genre("sci-fi", strict=True)
    assert session.events == (GenreRequested("Sci-Fi", strict=True),)
    for _ in range(20):
        suggestion = session.next()
        assert suggestion is not None
        assert "Sci-Fi" in suggestion.movie.genres
        session.dislike()


def test_a_soft_genre_request_raises_only_its_films(session: Session) -> None:
    carries = session.catalogue.genres[:, session.catalogue.genre("Film-Noir")]
    before = session.ranking()
    session.request_genre("Film-Noir")
    after = session.ranking()
    assert (before.eligible == after.eligible).all()
    gained = np.where(before.eligible, after.scores, 0) - np.where(before.eligible, before.scores, 0)
    assert (gained[carries & before.eligible] > 0).all()
    assert (gained[~carries] == 0).all()


def test_a_cleared_genre_request_leaves_no_trace(session: Session) -> None:
    before, film = session.ranking().scores.tolist(), session.next()
    session.request_genre("War", strict=True)
    assert session.next() != film
    session.request_genre(None)
    assert (session.ranking().scores.tolist(), session.next()) == (before, film)


def test_repeating_a_request_is_not_an_event(session: Session) -> None:
    session.request_genre(None)
    assert session.events == ()
    session.request_genre("comedy")
    session.request_genre("Comedy")
    assert session.events == (GenreRequested("Comedy"),)
    session.request_genre("Comedy", strict=True)
    assert len(session.events) == 2


def test_choosing_a_model_changes_the_ranking_and_undo_restores_it(recommender: Recommender, session: Session) -> None:
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


def test_every_model_of_the_bundle_can_be_chosen(recommender: Recommender, session: Session) -> None:
    for name in [*recommender.model_names[1:], recommender.model_names[0]]:
        session.choose_model(name)
        assert session.model.name == name
        assert session.next() is not None
    assert len(session.events) == len(recommender.model_names)


def test_consecutive_changes_of_a_weight_are_one_event_and_take_effect_at_once(session: Session) -> None:
    films = []
    for value in (0.0, 2.0, 4.0, 8.0):
        session.set_weight("log_popularity_penalty", value)
        films.append(session.next())
    assert session.events == (SettingChanged("log_popularity_penalty", 8.0),)
    assert session.policy.log_popularity_penalty == 8.0
    assert len({film.movie.id for film in films if film is not None}) > 1
    session.undo()
    assert session.policy == session.initial_policy


def test_setting_a_weight_to_its_value_is_not_an_event(session: Session) -> None:
    for setting, value in asdict(session.policy).items():
        session.set_weight(setting, value)
    assert session.events == ()


def test_a_weight_of_the_model_changes_its_scores(session: Session) -> None:
    session.dislike()
    before = session.model.scores(session.profile).tolist()
    session.choose_model("svd_likes")
    plain = session.model.scores(session.profile).tolist()
    session.set_weight("posterior_dislike_weight", 500.0)
    assert session.model.scores(session.profile).tolist() != plain
    session.undo()
    session.undo()
    assert session.model.scores(session.profile).tolist() == before


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("learning_rate", 1.5, "'learning_rate' must be a number from 0 to 1, not 1.5"),
        ("learning_rate", float("nan"), "'learning_rate' must be a number from 0 to 1"),
        ("learning_rate", "0.5", "'learning_rate' must be a number from 0 to 1"),
        ("popularity_penalty", float("inf"), "'popularity_penalty' must be a number from 0 to 100"),
        ("popularity_penalty", -0.1, "'popularity_penalty' must be a number from 0 to 100"),
        ("prompt_mode", "sometimes", "'prompt_mode' must be one of open, soft, strict, not sometimes"),
        ("prompt_mode", 1.0, "'prompt_mode' must be one of open, soft, strict"),
        ("learning_rte", 0.5, "'learning_rte'; did you mean 'learning_rate'"),
        ("neutral", 0.5, "no setting 'neutral'"),
    ],
)
def test_an_invalid_weight_is_refused(session: Session, setting: str, value: float | str, message: str) -> None:
    film = session.next()
    with pytest.raises(SessionError, match=message):
        session.set_weight(setting, value)
    assert session.events == ()
    assert session.policy == session.initial_policy
    assert session.next() == film


@pytest.mark.parametrize(
    ("action", "error", "message"),
    [
        (lambda session: session.choose_model("esae"), ModelNotFoundError, "esae"),
        (lambda session: session.choose_model(""), ModelNotFoundError, "model"),
        (lambda session: session.request_genre("Sciencefiction"), GenreNotFoundError, "Sciencefiction"),
        (lambda session: session.request_genre("", strict=True), GenreNotFoundError, "genre"),
        (lambda session: session.more_like(999999999), MovieNotFoundError, "999999999"),
    ],
)
def test_unknown_names_are_refused_and_the_session_is_unchanged(
    session: Session, action: object, error: type[MatineeError], message: str
) -> None:
    film, model = session.next(), session.model
    assert callable(action)
    with pytest.raises(error, match=message):
        action(session)
    assert session.events == ()
    assert session.model is model
    assert session.next() == film


def pairs_with_one_title(recommender: Recommender) -> list[tuple[int, int]]:
    """Pairs of movie ids whose films have the same title."""
    catalogue = recommender.catalogue
    known: dict[str, int] = {}
    pairs = []
    for row, title in enumerate(catalogue.titles):
        if title in known:
            pairs.append((int(catalogue.ids[known[title]]), int(catalogue.ids[row])))
        known[title] = row
    return pairs


def test_more_like_uses_the_given_film_and_not_one_of_the_same_title(recommender: Recommender) -> None:
    pairs = pairs_with_one_title(recommender)[:6]
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


def test_more_like_suggests_similar_films_and_never_the_film_itself(recommender: Recommender) -> None:
    session = recommender.session(FAVOURITES)
    row = recommender.catalogue.row(HEAT)
    session.more_like(HEAT)
    assert session.active_prompt == Prompt("Heat", kind="title", movie_id=HEAT)
    similar = {film.movie.id for film in recommender.similar(HEAT, 100)}
    shown = []
    for _ in range(12):
        assert not session.ranking().eligible[row]
        suggestion = session.next()
        assert suggestion is not None
        shown.append(suggestion.movie.id)
        session.skip()
    assert HEAT not in shown
    assert len(similar & set(shown)) > 6
    session.clear_prompt()
    assert session.ranking().eligible[row]  # it was an example, not an answer


def test_the_example_film_is_kept_while_the_prompt_is_read_as_a_mood(session: Session) -> None:
    session.more_like(HEAT)
    before = session.ranking().scores.tolist()
    session.reinterpret_prompt("mood")
    assert session.ranking().scores.tolist() != before
    session.reinterpret_prompt("title")
    assert session.ranking().scores.tolist() == before


def test_after_more_like_the_next_answer_is_for_another_film(session: Session) -> None:
    suggestion = session.next()
    assert suggestion is not None
    session.more_like(suggestion.movie.id)
    other = session.next()
    assert other is not None
    assert other != suggestion
    session.like()
    session.clear_prompt()
    assert [movie for movie, _ in session.state.answered_here] == [other.movie.id]
    assert session.ranking().eligible[session.catalogue.row(suggestion.movie.id)]
