"""Prompts that name films: what the first ten films must and must not be."""

import numpy as np
import pytest

from matinee.engine.prompts.prompt import Prompt
from matinee.engine.recommender import Recommender


def titles(recommender: Recommender, line: str) -> list[str]:
    """The first ten films for a prompt."""
    return [found.movie.title for found in recommender.recommend([], prompt=line, limit=10)]


def labels(recommender: Recommender, line: str, switched: str = "") -> list[str]:
    """The parts of a prompt."""
    prompt = Prompt(line, switched=frozenset([switched] if switched else []))
    return [part.label for part in recommender.prompts.interpreter().understand(prompt).parts]


LIKED = {
    "I loved Alien and hated Prometheus": ["like Alien"],
    "i hated avatar but loved the martian": ["like The Martian"],
    "like Heat but funnier": ["like Heat"],
    "The Godfather but in Japan": ["like The Godfather"],
    "the godfather but funnier": ["like The Godfather"],
    "spirited away but for adults": ["like Spirited Away"],
    "something like Amelie, not like Delicatessen": ["like Amelie"],
    "amelie but more romantic": ["like Amelie"],
    "seen inception and interstellar, more of that please": ["like Inception", "like Interstellar"],
    "I have seen Memento and want something similar": ["like Memento"],
    "as good as fargo": ["like Fargo"],
    "as scary as the exorcist": ["like The Exorcist"],
    "between Alien and The Thing": ["like Alien", "like The Thing"],
    "a cross between Amelie and Fight Club": ["like Amelie", "like Fight Club"],
    "a mix of jaws and airplane": ["like Jaws", "like Airplane!"],
    "Arrival meets Her": ["like Arrival", "like Her"],
    "pulp fiction crossed with fargo": ["like Pulp Fiction", "like Fargo"],
    '"Heat" or "Up"': ["like Heat", "like Up"],
    "“Her” but sadder": ["like Her"],
    "heat 1995": ["like Heat"],
    "the thing (1982)": ["like The Thing"],
    "movies like the matirx": ["like The Matrix"],
    "something like teh silense of the lambs": ["like The Silence of the Lambs"],
    "my favourite films are Pulp Fiction, Fargo and The Big Lebowski": [
        "like Pulp Fiction",
        "like Fargo",
        "like The Big Lebowski",
    ],
    "fan of the big lebowski": ["like The Big Lebowski"],
    "kids loved toy story and finding nemo": ["like Toy Story", "like Finding Nemo"],
    "harry potter without the magic": ["like Harry Potter and the Sorcerer's Stone"],
    "similar to The Good, the Bad and the Ugly": ["like The Good, the Bad and the Ugly"],
    "think Fargo": ["like Fargo"],
    "fargo vibes": ["like Fargo"],
    "like Capote": ["like Capote"],
    "loved Frida": ["like Frida"],
}


@pytest.mark.parametrize(("line", "liked"), LIKED.items())
def test_liked_films_are_examples_and_not_shown(recommender: Recommender, line: str, liked: list[str]) -> None:
    intent = recommender.understand(line)
    assert [part.label for part in intent.parts if part.kind == "like"] == liked
    shown = recommender.recommend([], prompt=line, limit=10)
    assert len(shown) == 10
    assert not {found.movie.id for found in shown} & {movie.id for movie in intent.like}


LEFT_OUT = {
    "tarantino, but not kill bill": "Kill Bill",
    "ridley scott but not alien or blade runner": "Alien",
    "ridley scott, not alien, not blade runner": "Blade Runner",
    "anything but star wars": "Star Wars",
    "sci-fi but not star wars or star trek": "Star",
    "no star wars": "Star Wars",
    "fantasy, no harry potter": "Harry Potter",
    "fantasy, no lord of the rings": "Lord of the Rings",
    "nolan without batman": "Batman",
    "tom hanks but not forrest gump": "Forrest Gump",
    "spielberg, no jurassic park": "Jurassic Park",
    "romantic, except titanic": "Titanic",
    "I hated Forrest Gump": "Forrest Gump",
    "forrest gump was boring": "Forrest Gump",
    "can't stand fight club": "Fight Club",
    "i didn't like pulp fiction, something with crime": "Pulp Fiction",
    "i've already seen inception, something with dreams": "Inception",
    "pixar but not toy story": "Toy Story",
    "like the godfather but no sequels": "Godfather",
    "like star wars, not part of the saga": "Star Wars",
    "time travel, but not back to the future": "Back to the Future",
}


@pytest.mark.parametrize(("line", "word"), LEFT_OUT.items())
def test_films_that_are_named_to_be_left_out_stay_away(recommender: Recommender, line: str, word: str) -> None:
    shown = titles(recommender, line)
    assert len(shown) >= 8
    assert not [title for title in shown if word in title]
    assert [part.kind for part in recommender.understand(line).parts].count("not") >= 1


def test_what_is_left_out_is_decided_by_titles_not_by_text(recommender: Recommender) -> None:
    shown = titles(recommender, "tarantino, but not kill bill")
    assert {"Pulp Fiction", "Reservoir Dogs", "Inglourious Basterds"} <= set(shown)


