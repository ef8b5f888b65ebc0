"""Prompts in German, French, Spanish, Italian and Portuguese, on the shipped bundle: with and without the encoder."""

import pytest

from matinee.engine.prompts.interpreter import PromptInterpreter
from matinee.engine.recommender import Recommender
from tests.engine.prompts.asking import ask, films

LEADING = 4
"""A genre that is asked for is among this many of the largest weights."""

PROMPTS = [
    # German
    ("ein düsterer Krimi ohne Liebesgeschichte", {"Crime"}, {"Romance"}),
    ("Ich hätte gern eine romantische Komödie für heute Abend", {"Romance", "Comedy"}, set()),
    ("kein kriegsfilm, lieber ein abenteuer für die ganze familie", {"Adventure", "Children"}, {"War"}),
    ("maerchenfilm fuer kinder, nicht gruselig", {"Fantasy", "Children"}, {"Horror"}),
    ("Science-Fiction mit Außerirdischen, aber bitte nicht zu lustig", {"Sci-Fi"}, {"Comedy"}),
    ("Musicals mag ich nicht, ich will einen Western sehen", {"Western"}, {"Musical"}),
    # French
    ("je voudrais un dessin animé pour mes enfants", {"Animation", "Children"}, set()),
    ("un polar bien sombre mais pas de comédie", {"Crime"}, {"Comedy"}),
    ("n'importe quoi sauf une comédie musicale", set(), {"Musical"}),
    ("un documentaire sur la guerre", {"Documentary", "War"}, set()),
    ("Je n'aime pas les westerns, plutôt de la science-fiction", {"Sci-Fi"}, {"Western"}),
    ("quelque chose d'effrayant, sans zombies ni vampires", {"Horror"}, set()),
    # Spanish
    ("quiero ver una película de aventuras con los niños", {"Adventure", "Children"}, set()),
    ("algo de suspenso que no sea de terror", {"Thriller"}, {"Horror"}),
    ("peliculas del oeste, nada de romance", {"Western"}, {"Romance"}),
    ("una comedia negra, pero sin violencia", {"Comedy"}, {"Action"}),
    ("busco dibujos animados divertidos en vez de documentales", {"Animation", "Comedy"}, {"Documentary"}),
    # Italian
    ("vorrei una commedia divertente, ma non romantica", {"Comedy"}, {"Romance"}),
    ("un giallo avvincente senza sangue", {"Mystery", "Thriller"}, {"Horror"}),
    ("cartoni animati per tutta la famiglia", {"Animation", "Children"}, set()),
    ("tutto tranne la fantascienza", set(), {"Sci-Fi"}),
    ("un film di guerra che fa piangere", {"War", "Drama"}, set()),
    # Portuguese
    ("quero um faroeste, não um musical", {"Western"}, {"Musical"}),
    ("ficção científica inteligente sem guerra", {"Sci-Fi"}, {"War"}),
    ("um desenho animado engraçado para crianças", {"Animation", "Comedy", "Children"}, set()),
    ("gostaria de um suspense policial, mas não gosto de terror", {"Thriller", "Crime"}, {"Horror"}),
    ("documentário sobre futebol", {"Documentary"}, set()),
]


@pytest.mark.parametrize(("line", "wanted", "excluded"), PROMPTS, ids=[line for line, _, _ in PROMPTS])
def test_genres_are_understood(
    recommender: Recommender, interpreter: PromptInterpreter, line: str, wanted: set[str], excluded: set[str]
) -> None:
    intent = ask(interpreter, line)
    assert intent.kind == "mood"
    assert wanted <= set(list(intent.genre_weights)[:LEADING])
    assert excluded <= set(intent.avoid_genres)
    assert not wanted & set(intent.avoid_genres)
    shown = films(recommender, intent)
    assert not [movie.label for movie in shown if excluded & set(movie.genres)]


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("actionfilme aus den 80ern", (1980, 1989)),
        ("comédies des années 1990", (1990, 1999)),
        ("terror de los años setenta", (1970, 1979)),
        ("western italiani degli anni sessanta", (1960, 1969)),
        ("filmes de ação antes de 1985", (1880, 1984)),
        ("thriller nach 2005", (2006, 2100)),
    ],
)
def test_periods_are_understood(interpreter: PromptInterpreter, line: str, years: tuple[int, int]) -> None:
    assert ask(interpreter, line).years == years


@pytest.mark.parametrize(
    "line", ["een grappige film", "en rolig film", "vicces filmek", "film kto", "ein xyzzy", "qwertz in asdf"]
)
def test_words_of_unknown_languages_are_not_excluded(interpreter: PromptInterpreter, line: str) -> None:
    assert {part.kind for part in ask(interpreter, line).parts} <= {"wish", "unknown"}


@pytest.mark.parametrize("line", ["no xyzzy", "ohne xyzzy", "funny but xyzzy", "comedia sin xyzzy"])
def test_excluding_an_unknown_word_excludes_no_genre(
    recommender: Recommender, interpreter: PromptInterpreter, line: str
) -> None:
    intent = ask(interpreter, line)
    assert intent.avoid_genres == ()
    assert len(films(recommender, intent)) == 10


@pytest.mark.parametrize(
    ("line", "genre"), [("comedia", "Comedy"), ("aventure", "Adventure"), ("romantico", "Romance")]
)
def test_a_word_similar_to_a_title_is_a_mood(interpreter: PromptInterpreter, line: str, genre: str) -> None:
    intent = ask(interpreter, line)
    assert intent.kind == "mood"
    assert next(iter(intent.genre_weights)) == genre


@pytest.mark.parametrize("line", ["Fantasia", "Evita", "La vita è bella", "Das Leben der Anderen"])
def test_a_title_in_another_language_is_a_title(interpreter: PromptInterpreter, line: str) -> None:
    assert ask(interpreter, line).kind == "title"
