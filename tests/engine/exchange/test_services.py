"""Exports of services other than Letterboxd and IMDb, people's own tables, and what is refused by its name."""

import json
from datetime import date
from pathlib import Path

import pytest

from matinee.engine.errors import ExchangeError
from matinee.engine.exchange.readers.detect import read_export
from matinee.engine.exchange.records import Export, ImportedFilm
from tests.engine.exchange.sample_exports import write_zip


def read(tmp_path: Path, text: str, name: str = "export.csv") -> Export:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_export(tmp_path / name)


def test_ratings_of_movielens_org_are_read_with_their_ids(tmp_path: Path) -> None:
    text = (
        "movie_id,imdb_id,tmdb_id,rating,average_rating,title\n1,0114709,862,5.0,3.89,Toy Story (1995)\n"
        '318,0111161,278,1.5,4.42,"Shawshank Redemption, The (1994)"\n'
    )
    export = read(tmp_path, text)
    assert export.source == "MovieLens"
    assert export.films == (
        ImportedFilm("Toy Story", 1995, 114709, 5.0, watched=True, movie_id=1, tmdb_id=862),
        ImportedFilm("The Shawshank Redemption", 1994, 111161, 1.5, watched=True, movie_id=318, tmdb_id=278),
    )
    wishlist = read(tmp_path, "movie_id,imdb_id,tmdb_id,average_rating,title\n1,0114709,862,3.89,Toy Story (1995)\n")
    assert [film.on_watchlist for film in wishlist.films] == [True]


def test_a_row_with_an_id_needs_no_title_and_no_year(tmp_path: Path) -> None:
    texts = {
        "imdb.csv": "Const,Your Rating,Title,Year\ntt0114709,9,,\n",
        "movielens.csv": "movie_id,imdb_id,tmdb_id,rating,title\n1,,,4.5,\n",
        "tmdb.csv": "TMDb ID,Type,Name,Release Date,Your Rating\n862,movie,,,9\n",
        "own.csv": "imdb_id,rating\ntt0114709,9\n",
        "bare.csv": "movie,tmdb_id,rating\n,862,9\n",
    }
    films = {name: read(tmp_path, text, name).films[0] for name, text in texts.items()}
    assert {name: film.title for name, film in films.items()} == {
        "imdb.csv": "tt0114709",
        "movielens.csv": "MovieLens 1",
        "tmdb.csv": "TMDB 862",
        "own.csv": "tt0114709",
        "bare.csv": "TMDB 862",
    }
    assert {film.stars for film in films.values()} == {4.5}


def test_ratings_of_trakt_are_read_and_its_episodes_are_not(tmp_path: Path) -> None:
    text = (
        "rated_at,type,title,year,trakt_rating,trakt_id,imdb_id,tmdb_id,tvdb_id,url,released,genres,rating\n"
        "2022-03-01T20:00:00Z,movie,The Matrix,1999,8.5,481,tt0133093,603,,u,1999-03-31,action,9\n"
        "2022-03-01T20:00:00Z,show,Dark,2017,8.5,1,tt5753856,70523,,u,,,9\n"
        "2022-03-01T20:00:00Z,episode,Secrets,2017,8.5,1,,1,,u,,,9\n"
    )
    export = read(tmp_path, text)
    assert (export.source, export.not_films) == ("Trakt", 2)
    assert export.films == (
        ImportedFilm("The Matrix", 1999, 133093, 4.5, watched=True, date=date(2022, 3, 1), tmdb_id=603),
    )
    watchlist = read(tmp_path, "listed_at,type,title,year,trakt_id\n2022-03-01,movie,Heat,1995,2\n", "watchlist.csv")
    assert [film.on_watchlist for film in watchlist.films] == [True]
    history = read(tmp_path, "watched_at,type,title,year,trakt_id\n2022-03-01,movie,Heat,1995,2\n", "history.csv")
    assert [film.watched for film in history.films] == [True]


MATRIX = {"title": "The Matrix", "year": 1999, "ids": {"trakt": 481, "slug": "x", "imdb": "tt0133093", "tmdb": 603}}


