"""Who is watching, and what they are never shown."""

import numpy as np
import pytest

from matinee.engine.prompts.audience.audience_phrases import AudienceFinder
from matinee.engine.prompts.audience.audience_table import read_audiences
from matinee.engine.prompts.interpreter import PromptInterpreter
from matinee.engine.prompts.words.normalization import token_texts
from matinee.engine.recommender import Recommender
from tests.engine.prompts.asking import ask, films

CHILD_LINES = (
    "for my 9 year old niece", "a 5yo is watching", "my daughter turns seven next week", "horror for kids",
    "terrifying film for my 11 year old son", "war movie for a 10-year-old", "slasher for our 12 yr old",
    "my kids want something gory", "babysitting my nephews, 4 and 8", "movie for toddlers", "for the grandkids",
    "family film night", "the whole family incl. the baby", "suitable for a kindergarten class",
    "zombies, kid friendly",
    "scary but for children", "creepy movie for my little boy", "murder mystery for the entire family",
    "something bloody with my 6 year old", "an erotic thriller for my 8 year old", "like Saw for my 10 year old",
    "like The Exorcist but for kids", "my son is 7 and loves monsters", "for ages 3 to 6", "children aged 8",
    "a vampire film, my girls are 9 and 11", "halloween with the kids", "family friendly ghosts",
    "for a 10th birthday party", "third graders, haunted house", "she's 8 and likes to be scared", "18 month old twins",
    "not too scary for my four year old", "stephen king for kids", "violent cartoon for my kids",
    "adult jokes for kids",
    "gruseliges für meinen 9 jährigen Sohn", "Horrorfilm für Kinder", "film d'horreur pour ma fille de 7 ans",
    "un film qui fait peur pour les enfants", "película de terror para mi hijo de 8 años", "terror para niños",
    "film horror per bambini", "per mia figlia di 5 anni", "filme de terror para crianças",
    "para a minha filha de 9 anos",
)  # fmt: skip
TEEN_LINES = (
    "horror for my 13 year old",
    "slasher for teenagers",
    "my 15 year old son wants gore",
    "for our teenage daughter",
)
ADULT_KEYWORDS = {
    "horror", "slasher", "splatter", "erotic", "erotic thriller", "sex comedy", "pink film", "exploitation",
    "rape and revenge", "cannibal", "psychological horror", "giallo",
}  # fmt: skip


def labels(recommender: Recommender, line: str) -> list[str]:
    """The audiences that an English line names."""
    finder = AudienceFinder(recommender.catalogue, None)
    return [phrase.label for phrase in finder.find(token_texts(line))]


@pytest.mark.parametrize("line", [*CHILD_LINES, *TEEN_LINES])
def test_children_are_never_shown_horror(
    recommender: Recommender, bare_with_facts: PromptInterpreter, line: str
) -> None:
    found = films(recommender, ask(bare_with_facts, line), limit=50)
    assert found
    for movie in found:
        assert "Horror" not in movie.genres, movie.label
        if line in CHILD_LINES:
            assert not {"War", "Thriller", "Crime"} & set(movie.genres), movie.label
    keywords = {word for movie in found for word in recommender.facts(movie.id).keywords}
    allowed = {"horror"} if "family" in line else set()  # the Addams family
    assert not (ADULT_KEYWORDS - allowed) & keywords


@pytest.mark.parametrize("mode", ["open", "soft", "strict"])
def test_the_ban_holds_in_every_mode(recommender: Recommender, encoded: PromptInterpreter, mode: str) -> None:
    found = films(recommender, ask(encoded, "scary horror for my 8 year old"), limit=50, prompt_mode=mode)
    assert found
    assert not any("Horror" in movie.genres for movie in found)


def test_the_ban_holds_in_sessions(recommender: Recommender) -> None:
    session = recommender.session([318, 858, 296, 2959], seed=1)
    session.prompt("horror for my 10 year old")
    for _ in range(8):
        suggestion = session.next()
        assert suggestion is not None
        assert not {"Horror", "Crime", "Thriller", "War"} & set(suggestion.movie.genres)
        session.skip()


def test_the_ban_ends_when_the_audience_is_switched_off(encoded: PromptInterpreter) -> None:
    line = "horror for my 10 year old"
    assert "Horror" in ask(encoded, line).avoid_genres
    assert ask(encoded, line, ["for a 10-year-old"]).avoid_genres == ()


@pytest.mark.parametrize("title", ["South Park: Bigger, Longer and Uncut", "Sausage Party", "Watership Down", "Akira"])
@pytest.mark.parametrize("line", ["animation for kids", "animated film for my 11 year old", "cartoon, whole family"])
def test_animation_for_adults(recommender: Recommender, encoded: PromptInterpreter, title: str, line: str) -> None:
    row = recommender.catalogue.row(recommender.find(title).id)
    assert not ask(encoded, line).signals.eligible[row]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("my kids, 5 and 14", ["for a 5-year-old"]),
        ("night in with the kids (7, 9 and 13)", ["for a 7-year-old"]),
        ("our daughter is 14", ["for a 14-year-old"]),
        ("for my sons aged 3 and 11", ["for a 3-year-old"]),
        ("with grandpa", ["for grandparents"]),
        ("my 79 year old father", ["for a 79-year-old"]),
        ("something for the nursing home", ["for grandparents"]),
        ("second date", ["for a date"]),
        ("valentine's day", ["for a date"]),
        ("i pass out when i see blood", ["nothing gory"]),
        ("my wife can't handle gore", ["nothing gory"]),
        ("i easily get nightmares", ["nothing gory"]),
        ("movie night with the family and grandma", ["for the whole family", "for grandparents"]),
    ],
)
def test_audiences(recommender: Recommender, line: str, expected: list[str]) -> None:
    found = labels(recommender, line)
    assert [label for label in dict.fromkeys(found) if label in expected] == expected


