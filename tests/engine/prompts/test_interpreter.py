"""From a line of words to films, on the shipped bundle: with the encoder and with the lexicon alone."""

import numpy as np
import pytest

from matinee.engine.prompts.encoder import find_encoder, load_encoder
from matinee.engine.prompts.intent import Intent
from matinee.engine.prompts.interpreter import MOOD_SHARE, Moods
from matinee.engine.prompts.propagation import spread
from matinee.engine.prompts.service import lexicon
from matinee.engine.prompts.steering import normalised
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Prompt
from matinee.policy.prompt_signals import leading
from matinee.policy.scale import standardised
from tests.engine.prompts.asking import FLOATS, ask, films

PLAIN = {
    "no horror": "Horror",
    "not scary": "Horror",
    "without musicals": "Musical",
    "anything but comedy": "Comedy",
    "horror need not apply": "Horror",
    "gore-free": "Horror",
    "bloodless thriller": "Horror",
    "westerns, ugh": "Western",
    "a comedy that isn't romantic": "Romance",
    "no horror, something funny": "Horror",
    "action w/o romance": "Romance",
    "sci-fi, no war": "War",
    "something clever but no crime": "Crime",
    "no documentaries please": "Documentary",
    "nothing animated": "Animation",
    "a sad film, no romance": "Romance",
    "90s thriller without horror": "Horror",
    "not a western": "Western",
}


@pytest.mark.parametrize(("line", "genre"), PLAIN.items())
def test_what_is_ruled_out_is_not_among_the_films(
    recommender: Recommender, moods: Moods, line: str, genre: str
) -> None:
    intent = ask(moods, line)
    assert genre in intent.avoid_genres
    assert genre not in intent.genre_weights
    shown = films(recommender, intent)
    assert len(shown) == 10
    assert not [movie.label for movie in shown if genre in movie.genres]
    assert not (intent.wanted.possible & recommender.catalogue.genres[:, recommender.catalogue.genre(genre)]).any()


FARTHER = {
    "no ghosts, gore or blood": "Horror",
    "no tears, musicals or war": "Musical",
    "don't want any horror": "Horror",
    "don't want anything animated": "Animation",
    "I don't want to see westerns": "Western",
    "not another one of those musicals": "Musical",
}


@pytest.mark.parametrize(("line", "genre"), FARTHER.items())
def test_what_is_ruled_out_farther_off_holds(moods: Moods, line: str, genre: str) -> None:
    assert genre in ask(moods, line).avoid_genres


def test_no_violence_is_a_ban_for_the_lexicon(bare: Moods) -> None:
    assert "Action" in ask(bare, "no violence").avoid_genres


def test_no_violence_is_no_wish_for_it(encoded: Moods) -> None:
    assert not [part for part in ask(encoded, "no violence").parts if part.kind == "wish"]


@pytest.mark.parametrize("line", ["not only comedies", "can't get enough horror", "nothing but westerns"])
def test_what_only_looks_like_a_refusal_is_a_wish(recommender: Recommender, moods: Moods, line: str) -> None:
    intent = ask(moods, line)
    assert intent.avoid_genres == ()
    assert [part.kind for part in intent.parts] == ["wish"]
    wanted = next(iter(intent.genre_weights))
    assert {"not only comedies": "Comedy", "can't get enough horror": "Horror"}.get(line, "Western") == wanted
    assert sum(wanted in movie.genres for movie in films(recommender, intent)) >= 9


def test_a_mood_ruled_out_bans_no_genre(moods: Moods) -> None:
    intent = ask(moods, "a western, nothing too sad")
    assert intent.avoid_genres == ()
    assert intent.wanted.possible.all()
    assert intent.wanted.refused.std() > 0


