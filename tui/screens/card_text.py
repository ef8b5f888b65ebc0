"""Text of the card screen that follows from the session: its status line, and why no film is shown."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matinee.tui.text import labels
from matinee.tui.text.kin_text import number
from matinee.tui.text.preset_text import SEPARATOR, tuning_text
from matinee.tui.widgets.film_card import NO_SUCH_GENRE, NOTHING_FITS, NOTHING_LEFT, NOTHING_WANTED

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.session import Session


APP_NAME = "Matinee"
"""At the left end of the status line where there is room."""
TUNED = "tuned"
"""On a narrow status line, if more than one thing of the weights is not as usual."""


def tally_text(answers: Sequence[str], is_broad: bool) -> str:
    """The answers on the status line: "seven films   ✓ 3  ✗ 2  · 2".

    Args:
        answers: "like", "dislike", "skip" or "later" for each film answered.
        is_broad: whether there is room for the number of films.
    """
    tally = labels.counts_text(*(answers.count(kind) for kind in ("like", "dislike", "skip", "later")))
    films = f"{number(len(answers))} film{'s' if len(answers) != 1 else ''}   " if is_broad and answers else ""
    return f"{films}{tally}"


def status_text(session: "Session", recommender: "Recommender", is_wide: bool) -> str:
    """The right end of the status line: what is not as usual of encoder, genre, watchlist, weights, model and mood.

    Args:
        session: the session.
        recommender: has the encoder and the default model.
        is_wide: whether there is room for the prompt and the model.
    """
    prompt, asked = session.active_prompt, session.state.requested_genre
    parts = []
    if prompt is not None and not recommender.prompts.has_encoder:
        parts.append("keywords only" if recommender.prompts.problem else labels.LOADING)
    if asked is not None:
        parts.append(labels.genre_label(asked))
    if session.state.watchlist_only:
        parts.append(labels.watchlist_label(is_wide))
    if tuning := tuning_text(session.initial_policy, session.policy):
        parts.append(tuning if is_wide or SEPARATOR not in tuning else TUNED)
    if is_wide:
        parts += [f"model: {session.model.name}"] if session.model.name != recommender.model_names[0] else []
        parts += [labels.prompt_label(prompt.text)] if prompt is not None else []
    elif prompt is not None and not parts:
        parts.append("in a mood")
    return "   ".join(parts)


def empty_text(session: "Session", can_widen: bool) -> tuple[str, list[tuple[str, str]]]:
    """What to show if there is no film.

    Args:
        session: the session.
        can_widen: whether films further from the favourites' genres may be allowed.

    Returns:
        The reason, and (action, description) of what helps.
    """
    asked, has_prompt = session.state.requested_genre, session.active_prompt is not None
    is_strict, is_wanted = asked is not None and asked.strict, session.state.watchlist_only
    hints = [("widen", "widen")] if can_widen else []
    if is_wanted:
        hints.insert(0, ("command_palette", "all films"))
    if is_strict:
        hints[:0] = [("genres", "another genre"), *([] if has_prompt else [("any_genre", "any genre")])]
    if has_prompt:
        hints[:0] = [("clear_prompt", "clear it"), ("open_prompt", "new mood")]
    elif not is_strict and not is_wanted:
        hints.append(("open_prompt", "enter a mood"))
    reason = (
        NOTHING_FITS if has_prompt
        else NO_SUCH_GENRE if is_strict
        else NOTHING_WANTED if is_wanted
        else NOTHING_LEFT
    )  # fmt: skip
    return reason, [*hints, ("undo", "undo"), ("app.leave_session", "quit")]
