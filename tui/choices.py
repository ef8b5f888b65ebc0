"""Choices offered in dialogs: genres and models."""

from typing import TYPE_CHECKING

from matinee.tui.screens.choice_dialog import Choice
from matinee.tui.text.labels import ANY_GENRE, MODES

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.session import Session

MODEL_DESCRIPTIONS = {
    "blend": "the usual blend",
    "svd_likes": "people with a taste like yours",
    "ease": "people who liked the same films",
    "edlae": "liked the same, more cautiously",
    "item_item": "films that people rate alike",
    "als": "what people like you watched",
    "svd": "people who gave similar stars",
    "two_tower": "what fits you, by neural network",
    "neumf": "likes, by neural network",
    "rating": "the stars you would give",
    "hybrid": "what films are about",
    "popularity": "what everyone likes",
    "random": "pure chance",
}
"""Model → what it goes by, in the words of a film lover."""
WATCHLIST_ONLY = "Only from my watchlist"
ALL_FILMS = "All films, not only my watchlist"
"""Palette commands that begin and end the choice among the films of the watchlist."""
UPDATE_RULE_DESCRIPTIONS = {
    "ema": "older ones fade",
    "recent": "latest first",
    "posterior": "all alike",
    "least_squares": "worked out anew each time",
}


def genre_choices(session: "Session") -> list[Choice]:
    """All genres, with the requested one marked; while a prompt is active, how to use its genres comes first."""
    asked, intent = session.state.requested_genre, session.intent
    by_name = [
        Choice(
            name,
            name,
            "" if asked is None or asked.genre != name else "only it" if asked.strict else "more of it",
            asked is not None and asked.genre == name,
        )
        for name in session.catalogue.shown_genres
    ]
    any_genre = [] if asked is None else [Choice(ANY_GENRE, "any genre", "as before")]
    if intent is None or intent.kind != "mood":
        return any_genre + by_name
    mode = session.policy.prompt_mode
    return [
        *any_genre,
        *(Choice(name, f"in this mood: {label}", "", name == mode) for name, label in MODES.items()),
        *by_name,
    ]


def request_genre(session: "Session", name: str) -> None:
    """Apply a choice from ``genre_choices``.

    Choosing a genre asks for more of it, choosing it again for nothing else, and a third time ends the request.

    Args:
        session: the session to change.
        name: a genre, a mode of the prompt's genres, or ``ANY_GENRE``.
    """
    asked = session.state.requested_genre
    if name == ANY_GENRE:
        session.request_genre(None)
    elif name in MODES:
        session.set_weight("prompt_mode", name)
    elif asked is None or asked.genre != name:
        session.request_genre(name)
    elif not asked.strict:
        session.request_genre(name, strict=True)
    else:
        session.request_genre(None)


def model_choices(session: "Session", recommender: "Recommender") -> list[Choice]:
    """All models of the bundle in plain words, with their names beside and the current one marked."""
    return [
        Choice(name, words or name, name if words else "", name == session.model.name)
        for name in recommender.model_names
        for words in [model_description(name)]
    ]


def model_description(name: str) -> str:
    """What a model goes by, in plain words; empty for an unknown model."""
    base, _, rule = name.partition("+")
    description = MODEL_DESCRIPTIONS.get(base, "")
    return f"{description}; {UPDATE_RULE_DESCRIPTIONS[rule]}" if rule in UPDATE_RULE_DESCRIPTIONS else description