def test_json_of_trakt_is_read(tmp_path: Path) -> None:
    ratings = [
        {"rated_at": "2022-03-01T20:00:00.000Z", "rating": 9, "type": "movie", "movie": MATRIX},
        {"rated_at": "2022-03-01T20:00:00.000Z", "rating": 9, "type": "show", "show": {"title": "Dark"}},
    ]
    export = read(tmp_path, json.dumps(ratings), "ratings-movies.json")
    assert (export.source, export.not_films) == ("Trakt", 1)
    assert export.films == (
        ImportedFilm("The Matrix", 1999, 133093, 4.5, watched=True, date=date(2022, 3, 1), tmdb_id=603),
    )
    (tmp_path / "powershell.json").write_bytes(json.dumps(ratings).encode("utf-16"))
    assert read_export(tmp_path / "powershell.json").films == export.films
    watched = [{"plays": 3, "last_watched_at": "2022-03-01T20:00:00.000Z", "movie": MATRIX}]
    assert [film.watched for film in read(tmp_path, json.dumps(watched), "watched.json").films] == [True]
    wanted = [{"rank": 1, "listed_at": "2022-03-01T20:00:00.000Z", "type": "movie", "movie": MATRIX}]
    assert [film.on_watchlist for film in read(tmp_path, json.dumps(wanted), "watchlist.json").films] == [True]
    assert [film.liked for film in read(tmp_path, json.dumps(wanted), "favorites.json").films] == [True]
    path = write_zip(tmp_path / "trakt.zip", {"u/ratings-movies.json": json.dumps(ratings), "u/user.json": "{}"})
    assert len(read_export(path).films) == 1


def test_the_backup_of_simkl_is_read(tmp_path: Path) -> None:
    films = [
        {"status": "completed", "user_rating": 9, "user_rated_at": "2022-03-01T20:00:00Z", "movie": MATRIX},
        {"status": "plantowatch", "user_rating": None, "movie": {"title": "Heat", "year": 1995, "ids": {"simkl": 1}}},
    ]
    export = read(tmp_path, json.dumps({"movies": films, "shows": [{"status": "completed"}], "anime": []}), "b.json")
    assert (export.source, export.not_films) == ("Simkl", 1)
    assert [(film.title, film.stars, film.on_watchlist) for film in export.films] == [
        ("The Matrix", 4.5, False),
        ("Heat", None, True),
    ]
    table = (
        "SIMKL_ID,Title,Type,Year,Watchlist,WatchedDate,Rating,Memo,TVDB,TMDB,IMDB\n"
        "1,The Matrix,movie,1999,completed,2022-03-01 20:00,9,,,603,tt0133093\n2,Heat,movie,1995,plantowatch,,,,,,\n"
        "3,Dark,tv,2017,completed,,9,,,,\n"
    )
    assert [(film.stars, film.watched, film.on_watchlist) for film in read(tmp_path, table).films] == [
        (4.5, True, False),
        (None, False, True),
    ]


def test_films_of_a_session_of_matinee_are_read_back(tmp_path: Path) -> None:
    film = {"movie_id": 1, "title": "Toy Story", "year": 1995, "imdb_id": "tt0114709", "tmdb_id": 862}
    other = {"movie_id": 2, "title": "Jumanji", "year": 1995, "imdb_id": None, "tmdb_id": None}
    export = read(tmp_path, json.dumps({"favourites": [film], "liked": [], "watchlist": [other]}), "session.json")
    assert export.films == (
        ImportedFilm("Toy Story", 1995, 114709, liked=True, movie_id=1, tmdb_id=862, favourite=0),
        ImportedFilm("Jumanji", 1995, on_watchlist=True, movie_id=2),
    )


def test_ratings_of_tmdb_are_read(tmp_path: Path) -> None:
    text = (
        "TMDb ID,IMDb ID,Type,Name,Release Date,Season Number,Episode Number,Rating,Your Rating,Date Rated\n"
        "603,tt0133093,movie,The Matrix,1999-03-31T00:00:00Z,,,8.2,9,2022-01-01T00:00:00Z\n"
        "70523,tt5753856,tv,Dark,2017-12-01T00:00:00Z,,,8.4,9,2022-01-01T00:00:00Z\n"
    )
    export = read(tmp_path, text)
    assert (export.source, export.not_films) == ("TMDB", 1)
    assert export.films == (
        ImportedFilm("The Matrix", 1999, 133093, 4.5, watched=True, date=date(2022, 1, 1), tmdb_id=603),
    )


def test_scores_of_criticker_are_read(tmp_path: Path) -> None:
    text = (
        "Score, Film Name, TCI, PSI, Year, Date Rated, IMDB ID, Mini Review\n"
        '90, The Matrix,T8,85,1999,"Mar 14 2020, 10:11",tt0133093,\n0, Heat,T1,85,1995,,tt0113277,"Bad, bad"\n'
    )
    assert read(tmp_path, text).films == (
        ImportedFilm("The Matrix", 1999, 133093, 4.5, watched=True, date=date(2020, 3, 14)),
        ImportedFilm("Heat", 1995, 113277, 0.5, watched=True),
    )


