"""`matinee recommend --import`: likes and dislikes from an export, and its watchlist."""

import json
from pathlib import Path
from typing import Any

import pytest
from click import UsageError
from click.testing import CliRunner, Result

from matinee.engine.cli.film_commands import recommend
from matinee.engine.errors import ExchangeError, MatineeError
from matinee.engine.recommender import Recommender
from tests.conftest import ROOT
from tests.engine.exchange.sample_exports import PLAIN, RATED, csv_text, letterboxd_row, sample_export, write_zip

BUNDLE = ("--bundle", str(ROOT / "artifacts"))
SAMPLE = {"Heat", "Fargo", "Alien", "Casablanca", "Vertigo", "Grease", "Jaws"}


def recommended(*arguments: object) -> Result:
    return CliRunner().invoke(recommend, [*map(str, arguments), *BUNDLE])


def films(*arguments: object) -> list[dict[str, Any]]:
    done = recommended(*arguments, "--json")
    assert done.exit_code == 0, done.output
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


@pytest.fixture
def letterboxd(tmp_path: Path) -> Path:
    return write_zip(tmp_path / "letterboxd.zip", sample_export())


@pytest.fixture
def wishes(tmp_path: Path) -> Path:
    """An export with four liked films, one disliked, three wanted, and one whose year is off by two."""
    folder = tmp_path / "wishes"
    folder.mkdir()
    liked = (("Heat", 1995), ("Fargo", 1996), ("Alien", 1979), ("Casablanca", 1942))
    rated = [letterboxd_row(*film, rating=5) for film in liked] + [letterboxd_row("Grease", 1978, rating=1)]
    (folder / "ratings.csv").write_text(csv_text(RATED, [*rated, letterboxd_row("Pulp Fiction", 1996, rating=5)]))
    wanted = (("Jaws", 1975), ("Vertigo", 1958), ("Goodfellas", 1990))
    (folder / "watchlist.csv").write_text(csv_text(PLAIN, [letterboxd_row(*film) for film in wanted]))
    return folder


def test_the_taste_comes_from_the_export_and_nothing_in_it_is_recommended(
    letterboxd: Path, recommender: Recommender
) -> None:
    done = recommended("--import", letterboxd, "-k", "40", "--json")
    assert done.stderr.startswith("Letterboxd: 9 films read, 8 found: 5 liked, 1 disliked, 1 seen, 1 wanted;")
    titles = [row["title"] for row in json.loads(done.stdout)]
    assert len(titles) == 40
    assert SAMPLE.isdisjoint(titles)
    liked = [recommender.find(title).id for title in ("heat", "fargo", "alien", "casablanca", "vertigo")]
    seen = [recommender.find(title).id for title in ("jaws", "Solaris 1972")]
    same = recommender.recommend(liked, [recommender.find("grease").id], seen=seen, limit=40)
    assert set(titles) == {film.movie.title for film in same}


def test_the_command_line_adds_to_the_export_and_counts_before_it(wishes: Path) -> None:
    plain = films("--import", wishes)
    assert films("--import", wishes, "--like", "Solaris 1972") != plain
    turned = films("--import", wishes, "--dislike", "heat", "--dislike", "alien")
    assert turned != plain
    assert {"Heat", "Alien"}.isdisjoint(row["title"] for row in turned)
    assert all("Western" in row["genres"] for row in films("--import", wishes, "--genre", "western", "--strict"))
    assert films("--import", wishes, "--prompt", "a slow 90s heist") != plain


def test_only_films_of_the_watchlist_are_recommended_on_request(wishes: Path) -> None:
    assert {"Jaws", "Vertigo", "Goodfellas"}.isdisjoint(row["title"] for row in films("--import", wishes, "-k", 50))
    rows = films("--import", wishes, "--from", "watchlist")
    assert {row["title"] for row in rows} == {"Jaws", "Vertigo", "Goodfellas"}
    assert len(films("--import", wishes, "--from", "watchlist", "-k", 2)) == 2
    only = films("--import", wishes, "--from", "watchlist", "--genre", "crime", "--strict")
    assert {row["title"] for row in only} == {"Goodfellas"}
    none = recommended("--import", wishes, "--from", "watchlist", "--genre", "western", "--strict")
    assert (none.exit_code, none.stdout) == (2, "")
    assert none.stderr.endswith("\nNo other film of the watchlist can be recommended.\n")


def test_a_watchlist_alone_can_be_chosen_from_with_a_film_or_a_mood(wishes: Path) -> None:
    watchlist = wishes / "watchlist.csv"
    assert {row["title"] for row in films("--import", watchlist, "--from", "watchlist", "--like", "heat")} == {
        "Jaws", "Vertigo", "Goodfellas",
    }  # fmt: skip
    assert films("--import", watchlist, "--from", "watchlist", "--prompt", "gangsters")[0]["title"] == "Goodfellas"


def test_what_was_rated_and_not_found_is_not_recommended_and_can_be_accepted(wishes: Path) -> None:
    assert "Pulp Fiction" not in {row["title"] for row in films("--import", wishes, "-k", 200)}
    done = recommended("--import", wishes, "--accept", "all")
    assert "8 films read" not in done.stderr
    assert "9 found (1 accepted): 5 liked" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--from", "watchlist", "--like", "heat"), "--from needs --import FILE."),
        (("--accept", "all", "--like", "heat"), "--accept needs --import FILE."),
        (("--import", "x.csv", "--user-id", "1"), "--import cannot be used with --user-id"),
        ((), "--import FILE"),
    ],
)
def test_options_that_contradict_each_other_are_refused(arguments: tuple[str, ...], message: str) -> None:
    done = recommended(*arguments)
    assert done.exit_code == 2
    assert message in done.output


def test_an_export_without_a_taste_or_a_watchlist_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text(csv_text(RATED, [letterboxd_row("Heat", 1995, rating=1), letterboxd_row("Jaws", 1975, rating=3)]))
    done = recommended("--import", path)
    assert (done.exit_code, UsageError.exit_code) == (2, 2)
    assert f"No liked film of {path} was found; add --like TITLE or --prompt MOOD." in done.output
    done = recommended("--import", path, "--from", "watchlist", "--like", "alien")
    assert isinstance(done.exception, ExchangeError)
    assert str(done.exception).startswith(f"No film of a watchlist in {path} was found;")
    assert isinstance(recommended("--import", tmp_path / "gone.zip").exception, MatineeError)
