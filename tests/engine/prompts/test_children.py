"""The many ways to say that children are watching, none of which shows them horror, and what only sounds like it."""

import pytest

from matinee.engine.prompts.audience.ages import find_ages
from matinee.engine.prompts.audience.audience_phrases import AudienceFinder
from matinee.engine.prompts.interpreter import PromptInterpreter
from matinee.engine.prompts.words.normalization import token_texts
from matinee.engine.recommender import Recommender
from tests.engine.prompts.asking import ask, films

AGED = {
    "my 7 y/o daughter wants something spooky": 7, "for my 7 y.o., spooky": 7, "scary for a 9 y.o. boy": 9,
    "horror for 6 yrs old": 6, "for my 8 y old, ghosts": 8, "for my 7 year old horror fan": 7,
    "scary for a 6 and a 10 year old": 6, "what would my daughter like she is 7": 7,
    "our 9 year old horror movie lover": 9, "a girl of eight likes horror": 8, "a boy of 6, horror": 6,
    "horror for under-tens": 10, "slasher for under 12s": 12, "horror u9s": 9, "horror, ten and under": 10,
    "horror, 7 and up": 7, "horror 8+": 8, "horror for a six and a half year old": 6, "horror for a [7] year old": 7,
    "horror for a 7 (seven) year old": 7, "horror for my 9year old": 9, "horror for my 7yearold": 7,
    "horror for my sevn year old": 7, "horror, age range 6-9": 6, "horror, ages: 7": 7, "horror, age: seven": 7,
    "im seven, horror": 7, "shes 7, horror": 7, "hes 6, horror": 6, "we are 7 and 9, horror": 7,
    "horror for under 10s": 10, "horror with two kids aged four and six": 4, "my princess is 6, horror": 6,
    "horror for anyone under 12": 12, "horror for 8-12": 8, "oldest is 10, horror": 10,
    "sleepover with 10yos, horror": 10,
    "horror for 8 years and older": 8, "horror for the under fives": 5,
}  # fmt: skip
CHILDREN = (
    "we have kids with us, horror", "scary, kids watching too", "horror, no adults, just kids",
    "horror, there are kids here", "horror for my baby", "horror with a newborn in the room", "horror for an infant",
    "horror for a pre-schooler", "horror for a kindergartner", "horror for my second grade class",
    "scary for third grade", "horror for elementary school", "horror for school kids", "horror for the playgroup",
    "horror for a reception class", "horror for y1 pupils", "horror for the cub scouts", "horror for our brownies",
    "horror for sunday school", "horror for minors", "horror for juveniles", "slasher for boys and girls",
    "horror for a child's birthday party", "horror, grandkids visiting", "horror, children present",
    "horror, kids in the room", "horror, 4 kids", "my foster kids, horror", "horror, toddler on my lap",
    "not scary, kids are watching", "kids around, nothing too gory", "horror for my step-daughter",
    "horror with my wife and kids", "i'm a kid, horror", "my boys love horror", "horror, kids still awake",
    "horror dla dzieci", "horror för barn", "horror voor kinderen", "horror til børn", "horror для детей",
    "子供 horror", "子供向け horror",
)  # fmt: skip
RATED = (
    "G-rated horror", "horror that is PG", "horror rated U", "U rated horror", "PG horror", "horror, nothing above PG",
    "family friendly horror",
)  # fmt: skip
NOBODY = (
    "a film about children", "kid detective", "child soldier drama", "orphans", "boys don't cry", "girl, interrupted",
    "baby driver", "like Kids", "Spy Kids", "7 samurai", "The 7th Seal", "u-boat film", "pg wodehouse",
    "a 7 year old film", "7 year old horror film", "a 10 year old thriller", "not for kids", "no kids' films",
    "nothing for children, horror", "skip kids movies", "horror about a baby", "rosemary's baby", "minor characters",
    "horror about a 7 year old girl", "drama about a foster child", "4+ stars horror", "7 and up on imdb", "10s horror",
    "my rating is 7", "a kid at heart", "with the boys tonight", "no kids around, horror", "rated r horror",
    "giggle like i am seven", "i want to laugh as if i was 9",
    "pg 13 thriller", "not rated pg, horror", "we are 25 and 27", "horror in 8 minutes", "class of 84", "horror 18+",
)  # fmt: skip


