"""A session over HTTP is the session of the app: the same film after every event."""

from collections.abc import Callable
from typing import Any

import pytest

from matinee.engine.recommender import Recommender
from matinee.engine.rows import suggestion_row
from matinee.engine.session.events import Step
from matinee.engine.session.session import Session
from matinee.engine.storage.codec import entry_fields
from tests.conftest import FAVOURITES

pytest.importorskip("fastapi", reason="the extra `api` is not installed: pip install 'matinee[api]'")

from starlette.testclient import TestClient

ACTIONS: list[Callable[[Session], object]] = [
    Session.like,
    Session.dislike,
    Session.skip,
    Session.add_to_watchlist,
    lambda session: session.prompt("90s crime, no horror"),
    Session.like,
    lambda session: session.toggle_part("not: horror"),
    Session.undo,
    Session.undo,
    Session.redo,
    Session.clear_prompt,
    lambda session: session.more_like(6),
    lambda session: session.prompt(""),
    lambda session: session.request_genre("Western", strict=True),
    Session.dislike,
    lambda session: session.request_genre(None),
    lambda session: session.choose_model("svd_likes"),
    Session.like,
    lambda session: session.set_weight("learning_rate", 0.5),
    lambda session: session.set_weight("exploration_rate", 0.3),
    Session.skip,
    Session.choose_from_watchlist,
    Session.like,
]


def ask(client: TestClient, **body: Any) -> dict[str, Any]:
    """The answer to a session."""
    answer = client.post("/session/next", json={"favourites": FAVOURITES, **body})
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


@pytest.mark.parametrize("seed", [0, 7])
def test_every_step_gives_the_film_of_the_session_in_this_process(
    client: TestClient, recommender: Recommender, seed: int
) -> None:
    events: list[Any] = []

    def journal(step: Step) -> None:
        events.append(entry_fields(step))

    session = recommender.session(FAVOURITES, seed=seed, journal=journal)
    for action in ACTIONS:
        action(session)
        answer = ask(client, events=events, seed=seed)
        suggestion = session.next()
        assert answer["suggestion"] == (None if suggestion is None else suggestion_row(recommender, suggestion))
        assert answer["model"] == session.model.name
        assert tuple(row["movie_id"] for row in answer["watchlist"]) == session.watchlist
        assert (answer["prompt"] is None) == (session.active_prompt is None)
    assert len(events) == len(ACTIONS)


def test_the_policy_and_the_model_of_a_session_can_be_chosen(client: TestClient, recommender: Recommender) -> None:
    plain = ask(client)["suggestion"]
    assert plain["score"] == pytest.approx(sum(plain["terms"].values()), abs=0.001)
    assert {row["movie_id"] for row in plain["reasons"]} <= {*FAVOURITES}
    assert plain["kin"][0].keys() == {"kind", "name", "films", "liked"}
    chosen = ask(client, model="popularity", policy={"log_popularity_penalty": 0, "model_scale": "none"})
    assert chosen["model"] == "popularity"
    assert "log_popularity" not in chosen["suggestion"]["terms"]
    assert ask(client)["suggestion"] == plain
    assert ask(client)["bundle"] == recommender.bundle.version


def test_one_favourite_is_enough(client: TestClient, recommender: Recommender) -> None:
    suggestion = recommender.session([6]).next()
    assert suggestion is not None
    assert ask(client, favourites=[6])["suggestion"]["movie_id"] == suggestion.movie.id


def test_a_filter_that_nothing_passes_says_how_to_widen_it(client: TestClient) -> None:
    narrow = {"policy": {"min_genre_affinity": 1.0}, "events": [{"genre": "Western", "strict": True}]}
    answer = ask(client, **narrow)
    assert answer["suggestion"] is None
    assert answer["widen"] > 0
    narrow["events"] = [*narrow["events"], {"widen": answer["widen"]}]
    assert "Western" in ask(client, **narrow)["suggestion"]["genres"]


FILMS = list(FAVOURITES)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"favourites": []}, 422, "favourites: list should have at least 1 item"),
        ({"favourites": [*range(1, 12)]}, 422, "favourites: list should have at most 10 items"),
        ({"favourites": [318, 318, 858, 296]}, 400, "different films; 4 were given, some of them twice."),
        ({"favourites": [*FILMS[:3], 0]}, 404, "There is no film with the id 0"),
        ({"favourites": [*FILMS[:3], "296"]}, 422, "favourites.3: input should be a valid integer."),
        ({"favourites": FILMS, "seed": -1}, 422, "seed: input should be greater than or equal to 0."),
        ({"favourites": FILMS, "model": "edla"}, 404, "There is no model 'edla'; did you mean 'edlae'?"),
        ({"favourites": FILMS, "policy": {"learning_rat": 1}}, 400, "did you mean 'learning_rate'?"),
        ({"favourites": FILMS, "policy": {"learning_rate": 2}}, 400, "must be a number from 0 to 1, not 2."),
        ({"favourites": FILMS, "policy": {"learning_rate": True}}, 422, "policy.learning_rate"),
        ({"favourites": FILMS, "events": [{"like": 1}, {"lik": 1}]}, 400, "events.1 cannot be read: it is not a step"),
        ({"favourites": FILMS, "events": [{"like": 1, "skip": 2}]}, 400, "it has more than one answer"),
        ({"favourites": FILMS, "events": [{"like": "1"}]}, 400, "it has the wrong shape"),
        ({"favourites": FILMS, "events": [{"like": 318}]}, 400, "The film 318 cannot be answered"),
        ({"favourites": FILMS, "events": [{"like": 0}]}, 404, "There is no film with the id 0"),
        ({"favourites": FILMS, "events": [{"genre": "Wstern"}]}, 404, "There is no genre 'Wstern'"),
        ({"favourites": FILMS, "events": [{"matinee": 1, "favourites": FILMS}]}, 400, "events.0 cannot be read"),
        ({"favourites": FILMS, "events": [{"undo": True}] * 2001}, 422, "events: list should have at most 2000 items"),
        ({"favourites": FILMS, "evnts": []}, 422, "evnts: extra inputs are not permitted."),
        ([], 422, "The body: input should be a valid dictionary"),
    ],
)
def test_what_is_not_a_session_is_refused_by_name(client: TestClient, body: object, status: int, words: str) -> None:
    answer = client.post("/session/next", json=body)
    assert (answer.status_code, words in answer.json()["error"]) == (status, True), answer.text


@pytest.mark.parametrize("body", [b"", b"{", b'{"seed": NaN}', b'"\\ud800"', b"\xff", b"[" * 100_000, b"1e999"])
def test_a_body_must_be_json(client: TestClient, body: bytes) -> None:
    answer = client.post("/session/next", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.json()["error"].endswith(".")