@pytest.mark.parametrize(
    "line",
    [
        "a war movie", "i love war movies", "i like big explosions", "would like it to be funny", "no horror",
        "i want up to date films", "something for a date night", "i love horror", "not too big", "funny but sad",
        "horror but funny", "nix the aliens, I want wildlife", "a western, old school, but not goofy", "it was great",
        "something like that", "no sequels, action", "between 1970 and 1980", "as soon as possible", "hot summer heat",
    ],
)  # fmt: skip
def test_ordinary_words_are_no_films(recommender: Recommender, line: str) -> None:
    parts = recommender.understand(line, kind="mood").parts
    assert not [part.label for part in parts if part.like is not None or part.films]


def test_a_disliked_film_steers_away(recommender: Recommender) -> None:
    both = recommender.understand("I loved Alien and hated Aliens")
    assert [part.label for part in both.parts] == ["like Alien", "not: like Aliens"]
    assert both.signals.exclusion.std() > 0


def test_films_are_older_or_newer_than_the_example(recommender: Recommender) -> None:
    for line, first, last in (("like Heat but older", 0, 1994), ("like Heat but newer", 1996, 3000)):
        shown = recommender.recommend([], prompt=line, limit=10)
        assert all(first <= (found.movie.year or 0) <= last for found in shown), line


def test_a_comparison_adds_a_mood_or_is_said_to_be_unknown(recommender: Recommender) -> None:
    assert labels(recommender, "like Heat but less violent") == ["like Heat", "not: violent"]
    assert labels(recommender, "scifi like Arrival but scarier") == ["like Arrival", "scifi", "scarier"]
    (shorter,) = recommender.understand("like Heat but shorter").not_understood
    assert "how long" in shorter.why
    horror = recommender.catalogue.genre("Horror")
    rows = [recommender.catalogue.row(f.movie.id) for f in recommender.recommend([], prompt="like Jaws but scarier")]
    assert recommender.catalogue.genres[rows, horror].mean() >= 0.6


def test_an_example_in_another_country(recommender: Recommender) -> None:
    facts = recommender.film_facts
    assert facts is not None
    shown = recommender.recommend([], prompt="The Godfather but in Japan", limit=10)
    made_in = [recommender.facts(found.movie.id) for found in shown]
    assert all("Japan" in film.countries or "Japanese" in film.languages for film in made_in)


@pytest.mark.parametrize(
    ("line", "person", "film"),
    [
        ("hitchcock thriller", "by Alfred Hitchcock", "like Hitchcock"),
        ("hitchcock but funnier", "by Alfred Hitchcock", "like Hitchcock"),
        ("something like chaplin", "by Charlie Chaplin", "like Chaplin"),
        ("no hitchcock, thriller", "not: by Alfred Hitchcock", "not: Hitchcock"),
    ],
)
def test_a_name_of_a_person_and_a_film_can_be_switched(
    recommender: Recommender, line: str, person: str, film: str
) -> None:
    name = recommender.understand(line).switchable_name
    assert name in line
    assert person in labels(recommender, line)
    assert film in labels(recommender, line, name)
    assert person not in labels(recommender, line, name)


@pytest.mark.parametrize(
    "line",
    [
        "hitchcock film from 2015", "korean western by hitchcock", "silent film with tom hanks",
        "french comedy with clint eastwood from the 1930s",
    ],
)  # fmt: skip
def test_of_an_impossible_combination_the_nearest_films_are_shown(recommender: Recommender, line: str) -> None:
    intent = recommender.understand(line)
    facts = [part.fact.films for part in intent.parts if part.fact is not None]
    rows = [recommender.catalogue.row(found.movie.id) for found in recommender.recommend([], prompt=line, limit=5)]
    assert rows
    assert np.mean([any(films[row] for films in facts) for row in rows]) >= 0.5


def test_each_of_several_wishes_can_be_switched_off(recommender: Recommender) -> None:
    line = "japanese drama from the 1950s, no war, by akira kurosawa"
    whole = recommender.understand(line)
    assert len(whole.parts) == 5
    for part in whole.parts:
        without = recommender.understand(line, disabled=frozenset({part.label}))
        names = ("eligible", "genre", "named_genre")
        same = [np.array_equal(getattr(without.signals, name), getattr(whole.signals, name)) for name in names]
        assert not all(same), part.label


def test_alternatives_are_either_and_conditions_are_all(recommender: Recommender) -> None:
    both = recommender.recommend([], prompt="french or italian comedy", limit=10)
    countries = [set(recommender.facts(found.movie.id).countries) for found in both]
    assert all({"France", "Italy"} & names for names in countries)
    assert not all({"France", "Italy"} <= names for names in countries)
    comedies = recommender.recommend([], prompt="horror comedy", limit=10)
    assert np.mean([{"Horror", "Comedy"} <= set(found.movie.genres) for found in comedies]) >= 0.8
