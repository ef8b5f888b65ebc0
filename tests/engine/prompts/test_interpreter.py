"""From prompts to films, on the shipped bundle: with the encoder, and with the lexicon alone."""

import numpy as np
import pytest

from matinee.engine.prompts.intent import Intent
from matinee.engine.prompts.interpreter import PromptInterpreter
from matinee.engine.prompts.prompt import Prompt
from matinee.engine.prompts.service import shipped_lexicon
from matinee.engine.prompts.text.encoder import find_encoder, load_encoder
from matinee.engine.prompts.text.propagation import propagate
from matinee.engine.prompts.text_queries import MOOD_SHARE
from matinee.engine.recommender import Recommender
from matinee.policy.array_types import l2_normalize
from matinee.policy.prompt_signals import top_genres
from matinee.policy.terms import zscore
from tests.engine.prompts.asking import NUMBERS, ask, films

SIMPLE_EXCLUSIONS = {
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


@pytest.mark.parametrize(("line", "genre"), SIMPLE_EXCLUSIONS.items())
def test_excluded_genres_are_not_recommended(
    recommender: Recommender, interpreter: PromptInterpreter, line: str, genre: str
) -> None:
    intent = ask(interpreter, line)
    assert genre in intent.avoid_genres
    assert genre not in intent.genre_weights
    shown = films(recommender, intent)
    assert len(shown) == 10
    assert not [movie.label for movie in shown if genre in movie.genres]
    assert not (intent.signals.eligible & recommender.catalogue.genres[:, recommender.catalogue.genre(genre)]).any()


FARTHER_EXCLUSIONS = {
    "no ghosts, gore or blood": "Horror",
    "no tears, musicals or war": "Musical",
    "don't want any horror": "Horror",
    "don't want anything animated": "Animation",
    "I don't want to see westerns": "Western",
    "not another one of those musicals": "Musical",
}


@pytest.mark.parametrize(("line", "genre"), FARTHER_EXCLUSIONS.items())
def test_exclusions_farther_from_the_cue_hold(interpreter: PromptInterpreter, line: str, genre: str) -> None:
    assert genre in ask(interpreter, line).avoid_genres


def test_the_lexicon_excludes_action_for_no_violence(bare: PromptInterpreter) -> None:
    assert "Action" in ask(bare, "no violence").avoid_genres


def test_no_violence_is_not_a_wish(encoded: PromptInterpreter) -> None:
    assert not [part for part in ask(encoded, "no violence").parts if part.kind == "wish"]


@pytest.mark.parametrize("line", ["not only comedies", "can't get enough horror", "nothing but westerns"])
def test_false_cues_leave_a_wish(recommender: Recommender, interpreter: PromptInterpreter, line: str) -> None:
    intent = ask(interpreter, line)
    assert intent.avoid_genres == ()
    assert [part.kind for part in intent.parts] == ["wish"]
    wanted = next(iter(intent.genre_weights))
    assert {"not only comedies": "Comedy", "can't get enough horror": "Horror"}.get(line, "Western") == wanted
    assert sum(wanted in movie.genres for movie in films(recommender, intent)) >= 9


def test_an_excluded_mood_excludes_no_genre(interpreter: PromptInterpreter) -> None:
    intent = ask(interpreter, "a western, nothing too sad")
    assert intent.avoid_genres == ()
    assert intent.signals.eligible.all()
    assert intent.signals.exclusion.std() > 0


@pytest.mark.parametrize("line", ["nothing too sad", "no horror", "not like Heat", "not the 90s"])
def test_without_a_wish_only_what_is_similar_to_exclusions_counts(interpreter: PromptInterpreter, line: str) -> None:
    """The least similar films, mostly unknown ones, gain nothing; excluded films are still not eligible."""
    intent = ask(interpreter, line)
    assert [part.kind for part in intent.parts] == ["not"]
    assert not intent.signals.asks
    assert intent.signals.exclusion.min() >= 0
    assert np.mean(intent.signals.exclusion == 0) > 0.2
    assert bool(intent.signals.eligible.all()) is (line == "nothing too sad")


@pytest.mark.parametrize("line", ["nothing too sad", "no horror", "not like Heat"])
def test_with_a_wish_similarity_with_exclusions_counts(encoded: PromptInterpreter, line: str) -> None:
    assert ask(encoded, f"a western, {line}").signals.exclusion.std() > 0


def test_scary_without_gore_is_still_horror(recommender: Recommender, interpreter: PromptInterpreter) -> None:
    intent = ask(interpreter, "scary but no gore")
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
def test_years_hold(recommender: Recommender, interpreter: PromptInterpreter, line: str, first: int, last: int) -> None:
    intent = ask(interpreter, line)
    assert intent.years == (first, last)
    years = recommender.catalogue.years
    assert (intent.signals.eligible == ((years >= first) & (years <= last))).all()
    shown = films(recommender, intent, 20)
    assert len(shown) == 20
    assert all(movie.year is not None and first <= movie.year <= last for movie in shown)


@pytest.mark.parametrize(
    ("line", "first", "last"), [("crime, not the 90s", 1990, 1999), ("anything but the 70s", 1970, 1979)]
)
def test_excluded_years_hold(
    recommender: Recommender, interpreter: PromptInterpreter, line: str, first: int, last: int
) -> None:
    intent = ask(interpreter, line)
    assert intent.years is None
    years = recommender.catalogue.years
    assert (intent.signals.eligible == ((years < first) | (years > last))).all()
    shown = films(recommender, intent, 50)
    assert len(shown) == 50
    assert not [movie.label for movie in shown if movie.year is not None and first <= movie.year <= last]
    off = ask(interpreter, line, [f"not: {first}–{last}"])
    assert off.signals.eligible.all()


@pytest.mark.parametrize("line", ["set in the 1940s", "a war film set in the 1940s"])
def test_the_time_of_the_story_does_not_limit_years(interpreter: PromptInterpreter, line: str) -> None:
    intent = ask(interpreter, line)
    assert intent.years is None
    assert intent.signals.eligible.all()


def test_several_wishes_in_one_prompt(recommender: Recommender, interpreter: PromptInterpreter) -> None:
    intent = ask(interpreter, "90s heist, not scary, something clever")
    assert [part.label for part in intent.parts] == ["1990–1999", "heist", "clever", "not: scary"]
    assert intent.kind == "mood"
    assert intent.years == (1990, 1999)
    assert intent.avoid_genres == ("Horror",)
    assert next(iter(intent.genre_weights)) == "Crime"
    assert sum("Crime" in movie.genres for movie in films(recommender, intent)) >= 7


@pytest.mark.parametrize("label", ["1990–1999", "heist", "clever", "not: scary"])
def test_switching_a_part_off_and_on_restores_the_films(
    recommender: Recommender, interpreter: PromptInterpreter, label: str
) -> None:
    line = "90s heist, not scary, something clever"
    whole, without = ask(interpreter, line), ask(interpreter, line, [label])
    assert without.parts == whole.parts
    arrays = [
        np.concatenate([getattr(one.signals, name) for name in (*NUMBERS, "eligible")]) for one in (whole, without)
    ]
    assert (arrays[0] != arrays[1]).any()
    assert films(recommender, whole, 100) != films(recommender, without, 100)
    again = ask(interpreter, line, [])
    assert films(recommender, again, 100) == films(recommender, whole, 100)


def test_disabled_parts_have_no_effect(interpreter: PromptInterpreter) -> None:
    line = "90s heist, no horror"
    assert ask(interpreter, line, ["1990–1999"]).years is None
    assert ask(interpreter, line, ["not: horror"]).avoid_genres == ()
    off = ask(interpreter, line, ["1990–1999", "heist", "not: horror"])
    assert off.signals.eligible.all()
    assert not off.signals.genre.any()
    assert not off.signals.text.any()
    assert off.genre_weights == {}


def test_examples_have_a_signal_and_are_not_eligible(recommender: Recommender, interpreter: PromptInterpreter) -> None:
    intent = ask(interpreter, "like Heat but funnier")
    assert [film.label for film in intent.like] == ["Heat (1995)"]
    row = recommender.catalogue.row(intent.like[0].id)
    assert not intent.signals.eligible[row]
    assert intent.signals.example[row] == intent.signals.example.max()
    off = ask(interpreter, "like Heat but funnier", ["like Heat"])
    assert off.like == ()
    assert off.signals.eligible[row]


def test_all_examples_contribute(recommender: Recommender, interpreter: PromptInterpreter) -> None:
    both, heat, casino = (ask(interpreter, line) for line in ("like Heat or Casino", "like Heat", "like Casino"))
    assert [film.title for film in both.like] == ["Heat", "Casino"]
    assert both.signals.example == pytest.approx(heat.signals.example + casino.signals.example)
    assert not both.signals.eligible[[recommender.catalogue.row(film.id) for film in both.like]].any()


def test_an_excluded_example_lowers_similar_films(recommender: Recommender, interpreter: PromptInterpreter) -> None:
    intent, plain = ask(interpreter, "crime, not like Heat"), ask(interpreter, "crime")
    assert intent.like == ()
    assert not intent.signals.example.any()
    row = recommender.catalogue.row(6)
    assert not intent.signals.eligible[row]
    assert plain.signals.eligible[row]
    assert intent.signals.exclusion == pytest.approx(zscore(ask(interpreter, "like Heat").signals.example))
    nearest = np.argsort(-intent.signals.exclusion, kind="stable")[:50]
    ranks = [
        np.argsort(np.argsort(-prompt_scores(recommender, one), kind="stable"))[nearest].mean()
        for one in (intent, plain)
    ]
    assert ranks[0] > ranks[1]


def prompt_scores(recommender: Recommender, intent: Intent) -> np.ndarray:
    """(n_movies,) scores for a prompt alone; 0 for films that are not eligible."""
    scores = np.zeros(len(recommender.catalogue))
    for found in recommender.recommend((), prompt=intent, limit=len(scores)):
        scores[recommender.catalogue.row(found.movie.id)] = found.score
    return scores


def test_half_of_the_query_is_the_lexicons_paraphrase(encoded: PromptInterpreter, recommender: Recommender) -> None:
    folder = find_encoder(recommender.bundle.folder)
    assert folder is not None
    encoder = load_encoder(folder)
    own, said = encoder.encode(["sad", shipped_lexicon().moods["sad"].text])
    intent = ask(encoded, "sad")
    assert intent.vector is not None
    assert intent.vector == pytest.approx(l2_normalize((1 - MOOD_SHARE) * own + MOOD_SHARE * said), abs=1e-6)
    assert recommender.similarity.texts is not None
    assert intent.signals.text == pytest.approx(recommender.similarity.texts.vectors @ intent.vector, abs=1e-5)
    unknown = ask(encoded, "hot chocolate")
    assert unknown.vector == pytest.approx(encoder.encode(["hot chocolate"])[0], abs=1e-6)


def test_steering_changes_the_query_but_not_the_exclusions(encoded: PromptInterpreter) -> None:
    straight, pulled = (encoded.understand(Prompt("scary, no war"), steering) for steering in (False, True))
    assert straight.vector is not None
    assert pulled.vector is not None
    assert np.linalg.norm(pulled.vector) == pytest.approx(1, abs=1e-5)
    assert 0.3 < straight.vector @ pulled.vector < 0.999
    assert pulled.affects == straight.affects  # computed from the steered query in both cases
    assert pulled.genre_weights == straight.genre_weights
    assert pulled.avoid_genres == straight.avoid_genres == ("War",)


@pytest.mark.parametrize(
    ("line", "affect"),
    [("a funny, hilarious comedy", "funny"), ("scary, terrifying", "scary"), ("a romantic love story", "romantic")],
)
def test_affects_are_found(encoded: PromptInterpreter, line: str, affect: str) -> None:
    affects = ask(encoded, line).affects
    assert sum(affects.values()) == pytest.approx(1)
    assert max(affects, key=lambda name: affects[name]) == affect


def test_without_the_encoder_there_are_no_affects_and_text_signals(bare: PromptInterpreter) -> None:
    intent = ask(bare, "scary but no gore")
    assert not intent.uses_encoder
    assert intent.affects == {}
    assert intent.vector is None
    assert not intent.signals.text.any()
    assert not intent.signals.propagation.any()


def test_genre_weights_are_sorted_shares(interpreter: PromptInterpreter) -> None:
    for line in ("sad", "funny heist", "something clever", "no war, romance"):
        weights = list(ask(interpreter, line).genre_weights.values())
        assert sum(weights) == pytest.approx(1)
        assert weights == sorted(weights, reverse=True)
        assert min(weights) > 0


def test_named_genres_are_counted_per_film(recommender: Recommender, interpreter: PromptInterpreter) -> None:
    catalogue = recommender.catalogue
    intent = ask(interpreter, "western musicals")
    columns = [catalogue.genre("western"), catalogue.genre("musical")]
    assert intent.signals.named_genre.tolist() == catalogue.genres[:, columns].sum(axis=1).tolist()
    assert intent.signals.requested_genres.tolist() == catalogue.genres[:, columns].any(axis=1).tolist()


def test_strict_mode_keeps_only_requested_genres(recommender: Recommender, interpreter: PromptInterpreter) -> None:
    intent = ask(interpreter, "western musicals")
    shown = films(recommender, intent, 50, prompt_mode="strict")
    assert len(shown) == 50
    assert all({"Western", "Musical"} & set(movie.genres) for movie in shown)


@pytest.mark.parametrize("line", ["chess", "something clever, no mystery"])
def test_soft_mode_shows_films_of_the_two_top_genres_first(
    recommender: Recommender, interpreter: PromptInterpreter, line: str
) -> None:
    intent = ask(interpreter, line)
    catalogue = recommender.catalogue
    weights = np.array([intent.genre_weights.get(name, 0.0) for name in catalogue.genre_names])
    assert intent.signals.priority.tolist() == catalogue.genres[:, top_genres(weights)].any(axis=1).tolist()
    two = {name for name, is_top in zip(catalogue.genre_names, top_genres(weights), strict=True) if is_top}
    soft = films(recommender, intent, 100, prompt_mode="soft")
    assert all(two & set(movie.genres) for movie in soft)


def test_text_matches_similar_to_exclusions_are_propagated_less(
    encoded: PromptInterpreter, recommender: Recommender
) -> None:
    wanted = ask(encoded, "scary, nothing sad").signals
    nearness = zscore(wanted.text) - 0.5 * wanted.exclusion
    space = l2_normalize(recommender.similarity.space.astype(np.float64))
    assert wanted.exclusion.any()
    assert wanted.propagation == pytest.approx(
        propagate(nearness, wanted.eligible, space), rel=1e-4, abs=1e-6
    )  # the factors are in single precision
    without_exclusion = propagate(zscore(wanted.text), wanted.eligible, space)
    assert wanted.propagation != pytest.approx(without_exclusion, rel=1e-4, abs=1e-3)


def test_text_matches_propagate_to_films_liked_by_the_same_people(
    encoded: PromptInterpreter, recommender: Recommender
) -> None:
    intent = ask(encoded, "wizards and dragons")
    best = np.argsort(-intent.signals.propagation)[:20]
    assert recommender.catalogue.genres[best][:, recommender.catalogue.genre("fantasy")].mean() > 0.5


def test_interpreted_prompts_are_cached(encoded: PromptInterpreter) -> None:
    assert ask(encoded, "a slow western") is ask(encoded, "a slow western")


@pytest.mark.parametrize(
    ("line", "keyword"),
    [("undead hordes, brains. zombie night!!", "zombie"), ("objection! a courtroom one", "courtroom")],
)
def test_a_fine_genre_that_is_asked_for_is_not_excluded_by_the_tagger_alone(
    recommender: Recommender, encoded: PromptInterpreter, line: str, keyword: str
) -> None:
    intent = ask(encoded, line)
    assert all(part.kind == "wish" for part in intent.parts)
    facts = recommender.film_facts
    assert facts is not None
    fitting = set(facts.keywords.films(facts.keywords.names.index(keyword)).tolist())
    assert sum(recommender.catalogue.row(movie.id) in fitting for movie in films(recommender, intent)) >= 5


@pytest.mark.parametrize("line", ["easy, bright, stupid", "bright comedy"])
def test_an_ordinary_word_that_is_a_rare_title_is_no_surname(encoded: PromptInterpreter, line: str) -> None:
    assert all(part.kind == "wish" for part in ask(encoded, line).parts)
