"""What an export means for a session: the answers, the four favourites proposed, and the summary."""

from datetime import date

import numpy as np
import pytest

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.exchange.import_plan import ImportPlan, answer_of, plan
from matinee.engine.exchange.records import Export, ImportedFilm, Unreadable
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Answer, Imported


@pytest.fixture(scope="module")
def catalogue(recommender: Recommender) -> Catalogue:
    return recommender.catalogue


def planned(catalogue: Catalogue, *films: ImportedFilm, unknown: tuple[str, ...] = ()) -> ImportPlan:
    """The plan for some films, the model knowing all but those of the unknown titles."""
    scorable = np.array([title not in unknown for title in catalogue.titles])
    return plan(Export("Letterboxd", films), catalogue, scorable)


def loved(title: str, year: int, stars: float = 5, day: int = 1, *, liked: bool = False) -> ImportedFilm:
    return ImportedFilm(title, year, stars=stars, liked=liked, watched=True, date=date(2024, 1, day))


def favourites(made: ImportPlan) -> list[str]:
    return [movie.title for movie in made.favourites]


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
        (ImportedFilm("", watched=True, wanted=True), Answer.SEEN),
        (ImportedFilm("", wanted=True), Answer.LATER),
    ],
)
def test_what_is_said_elsewhere_is_an_answer_here(film: ImportedFilm, answer: Answer) -> None:
    assert answer_of(film) is answer


def test_the_best_rated_are_proposed_then_those_with_a_heart_then_the_newest(catalogue: Catalogue) -> None:
    made = planned(
        catalogue,
        loved("Grease", 1978, 4),
        loved("Fargo", 1996, 4.5, day=1),
        loved("Vertigo", 1958, 4.5, day=3),
        loved("Alien", 1979, 4.5, liked=True),
        loved("Heat", 1995, 5),
        loved("Casablanca", 1942, 4.5, day=2),
    )
    assert favourites(made) == ["Heat", "Alien", "Vertigo", "Casablanca"]


def test_of_equals_the_better_known_are_proposed(catalogue: Catalogue) -> None:
    films = [("Hate", 1995), ("Heat", 1995), ("Pulp Fiction", 1994), ("Fargo", 1996), ("Casablanca", 1942)]
    assert favourites(planned(catalogue, *(loved(*film) for film in films)))[0] == "Pulp Fiction"


def test_films_the_model_does_not_know_come_last(catalogue: Catalogue) -> None:
    films = [loved("Heat", 1995, 5), loved("Fargo", 1996, 4), loved("Alien", 1979, 4), loved("Vertigo", 1958, 4)]
    assert favourites(planned(catalogue, *films, unknown=("Heat",)))[-1] == "Heat"
    assert "Heat" not in favourites(planned(catalogue, *films, loved("Jaws", 1975, 4), unknown=("Heat",)))


def test_one_series_is_not_the_whole_proposal_where_there_are_others(catalogue: Catalogue) -> None:
    rings = [
        loved("The Lord of the Rings: The Fellowship of the Ring", 2001),
        loved("The Lord of the Rings: The Two Towers", 2002),
        loved("The Lord of the Rings: The Return of the King", 2003),
        loved("The Lord of the Rings", 1978),
    ]
    others = [loved("Heat", 1995, 4), loved("Fargo", 1996, 4)]
    assert set(favourites(planned(catalogue, *rings, *others))) >= {"Heat", "Fargo"}
    assert len(favourites(planned(catalogue, *rings))) == 4


def test_only_liked_films_are_proposed_be_they_fewer_than_four(catalogue: Catalogue) -> None:
    made = planned(catalogue, loved("Heat", 1995), loved("Grease", 1978, 2), loved("Jaws", 1975, 3.5))
    assert favourites(made) == ["Heat"]


def test_a_session_knows_the_other_films_the_oldest_first(catalogue: Catalogue) -> None:
    made = planned(
        catalogue,
        loved("Vertigo", 1958, 2, day=9),
        loved("Heat", 1995, day=4),
        loved("Fargo", 1996, day=2),
        ImportedFilm("Solaris", 1972, wanted=True, date=date(2024, 1, 3)),
        ImportedFilm("Jaws", 1975, watched=True),
    )
    ids = {catalogue.titles[catalogue.row(movie)]: movie for movie, _ in made.answers}
    solaris, jaws = next(ids[name] for name in ids if name.startswith("Solaris")), ids["Jaws"]
    assert made.event_for([ids["Heat"]]) == Imported(
        "Letterboxd",
        (
            (jaws, Answer.SEEN),
            (ids["Fargo"], Answer.LIKE),
            (solaris, Answer.LATER),
            (ids["Vertigo"], Answer.DISLIKE),
        ),
    )


def test_the_summary_counts_everything_and_names_what_was_not_found(catalogue: Catalogue) -> None:
    export = Export(
        "IMDb",
        (
            loved("Heat", 1995),
            loved("Grease", 1978, 1),
            ImportedFilm("Jaws", 1975, watched=True),
            ImportedFilm("Solaris", 1972, wanted=True),
            ImportedFilm("Star Wars", 1977, watched=True),
            ImportedFilm("Qqqq Wwww Zzzz", None, watched=True),
        ),
        (Unreadable("ratings.csv", 7, "it has no title"),),
        not_films=3,
    )
    made = plan(export, catalogue, np.ones(len(catalogue), dtype=np.bool_))
    assert made.lines() == [
        "IMDb: 6 films read, 4 found: 1 liked, 1 disliked, 1 seen, 1 wanted; 2 not found; "
        "3 left out that are no films; 1 row passed over.",
        "",
        "Favourites it proposes",
        "  Heat (1995)",
        "",
        "Not found",
        "  Star Wars (1977): not in the catalogue; the nearest is Star Wars: Episode IV - A New Hope (1977)",
        "  Qqqq Wwww Zzzz: not in the catalogue",
        "",
        "Passed over",
        "  ratings.csv, line 7: it has no title",
    ]
