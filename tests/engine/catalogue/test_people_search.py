"""The search for people finds directors and actors by what people type, and leaves titles alone."""

import numpy as np
import pytest

from benchmarks.search import LISTS, finds_person, read_person_queries, read_queries
from matinee.engine.catalogue.facts import CatalogueFacts, Features, collect_features
from matinee.engine.catalogue.people import People, Person
from matinee.engine.catalogue.people_search import NamePart, PeopleIndex, PersonMatch
from matinee.engine.catalogue.person_names import query_words
from matinee.engine.recommender import Recommender

CREDITS: list[tuple[str, list[str], int]] = [
    ("Akira Kurosawa", ["Toshiro Mifune", "Takashi Shimura"], 50),
    ("Akira Kurosawa", ["Takashi Shimura"], 40),
    ("Kiyoshi Kurosawa", ["Q123"], 5),
    ("Wong Kar-wai", ["Tony Leung Chiu-wai", "Maggie Cheung"], 30),
    ("Paul Thomas Anderson", ["Daniel Day-Lewis", "Robert De Niro"], 30),
    ("Leo Lead", ["Leo Lead", "Ann Other"], 20),
    ("Leo Lead", ["Leo Lead"], 10),
    ("Cam Cameo", ["A Aa", "B Bb", "C Cc", "D Dd", "E Ee", "Cam Cameo"], 20),
    ("Ann Other", ["A Aa", "B Bb", "C Cc", "D Dd", "E Ee", "Cam Cameo"], 90),
    ("Steve McQueen (Q7)", ["Steve McQueen"], 60),
    ("Zoë Ødegård", ["Nia Vardalos"], 80),
    ("Agnès Varda", ["-"], 2),
    ("Q99", ["Steve McQueen"], 10),
    ("Luc Besson", ["Jeanne Moreau"], 300),
    ("Robert Bresson", ["Lou Morneau"], 8),
]
"""Director, cast and number of ratings of each film."""


def features_of(values: list[list[str]]) -> Features:
    return collect_features([tuple(value) for value in values])


@pytest.fixture(scope="module")
def index() -> PeopleIndex:
    return index_of(CREDITS)


def index_of(credits: list[tuple[str, list[str], int]]) -> PeopleIndex:
    directors, cast = features_of([[credit[0]] for credit in credits]), features_of([credit[1] for credit in credits])
    none = features_of([[] for _ in credits])
    facts = CatalogueFacts(
        directors, cast, none, none, none, none, none, none, [""] * len(credits), np.zeros(len(credits), dtype=np.int16)
    )
    return PeopleIndex(People(facts, np.array([float(credit[2]) for credit in credits])))


def best(index: PeopleIndex, text: str) -> PersonMatch | None:
    return next(iter(index.find(query_words(text))), None)


def person(index: PeopleIndex, text: str) -> Person:
    match = best(index, text)
    assert match is not None, text
    return index.person(match)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("akira kurosawa", "Akira Kurosawa"),
        ("Kurosawa, Akira", "Akira Kurosawa"),
        ("kurosawa", "Akira Kurosawa"),
        ("kiyoshi kurosawa", "Kiyoshi Kurosawa"),
        ("kuros", "Akira Kurosawa"),
        ("kurasawa", "Akira Kurosawa"),
        ("toshiro m", "Toshiro Mifune"),
        ("t mifune", "Toshiro Mifune"),
        ("wong karwai", "Wong Kar-wai"),
        ("kar wai wong", "Wong Kar-wai"),
        ("wong", "Wong Kar-wai"),
        ("p.t. anderson", "Paul Thomas Anderson"),
        ("P T Anderson", "Paul Thomas Anderson"),
        ("day lewis", "Daniel Day-Lewis"),
        ("deniro", "Robert De Niro"),
        ("de niro", "Robert De Niro"),
        ("robertdeniro", "Robert De Niro"),
        ("zoe odegard", "Zoë Ødegård"),
        ("varda", "Agnès Varda"),
        ("bresson", "Robert Bresson"),
        ("besson", "Luc Besson"),
        ("morneau", "Jeanne Moreau"),
        ("films by akira kurosawa", "Akira Kurosawa"),
        ("kurosawa brothers", "Akira Kurosawa"),
    ],
)
def test_people_are_found_by_what_is_typed(index: PeopleIndex, text: str, name: str) -> None:
    assert person(index, text).name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [("bresson", "Robert Bresson"), ("daves", "Delmer Daves"), ("freedman", "Jerrold Freedman"), ("tarantno", None)],
)
def test_a_surname_as_it_is_spelled_beats_a_near_one(recommender: Recommender, text: str, name: str | None) -> None:
    assert recommender.search(text, 8)[0].person == (name or "Quentin Tarantino")


@pytest.mark.parametrize("text", ["", "-", "k", "xyzzy", "kurosawa mifune", "q123", "akira kurosawa is one of a few"])
def test_other_lines_are_nobody(index: PeopleIndex, text: str) -> None:
    assert best(index, text) is None


