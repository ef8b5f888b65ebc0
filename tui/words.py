"""How things are said on screen: a film lover's words, and numbers only where they say something."""

from typing import TYPE_CHECKING

from textual.content import Content

if TYPE_CHECKING:
    from engine.catalogue import Catalogue
    from engine.session import Card

BARS = "▁▂▃▄▅▆▇█"
LIKED, DISLIKED, SKIPPED = "✓", "✗", "·"
WELL_KNOWN, KNOWN = 1 / 6, 1 / 20
FIT_PLACES = (5, 15, 50, 200)
"""A film within the first so many places of the model's own ranking fits with five, four, three, two dots."""
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
SPEAKS = ("intent_text", "intent_spread", "intent_named", "intent_genre", "intent_like")
"""Terms that say why a film is here while a mood counts."""
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


def stars(catalogue: "Catalogue", row: int) -> str:
    """The ratings from ½ to 5 stars as a row of bars; empty for a film nobody rated."""
    counts = catalogue.histogram[row]
    highest = int(counts.max())
    if not highest:
        return ""
    return "".join(BARS[round(int(count) / highest * (len(BARS) - 1))] for count in counts)


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
    return Content.assemble(("for your mood  ", "dim"), TERM_WORDS[strongest])


def mood(text: str | None) -> str:
    """ "mood  90s heist…"."""
    if text is None:
        return "mood  none"
    return f"mood  {text if len(text) <= SHORT_MOOD else text[:SHORT_MOOD].rstrip() + '…'}"


def fit_dots(place: int) -> str:
    """Five dots for a film at the top of the model's own ranking, one for a far one."""
    return dots(5 - sum(place > limit for limit in FIT_PLACES))


def dots(filled: int, of: int = 5) -> str:
    """ "●●●○○"."""
    return "●" * filled + "○" * (of - filled)


def fits(card: "Card", catalogue: "Catalogue") -> Content:
    """How well it fits, in three lines."""
    row = catalogue.row(card.movie.id)
    rare = catalogue.rating_counts[row] < KNOWN * catalogue.viewers
    return Content.assemble(
        ("fits your taste  ", "dim"),
        (fit_dots(card.place), "$primary"),
        ("\nyour genres      ", "dim"),
        (dots(round(card.affinity * 5)), "$primary"),
        ("\na discovery      ", "dim"),
        ("●" if rare else "○", "$primary"),
    )


def counts(likes: int, dislikes: int, skips: int) -> str:
    """ "✓ 3  ✗ 2  · 2"."""
    return f"{LIKED} {likes}  {DISLIKED} {dislikes}  {SKIPPED} {skips}"


def term(name: str) -> str:
    """What a score term is called on screen."""
    return TERM_WORDS.get(name, name.replace("_", " "))