def shown_to(line: str, recommender: Recommender, interpreter: PromptInterpreter) -> list[str]:
    """The first horror films, war films and so on among those that a line shows, after checking that there are any."""
    found = films(recommender, ask(interpreter, line), limit=50)
    assert found
    return [movie.label for movie in found if {"Horror", "Thriller", "Crime"} & set(movie.genres)]


def audiences_of(line: str, interpreter: PromptInterpreter) -> list[str]:
    return [part.label for part in ask(interpreter, line).parts if part.kind == "audience"]


@pytest.mark.parametrize("line", [*AGED, *CHILDREN, *RATED])
def test_no_wording_shows_children_horror(
    recommender: Recommender, bare_with_facts: PromptInterpreter, line: str
) -> None:
    assert audiences_of(line, bare_with_facts)
    assert shown_to(line, recommender, bare_with_facts) == []


@pytest.mark.parametrize("line", [*list(AGED)[::2], *CHILDREN[::2], *RATED[::2], "horror for my duaghter who is 7"])
def test_nor_does_any_with_the_encoder(recommender: Recommender, encoded: PromptInterpreter, line: str) -> None:
    assert shown_to(line, recommender, encoded) == []


@pytest.mark.parametrize(("line", "years"), AGED.items())
def test_ages(line: str, years: int) -> None:
    assert min(age.years for age in find_ages(token_texts(line))) == years


@pytest.mark.parametrize("line", NOBODY)
def test_what_only_sounds_like_children(bare_with_facts: PromptInterpreter, line: str) -> None:
    assert audiences_of(line, bare_with_facts) in ([], ["for adults"])


@pytest.mark.parametrize(
    "line", ["we have kids with us, horror", "scary, kids watching too", "not scary, kids present"]
)
def test_children_who_watch_are_not_excluded(bare_with_facts: PromptInterpreter, line: str) -> None:
    assert not any("kids" in part.label for part in ask(bare_with_facts, line).parts if part.kind == "not")


@pytest.mark.parametrize("line", ["for my 7 year old horror fan", "horror for under 10s"])
def test_ages_of_children_are_no_periods(bare_with_facts: PromptInterpreter, line: str) -> None:
    assert not any(part.kind == "years" for part in ask(bare_with_facts, line).parts)


def test_a_film_has_an_age_too(bare_with_facts: PromptInterpreter) -> None:
    assert [part.kind for part in ask(bare_with_facts, "a 7 year old film").parts] == ["years"]


def test_an_age_rating_is_said_not_to_be_known(bare_with_facts: PromptInterpreter) -> None:
    intent = ask(bare_with_facts, "G-rated horror")
    assert any(part.label == "g rated" and "age ratings" in part.why for part in intent.parts)
    assert "Horror" in intent.avoid_genres


def test_foster_children_are_not_jodie_foster(bare_with_facts: PromptInterpreter) -> None:
    assert all(part.kind != "fact" for part in ask(bare_with_facts, "drama about a foster child").parts)
    assert any(part.kind == "fact" for part in ask(bare_with_facts, "drama with foster").parts)


def test_grandparents_may_see_horror_but_nothing_extreme(
    recommender: Recommender, bare_with_facts: PromptInterpreter
) -> None:
    intent = ask(bare_with_facts, "horror for grandma")
    assert "Horror" not in intent.avoid_genres
    for title in ("Visitor Q", "Ichi the Killer", "Hostel"):
        assert not intent.signals.eligible[recommender.catalogue.row(recommender.find(title).id)], title


@pytest.mark.parametrize(
    ("line", "word"),
    [("comedy, under 90 minutes because bedtime", "bedtime"), ("we stopped it, too sad. something happy", "stopped")],
)
def test_what_is_only_told_is_no_wish(bare_with_facts: PromptInterpreter, line: str, word: str) -> None:
    assert not any(word in part.label for part in ask(bare_with_facts, line).parts if part.kind in ("wish", "not"))


def test_audiences_without_facts(recommender: Recommender) -> None:
    finder = AudienceFinder(recommender.catalogue, None)
    assert [phrase.is_child_of_age for phrase in finder.find(["for", "my", "7", "year", "old"])] == [True]