@pytest.mark.parametrize("line", ["nothing too sad", "no horror", "not like Heat", "not the 90s"])
def test_without_a_wish_no_film_is_pushed_away_from_what_is_refused(moods: Moods, line: str) -> None:
    """What is farthest from it is what nobody knows; what must not be is held back all the same."""
    intent = ask(moods, line)
    assert [part.kind for part in intent.parts] == ["not"]
    if line == "nothing too sad":  # its genre is unwanted all the same
        drama = intent.wanted.refused > 0
        assert np.array_equal(drama, moods.catalogue.genres[:, moods.catalogue.genre("Drama")])
        assert intent.wanted.possible.all()
    else:
        assert not intent.wanted.refused.any()
        assert not intent.wanted.possible.all()


@pytest.mark.parametrize("line", ["nothing too sad", "no horror", "not like Heat"])
def test_beside_a_wish_films_near_what_is_refused_are_pushed_away(encoded: Moods, line: str) -> None:
    assert ask(encoded, f"a western, {line}").wanted.refused.std() > 0


def test_scary_without_gore_is_still_horror(recommender: Recommender, moods: Moods) -> None:
    intent = ask(moods, "scary but no gore")
    assert intent.avoid_genres == ()
    assert next(iter(intent.genre_weights)) == "Horror"
    assert sum("Horror" in movie.genres for movie in films(recommender, intent)) >= 8


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("90s", 1990, 1999),
        ("sad films from the seventies", 1970, 1979),
        ("comedy after 2010", 2011, 2100),
        ("before 1960", 1880, 1959),
        ("between 1980 and 1995", 1980, 1995),
        ("60s or 70s crime", 1960, 1979),
        ("early 2000s", 2000, 2004),
        ("thriller, nothing before 1990", 1990, 2100),
        ("80s or 90s, after 1985", 1986, 1999),
    ],
)
def test_years_hold(recommender: Recommender, moods: Moods, line: str, first: int, last: int) -> None:
    intent = ask(moods, line)
    assert intent.years == (first, last)
    years = recommender.catalogue.years
    assert (intent.wanted.possible == ((years >= first) & (years <= last))).all()
    shown = films(recommender, intent, 20)
    assert len(shown) == 20
    assert all(movie.year is not None and first <= movie.year <= last for movie in shown)


@pytest.mark.parametrize(
    ("line", "first", "last"), [("crime, not the 90s", 1990, 1999), ("anything but the 70s", 1970, 1979)]
)
def test_years_ruled_out_hold(recommender: Recommender, moods: Moods, line: str, first: int, last: int) -> None:
    intent = ask(moods, line)
    assert intent.years is None
    years = recommender.catalogue.years
    assert (intent.wanted.possible == ((years < first) | (years > last))).all()
    shown = films(recommender, intent, 50)
    assert len(shown) == 50
    assert not [movie.label for movie in shown if movie.year is not None and first <= movie.year <= last]
    off = ask(moods, line, [f"not: {first}–{last}"])
    assert off.wanted.possible.all()


@pytest.mark.parametrize("line", ["set in the 1940s", "a war film set in the 1940s"])
def test_the_time_of_the_story_limits_no_years(moods: Moods, line: str) -> None:
    intent = ask(moods, line)
    assert intent.years is None
    assert intent.wanted.possible.all()


def test_the_reading_of_several_wishes(recommender: Recommender, moods: Moods) -> None:
    intent = ask(moods, "90s heist, not scary, something clever")
    assert [part.label for part in intent.parts] == ["1990–1999", "heist", "clever", "not: scary"]
    assert intent.kind == "mood"
    assert intent.years == (1990, 1999)
    assert intent.avoid_genres == ("Horror",)
    assert next(iter(intent.genre_weights)) == "Crime"
    assert sum("Crime" in movie.genres for movie in films(recommender, intent)) >= 7


@pytest.mark.parametrize("label", ["1990–1999", "heist", "clever", "not: scary"])
def test_a_part_switched_off_changes_the_films_and_on_again_restores_them(
    recommender: Recommender, moods: Moods, label: str
) -> None:
    line = "90s heist, not scary, something clever"
    whole, without = ask(moods, line), ask(moods, line, [label])
    assert without.parts == whole.parts
    arrays = [np.concatenate([getattr(one.wanted, name) for name in (*FLOATS, "possible")]) for one in (whole, without)]
    assert (arrays[0] != arrays[1]).any()
    assert films(recommender, whole, 100) != films(recommender, without, 100)
    again = ask(moods, line, [])
    assert films(recommender, again, 100) == films(recommender, whole, 100)


