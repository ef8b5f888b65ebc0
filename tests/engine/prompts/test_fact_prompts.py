"""Prompts that film facts decide, as a whole."""

import numpy as np
import pytest

from matinee.engine.recommender import Recommender


def first(recommender: Recommender, prompt: str, count: int = 10) -> list[int]:
    """The rows of the first films for a prompt."""
    return [recommender.catalogue.row(film.movie.id) for film in recommender.recommend([], prompt=prompt, limit=count)]


def carrying(recommender: Recommender, kind: str, *names: str) -> np.ndarray:
    """(n_movies,) True for films with any of these features."""
    facts = recommender.film_facts
    assert facts is not None
    features = getattr(facts, kind)
    mask = np.zeros(len(recommender.catalogue), dtype=bool)
    for column in [column for column, name in enumerate(features.names) if name in names]:
        mask[features.films(column)] = True
    return mask


@pytest.mark.parametrize(
    ("prompt", "kind", "name"),
    [
        ("hitchcock", "directors", "Alfred Hitchcock"),
        ("film with tom hanks", "cast", "Tom Hanks"),
        ("heist movie", "keywords", "heist"),
        ("zombie movie", "keywords", "zombie"),
        ("courtroom drama", "keywords", "courtroom"),
    ],
)
def test_films_have_what_was_asked_for(recommender: Recommender, prompt: str, kind: str, name: str) -> None:
    fitting = carrying(recommender, kind, name)
    assert fitting[first(recommender, prompt)].mean() >= 0.7


def test_what_is_refused_stays_away(recommender: Recommender) -> None:
    assert not carrying(recommender, "keywords", "superhero")[first(recommender, "action, no superheroes")].any()
    action = recommender.catalogue.genres[:, recommender.catalogue.genre("Action")]
    assert action[first(recommender, "action, no superheroes")].all()
    ghibli = carrying(recommender, "directors", "Hayao Miyazaki", "Isao Takahata")
    assert not ghibli[first(recommender, "anime but not ghibli")].any()


def test_several_people_are_all_meant_unless_or_is_between_them(recommender: Recommender) -> None:
    pacino, de_niro = (carrying(recommender, "cast", name) for name in ("Al Pacino", "Robert De Niro"))
    assert (pacino & de_niro)[first(recommender, "al pacino and robert de niro", 3)].all()
    either = first(recommender, "al pacino or robert de niro", 20)
    assert (pacino | de_niro)[either].all()
    assert not (pacino & de_niro)[either].all()


def test_a_chip_of_a_person_can_be_switched_off(recommender: Recommender) -> None:
    intent = recommender.understand("a hitchcock thriller")
    assert [part.kind for part in intent.parts] == ["fact", "wish"]
    without = recommender.understand("a hitchcock thriller", disabled=frozenset({"by Alfred Hitchcock"}))
    assert without.signals.eligible.sum() > intent.signals.eligible.sum()


def test_a_genre_that_is_a_part_of_a_title_is_no_example(recommender: Recommender) -> None:
    for line in ("romantic comedy", "romantc comdy"):
        assert recommender.understand(line).like == ()


@pytest.mark.parametrize(
    ("prompt", "avoided"),
    [
        ("spooky, no horror", ("Horror",)),
        ("scary but no gore", ()),
        ("drama yes, westerns over my dead body", ("Western",)),
        ("boats, storms. cartoons can stay ashore", ("Animation",)),
        ("bleak, comedy would be wrong", ("Comedy",)),
        ("who needs spaceships? a fantasy film", ("Sci-Fi",)),
        ("a thriller; action and car chases do nothing for me", ("Action",)),
        ("crime thriller not in english newer than 2000", ()),
    ],
)
def test_a_genre_is_ruled_out_by_its_name(recommender: Recommender, prompt: str, avoided: tuple[str, ...]) -> None:
    assert recommender.understand(prompt).avoid_genres == avoided


def test_every_name_of_a_list_is_left_out(recommender: Recommender) -> None:
    intent = recommender.understand("comedy w/o adam sandler, will ferrell or jim carrey")
    assert [part.label for part in intent.parts if part.kind == "not"] == [
        "not: with Adam Sandler",
        "not: with Will Ferrell",
        "not: with Jim Carrey",
    ]


def test_both_sides_of_an_or_are_wanted(recommender: Recommender) -> None:
    intent = recommender.understand("time loop or time travel, mess with my head")
    assert not [part.label for part in intent.parts if part.kind == "not"]


def test_subtitles_beside_a_language_ask_for_no_other(recommender: Recommender) -> None:
    labels = [part.label for part in recommender.understand("something in spanish, subtitled").parts]
    assert "in Spanish" in labels
    assert "not in English" not in labels
