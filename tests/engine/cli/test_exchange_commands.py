"""`matinee import` and `matinee session export`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matinee.engine.cli.exchange_commands import export, import_
from matinee.engine.errors import ExchangeError, MatineeError, SessionError
from matinee.engine.models.profile import Answer
from matinee.engine.paths import saved_sessions
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Answered, History, Imported
from matinee.engine.storage.log import SessionLog
from matinee.engine.storage.store import list_sessions, read_session
from tests.conftest import FAVOURITES, ROOT
from tests.engine.exchange.sample_exports import RATED, csv_text, letterboxd_row, sample_export, write_zip

BUNDLE = ("--bundle", str(ROOT / "artifacts"))


def imported(*arguments: object) -> Result:
    return CliRunner().invoke(import_, [*map(str, arguments), *BUNDLE])


def exported(*arguments: object) -> Result:
    return CliRunner().invoke(export, [*map(str, arguments), *BUNDLE])


@pytest.fixture
def letterboxd(tmp_path: Path) -> Path:
    return write_zip(tmp_path / "letterboxd.zip", sample_export())


@pytest.fixture
def kept(recommender: Recommender) -> str:
    """A saved session: four favourites, Heat liked, Fargo on the watchlist, Casablanca disliked."""
    answers = (Answered(6, Answer.LIKE), Answered(608, Answer.WATCHLIST), Answered(912, Answer.DISLIKE))
    SessionLog.create(
        "friday", FAVOURITES, model=None, seed=0, bundle=recommender.bundle.version, policy=recommender.policy,
        history=History(answers),
    ).close()  # fmt: skip
    return "friday"


def test_an_import_reports_everything_and_writes_nothing(letterboxd: Path) -> None:
    done = imported(letterboxd)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "Letterboxd: 9 films read, 8 found: 5 liked, 1 disliked, 1 seen, 1 wanted; 1 not found.",
        "",
        "Suggested favourites",
        "  Heat (1995)",
        "  Vertigo (1958)",
        "  Casablanca (1942)",
        "  Alien (1979)",
        "",
        "Not found",
        "  Nothing at All (2019): not in the catalogue",
    ]
    assert not saved_sessions().exists()


def test_an_import_as_json_is_one_document(letterboxd: Path) -> None:
    document = json.loads(imported(letterboxd, "--json").stdout)
    assert [movie["title"] for movie in document["favourites"]] == ["Heat", "Vertigo", "Casablanca", "Alien"]
    assert document["unmatched"] == [
        {"title": "Nothing at All", "year": 2019, "why": "not in the catalogue", "nearest": None}
    ]
    del document["favourites"], document["unmatched"]
    assert document == {
        "source": "Letterboxd", "read": 9, "found": 8, "liked": 5, "disliked": 1, "seen": 1, "wanted": 1,
        "not_films": 0, "unreadable": [], "session": None,
    }  # fmt: skip


def test_a_saved_session_starts_from_the_favourites_and_has_the_other_answers(
    letterboxd: Path, recommender: Recommender
) -> None:
    done = imported(letterboxd, "--session", "my films")
    assert done.exit_code == 0
    assert done.stdout.endswith("Saved as session 'my films'; start it with `matinee --session 'my films'`.\n")
    saved = read_session("my films")
    catalogue = recommender.catalogue
    titles = [catalogue.titles[catalogue.row(movie)] for movie in saved.favourites]
    assert titles == ["Heat", "Vertigo", "Casablanca", "Alien"]
    (event,) = saved.history.events
    assert isinstance(event, Imported)
    assert [answer for _, answer in event.answers] == [Answer.LIKE, Answer.DISLIKE, Answer.SEEN, Answer.WATCHLIST]
    session = recommender.session(saved.favourites, seed=saved.seed, history=saved.history)
    card = session.next()
    assert card is not None
    assert card.movie.id not in {movie for movie, _ in event.answers}


def test_a_session_is_never_replaced(letterboxd: Path, kept: str) -> None:
    done = imported(letterboxd, "--session", kept)
    assert isinstance(done.exception, SessionError)
    assert read_session(kept).favourites == FAVOURITES


def test_a_session_needs_a_favourite_and_one_is_enough(tmp_path: Path) -> None:
    (tmp_path / "ratings.csv").write_text(csv_text(RATED, [letterboxd_row("Heat", 1995, rating=5)]))
    assert imported(tmp_path / "ratings.csv", "--session", "one").exception is None
    assert len(read_session("one").favourites) == 1
    rows = [letterboxd_row("Heat", 1995, rating=3), letterboxd_row("Fargo", 1996, rating=3)]
    (tmp_path / "ratings.csv").write_text(csv_text(RATED, rows))
    done = imported(tmp_path / "ratings.csv", "--session", "few")
    assert isinstance(done.exception, ExchangeError)
    assert str(done.exception) == (
        "A session needs a favourite, but none of the films found is liked; no session was saved. Choose some in the "
        f"app: `matinee --import {tmp_path}/ratings.csv --session few`."
    )
    assert [each.name for each in list_sessions()] == ["one"]


def test_an_invalid_name_is_not_recommended_for_the_app(tmp_path: Path) -> None:
    (tmp_path / "ratings.csv").write_text(csv_text(RATED, [letterboxd_row("Heat", 1995, rating=5)]))
    done = imported(tmp_path / "ratings.csv", "--session", "../few")
    assert isinstance(done.exception, SessionError)
    assert str(done.exception).startswith("A session cannot be called '../few': ")


def test_a_missing_export_is_refused_in_one_sentence(tmp_path: Path) -> None:
    done = imported(tmp_path / "gone.zip")
    assert isinstance(done.exception, MatineeError)
    assert str(done.exception).startswith(f"{tmp_path}/gone.zip does not exist")


def test_the_watchlist_is_exported_for_letterboxd(kept: str) -> None:
    assert exported(kept).stdout == '"imdbID","tmdbID","Title","Year"\n"tt0116282",275,"Fargo",1996\n'


def test_the_likes_begin_with_the_favourites(kept: str) -> None:
    lines = exported(kept, "--what", "likes").stdout.splitlines()
    assert len(lines) == 6
    assert '"The Shawshank Redemption"' in lines[1]
    assert '"Heat"' in lines[-1]


def test_markdown_and_json_have_all_lists_or_the_selected_one(kept: str) -> None:
    page = exported(kept, "--format", "markdown").stdout
    assert page.startswith("## Favourites\n\n- The Shawshank Redemption (1994)\n")
    assert page.endswith("\n\n## Liked\n\n- Heat (1995)\n\n## Watchlist\n\n- Fargo (1996)\n")
    assert exported(kept, "--format", "markdown", "--what", "watchlist").stdout == "## Watchlist\n\n- Fargo (1996)\n"
    document = json.loads(exported(kept, "--format", "json").stdout)
    assert [film["movie_id"] for film in document["favourites"]] == list(FAVOURITES)
    assert document["watchlist"] == [
        {"movie_id": 608, "title": "Fargo", "year": 1996, "imdb_id": "tt0116282", "tmdb_id": 275}
    ]


def test_an_export_can_be_imported_again(kept: str, tmp_path: Path) -> None:
    for which, counted in (("likes", "5 liked, 0 disliked, 0 seen, 0 wanted"), ("watchlist", "0 seen, 1 wanted")):
        path = tmp_path / f"{which}.csv"
        assert exported(kept, "--what", which, "--out", path).exit_code == 0
        assert counted in imported(path).stdout


def test_a_file_is_only_replaced_with_force(kept: str, tmp_path: Path) -> None:
    path = tmp_path / "watchlist.csv"
    path.write_text("mine")
    refused = exported(kept, "--out", path)
    assert str(refused.exception) == f"{path} exists already; name another file, or remove that one first."
    assert path.read_text() == "mine"
    assert exported(kept, "--out", path, "--force").exit_code == 0
    assert "Fargo" in path.read_text()


def test_an_unwritable_path_is_refused_in_one_sentence(kept: str, tmp_path: Path) -> None:
    for path, message in (
        (tmp_path, "is a folder"),
        (tmp_path / "no" / "where.csv", "cannot be written (No such file"),
    ):
        done = exported(kept, "--out", path, "--force")
        assert isinstance(done.exception, ExchangeError)
        assert message in str(done.exception)


def test_an_empty_list_is_reported(recommender: Recommender) -> None:
    SessionLog.create(
        "new", FAVOURITES, model=None, seed=0, bundle=recommender.bundle.version, policy=recommender.policy,
        history=History(),
    ).close()  # fmt: skip
    done = exported("new")
    assert done.stdout == '"imdbID","tmdbID","Title","Year"\n'
    assert done.stderr == "There are no films in the watchlist yet.\n"


def test_a_missing_session_is_refused(kept: str) -> None:  # noqa: ARG001
    assert str(exported("saturday").exception) == "There is no session 'saturday'; `matinee session list` lists them."
