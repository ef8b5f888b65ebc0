"""From `matinee data ml-32m` to films of 2023, as README describes it, on a made-up archive of the real shape."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import click
import numpy as np
import pytest
from click.testing import CliRunner, Result

import matinee
from matinee.engine.cli.bundle_commands import bundle as bundle_command
from matinee.engine.cli.film_commands import recommend, similar
from matinee.engine.errors import UserNotFoundError
from matinee.training.cli.commands import train
from matinee.training.cli.data_commands import data
from matinee.training.data.movielens import read_dataset
from matinee.training.errors import DataError
from matinee.training.evaluate.replay_users import exclude_training_users
from tests.conftest import write_two_groups
from tests.training.archive_server import ArchiveServer, serve

NAME = "ml-32m"
FILMS, USERS, NEW_FROM = 120, 240, 81
"""Films and users of the archive; films from this id on are of 2023."""

QUICKLY = ("--kinship", "default")
"""Choosing the kinship weights takes most of the time of a small training."""


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArchiveServer]:
    """A server with an archive that has the files of ml-32m, in its own formats."""
    ratings = tmp_path_factory.mktemp("ratings")
    write_two_groups(ratings, users=USERS, films=FILMS, seed=7)
    films = range(1, FILMS + 1)
    years = [2023 if film >= NEW_FROM else 1930 + film for film in films]
    genres = ["(no genres listed)" if film % 20 == 0 else ["Drama", "Comedy|Romance"][film % 2] for film in films]
    movies = [
        f'{film},"Film {film}, The ({year})",{kinds}' for film, year, kinds in zip(films, years, genres, strict=True)
    ]
    files = {
        "README.txt": "Summary\n=======\n\n* The user may not redistribute the data without separate permission.\n",
        "checksums.txt": "".join(f"{'0' * 32}  {name}.csv\n" for name in ("links", "movies", "ratings", "tags")),
        "links.csv": "\n".join(
            ["movieId,imdbId,tmdbId", *(f"{film},{film + 9_000_000:07},{film}" for film in films), ""]
        ),
        "movies.csv": "\n".join(["movieId,title,genres", *movies, ""]),
        "ratings.csv": (ratings / "ratings.csv").read_text(),
        "tags.csv": 'userId,movieId,tag,timestamp\n22,81,"quiet, strange",1690000000\n22,82,heist,1690000001\n',
    }
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr(f"{NAME}/", b"")
        for name, content in files.items():
            archive.writestr(f"{NAME}/{name}", content)
    with serve() as running:
        running.put(NAME, stream.getvalue())
        yield running


@pytest.fixture(scope="module")
def folder(server: ArchiveServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the steps of README were taken."""
    place = tmp_path_factory.mktemp("evening")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MATINEE_HOME", str(place / "home"))
        (place / "home").mkdir()
        patch.chdir(place)
        patch.setenv("NO_PROXY", "127.0.0.1")
        fetched = invoke(data, NAME, "--mirror", server.address)
        assert fetched.stdout.splitlines()[-1] == f"Next: matinee train --data data/{NAME}"
        trained = invoke(train, "--data", f"data/{NAME}", "--out", "my-films", "--without-users", *QUICKLY)
        assert "The bundle has no users" in trained.stdout
    return place


def invoke(command: click.Command, *arguments: str) -> Result:
    done = CliRunner().invoke(command, list(arguments))
    assert done.exit_code == 0, done.output
    return done


def rows_of(command: click.Command, *arguments: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(invoke(command, *arguments, "--json").stdout)
    return rows


def test_films_of_2023_are_recommended(folder: Path) -> None:
    chosen = ("--bundle", str(folder / "my-films"))
    likes = ("--like", "Film 82", "--like", "The Film 84")
    rows = rows_of(recommend, *likes, "--prompt", "films from 2023", "-k", "8", *chosen)
    assert len(rows) == 8
    assert {row["year"] for row in rows} == {2023}
    assert {row["movie_id"] % 2 for row in rows[:5]} == {0}  # of the group that likes these


def test_an_evening_with_films_of_2023(folder: Path) -> None:
    recommender = matinee.load(folder / "my-films")
    session = recommender.session([82, 84, 2, 4])
    session.prompt("films from 2023")
    seen = []
    for answer in (session.like, session.dislike, session.skip, session.like):
        suggestion = session.next()
        assert suggestion is not None
        seen.append(suggestion.movie)
        answer()
    assert {movie.year for movie in seen} == {2023}
    assert len({movie.id for movie in seen}) == 4


def test_a_bundle_without_users_has_none_of_their_data(folder: Path) -> None:
    manifest = json.loads((folder / "my-films" / "manifest.json").read_text())
    assert not [name for name in manifest["files"] if "users" in name]
    assert not list((folder / "my-films").rglob("*users*"))
    assert manifest["dataset"]["users"] == USERS
    shown = invoke(bundle_command, "show", "--bundle", str(folder / "my-films")).stdout
    assert "left out (--without-users)" in shown
    assert invoke(bundle_command, "verify", "--bundle", str(folder / "my-films")).exit_code == 0


def test_what_needs_the_users_says_so_in_one_sentence(folder: Path) -> None:
    chosen = ("--bundle", str(folder / "my-films"))
    recommender = matinee.load(folder / "my-films")
    with pytest.raises(UserNotFoundError, match=r"^This bundle was made without its training users .*--without-users"):
        recommender.recommend_for_user(22)
    asked = CliRunner().invoke(recommend, ["--user-id", "22", *chosen])
    assert isinstance(asked.exception, UserNotFoundError)
    found = invoke(similar, "Film 82", *chosen)
    assert found.stderr.splitlines()[-1] == (
        "This bundle was made without its training users (`matinee train --without-users`), "
        "so films are not compared by who likes them."
    )
    dataset = read_dataset(folder / "data" / NAME)
    with pytest.raises(DataError, match=r"--without-users.*--folds 5"):
        exclude_training_users(dataset.ratings, recommender.bundle)


def test_leaving_out_users_changes_nothing_else(folder: Path) -> None:
    invoke(train, "--data", str(folder / "data" / NAME), "--out", str(folder / "whole"), *QUICKLY)
    without, whole = matinee.load(folder / "my-films"), matinee.load(folder / "whole")
    assert len(whole.bundle.users.ids) == USERS
    scores = [[(row.movie.id, row.score) for row in each.recommend([82, 84])] for each in (without, whole)]
    assert scores[0] == scores[1]
    assert np.array_equal(without.similarity.space, whole.similarity.space)
    assert "likes" in whole.similar(82)[0].terms
    assert "likes" not in without.similar(82)[0].terms
