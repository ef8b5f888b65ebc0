"""Text of the card screen that follows from the session: its status line, and why no film is shown."""

from typing import TYPE_CHECKING

from matinee.tui.text import labels
from matinee.tui.widgets.film_card import NO_SUCH_GENRE, NOTHING_FITS, NOTHING_LEFT, NOTHING_WANTED

if TYPE_CHECKING:
    from matinee.engine.prompts.service import PromptService
    from matinee.engine.session.session import Session


def status_text(session: "Session", prompts: "PromptService", is_wide: bool) -> str:
    """The right end of the status line: encoder status, requested genre, prompt and model.

    Args:
        session: the session.
        prompts: has the encoder.
        is_wide: whether there is room for the prompt and the model.
    """
    prompt, asked = session.active_prompt, session.state.requested_genre
    parts = []
    if prompt is not None and not prompts.has_encoder:
        parts.append("keywords only" if prompts.problem else "loading…")
    if asked is not None:
        parts.append(labels.genre_label(asked))
    if session.state.watchlist_only:
        parts.append(labels.watchlist_label(is_wide))
    if is_wide:
        parts += [labels.prompt_label(None if prompt is None else prompt.text), f"model: {session.model.name}"]
    elif not parts:
        parts.append(labels.prompt_label(None) if prompt is None else "in a mood")
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
        hints.insert(0, ("genres", "another genre"))
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
