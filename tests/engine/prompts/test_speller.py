"""Spelling in prompts."""

import numpy as np
import pytest

from matinee.engine.prompts.interpreter import PromptInterpreter
from matinee.engine.prompts.spelling.misspellings import is_misspelling, nearest_word, sound_key
from matinee.engine.prompts.spelling.speller import Edit, edit_line
from matinee.engine.recommender import Recommender


def correct(interpreter: PromptInterpreter, line: str) -> str:
    assert interpreter.speller is not None
    return interpreter.speller.correct(line)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("horrer flims", "horror films"),
        ("suspence thriler", "suspense thriller"),
        ("a wierd documentry", "a weird documentary"),
        ("old musicles from the fiftys", "old musicals from the fifties"),
        ("psycological", "psychological"),
        ("spannish movies", "spanish movies"),
        ("janpanese animaton", "japanese animation"),
        ("no violance", "no violence"),
        ("zombeis", "zombies"),
    ],
)
def test_misspelled_words(encoded: PromptInterpreter, typed: str, meant: str) -> None:
    assert correct(encoded, typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("stephen speilburg", "steven spielberg"),
        ("coppola an scorcese ganster flims", "coppola an scorsese gangster films"),
        ("quentin tarrantino or robert rodrigez", "quentin tarantino or robert rodriguez"),
        ("denis villanueve", "denis villeneuve"),
        ("schwartzeneger", "schwarzenegger"),
        ("mathew mcconaghey", "matthew mcconaughey"),
        ("tom cruize", "tom cruise"),
        ("johnny dep", "johnny depp"),
        ("kristopher nolan", "christopher nolan"),
    ],
)
def test_misspelled_names(encoded: PromptInterpreter, typed: str, meant: str) -> None:
    assert correct(encoded, typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("romanticcomedy 90s", "romantic comedy 90s"),
        ("80shorror", "80s horror"),
        ("timetravel", "time travel"),
        ("supper hero movies (stupid phone)", "super hero movies (stupid phone)"),
        ("marshal arts", "martial arts"),
        ("thri ller", "thriller"),
    ],
)
def test_words_run_together_and_torn_apart(encoded: PromptInterpreter, typed: str, meant: str) -> None:
    assert correct(encoded, typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("u pick smth w romance", "you pick something with romance"),
        ("j-horror", "japanese horror"),
        ("nuthin 2 scary", "nothing 2 scary"),
        ("k-dramas", "korean dramas"),
    ],
)
def test_short_forms(encoded: PromptInterpreter, typed: str, meant: str) -> None:
    assert correct(encoded, typed) == meant


@pytest.mark.parametrize(
    "line",
    [
        "something tense on a train or a plane",
        "supper with friends",
        "a heroic marshal, and some art",
        "war film without flag-waving, and I don't want kids' stuff, w/o gore",
        "my granddad likes gangland stuff but not the jokey kind",
        "The Man from U.N.C.L.E.",
        "U-571",
        "10 things, blade runner vibes",
        "lustiger film für einen abend mit freunden",
        "comedia romantica q no sea vieja",
        "xqzvw bhtrk",
        "",
    ],
)
def test_what_is_right_or_unknown_stays(encoded: PromptInterpreter, line: str) -> None:
    assert correct(encoded, line) == line


def test_titles_stay(recommender: Recommender, encoded: PromptInterpreter) -> None:
    rows = np.random.default_rng(0).permutation(len(recommender.catalogue))[:500]
    titles = [recommender.catalogue.titles[row] for row in rows]
    assert [title for title in titles if correct(encoded, title) != title] == []


@pytest.mark.usefixtures("encoded")
def test_a_corrected_prompt_finds_what_was_meant(recommender: Recommender) -> None:
    for typed, meant in (("stephen speilburg", "steven spielberg"), ("romanticcomedy 90s", "romantic comedy 90s")):
        first, same = (recommender.recommend([], prompt=line, limit=10) for line in (typed, meant))
        assert [film.movie.id for film in first] == [film.movie.id for film in same]


def test_sounds() -> None:
    assert sound_key("stephen") == sound_key("steven")
    assert sound_key("fiftys") == sound_key("fifties")
    assert sound_key("comedy") != sound_key("tragedy")


def test_short_words_have_no_misspellings() -> None:
    assert not is_misspelling("wind", "wine")
    assert not is_misspelling("a", "an")
    assert is_misspelling("waht", "what")


def test_likely_words_win() -> None:
    assert nearest_word("musicles", ["musicals", "muscles"], 1) == "musicals"
    assert nearest_word("muscels", ["musicals", "muscles"], 1) == "muscles"
    assert nearest_word("qqqqqq", ["musicals", "muscles"]) is None


def test_the_rest_of_a_line_stays_as_typed() -> None:
    assert edit_line("Scary,  FLIMS (ok?)", lambda _words: [Edit(2, 3, "films")]) == "Scary,  films (ok?)"
