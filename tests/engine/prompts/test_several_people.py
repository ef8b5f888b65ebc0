"""Several people, given names, and places that are not asked for."""

import pytest

from matinee.engine.prompts.interpreter import PromptInterpreter
from matinee.engine.recommender import Recommender
from tests.engine.prompts.asking import ask
from tests.engine.prompts.test_fact_prompts import carrying, first


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("fellini and de sica", ("Federico Fellini", "Vittorio De Sica")),
        ("coppola an scorcese", ("Francis Ford Coppola", "Martin Scorsese")),
    ],
)
def test_people_without_enough_common_films_are_alternatives(
    recommender: Recommender, prompt: str, names: tuple[str, str]
) -> None:
    one, other = (carrying(recommender, "directors", name) for name in names)
    rows = first(recommender, prompt)
    assert (one & other)[rows[0]]
    assert (one | other)[rows].all()


def test_films_with_both_are_first(recommender: Recommender) -> None:
    pacino, de_niro = (carrying(recommender, "cast", name) for name in ("Al Pacino", "Robert De Niro"))
    rows = first(recommender, "de niro and pacino (one of them is enough)")
    n_both = int((pacino & de_niro).sum())
    assert (pacino & de_niro)[rows[:n_both]].all()
    assert (pacino | de_niro)[rows].all()


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("denzel being a badass", "with Denzel Washington"),
        ("keanu action", "with Keanu Reeves"),
        ("meryl", "with Meryl Streep"),
        ("leo movies", "with Leonardo DiCaprio"),
        ("arnie", "with Arnold Schwarzenegger"),
        ("arnold flicks", "with Arnold Schwarzenegger"),
    ],
)
def test_given_names(encoded: PromptInterpreter, line: str, label: str) -> None:
    assert label in [part.label for part in ask(encoded, line).parts]


@pytest.mark.parametrize("line", ["lots of gore", "a sandra on a boat", "johnny gets lost", "morgan is a pirate"])
def test_given_names_of_nobody_in_particular(encoded: PromptInterpreter, line: str) -> None:
    assert [part.label for part in ask(encoded, line).parts if part.kind == "fact"] == []


@pytest.mark.parametrize(
    "line",
    [
        "set in Paris or Italy",
        "a thriller that takes place in germany",
        "sorry for my english, horror please",
        "we are going on a trip to italy",
        "something for my english class",
    ],
)
def test_places_that_are_not_asked_for(encoded: PromptInterpreter, line: str) -> None:
    assert [part.label for part in ask(encoded, line).parts if part.kind == "fact"] == []


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Hello, my english is not so good, I search movies from Korea", "Korea"),
        ("set in the war, french", "French"),
        ("k-drama", "Korean"),
        ("made in italy", "Italy"),
        ("thriller in germany", "Germany"),
    ],
)
def test_places_that_are_asked_for(encoded: PromptInterpreter, line: str, label: str) -> None:
    assert [part.label for part in ask(encoded, line).parts if part.kind == "fact"] == [label]


def test_movements_have_their_genres(recommender: Recommender) -> None:
    western, horror = (
        recommender.catalogue.genres[:, recommender.catalogue.genre(name)] for name in ("Western", "Horror")
    )
    assert western[first(recommender, "spaghetti westerns")].all()
    assert horror[first(recommender, "hammer horror", 5)].all()
    assert carrying(recommender, "countries", "Italy")[first(recommender, "giallo", 5)].mean() >= 0.8


@pytest.mark.parametrize(
    "line",
    [
        "comedia romantica q no sea vieja",
        "une comédie pas trop vieille",
        "lustiger film, nicht zu alt",
        "una commedia non troppo vecchia",
        "um filme que não seja velho",
        "something not so old",
    ],
)
def test_not_old_is_newer(encoded: PromptInterpreter, line: str) -> None:
    years = ask(encoded, line).years
    assert years is not None
    assert years[0] >= 1990


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("n quero terror", ["not: horror"]),
        ("iwas lustiges, nich zu gruselig", ["funny", "not: scary"]),
        ("jveux un film drole", ["funny"]),
    ],
)
def test_chat_in_other_languages(encoded: PromptInterpreter, line: str, labels: list[str]) -> None:
    assert [part.label for part in ask(encoded, line).parts] == labels