def test_a_match_says_what_part_of_the_name_it_is(index: PeopleIndex) -> None:
    parts = {text: best(index, text) for text in ("akira kurosawa", "kurosawa", "akira", "kuros")}
    assert {text: match and (match.part, match.complete) for text, match in parts.items()} == {
        "akira kurosawa": (NamePart.FULL, True),
        "kurosawa": (NamePart.SURNAME, True),
        "akira": (NamePart.GIVEN, True),
        "kuros": (NamePart.SURNAME, False),
    }


def test_fame_counts_leading_roles_more(index: PeopleIndex) -> None:
    lead, second = best(index, "mifune"), best(index, "shimura")
    assert lead is not None
    assert second is not None
    assert (lead.fame, second.fame) == (50, 50 / 2 + 40)


def test_the_share_of_a_name(index: PeopleIndex) -> None:
    match = best(index, "kurosawa")
    assert match is not None
    assert match.share == pytest.approx(90 / 95)


def test_films_are_ordered_by_their_ratings_and_the_role_is_what_a_person_mostly_does(index: PeopleIndex) -> None:
    kurosawa, lead, cameo = (person(index, text) for text in ("akira kurosawa", "leo lead", "cam cameo"))
    assert (kurosawa.role, kurosawa.rows.tolist()) == ("director", [0, 1])
    assert (lead.role, lead.rows.tolist()) == ("director and actor", [5, 6])
    assert (cameo.role, cameo.rows.tolist()) == ("director", [7])
    assert (person(index, "mifune").role, person(index, "mifune").rows.tolist()) == ("actor", [0])


def test_of_two_people_of_a_name_the_better_known_comes_first(index: PeopleIndex) -> None:
    found = [index.person(match) for match in index.find(["mcqueen"], limit=5)]
    assert [(each.name, each.role) for each in found] == [("Steve McQueen", "actor"), ("Steve McQueen", "director")]


def test_a_name_before_a_title_is_not_taken_for_unfinished(index: PeopleIndex) -> None:
    assert index.find(["kuros"], unfinished=False)[:1] == []


def test_a_catalogue_without_people() -> None:
    assert index_of([("Q1", [], 10)]).find(["kurosawa"]) == []
    assert index_of([]).find(["kurosawa"]) == []


@pytest.mark.parametrize("name", LISTS)
def test_people_of_the_lists_are_found(recommender: Recommender, name: str) -> None:
    queries = read_person_queries(name)
    assert len(queries) >= 35
    assert np.mean([finds_person(recommender, query) for query in queries]) >= 0.95


@pytest.mark.parametrize("name", LISTS)
def test_no_title_of_the_lists_is_lost(recommender: Recommender, name: str) -> None:
    queries = read_queries(name)
    by_title = [recommender.index.search(query.text, 1)[0].row for query in queries]
    found = [recommender.catalogue.row(recommender.search(query.text, 1)[0].movie.id) for query in queries]
    assert found == by_title


@pytest.mark.parametrize(
    "text",
    [
        *["heat", "alien", "ran", "frank", "carrie", "leon", "amy", "gandhi", "malcolm x", "ed wood", "capote"],
        *["chaplin", "lincoln", "selena", "the cruise", "wayne", "scott", "howards end", "john wick", "rob roy"],
    ],
)
def test_titles_that_are_names_keep_the_first_place(recommender: Recommender, text: str) -> None:
    first = recommender.search(text)[0]
    assert first.person is None
    assert recommender.catalogue.row(first.movie.id) == recommender.index.search(text)[0].row


def test_typing_a_title_seldom_shows_a_person_instead(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    best_known = np.argsort(-catalogue.rating_counts)[:100]
    typed = shown = 0
    for row in best_known:
        title = catalogue.titles[row].casefold()
        for end in range(3, len(title) + 1, 2):
            if recommender.index.search(title[:end], 1)[0].row == row:
                typed += 1
                shown += recommender.search(title[:end], 1)[0].movie.id == catalogue.ids[row]
    assert typed > 300
    assert shown / typed >= 0.99


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("bergman", ["Ingmar Bergman", "Andrew Bergman", "Ingrid Bergman"]),
        ("Bergman", ["Ingmar Bergman", "Andrew Bergman", "Ingrid Bergman"]),
        ("allen", ["Woody Allen", "Tim Allen", "Joan Allen", "Karen Allen"]),
        ("coppola", ["Francis Ford Coppola", "Sofia Coppola"]),
        ("ford", ["Harrison Ford", "John Ford"]),
        ("ingrid bergman", ["Ingrid Bergman"]),
        ("kubrick", ["Stanley Kubrick"]),
    ],
)
@pytest.mark.parametrize("limit", [8, 20])
def test_well_known_people_of_one_name_are_all_listed_directors_first(
    recommender: Recommender, text: str, people: list[str], limit: int
) -> None:
    found = [match.person for match in recommender.search(text, limit) if match.person is not None]
    assert list(dict.fromkeys(found)) == people
    assert found[0] == people[0]


def test_namesakes_by_full_name_are_told_apart_by_their_role(recommender: Recommender) -> None:
    assert {match.role for match in recommender.search("steve mcqueen", 8)} == {"actor", "director"}