@pytest.mark.parametrize(
    "line",
    [
        "no kids movies",
        "a film about two children",
        "a comedy about a feisty grandma",
        "child soldier drama",
        "my 25 year old son", "our daughter is 21", "the 40 year old virgin",
        "a father searching for his missing child",
        "20 year old movies", "like a kid again", "horror with creepy twins", "crime family",
        "about a 12 year old assassin",
    ],
)  # fmt: skip
def test_no_audience(recommender: Recommender, line: str) -> None:
    assert labels(recommender, line) == []


def test_an_excluded_audience_excludes_its_films(encoded: PromptInterpreter) -> None:
    intent = ask(encoded, "comedy, skip kids movies")
    assert not any(part.kind == "audience" for part in intent.parts)
    assert "Children" in intent.avoid_genres


def test_horror_may_be_asked_for_a_date_but_not_by_a_child(encoded: PromptInterpreter) -> None:
    assert "Horror" in ask(encoded, "first date").avoid_genres
    assert "Horror" not in ask(encoded, "horror for a first date").avoid_genres
    assert "Horror" not in ask(encoded, "scary, but i faint at the sight of blood").avoid_genres
    assert "Horror" in ask(encoded, "horror for a sixth grader").avoid_genres


def test_the_squeamish_see_no_slashers(recommender: Recommender, encoded: PromptInterpreter) -> None:
    found = films(recommender, ask(encoded, "scary movie but i can't stand blood"), limit=50)
    assert not any({"slasher", "splatter"} & set(recommender.facts(movie.id).keywords) for movie in found)


def test_scary_films_for_children_are_spooky(recommender: Recommender, encoded: PromptInterpreter) -> None:
    found = films(recommender, ask(encoded, "scary movie for my 8 year old"), limit=10)
    assert "The Nightmare Before Christmas" in [movie.title for movie in found]


def test_without_facts_the_genres_decide(bare: PromptInterpreter) -> None:
    eligible = ask(bare, "for my kids").signals.eligible
    genres = bare.catalogue.genres[:, list(bare.catalogue.genre_names).index("Horror")]
    assert eligible.any()
    assert not np.any(eligible & genres)


def test_every_mood_exists(bare: PromptInterpreter) -> None:
    table = read_audiences()
    moods = {each.mood for each in table.audiences.values() if each.mood} | set(table.replacements.values())
    assert moods <= {mood.word for mood in bare.lexicon.moods.values()}


@pytest.mark.parametrize(
    "line",
    [
        "the kids are in bed, something violent",
        "kids asleep, husband away, scare me",
        "space adventure that isn't for kids",
        "not suitable for children please",
        "animation for adults",
        "cartoons for grown ups",
        "nothing for children",
        "once the kids are in bed",
        "toy story but for grown ups",
        "grim, not something my kids could watch",
        "if it's made for kids i don't want it",
        "adult cartoon",
    ],
)
def test_adults_alone_are_shown_no_films_for_children(recommender: Recommender, line: str) -> None:
    assert labels(recommender, line) == ["for adults"]
    assert recommender.understand(line).avoid_genres == ("Children",)
    assert not any("Children" in found.movie.genres for found in recommender.recommend((), prompt=line, limit=20))


@pytest.mark.parametrize("line", ["animation that's not only for kids", "for grown ups and kids", "with the kids"])
def test_children_among_adults_are_thought_of(recommender: Recommender, line: str) -> None:
    assert "Children" not in recommender.understand(line).avoid_genres


def test_what_is_not_for_babies_may_be_for_children(recommender: Recommender) -> None:
    intent = recommender.understand("for my 8 year old, not for babies")
    assert "Children" not in intent.avoid_genres
    assert "Horror" in intent.avoid_genres


def test_an_explicit_age_counts_whatever_the_tagger_says(encoded: PromptInterpreter) -> None:
    intent = ask(encoded, "spooky evening, but theres a 9yo with us so not actual horror")
    assert "for a 9-year-old" in [part.label for part in intent.parts]
    assert "Horror" in intent.avoid_genres


def test_kinds_of_films_for_children_can_be_excluded(encoded: PromptInterpreter) -> None:
    intent = ask(encoded, "a fantasy, please. kiddie stuff is beneath me")
    assert not any(part.kind == "audience" for part in intent.parts)
    assert "Children" in intent.avoid_genres


@pytest.mark.parametrize(
    ("line", "moved"),
    [
        ("my daughter cries so easily", True),
        ("my six year old crys easily", True),
        ("a movie that makes me cry a lot", False),
        ("i want to cry so easily tonight", False),
    ],
)
def test_who_cries_easily_is_shown_nothing_sad(recommender: Recommender, line: str, moved: bool) -> None:
    labels = [part.label for part in recommender.understand(line).parts if part.kind == "audience"]
    assert ("nothing sad" in labels) is moved
