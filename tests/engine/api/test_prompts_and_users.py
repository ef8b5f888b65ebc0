"""Prompts, and users of the training data, over HTTP."""

from dataclasses import replace
from typing import Any

import pytest

from matinee.engine.bundle.bundle import no_users
from matinee.engine.recommender import Recommender

pytest.importorskip("fastapi", reason="the extra `api` is not installed: pip install 'matinee[api]'")

from starlette.testclient import TestClient

from matinee.engine.api.app import make_app
from matinee.engine.api.settings import ApiSettings
from tests.engine.api.test_films import command


def test_a_prompt_is_understood_as_by_the_command(client: TestClient) -> None:
    answer = client.get("/intent", params={"q": "bleak dystopian sci-fi, not scary", "limit": 3}).json()
    extra = {"weights": answer.pop("weights"), "note": answer.pop("note")}
    assert answer == command("intent", "bleak dystopian sci-fi, not scary", "-k", "3")
    assert extra["note"] == ""
    assert extra["weights"].keys() == {"prompt_genre_weight", "prompt_popularity_weight", "prompt_text_weight"}


def test_the_weights_of_a_prompt_can_be_moved(client: TestClient, recommender: Recommender) -> None:
    def terms(**weights: float) -> dict[str, float]:
        found = client.get("/intent", params={"q": "sad war films", "limit": 1, **weights}).json()
        row: dict[str, Any] = found["recommendations"][0]
        assert row["score"] == pytest.approx(sum(row["terms"].values()), abs=0.001)
        assert {name: found["weights"][f"prompt_{name}"] for name in weights} == weights
        return row["terms"]

    policy = recommender.policy
    before = terms()
    assert {"prompt_text", "prompt_genre", "prompt_popularity"} <= before.keys()
    assert "prompt_text" not in terms(text_weight=0)
    assert "prompt_genre" not in terms(genre_weight=0)
    assert terms(popularity_weight=50)["prompt_popularity"] > before["prompt_popularity"]
    assert terms() == before
    assert recommender.policy is policy


def test_a_prompt_for_somebody(client: TestClient) -> None:
    def ids(**parameters: object) -> list[int]:
        found = client.get("/intent", params={"q": "funny", "limit": 10, **parameters}).json()
        return [row["movie_id"] for row in found["recommendations"]]

    assert len({tuple(ids()), tuple(ids(user_id=1)), tuple(ids(like=["heat", "858"]))}) == 3
    strict = client.get("/intent", params={"q": "western", "mode": "strict"}).json()["recommendations"]
    assert all("Western" in row["genres"] for row in strict)
    both = client.get("/intent", params={"q": "funny", "user_id": 1, "like": "heat"})
    assert both.status_code == 400


@pytest.mark.parametrize("text", ["Heat", "Star Wars", "star wars", "Alien", "toy stroy"])
def test_a_title_means_films_like_it(client: TestClient, text: str) -> None:
    answer = client.get("/title-or-prompt", params={"text": text, "limit": 3}).json()
    assert answer["kind"] == "title"
    assert answer["recommendations"] == command("similar", str(answer["film"]["movie_id"]), "-k", "3")


def test_other_words_mean_a_mood(client: TestClient) -> None:
    answer = client.get("/title-or-prompt", params={"text": "bleak dystopian sci-fi", "limit": 3}).json()
    assert (answer["kind"], answer["film"]) == ("mood", None)
    assert answer["recommendations"] == command("recommend", "--prompt", "bleak dystopian sci-fi", "-k", "3")


def test_users_are_listed_in_parts(client: TestClient) -> None:
    every = client.get("/users").json()
    assert every["count"] == len(every["user_ids"]) == 610
    assert client.get("/users", params={"limit": 2, "offset": 10}).json()["user_ids"] == every["user_ids"][10:12]
    assert client.get("/users", params={"offset": 2**53}).json()["user_ids"] == []


def test_the_profile_of_a_user(client: TestClient, recommender: Recommender) -> None:
    profile = client.get("/users/1").json()
    users, catalogue = recommender.bundle.users, recommender.catalogue
    index = users.index(1)
    liked = {int(catalogue.ids[row]) for row in users.liked_rows(index)}
    assert (profile["rated"], profile["liked"]) == (len(users.seen_rows(index)), len(liked))
    counts = [catalogue.like_counts[catalogue.row(row["movie_id"])] for row in profile["top_rated"]]
    years = [row["year"] for row in profile["recent_favourites"]]
    assert counts == sorted(counts, reverse=True)
    assert years == sorted(years, reverse=True)
    assert max(years) == max(int(catalogue.years[catalogue.row(movie_id)]) for movie_id in liked)
    assert {row["movie_id"] for row in profile["top_rated"] + profile["recent_favourites"]} <= liked
    assert [*profile["genre_weights"].values()] == sorted(profile["genre_weights"].values(), reverse=True)


def test_recommendations_for_a_user(client: TestClient) -> None:
    answer = client.get("/users/1/recommendations", params={"limit": 5}).json()
    assert answer["recommendations"] == command("recommend", "--user-id", "1", "-k", "5")
    assert answer.items() >= client.get("/users/1").json().items()
    western = client.get("/users/1/recommendations", params={"genre": "Western", "strict": True}).json()
    assert all("Western" in row["genres"] for row in western["recommendations"])


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("users/0", 404, "There is no user 0 among the 610"),
        ("users/9007199254740992", 404, "There is no user 9007199254740992"),
        ("users/9007199254740993", 422, "user_id: input should be less than or equal to"),
        ("users/one", 422, "user_id: input should be a valid integer"),
        ("users/1/recommendations?model=edlae", 400, "has no user vectors"),
        ("users/1/recommendations?strict=true", 400, "strict needs genre."),
        ("intent?q=sad&text_weight=101", 422, "text_weight: input should be less than or equal to 100."),
        ("intent?q=sad&text_weight=nan", 422, "text_weight: input should be a finite number."),
        ("intent?q=sad&mode=loose", 422, "mode: input should be 'open', 'soft' or 'strict'."),
        ("intent?q=sad&as=song", 422, "as: input should be 'mood' or 'title'."),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(f"/{path}")
    assert answer.status_code == status
    assert words in answer.json()["error"]


@pytest.mark.parametrize("path", ["/users", "/users/1", "/users/1/recommendations"])
def test_without_training_users_the_answer_says_so(recommender: Recommender, path: str) -> None:
    bundle = replace(recommender.bundle, read_users=no_users)
    settings = ApiSettings()
    client = TestClient(
        make_app(Recommender(bundle, recommender.policy), settings), f"http://127.0.0.1:{settings.port}"
    )
    answer = client.get(path)
    assert answer.status_code == 404
    assert "made without its training users (`matinee train --without-users`)" in answer.text
    assert client.get("/health").json()["users"] == 610
