"""Search, similar films and recommendations over HTTP; the commands say the same."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from matinee.engine.recommender import Recommender

pytest.importorskip("fastapi", reason="the extra `api` is not installed: pip install 'matinee[api]'")

from starlette.testclient import TestClient

HEAT, AMELIE, GODFATHER = 6, 4973, 858


def command(*arguments: str) -> Any:
    """What a command prints with `--json`."""
    from matinee.cli import cli

    done = CliRunner().invoke(cli, [*arguments, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def titles(rows: list[dict[str, Any]]) -> list[str]:
    return [row["title"] for row in rows]


def test_the_commands_say_the_same(client: TestClient) -> None:
    assert client.get("/search", params={"q": "shawshnk", "limit": 3}).json() == command(
        "search", "shawshnk", "--limit", "3"
    )
    similar = client.get("/similar", params={"film": "heat", "limit": 3}).json()
    assert similar["film"]["movie_id"] == HEAT
    assert similar["recommendations"] == command("similar", "heat", "-k", "3")
    liked = client.get("/recommendations", params={"like": ["heat", "amelie"], "dislike": ["858"], "limit": 4}).json()
    assert [row["movie_id"] for row in liked["likes"]] == [HEAT, AMELIE]
    assert liked["recommendations"] == command(
        "recommend", "--like", "heat", "--like", "amelie", "--dislike", "858", "-k", "4"
    )
    by_genre = client.get("/recommendations", params={"genre": "western", "limit": 4}).json()
    assert by_genre["recommendations"] == command("recommend", "--genre", "western", "-k", "4")
    moody = client.get("/recommendations", params={"prompt": "90s crime, no horror", "limit": 4}).json()
    assert moody["recommendations"] == command("recommend", "--prompt", "90s crime, no horror", "-k", "4")


def test_a_genre_is_strict_only_if_asked_or_alone(client: TestClient) -> None:
    def genres(**parameters: Any) -> list[list[str]]:
        found = client.get("/recommendations", params={"genre": "Western", "limit": 20, **parameters}).json()
        return [row["genres"] for row in found["recommendations"]]

    assert all("Western" in each for each in genres())
    assert all("Western" in each for each in genres(like="heat", strict=True))
    soft = genres(like="heat")
    assert 0 < sum("Western" in each for each in soft) < len(soft)


def test_films_that_were_seen_are_not_recommended(client: TestClient) -> None:
    first = client.get("/recommendations", params={"like": "heat", "limit": 3}).json()["recommendations"]
    seen = [row["movie_id"] for row in first]
    others = client.get("/recommendations", params={"like": "heat", "seen": seen, "limit": 20}).json()
    assert not {*seen} & {row["movie_id"] for row in others["recommendations"]}


def test_a_model_compares_films_alone(client: TestClient) -> None:
    found = client.get("/similar", params={"film": "260", "model": "item_item", "limit": 3}).json()
    assert all(row["terms"].keys() == {"item_item"} for row in found["recommendations"])
    assert "Star Wars: Episode V - The Empire Strikes Back" in titles(found["recommendations"])


@pytest.mark.parametrize(
    ("path", "parameters", "status", "words"),
    [
        ("similar", {"film": "0"}, 404, "There is no film with the id 0"),
        ("similar", {"film": "scorsese"}, 404, "is a person, Martin Scorsese"),
        ("similar", {"film": "heat", "model": "xyz"}, 404, "There is no model 'xyz'"),
        ("similar", {"film": "heat", "model": "neumf"}, 400, "does not compare films"),
        ("similar", {}, 422, "film: field required."),
        ("similar", {"film": ""}, 422, "film: string should have at least 1 character."),
        ("search", {"q": "heat", "limit": 101}, 422, "limit: input should be less than or equal to 100."),
        ("search", {"q": "x" * 201}, 422, "q: string should have at most 200 characters."),
        ("recommendations", {}, 400, "Give at least one of like, prompt and genre."),
        ("recommendations", {"like": "heat", "strict": True}, 400, "strict needs genre."),
        ("recommendations", {"like": "heat", "genre": "Wstern"}, 404, "There is no genre 'Wstern'; there are Action"),
        ("recommendations", {"like": "heat", "dislike": "6"}, 400, "Heat (1995) is both liked and disliked"),
        ("recommendations", {"like": ["heat"] * 101}, 422, "like: list should have at most 100 items"),
        ("recommendations", {"like": "heat", "seen": "99999999"}, 404, "There is no film with the id 99999999"),
        ("recommendations", {"prompt": "x" * 501}, 422, "prompt: string should have at most 500 characters."),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(
    client: TestClient, path: str, parameters: dict[str, Any], status: int, words: str
) -> None:
    answer = client.get(f"/{path}", params=parameters)
    assert answer.status_code == status
    assert words in answer.json()["error"]
    assert answer.json()["error"].endswith(".")


def test_near_films_are_listed_for_an_unknown_title(client: TestClient) -> None:
    answer = client.get("/similar", params={"film": "dune part two"})
    assert answer.status_code == 404
    near = answer.json()["near"]
    assert near
    assert all(row["title"] in answer.json()["error"] for row in near)


def test_health_and_genres(client: TestClient, recommender: Recommender) -> None:
    health = client.get("/health").json()
    assert health["status"] == "ok"
    assert (health["films"], health["users"]) == (len(recommender.catalogue), 610)
    assert health["models"] == recommender.model_names
    assert health["bundle"] == recommender.bundle.version
    genres = {each["name"]: each["films"] for each in client.get("/genres").json()["genres"]}
    assert tuple(genres) == recommender.catalogue.genre_names
    assert genres["Western"] == sum("Western" in recommender.catalogue.movie(row).genres for row in range(9742))


def test_an_address_that_is_not_there(client: TestClient) -> None:
    assert client.get("/nothing").status_code == 404
    assert "/docs lists" in client.get("/nothing").json()["error"]
    assert client.delete("/health").status_code == 405
    assert client.delete("/health").headers["allow"] == "GET"


def test_an_error_of_our_own_is_one_sentence(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(Recommender, "search", fail)
    answer = client.get("/search", params={"q": "heat"})
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json()["error"].endswith(".")


def test_the_description_names_everything_and_loads_nothing(client: TestClient) -> None:
    page, description = client.get("/docs").text, client.get("/openapi.json").json()
    for path in description["paths"]:
        assert path in page
    assert "src=" not in page
    assert "http" not in page.replace("<!doctype html>", "")
    for methods in description["paths"].values():
        for operation in methods.values():
            assert operation["description"]
            assert all(each["description"] for each in operation.get("parameters", ()))