def test_what_is_off_no_longer_holds(moods: Moods) -> None:
    line = "90s heist, no horror"
    assert ask(moods, line, ["1990–1999"]).years is None
    assert ask(moods, line, ["not: horror"]).avoid_genres == ()
    off = ask(moods, line, ["1990–1999", "heist", "not: horror"])
    assert off.wanted.possible.all()
    assert not off.wanted.genre.any()
    assert not off.wanted.text.any()
    assert off.genre_weights == {}


def test_examples_speak_and_are_not_shown(recommender: Recommender, moods: Moods) -> None:
    intent = ask(moods, "like Heat but funnier")
    assert [film.label for film in intent.like] == ["Heat (1995)"]
    row = recommender.catalogue.row(intent.like[0].id)
    assert not intent.wanted.possible[row]
    assert intent.wanted.like[row] == intent.wanted.like.max()
    off = ask(moods, "like Heat but funnier", ["like Heat"])
    assert off.like == ()
    assert off.wanted.possible[row]


def test_all_examples_speak(recommender: Recommender, moods: Moods) -> None:
    both, heat, casino = (ask(moods, line) for line in ("like Heat or Casino", "like Heat", "like Casino"))
    assert [film.title for film in both.like] == ["Heat", "Casino"]
    assert both.wanted.like == pytest.approx(heat.wanted.like + casino.wanted.like)
    assert not both.wanted.possible[[recommender.catalogue.row(film.id) for film in both.like]].any()


def test_an_example_ruled_out_speaks_against(recommender: Recommender, moods: Moods) -> None:
    intent, plain = ask(moods, "crime, not like Heat"), ask(moods, "crime")
    assert intent.like == ()
    assert not intent.wanted.like.any()
    row = recommender.catalogue.row(6)
    assert not intent.wanted.possible[row]
    assert plain.wanted.possible[row]
    assert intent.wanted.refused == pytest.approx(standardised(ask(moods, "like Heat").wanted.like))
    nearest = np.argsort(-intent.wanted.refused, kind="stable")[:50]
    ranks = [
        np.argsort(np.argsort(-recommender_scores(recommender, one), kind="stable"))[nearest].mean()
        for one in (intent, plain)
    ]
    assert ranks[0] > ranks[1]


def recommender_scores(recommender: Recommender, intent: Intent) -> np.ndarray:
    """(n_movies,) what each film scores for a prompt alone; 0 where it is not to be shown."""
    scores = np.zeros(len(recommender.catalogue))
    for found in recommender.recommend((), prompt=intent, limit=len(scores)):
        scores[recommender.catalogue.row(found.movie.id)] = found.score
    return scores


def test_the_query_is_half_in_its_own_words_and_half_in_the_lexicons(encoded: Moods, recommender: Recommender) -> None:
    folder = find_encoder(recommender.bundle.folder)
    assert folder is not None
    encoder = load_encoder(folder)
    own, said = encoder.encode(["sad", lexicon().moods["sad"].text])
    intent = ask(encoded, "sad")
    assert intent.vector is not None
    assert intent.vector == pytest.approx(normalised((1 - MOOD_SHARE) * own + MOOD_SHARE * said), abs=1e-6)
    assert recommender.alike.texts is not None
    assert intent.wanted.text == pytest.approx(recommender.alike.texts.vectors @ intent.vector, abs=1e-5)
    unknown = ask(encoded, "hot chocolate")
    assert unknown.vector == pytest.approx(encoder.encode(["hot chocolate"])[0], abs=1e-6)


def test_steering_moves_the_query_and_nothing_it_bans(encoded: Moods) -> None:
    straight, pulled = (encoded.understand(Prompt("scary, no war"), steering) for steering in (False, True))
    assert straight.vector is not None
    assert pulled.vector is not None
    assert np.linalg.norm(pulled.vector) == pytest.approx(1, abs=1e-5)
    assert 0.3 < straight.vector @ pulled.vector < 0.999
    assert pulled.affects == straight.affects  # heard in the steered query either way
    assert pulled.genre_weights == straight.genre_weights
    assert pulled.avoid_genres == straight.avoid_genres == ("War",)