@pytest.mark.parametrize(
    ("title", "is_film"),
    [
        ("The Matrix", True), ("Kill Bill: Vol. 1", True), ("John Wick: Chapter 2", True),
        ("The Hunger Games: Mockingjay: Part 1", True), ("Mission: Impossible: Fallout", True),
        ("Star Wars: Episode V: The Empire Strikes Back", True), ("Love Actually", True),
        ("Stranger Things: Season 1: Chapter One", False), ("Dark: Staffel 1: Geheimnisse", False),
        ("Stranger Things: Stranger Things 3: Suzie, Do You Copy?", False), ("Elite: Temporada 2: 20 horas", False),
        ("Chernobyl: Episode 1", False), ("Money Heist: Part 1: Episode 1", False),
        ("When They See Us: Limited Series: Part One", False), ("Lupin: Partie 1: Chapitre 1", False),
    ],
)  # fmt: skip
def test_episodes_in_the_history_of_netflix_are_recognised(tmp_path: Path, title: str, is_film: bool) -> None:
    export = read(tmp_path, f'Title,Date\n"{title}","3/14/20"\n')
    assert (export.source, len(export.films), export.not_films) == ("Netflix", int(is_film), int(not is_film))
    if is_film:
        assert (export.films[0].title, export.films[0].date) == (title, date(2020, 3, 14))


def test_a_history_of_netflix_in_another_language_is_read(tmp_path: Path) -> None:
    text = 'Titel,Datum\n"Dark: Staffel 1: Geheimnisse","13.03.20"\n"Heat","14.03.20"\n'
    export = read(tmp_path, text)
    assert (export.source, export.not_films) == ("Netflix", 1)
    assert export.films == (ImportedFilm("Heat", watched=True, date=date(2020, 3, 14)),)


def test_tables_of_a_zip_that_are_not_of_films_are_left_out_with_a_note(tmp_path: Path) -> None:
    tables = {
        "CONTENT/ViewingActivity.csv": "Profile Name,Start Time,Title\nA,2020-03-14 20:00:00,Heat\n",
        "CONTENT/Ratings.csv": "Profile Name,Title Name,Thumbs Value\nA,Heat,2\n",
        "CONTENT/IpAddresses.csv": "Address\n::1\n",
    }
    export = read_export(write_zip(tmp_path / "netflix.zip", tables))
    assert [film.title for film in export.films] == ["Heat"]
    assert export.notes[-1].startswith("Left out: Ratings.csv is Netflix's table of thumbs")
    del tables["CONTENT/ViewingActivity.csv"]
    with pytest.raises(ExchangeError, match=r"Ratings\.csv is Netflix's table of thumbs"):
        read_export(write_zip(tmp_path / "netflix.zip", tables))


def test_trailers_in_the_activity_of_netflix_are_left_out(tmp_path: Path) -> None:
    text = (
        "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type,Device Type\n"
        "A,2020-03-14 20:00:00,01:50:00,,Heat,,TV\nA,2020-03-14 20:00:00,00:00:10,,Alien,TRAILER,TV\n"
    )
    assert [film.title for film in read(tmp_path, text).films] == ["Heat"]


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("Title,Year,Rating\nHeat,1995,4.5\nAlien,1979,5\n", 4.5),
        ("Title;Year;Rating\nHeat;1995;4,5\nAlien;1979;5\n", 4.5),
        ("Film,Year,My Rating\nHeat,1995,9\nAlien,1979,10\n", 4.5),
        ("Titel;Jahr;Bewertung\nHeat;1995;90\nAlien;1979;100\n", 4.5),
        ("Título;Año;Nota\nHeat;1995;9\nAlien;1979;10\n", 4.5),
        ("movie_title,release_year,score\nHeat,1995,9/10\nAlien,1979,10/10\n", 4.5),
        ("Movie,Stars\nHeat (1995),★★★★½\nAlien (1979),★★★★★\n", 4.5),
    ],
)
def test_tables_of_ones_own_are_read_by_the_names_of_their_columns(tmp_path: Path, text: str, stars: float) -> None:
    export = read(tmp_path, text)
    assert [(film.title, film.year, film.stars, film.watched) for film in export.films] == [
        ("Heat", 1995, stars, True),
        ("Alien", 1979, 5.0, True),
    ]
    assert not export.skipped


