"""What was learned of a taste: which features are named, and in which words."""

import pytest

from matinee.engine.session.learned_taste import LearnedFeature
from matinee.tui.text.taste_text import describe_taste, name_features, select_features


def feature(kind: str, name: str, strength: float = 0.5, films: int = 3, moved: float = 0.0) -> LearnedFeature:
    return LearnedFeature(kind, name, strength, strength, films, moved)


def names(*features: LearnedFeature) -> list[str]:
    return [name for name, _ in name_features(features)]


def test_a_country_and_its_language_are_named_once() -> None:
    assert names(feature("country", "Japanese"), feature("language", "Japanese")) == ["Japanese"]


def test_keywords_that_say_no_more_than_genres_are_left_out() -> None:
    keywords = ("drama", "crime comedy", "science fiction", "based on a book", "heist")
    assert names(*(feature("keyword", name) for name in keywords)) == ["Heist"]


def test_few_of_a_kind_are_selected_so_that_other_kinds_have_room() -> None:
    cast = [feature("cast", f"Actor {number}", 0.6) for number in range(8)]
    selected = select_features([*name_features([*cast, feature("genre", "War", 0.2)])], limit=6)
    assert [name for name, _ in selected] == ["Actor 0", "Actor 1", "War"]


def test_what_the_latest_like_brought_has_a_third_of_the_lines_at_most() -> None:
    typical = [feature("genre", name, 0.5) for name in ("War", "Crime", "Horror", "Drama")]
    brought = [
        feature("cast", "Unknown", 0.12, films=1, moved=0.1),
        feature("cast", "Famous", 0.11, films=1, moved=0.1),
        feature("director", "Director", 0.1, films=1, moved=0.1),
        feature("decade", "1950s", 0.1, films=1, moved=0.1),
    ]
    selected = select_features([*name_features([*typical, *brought])], limit=6)
    assert [name for name, _ in selected] == ["War", "Crime", "Horror", "Drama", "Famous", "Director"]


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("country", "Japanese", "Japanese films"),
        ("language", "French", "French films"),
        ("decade", "1950s", "the 1950s"),
        ("director", "Akira Kurosawa", "Akira Kurosawa"),
        ("genre", "Documentary", "documentaries"),
        ("genre", "Comedy", "comedies"),
        ("genre", "Western", "Westerns"),
        ("genre", "Film-Noir", "film noir"),
        ("genre", "Children", "children's films"),
        ("genre", "Animation", "animated films"),
        ("keyword", "heist", "heist films"),
        ("keyword", "live action and animation", "films with live action and animation"),
    ],
)
def test_each_feature_is_something_to_like(kind: str, name: str, words: str) -> None:
    assert describe_taste([feature(kind, name)]) == words


def test_a_taste_is_told_in_three_kinds_at_most() -> None:
    features = [
        feature("country", "Japanese", 0.8),
        feature("language", "Japanese", 0.8),
        feature("director", "Akira Kurosawa", 0.7),
        feature("director", "Yasujiro Ozu", 0.6),
        feature("decade", "1950s", 0.5),
        feature("genre", "Drama", 0.4),
    ]
    assert describe_taste(features) == "Japanese films, Akira Kurosawa and the 1950s"


def test_what_only_one_film_has_is_no_taste() -> None:
    assert describe_taste([feature("director", "Akira Kurosawa", films=1)]) == ""