@pytest.mark.parametrize(
    ("line", "affect"),
    [("a funny, hilarious comedy", "funny"), ("scary, terrifying", "scary"), ("a romantic love story", "romantic")],
)
def test_affects_are_heard(encoded: Moods, line: str, affect: str) -> None:
    affects = ask(encoded, line).affects
    assert sum(affects.values()) == pytest.approx(1)
    assert max(affects, key=lambda name: affects[name]) == affect


def test_without_the_encoder_no_affect_and_no_text_is_heard(bare: Moods) -> None:
    intent = ask(bare, "scary but no gore")
    assert not intent.encoded
    assert intent.affects == {}
    assert intent.vector is None
    assert not intent.wanted.text.any()
    assert not intent.wanted.spread.any()


def test_genre_weights_add_up_and_come_in_order(moods: Moods) -> None:
    for line in ("sad", "funny heist", "something clever", "no war, romance"):
        weights = list(ask(moods, line).genre_weights.values())
        assert sum(weights) == pytest.approx(1)
        assert weights == sorted(weights, reverse=True)
        assert min(weights) > 0


def test_named_genres_are_counted_film_by_film(recommender: Recommender, moods: Moods) -> None:
    catalogue = recommender.catalogue
    intent = ask(moods, "western musicals")
    columns = [catalogue.genre("western"), catalogue.genre("musical")]
    assert intent.wanted.named.tolist() == catalogue.genres[:, columns].sum(axis=1).tolist()
    assert intent.wanted.asked_genres.tolist() == catalogue.genres[:, columns].any(axis=1).tolist()


def test_strict_mode_keeps_only_the_genres_asked_for(recommender: Recommender, moods: Moods) -> None:
    intent = ask(moods, "western musicals")
    shown = films(recommender, intent, 50, intent_mode="strict")
    assert len(shown) == 50
    assert all({"Western", "Musical"} & set(movie.genres) for movie in shown)


@pytest.mark.parametrize("line", ["chess", "something clever, no mystery"])
def test_soft_mode_puts_films_of_the_two_leading_genres_first(
    recommender: Recommender, moods: Moods, line: str
) -> None:
    intent = ask(moods, line)
    catalogue = recommender.catalogue
    weights = np.array([intent.genre_weights.get(name, 0.0) for name in catalogue.genre_names])
    assert intent.wanted.front.tolist() == catalogue.genres[:, leading(weights)].any(axis=1).tolist()
    two = {name for name, front in zip(catalogue.genre_names, leading(weights), strict=True) if front}
    soft = films(recommender, intent, 100, intent_mode="soft")
    assert all(two & set(movie.genres) for movie in soft)


def test_hits_near_what_is_refused_speak_less(encoded: Moods, recommender: Recommender) -> None:
    wanted = ask(encoded, "scary, nothing sad").wanted
    nearness = standardised(wanted.text) - 0.5 * wanted.refused
    space = normalised(recommender.alike.space.astype(np.float64))
    assert wanted.refused.any()
    assert wanted.spread == pytest.approx(
        spread(nearness, wanted.possible, space), rel=1e-4, abs=1e-6
    )  # kept in single precision
    deaf = spread(standardised(wanted.text), wanted.possible, space)
    assert wanted.spread != pytest.approx(deaf, rel=1e-4, abs=1e-3)


def test_the_text_speaks_for_what_the_same_people_like(encoded: Moods, recommender: Recommender) -> None:
    """The words of a plot find it, and taste carries on from there."""
    intent = ask(encoded, "wizards and dragons")
    best = np.argsort(-intent.wanted.spread)[:20]
    assert recommender.catalogue.genres[best][:, recommender.catalogue.genre("fantasy")].mean() > 0.5


def test_the_same_prompt_is_understood_once(encoded: Moods) -> None:
    assert ask(encoded, "a slow western") is ask(encoded, "a slow western")
