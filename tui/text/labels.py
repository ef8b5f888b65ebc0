"""How things are said on screen: a film lover's words, and numbers only where they say something."""

from typing import TYPE_CHECKING

from textual.content import Content

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue
    from matinee.engine.session.events import Event, GenreAsked
    from matinee.engine.session.suggestion import Card

LIKED, DISLIKED, SKIPPED, KEPT = "✓", "✗", "·", "+"
WELL_KNOWN, KNOWN = 1 / 6, 1 / 20
MOST_DOTS = 5
FIT_STEPS = (3.0, 5.0, 6.5, 8.0)
"""Standard deviations above the usual film from which a film fits with two, three, four, five dots: about what is
shown after forty, twenty and ten answers and at the start (`python -m benchmarks.evenings`)."""
TERM_WORDS = {
    "embedding": "fits your taste",
    "genre_distance": "far from your genres",
    "popularity": "widely seen",
    "log_popularity": "widely seen",
    "diversity": "next door to your genres",
    "genre_request": "the genre you asked for",
    "exploration": "held back for variety",
    "intent_text": "what you asked for",
    "intent_refused": "near what you ruled out",
    "intent_spread": "fans of such films love it",
    "intent_named": "a genre you named",
    "intent_genre": "the genres of the mood",
    "intent_like": "like the film you named",
    "intent_popularity": "well known",
    "intent_front": "its genres first",
}
SPEAKS = {
    "intent_text": "near your words",
    "intent_spread": "fans of such films love it",
    "intent_named": "a genre you named",
    "intent_genre": "its genres go with it",
    "intent_like": "much like the film you named",
}
"""Terms that say why a film is here while a mood counts, and how."""
MODES = {"open": "all films", "soft": "its genres first", "strict": "only its genres"}
TAKEN_AS = {"mood": "a mood", "title": "more like this film"}
SHORT_MOOD = 24
"""Characters of a mood on the first line."""


def loved(catalogue: "Catalogue", row: int) -> str:
    """ "loved by 78 % of 102 viewers"."""
    share = catalogue.loved_share(row)
    if share is None:
        return "nobody here has rated it yet"
    count = int(catalogue.rating_counts[row])
    return f"loved by {share:.0%} of {count:,} viewer{'s' if count != 1 else ''}".replace("%", " %")


def known(catalogue: "Catalogue", row: int) -> str:
    """ "known by 1 in 6"."""
    count = catalogue.rating_counts[row]
    if not count:
        return "known by nobody here"
    return f"known by 1 in {max(round(catalogue.viewers / count), 1):,}"


def fame(catalogue: "Catalogue", row: int) -> str:
    """ "well known", or nothing."""
    return "well known" if catalogue.rating_counts[row] >= WELL_KNOWN * catalogue.viewers else ""


def because(card: "Card") -> Content:
    """Which films speak for it."""
    if not card.reasons:
        return Content("chosen without looking at your answers").stylize("dim")
    names = ", ".join(reason.movie.title for reason in card.reasons)
    return Content.assemble(("because you liked  ", "dim"), names)


def for_the_mood(card: "Card") -> Content | None:
    """What speaks for it most while a mood counts; None where nothing does."""
    strongest = max(SPEAKS, key=lambda name: card.terms.get(name, 0.0))
    if card.terms.get(strongest, 0.0) <= 0:
        return None
    return Content.assemble(("for your mood  ", "dim"), SPEAKS[strongest])


def mood(text: str | None) -> str:
    """ "mood  90s heist…"."""
    if text is None:
        return "mood  none"
    return f"mood  {text if len(text) <= SHORT_MOOD else text[:SHORT_MOOD].rstrip() + '…'}"


def asked(genre: "GenreAsked") -> str:
    """ "more Comedy", "only Comedy"."""
    return f"{'only' if genre.strict else 'more'} {genre.genre}"


def undone(event: "Event") -> str:
    """What was taken back, where it would not be seen; empty where it is."""
    from matinee.engine.session.events import Imported

    if isinstance(event, Imported):
        return f"The films from {event.source} are taken back; redo brings them again."
    return ""


def fit_dots(fit: float) -> str:
    """Five dots for a film far above the usual one, one for one that is hardly above it."""
    return dots(1 + sum(fit >= step for step in FIT_STEPS))


def dots(filled: int) -> str:
    """ "●●●○○"."""
    return "●" * filled + "○" * (MOST_DOTS - filled)


def fits(card: "Card", catalogue: "Catalogue") -> list[Content]:
    """How well it fits, in three lines."""
    row = catalogue.row(card.movie.id)
    rare = catalogue.rating_counts[row] < KNOWN * catalogue.viewers
    return [
        Content.assemble(("fits your taste  ", "dim"), (fit_dots(card.fit), "$primary")),
        Content.assemble(("kin to your four ", "dim"), (dots(round(card.affinity * MOST_DOTS)), "$primary")),
        Content.assemble(("a discovery      ", "dim"), ("● yes" if rare else "○ no", "$primary")),
    ]


def counts(likes: int, dislikes: int, skips: int, kept: int) -> str:
    """ "✓ 3  ✗ 2  · 2", and "+ 1" where something was kept for later."""
    return f"{LIKED} {likes}  {DISLIKED} {dislikes}  {SKIPPED} {skips}" + (f"  {KEPT} {kept}" if kept else "")


def term(name: str) -> str:
    """What a score term is called on screen."""
    return TERM_WORDS.get(name, name.replace("_", " "))
