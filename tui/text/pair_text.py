"""Texts of a session for two: for whom a film fits, and whose answer it is."""

from typing import TYPE_CHECKING

from textual.content import Content

from matinee.tui.text import labels

if TYPE_CHECKING:
    from matinee.engine.models.profile import Answer
    from matinee.engine.session.companion import Whose
    from matinee.engine.session.suggestion import Suggestion

YOU, THEM, THEY = "you", "them", "they"
"""The first person, and a second one without a name: as in "for them" and "they liked"."""
NEXT_WHOSE: "dict[Whose, Whose]" = {"both": "own", "own": "companion", "companion": "both"}
"""Whose answer comes next, when the key is pressed that changes it."""
MAX_DOTS = 5
FIT_STEPS = (0.5, 0.2, 0.07, 0.025)
"""Shares of better films among those about as popular up to which two, three, four and five dots are shown. With these,
all numbers of dots occur among the films shown to 40 pairs of MovieLens users (0, 6, 22, 39 and 33 %)."""
FITTING, CLEARLY = 3, 2
"""Dots from which a film fits a person, and by which it fits one person better than the other before it is said to."""


def whose_label(whose: "Whose", name: str) -> str:
    """For whom the next answer counts: "for both", "for you", "for Anna"."""
    return {"both": "for both", "own": f"for {YOU}", "companion": f"for {name}"}[whose]


def answer_label(own: "Answer", companion: "Answer", name: str) -> str:
    """Whose an answer was: "you" or "Anna" if the other skipped the film, empty if it was that of both."""
    if own == companion or "skip" not in (own.value, companion.value):
        return ""
    return name if own.value == "skip" else YOU


def fit_words(suggestion: "Suggestion", name: str) -> str:
    """For whom a film is, as its dots say.

    Returns:
        "fits you both", "more for you", "more for Anna", "a compromise" if it fits one and hardly the other, or
        "unusual for you both".
    """
    own, companion = map(count_dots, suggestion.views)
    if abs(own - companion) >= CLEARLY:
        return f"more for {YOU if own > companion else name}"
    if max(own, companion) < FITTING:
        return "unusual for you both"
    return "fits you both" if min(own, companion) >= FITTING else "a compromise"


def count_dots(view: "Suggestion") -> int:
    """One to five dots for how well a film fits a person, among films about as popular."""
    return 1 + sum(view.better_peers <= step for step in FIT_STEPS)


def fit_dots(view: "Suggestion") -> str:
    """How well a film fits a person: "●●●○○"."""
    filled = count_dots(view)
    return "●" * filled + "○" * (MAX_DOTS - filled)


def pair_fit_lines(suggestion: "Suggestion", name: str) -> list[Content]:
    """How well a film fits each of two people: in dots, and below in words.

    Args:
        suggestion: the film.
        name: of the second person.
    """
    dots = [
        Content.assemble((f"for {who}  ", "dim"), (fit_dots(view), "$primary"))
        for who, view in zip((YOU, name), suggestion.views, strict=True)
    ]
    return [Content.assemble(dots[0], "   ", dots[1]), Content(fit_words(suggestion, name)).stylize("dim")]


def pair_reason_lines(suggestion: "Suggestion", name: str, width: int) -> list[Content]:
    """Which films of each person explain a suggestion, a row each; none of a person without such films."""
    lines = []
    for who, view in zip((YOU, name), suggestion.views, strict=True):
        named = [reason_line(view, who, count) for count in range(len(view.reasons), 0, -1)]
        fitting = [line for line in named if line.cell_length <= width]
        lines += [line.truncate(width, ellipsis=True) for line in (fitting or named[-1:])[:1]]
    return lines or [labels.reason_line(suggestion)]


def pair_reason_sentences(suggestion: "Suggestion", name: str) -> list[list[Content]]:
    """Sentences that name the films of each person which explain a suggestion, from all of them down to one.

    Args:
        suggestion: the film.
        name: of the second person.

    Returns:
        The sentences for each person who has such films.
    """
    return [
        [labels.reason_sentence(view, count, subject(who)) for count in range(len(view.reasons), 0, -1)]
        for who, view in zip((YOU, name), suggestion.views, strict=True)
        if view.reasons
    ]


def reason_line(view: "Suggestion", who: str, count: int) -> Content:
    """Which films of one person explain a suggestion: "because Anna liked Heat · Fargo"."""
    return Content.assemble(
        (f"because {subject(who)} liked  ", "dim"), " · ".join(reason.movie.title for reason in view.reasons[:count])
    )


def subject(who: str) -> str:
    """What a person is called who does something: "they" for "them"."""
    return THEY if who == THEM else who
