"""Export of films as CSV for Letterboxd, Markdown and JSON."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.exchange.export import SessionFilms, to_json, to_letterboxd_csv, to_markdown
from matinee.engine.exchange.matching import match_films
from matinee.engine.exchange.readers.detect import read_export
from matinee.engine.recommender import Recommender


@pytest.fixture(scope="module")
def catalogue(recommender: Recommender) -> Catalogue:
    return recommender.catalogue


def every_film(catalogue: Catalogue) -> list[Movie]:
    return [catalogue.movie(row) for row in range(len(catalogue))]


@pytest.mark.parametrize("name", ["matinee-watchlist.csv", "matinee-likes.csv"])
def test_every_exported_film_is_found_again(catalogue: Catalogue, tmp_path: Path, name: str) -> None:
    films = every_film(catalogue)
    (tmp_path / name).write_text(to_letterboxd_csv(films, catalogue), encoding="utf-8")
    export = read_export(tmp_path / name)
    matched = match_films(export.films, catalogue)
    assert [int(catalogue.ids[row]) for _, row in matched.found] == [film.id for film in films]
    assert not matched.unmatched
    assert not export.skipped
    assert all((film.on_watchlist, film.liked) == ("watchlist" in name, "likes" in name) for film in export.films)


def test_letterboxd_csv_has_ids_title_and_year_and_no_rating(catalogue: Catalogue) -> None:
    assert to_letterboxd_csv([catalogue.movie(catalogue.row(318))], catalogue) == (
        '"imdbID","tmdbID","Title","Year"\n"tt0111161",278,"The Shawshank Redemption",1994\n'
    )


def test_titles_are_not_changed(catalogue: Catalogue) -> None:
    film = replace(catalogue.movie(0), title='=HYPERLINK("x"),\n@+-', year=None)
    row = next(csv.DictReader(io.StringIO(to_letterboxd_csv([film], catalogue).partition("\n")[0] + "\n")), None)
    assert row is None
    (row,) = csv.DictReader(io.StringIO(to_letterboxd_csv([film], catalogue)))
    assert (row["Title"], row["Year"]) == ('=HYPERLINK("x"),\n@+-', "")


def test_unknown_ids_are_left_out(catalogue: Catalogue) -> None:
    row = catalogue.tmdb.tolist().index(0)
    film = catalogue.movie(row)
    (written,) = csv.DictReader(io.StringIO(to_letterboxd_csv([film], catalogue)))
    assert written["tmdbID"] == ""
    assert to_json(SessionFilms((), (), (film,)), catalogue)["watchlist"][0]["tmdb_id"] is None


def test_markdown_has_a_heading_for_each_list_with_films(catalogue: Catalogue) -> None:
    heat, fargo = (catalogue.movie(catalogue.row(movie)) for movie in (6, 608))
    assert to_markdown(SessionFilms((heat,), (), (fargo,))) == (
        "## Favourites\n\n- Heat (1995)\n\n## Watchlist\n\n- Fargo (1996)\n"
    )
    assert to_markdown(SessionFilms((), (), ())) == ""


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("M*A*S*H", r"M\*A\*S\*H"),
        ("[REC]²", r"\[REC\]²"),
        ("a_b `c` <i> #1 \\", r"a\_b \`c\` \<i\> \#1 \\"),
        ("# Heading", r"\# Heading"),
        ("- dash", r"\- dash"),
        ("1. April", r"1\. April"),
        ("Fast & Furious", "Fast & Furious"),
        ("&amp;", r"\&amp;"),
        ("Mr. Nobody", "Mr. Nobody"),
    ],
)
def test_titles_stay_text_in_markdown(catalogue: Catalogue, title: str, written: str) -> None:
    film = replace(catalogue.movie(0), title=title, year=2001)
    assert f"- {written} (2001)\n" in to_markdown(SessionFilms((film,), (), ()))


def test_favourites_are_the_first_of_the_likes(catalogue: Catalogue) -> None:
    first, second, third = every_film(catalogue)[:3]
    films = SessionFilms((first,), (second,), (third,))
    assert films.films("likes") == (first, second)
    assert films.films("watchlist") == (third,)
    assert films.only("likes") == SessionFilms((first,), (second,), ())
    assert films.only("watchlist") == SessionFilms((), (), (third,))
