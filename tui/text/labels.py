"""Short texts on screen about films, scores and answers."""

from typing import TYPE_CHECKING

from textual.content import Content

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue
    from matinee.engine.session.events import Event, GenreRequested
    from matinee.engine.session.suggestion import Suggestion

LIKED, DISLIKED, SKIPPED, WATCHLISTED = "✓", "✗", "·", "+"
WELL_KNOWN, RARE = 1 / 6, 1 / 20
"""Shares of all viewers: from the first a film is well known, below the second it is rare."""
MAX_DOTS = 5
FIT_STEPS = (3.0, 5.0, 6.5, 8.0)
"""Fit from which two, three, four and five dots are shown, in standard deviations above the average film: about the
values after forty, twenty and ten answers and at the start (`python -m benchmarks.sessions`)."""
TERM_LABELS = {
    "model": "fits your taste",
    "genre_distance": "far from your genres",
    "popularity": "popular",
    "log_popularity": "popular",
    "diversity": "genres close to yours",
    "genre_request": "the genre you asked for",
    "kin_genre": "your genres",
    "kin_language": "your languages",
    "kin_country": "your countries",
    "kin_decade": "your decades",
    "kin_keyword": "your keywords",
    "kin_director": "your directors",
    "kin_cast": "your actors",
    "pair_disagreement": "more for one of you",
    "exploration": "held back for variety",
    "prompt_text": "matches your words",
    "prompt_exclusion": "close to what you excluded",
    "prompt_propagation": "fans of such films like it",
    "prompt_named_genre": "a genre you named",
    "prompt_genre": "the genres of the mood",
    "prompt_example": "similar to the film named",
    "prompt_popularity": "well known",
    "prompt_priority": "its genres first",
    "prompt_recency": "recent",
}
PROMPT_REASONS = {
    "prompt_text": "matches your words",
    "prompt_propagation": "fans of such films like it",
    "prompt_named_genre": "a genre you named",
    "prompt_genre": "matches the genres of your mood",
    "prompt_example": "similar to the film you named",
}
"""Score terms that explain a film while a prompt is active → the explanation."""
MODES = {"open": "all films", "soft": "its genres first", "strict": "only its genres"}
KIND_LABELS = {"mood": "a mood", "title": "more like this film"}
MAX_PROMPT_LENGTH = 24
"""Characters of a prompt shown on the status line."""


def rating_text(catalogue: "Catalogue", row: int) -> str:
    """How a film was rated: "loved by 78 % of 102 viewers"."""
    share = catalogue.like_share(row)
    if share is None:
        return "no ratings yet"
    count = int(catalogue.rating_counts[row])
    return f"loved by {share:.0%} of {count:,} viewer{'s' if count != 1 else ''}".replace("%", " %")


def audience_text(catalogue: "Catalogue", row: int) -> str:
    """How many viewers know a film: "rated by 1 in 6 viewers"; empty without ratings."""
    count = catalogue.rating_counts[row]
    if not count:
        return ""
    return f"rated by 1 in {max(round(catalogue.n_users / count), 1):,} viewers"


def fame_text(catalogue: "Catalogue", row: int) -> str:
    """ "well known", or an empty string."""
    return "well known" if catalogue.rating_counts[row] >= WELL_KNOWN * catalogue.n_users else ""


def reason_line(suggestion: "Suggestion", limit: int | None = None) -> Content:
    """Which of your films explain a suggestion: "because you liked Heat · Fargo".

    Args:
        suggestion: the film.
        limit: how many of them to name at most; None for all.
    """
    if not suggestion.reasons:
        return Content("not based on your answers").stylize("dim")
    names = " · ".join(reason.movie.title for reason in suggestion.reasons[:limit])
    return Content.assemble(("because you liked  ", "dim"), names)


def mood_line(suggestion: "Suggestion") -> Content | None:
    """The strongest reason from the active prompt; None if there is none."""
    strongest = max(PROMPT_REASONS, key=lambda name: suggestion.terms.get(name, 0.0))
    if suggestion.terms.get(strongest, 0.0) <= 0:
        return None
    return Content.assemble(("for your mood  ", "dim"), PROMPT_REASONS[strongest])


def prompt_label(text: str | None) -> str:
    """The active prompt on the status line: "mood  90s heist…"."""
    if text is None:
        return "mood  none"
    return f"mood  {text if len(text) <= MAX_PROMPT_LENGTH else text[:MAX_PROMPT_LENGTH].rstrip() + '…'}"


def genre_label(genre: "GenreRequested") -> str:
    """A genre request: "more Comedy", "only Comedy"."""
    return f"{'only' if genre.strict else 'more'} {genre.genre}"


def watchlist_label(wide: bool) -> str:
    """On the status line while only films of the watchlist are shown."""
    return "only my watchlist" if wide else "watchlist"


def undo_message(event: "Event") -> str:
    """A message about an undone event that is not visible on screen; empty for the others."""
    from matinee.engine.session.events import Imported

    if isinstance(event, Imported):
        return f"The films from {event.source} were removed again; redo restores them."
    return ""


def fit_dots(suggestion: "Suggestion") -> str:
    """One to five dots for how well a film fits: by the model, and by what it has in common with liked films."""
    kinship = sum(value for name, value in suggestion.terms.items() if name.startswith("kin_"))
    return dots(1 + sum(suggestion.fit + max(kinship, 0.0) >= step for step in FIT_STEPS))


def dots(filled: int) -> str:
    """Dots of which some are filled: "●●●○○"."""
    return "●" * filled + "○" * (MAX_DOTS - filled)


def fit_lines(suggestion: "Suggestion", catalogue: "Catalogue") -> list[Content]:
    """How well a film fits, in two lines, and a third if few people know it."""
    row = catalogue.row(suggestion.movie.id)
    rare = catalogue.rating_counts[row] < RARE * catalogue.n_users
    lines = [
        Content.assemble(("fits your taste     ", "dim"), (fit_dots(suggestion), "$primary")),
        Content.assemble(("shares your genres  ", "dim"), (dots(round(suggestion.affinity * MAX_DOTS)), "$primary")),
    ]
    return [*lines, Content("a discovery: few people know it").stylize("dim")] if rare else lines


def counts_text(likes: int, dislikes: int, skips: int, watchlist: int) -> str:
    """Numbers of answers: "✓ 3  ✗ 2  · 2", with "+ 1" if films are on the watchlist."""
    return f"{LIKED} {likes}  {DISLIKED} {dislikes}  {SKIPPED} {skips}" + (
        f"  {WATCHLISTED} {watchlist}" if watchlist else ""
    )


def term_label(name: str) -> str:
    """Name of a score term on screen."""
    return TERM_LABELS.get(name, name.replace("_", " "))
