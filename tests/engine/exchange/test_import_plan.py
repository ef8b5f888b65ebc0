"""Import plans: answers, suggested favourites and the summary."""

from datetime import date

import numpy as np
import pytest

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.exchange.import_plan import ImportPlan, infer_answer, plan_import
from matinee.engine.exchange.records import Export, ImportedFilm, SkippedRow
from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Imported


@pytest.fixture(scope="module")
def catalogue(recommender: Recommender) -> Catalogue:
    return recommender.catalogue


def planned(catalogue: Catalogue, *films: ImportedFilm, unknown: tuple[str, ...] = ()) -> ImportPlan:
    """Plan an import; the model knows all films except those with unknown titles."""
    known = np.array([title not in unknown for title in catalogue.titles])
    return plan_import(Export("Letterboxd", films), catalogue, known)


def rated(title: str, year: int, stars: float = 5, day: int = 1, *, liked: bool = False) -> ImportedFilm:
    return ImportedFilm(title, year, stars=stars, liked=liked, watched=True, date=date(2024, 1, day))


def favourites(plan: ImportPlan) -> list[str]:
    return [movie.title for movie in plan.favourites]


@pytest.mark.parametrize(
    ("film", "answer"),
    [
        (ImportedFilm("", stars=5.0), Answer.LIKE),
        (ImportedFilm("", stars=4.0), Answer.LIKE),
        (ImportedFilm("", stars=3.5), Answer.SEEN),
        (ImportedFilm("", stars=3.0), Answer.SEEN),
        (ImportedFilm("", stars=2.5), Answer.DISLIKE),
        (ImportedFilm("", stars=0.5), Answer.DISLIKE),
        (ImportedFilm("", liked=True), Answer.LIKE),
        (ImportedFilm("", liked=True, stars=3.0), Answer.LIKE),
        (ImportedFilm("", liked=True, stars=2.5), Answer.DISLIKE),
        (ImportedFilm("", watched=True), Answer.SEEN),
        (ImportedFilm("", watched=True, on_watchlist=True), Answer.SEEN),
        (ImportedFilm("", on_watchlist=True), Answer.WATCHLIST),
        (ImportedFilm("", favourite=3), Answer.LIKE),
        (ImportedFilm("", favourite=0, stars=2.5), Answer.LIKE),
    ],
)
def test_ratings_hearts_and_lists_become_answers(film: ImportedFilm, answer: Answer) -> None:
    assert infer_answer(film) is answer


def test_the_best_rated_are_suggested_then_those_with_a_heart_then_the_newest(catalogue: Catalogue) -> None:
    plan = planned(
        catalogue,
        rated("Grease", 1978, 4),
        rated("Fargo", 1996, 4.5, day=1),
        rated("Vertigo", 1958, 4.5, day=3),
        rated("Alien", 1979, 4.5, liked=True),
        rated("Heat", 1995, 5),
        rated("Casablanca", 1942, 4.5, day=2),
    )
    assert favourites(plan) == ["Heat", "Alien", "Vertigo", "Casablanca"]


def test_among_equals_the_film_with_more_ratings_is_suggested(catalogue: Catalogue) -> None:
    films = [("Hate", 1995), ("Heat", 1995), ("Pulp Fiction", 1994), ("Fargo", 1996), ("Casablanca", 1942)]
    assert favourites(planned(catalogue, *(rated(*film) for film in films)))[0] == "Pulp Fiction"


def test_films_the_model_does_not_know_come_last(catalogue: Catalogue) -> None:
    films = [rated("Heat", 1995, 5), rated("Fargo", 1996, 4), rated("Alien", 1979, 4), rated("Vertigo", 1958, 4)]
    assert favourites(planned(catalogue, *films, unknown=("Heat",)))[-1] == "Heat"
    assert "Heat" not in favourites(planned(catalogue, *films, rated("Jaws", 1975, 4), unknown=("Heat",)))


def test_one_series_does_not_fill_the_suggestions(catalogue: Catalogue) -> None:
    rings = [
        rated("The Lord of the Rings: The Fellowship of the Ring", 2001),
        rated("The Lord of the Rings: The Two Towers", 2002),
        rated("The Lord of the Rings: The Return of the King", 2003),
        rated("The Lord of the Rings", 1978),
    ]
    others = [rated("Heat", 1995, 4), rated("Fargo", 1996, 4)]
    assert set(favourites(planned(catalogue, *rings, *others))) >= {"Heat", "Fargo"}
    assert len(favourites(planned(catalogue, *rings))) == 4


def test_only_liked_films_are_suggested_even_if_fewer_than_four(catalogue: Catalogue) -> None:
    plan = planned(catalogue, rated("Heat", 1995), rated("Grease", 1978, 2), rated("Jaws", 1975, 3.5))
    assert favourites(plan) == ["Heat"]


def test_a_session_gets_the_other_answers_oldest_first(catalogue: Catalogue) -> None:
    plan = planned(
        catalogue,
        rated("Vertigo", 1958, 2, day=9),
        rated("Heat", 1995, day=4),
        rated("Fargo", 1996, day=2),
        ImportedFilm("Solaris", 1972, on_watchlist=True, date=date(2024, 1, 3)),
        ImportedFilm("Jaws", 1975, watched=True),
    )
    ids = {catalogue.titles[catalogue.row(movie)]: movie for movie, _ in plan.answers}
    solaris, jaws = next(ids[name] for name in ids if name.startswith("Solaris")), ids["Jaws"]
    assert plan.event_for([ids["Heat"]]) == Imported(
        "Letterboxd",
        (
            (jaws, Answer.SEEN),
            (ids["Fargo"], Answer.LIKE),
            (solaris, Answer.WATCHLIST),
            (ids["Vertigo"], Answer.DISLIKE),
        ),
    )


def test_the_summary_counts_everything_and_lists_films_not_found(catalogue: Catalogue) -> None:
    export = Export(
        "IMDb",
        (
            rated("Heat", 1995),
            rated("Grease", 1978, 1),
            ImportedFilm("Jaws", 1975, watched=True),
            ImportedFilm("Solaris", 1972, on_watchlist=True),
            ImportedFilm("Casablanca", 1972, watched=True),
            ImportedFilm("Qqqq Wwww Zzzz", None, watched=True),
        ),
        (
            SkippedRow("ratings.csv", 7, "the title is missing", count=3),
            SkippedRow("ratings.csv", 9, "'x' is not a valid rating", film_read=True),
        ),
        not_films=3,
        notes=("The films of a list were read as liked.",),
    )
    plan = plan_import(export, catalogue, np.ones(len(catalogue), dtype=np.bool_))
    assert plan.lines() == [
        "IMDb: 6 films read, 4 found: 1 liked, 1 disliked, 1 seen, 1 wanted; 2 not found; "
        "3 entries skipped: not films; 3 rows could not be read.",
        "The films of a list were read as liked.",
        "",
        "Suggested favourites",
        "  Heat (1995)",
        "",
        "Not found",
        "  Casablanca (1972): only films from other years have this title; closest match: Casablanca (1942)",
        "  Qqqq Wwww Zzzz: not in the catalogue",
        "",
        "Rows that could not be read",
        "  ratings.csv, line 7: the title is missing (and in 2 more rows)",
        "",
        "Films read without a part of their row",
        "  ratings.csv, line 9: 'x' is not a valid rating",
    ]
