"""What can be asked for beside a mood: a genre, and another model; each as a list of choices."""

from typing import TYPE_CHECKING

from matinee.tui.screens.choice_dialog import Choice
from matinee.tui.text.labels import MODES

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.session import Session

MODEL_WORDS = {
    "session": "the house blend: where your taste lies, and who liked the same",
    "svd_likes": "where your taste lies among the likes of others",
    "ease": "who liked this liked that, exactly",
    "edlae": "who liked this liked that, with a pinch of doubt",
    "item_item": "films rated alike",
    "als": "tastes guessed from what was chosen",
    "svd": "the oldest recipe here",
    "two_tower": "two small networks that meet",
    "neumf": "a network that reads what you liked",
    "rating": "a network that guesses stars",
    "hybrid": "a network that also reads what films are about",
    "popularity": "whatever is liked most",
    "random": "no taste at all",
}
HOUSE = "session"
ANY = "any genre"
"""No genre is asked for any more; no genre is called so."""
RULE_WORDS = {
    "ema": "answers count less the older they are",
    "recent": "answers fade",
    "posterior": "every answer counts alike",
    "least_squares": "solved anew each time",
}


def genres(session: "Session") -> list[Choice]:
    """Every genre, the one asked for marked; in a mood, what to do with its own genres comes first."""
    asked, intent = session.standing.asked, session.intent
    by_name = [
        Choice(
            name,
            name,
            "" if asked is None or asked.genre != name else "only it" if asked.strict else "more of it",
            asked is not None and asked.genre == name,
        )
        for name in session.catalogue.genre_names
    ]
    any_genre = [] if asked is None else [Choice(ANY, "any genre", "as before")]
    if intent is None or intent.kind != "mood":
        return any_genre + by_name
    mode = session.policy.intent_mode
    return [
        *any_genre,
        *(Choice(name, f"in this mood: {label}", "", name == mode) for name, label in MODES.items()),
        *by_name,
    ]


def ask(session: "Session", name: str) -> None:
    """What was chosen: a mode of the mood, or more of a genre; asked again, only it; asked once more, no genre."""
    asked = session.standing.asked
    if name == ANY:
        session.ask_genre(None)
    elif name in MODES:
        session.weigh("intent_mode", name)
    elif asked is None or asked.genre != name:
        session.ask_genre(name)
    elif not asked.strict:
        session.ask_genre(name, strict=True)
    else:
        session.ask_genre(None)


def models(session: "Session", recommender: "Recommender") -> list[Choice]:
    """Every model of the bundle, the one that chooses marked."""
    return [Choice(name, name, model_words(name), name == session.model.name) for name in recommender.model_names]


def called(name: str) -> str:
    """What a model is called on the first line."""
    return "house blend" if name == HOUSE else name


def model_words(name: str) -> str:
    """What a model does, as one would tell a friend."""
    base, _, rule = name.partition("+")
    said = MODEL_WORDS.get(base, "")
    return f"{said}; {RULE_WORDS[rule]}" if rule in RULE_WORDS else said