def test_a_misprint_does_not_change_the_scale_of_a_table(tmp_path: Path) -> None:
    rows = "".join(f"Film {number},1995,4\n" for number in range(30))
    export = read(tmp_path, "Title,Year,Rating\n" + rows + "Heat,1995,45\n")
    assert {film.stars for film in export.films} == {4.0, None}
    assert export.notes == ("export.csv: the ratings were read as out of 5.",)
    importer = read(tmp_path, "imdbID,Title,Year,Rating\ntt0113277,Heat,1995,9\n,Jaws,1975,3\n")
    assert [film.stars for film in importer.films] == [4.5, 1.5]


@pytest.mark.parametrize(
    "text",
    [
        "tt0113277\ntt0078748\n",
        "https://www.imdb.com/title/tt0113277/\nhttps://www.imdb.com/title/tt0078748/\n",
        "imdb_id\ntt0113277\ntt0078748\n",
        "id,comment\ntt0113277,good\ntt0078748,\n",
    ],
)
def test_a_list_of_imdb_ids_is_read(tmp_path: Path, text: str) -> None:
    export = read(tmp_path, text, "ids.txt")
    assert export.source == "ids.txt"
    assert [(film.imdb_id, film.liked) for film in export.films] == [(113277, True), (78748, True)]
    assert "were read as liked" in export.notes[0]


def test_a_list_of_titles_is_read(tmp_path: Path) -> None:
    text = "Good, the Bad and the Ugly, The (1966)\nHeat (1995)\nAmélie\n"
    films = read(tmp_path, text, "watchlist.txt").films
    assert [(film.year, film.on_watchlist) for film in films] == [(1966, True), (1995, True), (None, True)]
    assert films[0].title == "Good, the Bad and the Ugly, The"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("ratings.csv", "userId,movieId,rating,timestamp\n1,1,4.0,964982703\n", "is from a MovieLens data set"),
        ("movies.csv", "movieId,title,genres\n1,Toy Story (1995),Comedy\n", "is from a MovieLens data set"),
        ("links.csv", "movieId,imdbId,tmdbId\n1,0114709,862\n", "is from a MovieLens data set"),
        ("Ratings.csv", "Profile Name,Title Name,Thumbs Value\nA,Heat,2\n", "is Netflix's table of thumbs; give its"),
        ("goodreads.csv", "Book Id,Title,Author\n1,Dune,Herbert\n", "is Goodreads' list of books"),
        ("title.basics.tsv", "tconst\ttitleType\ttitle\n", "is IMDb's data set of all titles"),
        ("export.xml", "<?xml version='1.0'?><recentratings><film></film></recentratings>", "choose CSV there"),
        ("ratings.csv", "<!DOCTYPE html><html><body>Sign in</body></html>", "is a web page and not an export"),
        ("ratings.csv.gz", "\x1f\x8b".encode("latin-1").decode("latin-1"), "is not an export that Matinee knows"),
        ("a.json", '[{"artistName": "Bach"}]', "is JSON of neither Trakt, Simkl nor Matinee"),
        ("a.json", '{"a": 1', "cannot be read as JSON"),
        ("a.json", "[" * 100_000, "cannot be read as JSON"),
        ("a.json", '[{"x":' + "[" * 100_000, "cannot be read as JSON"),
    ],
)
def test_other_files_are_refused_by_what_they_are(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(ExchangeError, match=message) as refused:
        read(tmp_path, text, name)
    assert str(refused.value).startswith(f"{name} ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("member", "kind"), [("xl/workbook.xml", "an Excel workbook"), ("content.xml", "OpenDocument")]
)
def test_spreadsheets_are_refused_by_what_they_are(tmp_path: Path, member: str, kind: str) -> None:
    with pytest.raises(ExchangeError, match=f"{kind}.*; save the sheet with the films as CSV"):
        read_export(write_zip(tmp_path / "films.xlsx", {member: b"<x/>"}))


def test_an_odd_entry_of_json_does_not_cost_the_others(tmp_path: Path) -> None:
    heat = {"rating": "9", "movie": {"title": "Heat", "year": "1995", "ids": "tt0113277"}}
    export = read(tmp_path, json.dumps([{"movie": "Alien"}, heat]), "trakt.json")
    assert export.films == (ImportedFilm("Heat", 1995, stars=4.5, watched=True),)
    assert [(row.line, row.problem) for row in export.skipped] == [(1, "'Alien' is not a film")]
