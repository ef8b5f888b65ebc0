"""Lines in other languages are translated; English lines are not."""

from pathlib import Path

import pytest

from matinee.engine.prompts.films.knowledge import Knowledge
from matinee.engine.prompts.parser import parse_prompt
from matinee.engine.prompts.periods.years import read_years
from matinee.engine.prompts.words.foreign_words import (
    FOREIGN_WORDS_FILE,
    LANGUAGES,
    ForeignLanguage,
    load_foreign_words,
    split_words,
)
from matinee.engine.prompts.words.lexicon import GENRES, load_lexicon
from matinee.engine.prompts.words.negation import Role, label_roles
from matinee.engine.prompts.words.normalization import stem_key, token_texts
from matinee.engine.prompts.words.translation import translate
from matinee.engine.prompts.words.vocabulary import find_meanings
from matinee.policy.schema import PolicyError
from matinee.training.evaluate.prompt_cases import read_prompts

LEXICON = load_lexicon()
COUNTRIES = {
    "american",
    "british",
    "german",
    "italian",
    "portuguese",
    "brazilian",
    "chinese",
    "european",
    "scandinavian",
}
OTHERS = {"after", "before", "since", "between", "decade", "psychological", "adults", "set in"}
"""Translations that the lexicon does not know: words of periods, and words for the encoder."""


@pytest.mark.parametrize(
    ("line", "english"),
    [
        ("ein lustiger film ohne gewalt", "funny film without violence"),
        ("pas de film d'horreur", "no film horror"),
        ("una comedia romántica", "romantic comedy"),
        ("un film per bambini", "film for children"),
        ("um filme de terror que não seja sangrento", "film horror not bloody"),
        ("KOMÖDIE", "comedy"),
        ("ein film", "film"),
        ("Horror mag ich nicht", "horror no thanks"),
        ("nicht nur lustig", "not only funny"),
        ("nichts Trauriges", "nothing sad"),
        ("80er-Jahre-Actionfilm", "80s action"),
    ],
)
def test_lines_in_other_languages_are_translated(line: str, english: str) -> None:
    assert translate(line, LEXICON) == english


@pytest.mark.parametrize(
    ("typed", "correct"),
    [
        ("comedia romantica", "comedia romántica"),
        ("un film drole", "un film drôle"),
        ("etwas fuer die ganze familie", "etwas für die ganze Familie"),
        ("filme de acao", "filme de ação"),
        ("une histoire d’amour", "une histoire d'amour"),
        ("ein spanender krimi", "ein spannender krimi"),
        ("una pelicula divertda", "una película divertida"),
        ("je voudrais un documantaire", "je voudrais un documentaire"),
    ],
)
def test_accents_and_typing_errors_do_not_matter(typed: str, correct: str) -> None:
    assert translate(typed, LEXICON) == translate(correct, LEXICON) != correct


@pytest.mark.parametrize("name", ["tuned", "negations_tuned"])
def test_english_lines_are_unchanged(name: str) -> None:
    assert [line for line in read_prompts(name) if translate(line, LEXICON) != line] == []


@pytest.mark.parametrize(
    "line",
    [
        "", "!", "no horror", "film noir", "nouvelle vague", "cinéma vérité", "la noir", "sin city",
        "die hard but funny", "das boot", "de niro crime", "sans gore", "agent carter", "anime but not ghibli",
        "like amélie but sad", "la la land but funnier", "french new wave", "telenovela style drama", "a la carte",
        "con artists",
    ],
)  # fmt: skip
def test_english_with_borrowed_words_is_unchanged(line: str) -> None:
    assert translate(line, LEXICON) == line


@pytest.mark.parametrize(
    ("line", "english"),
    [
        ("comédie française avec Louis de Funès", "comedy french with louis de funes"),
        ("ein Film wie Das Boot, aber lustig", "film like das boot , but funny"),
        ("algo como la vida de brian pero triste", "like la vida de brian but sad"),
    ],
)
def test_names_and_titles_are_kept(line: str, english: str) -> None:
    assert translate(line, LEXICON) == english


@pytest.mark.parametrize(
    ("line", "english"),
    [
        ("zeichentrick ab 6", "cartoon 6 year old"),
        ("dessin animé pour enfants de 8 ans", "animation for , children 8 year old"),
        ("filmes dos anos 80", "film 80s"),
        ("krimis ab 1990", "crime since 1990"),
    ],
)
def test_numbers_are_ages_or_periods(line: str, english: str) -> None:
    assert translate(line, LEXICON) == english


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("ein nicht gruseliger film für kinder", ["children", "not: scary"]),
        ("kein film für kinder", ["not: children"]),
    ],
)
def test_an_audience_is_excluded_only_if_it_follows_a_cue(line: str, labels: list[str]) -> None:
    assert [part.label for part in parse_prompt(line, Knowledge(LEXICON, lambda _: None)).parts] == labels


@pytest.mark.parametrize("language", load_foreign_words().languages, ids=LANGUAGES)
def test_every_language_has_words_for_genres_moods_and_exclusions(language: ForeignLanguage) -> None:
    translations = set(language.phrases.values())
    keys = {stem_key(each) for each in translations}
    genres = {genre for key in keys & set(LEXICON.genre_words) for genre in LEXICON.genre_words[key].essential}
    genres |= {LEXICON.topics[key] for key in keys & set(LEXICON.topics)}
    assert set(GENRES) - genres == {"IMAX"}
    assert len(keys & set(LEXICON.moods)) >= 40
    assert {"no", "not", "without", "nothing", "except", "anything but", "instead of", "hate"} <= translations


def test_every_translation_means_something() -> None:
    """It is known to the lexicon, is a period or a cue, or has no content."""
    translations = {each for language in load_foreign_words().languages for each in language.phrases.values()}
    assert {each for each in translations if is_unknown(each)} <= COUNTRIES | OTHERS


def is_unknown(line: str) -> bool:
    """Whether a line has content that the lexicon does not know."""
    words = token_texts(line)
    roles = label_roles(words, LEXICON.cues)
    content = [
        word for word, role in zip(words, roles, strict=True) if role is Role.WISH and word not in LEXICON.filler
    ]
    return bool(content) and not list(find_meanings(words, LEXICON)) and not read_years([*words, "films"])


def test_words_are_split_at_apostrophes_and_hyphens() -> None:
    assert split_words("L'été, science-fiction") == ["l", "ete", ",", "science", "fiction"]


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "foreign_words.yaml"
    path.write_text(FOREIGN_WORDS_FILE.read_text(encoding="utf-8").replace('"on"', "on"), encoding="utf-8")
    with pytest.raises(PolicyError, match=r"foreign_words\.yaml: '(filler, french|english)' must be a list of words"):
        load_foreign_words(path)
