"""Films given out: what Letterboxd's importer, a page of Markdown and a script get."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.exchange.export import Evening, json_document, letterboxd_csv, markdown
from matinee.engine.exchange.matching import match
from matinee.engine.exchange.readers.dispatch import read_export
from matinee.engine.recommender import Recommender


@pytest.fixture(scope="module")
def catalogue(recommender: Recommender) -> Catalogue:
    return recommender.catalogue


def every_film(catalogue: Catalogue) -> list[Movie]:
    return [catalogue.movie(row) for row in range(len(catalogue))]


@pytest.mark.parametrize("name", ["matinee-watchlist.csv", "matinee-likes.csv"])
def test_every_film_given_out_is_found_again(catalogue: Catalogue, tmp_path: Path, name: str) -> None:
    films = every_film(catalogue)
    (tmp_path / name).write_text(letterboxd_csv(films, catalogue), encoding="utf-8")
    export = read_export(tmp_path / name)
    matched = match(export.films, catalogue)
    assert [int(catalogue.ids[row]) for _, row in matched.found] == [film.id for film in films]
    assert not matched.unmatched
    assert not export.unreadable
    assert all((film.wanted, film.liked) == ("watchlist" in name, "likes" in name) for film in export.films)


def test_letterboxd_gets_ids_title_and_year_and_no_rating(catalogue: Catalogue) -> None:
    assert letterboxd_csv([catalogue.movie(catalogue.row(318))], catalogue) == (
        '"imdbID","tmdbID","Title","Year"\n"tt0111161",278,"The Shawshank Redemption",1994\n'
    )


def test_a_title_stays_as_it_is_whatever_it_begins_with(catalogue: Catalogue) -> None:
    film = replace(catalogue.movie(0), title='=HYPERLINK("x"),\n@+-', year=None)
    row = next(csv.DictReader(io.StringIO(letterboxd_csv([film], catalogue).partition("\n")[0] + "\n")), None)
    assert row is None
    (row,) = csv.DictReader(io.StringIO(letterboxd_csv([film], catalogue)))
    assert (row["Title"], row["Year"]) == ('=HYPERLINK("x"),\n@+-', "")


def test_an_id_that_is_not_known_is_left_out(catalogue: Catalogue) -> None:
    row = catalogue.tmdb.tolist().index(0)
    film = catalogue.movie(row)
    (written,) = csv.DictReader(io.StringIO(letterboxd_csv([film], catalogue)))
    assert written["tmdbID"] == ""
    assert json_document(Evening((), (), (film,)), catalogue)["watchlist"][0]["tmdb_id"] is None


def test_markdown_has_a_heading_for_each_list_that_is_not_empty(catalogue: Catalogue) -> None:
    heat, fargo = (catalogue.movie(catalogue.row(movie)) for movie in (6, 608))
    assert markdown(Evening((heat,), (), (fargo,))) == (
        "## Favourites\n\n- Heat (1995)\n\n## Watchlist\n\n- Fargo (1996)\n"
    )
    assert markdown(Evening((), (), ())) == ""


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
    assert f"- {written} (2001)\n" in markdown(Evening((film,), (), ()))


def test_favourites_are_the_first_of_the_likes(catalogue: Catalogue) -> None:
    first, second, third = every_film(catalogue)[:3]
    evening = Evening((first,), (second,), (third,))
    assert evening.films("likes") == (first, second)
    assert evening.films("watchlist") == (third,)
    assert evening.only("likes") == Evening((first,), (second,), ())
    assert evening.only("watchlist") == Evening((), (), (third,))
