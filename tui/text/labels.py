"""Short texts on screen about films, scores and answers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Catalogue
    from matinee.engine.session.events import Event, GenreRequested
    from matinee.engine.session.suggestion import Suggestion

LIKED, DISLIKED, SKIPPED, WATCHLISTED = "✓", "✗", "·", "+"
WELL_KNOWN, RARE = 1 / 6, 1 / 20
"""Shares of all viewers: from the first a film is well known, below the second it is rare."""
FEW_RATINGS = 20
"""Below this number of ratings a share in per cent says more than is known, so the viewers are counted."""
FAR_AFFINITY = 0.05
"""Genre affinity below which a film shares hardly anything with the favourites' genres."""
DISCOVERY, FAR = "a discovery: rated by few", "far from your usual genres"
TERM_LABELS = {
    "model": "fits your taste",
    "genre_distance": "far from your genres",
    "popularity": "popular",
    "log_popularity": "popular",
    "well_known": "known to many",
    "diversity": "genres near yours",
    "genre_request": "the genre you chose",
    "kin_genre": "your genres",
    "kin_language": "your languages",
    "kin_country": "your countries",
    "kin_decade": "your decades",
    "kin_keyword": "your keywords",
    "kin_director": "your directors",
    "kin_cast": "your actors",
    "pair_disagreement": "more for one of you",
    "exploration": "held for variety",
    "prompt_text": "matches your words",
    "prompt_exclusion": "what you ruled out",
    "prompt_propagation": "fans of such films",
    "prompt_named_genre": "a genre you named",
    "prompt_genre": "genres of the mood",
    "prompt_example": "like the example",
    "prompt_popularity": "well known",
    "prompt_priority": "its genres first",
    "prompt_recency": "recent",
}
PROMPT_REASONS = {
    "prompt_text": "matches your words",
    "prompt_propagation": "fans of these like it",
    "prompt_named_genre": "a genre you named",
    "prompt_genre": "matches its genres",
    "prompt_example": "like the film you named",
}
"""Score terms that explain a film while a prompt is active → the explanation, which has room on the smallest card."""
LOADING = "loading…"
"""On the status line until everything that interprets a prompt is loaded."""
ANY_GENRE = "any genre"
"""The choice that ends a genre request; no genre has this name."""
MODES = {"open": "all films", "soft": "its genres first", "strict": "only its genres"}
KIND_LABELS = {"mood": "a mood", "title": "more like this film"}


def rating_text(catalogue: "Catalogue", row: int) -> str:
    """How a film was rated: "loved by 78 % of the 102 who rated it", "loved by 4 of the 6 who rated it"."""
    share, count = catalogue.like_share(row), int(catalogue.rating_counts[row])
    if share is None:
        return "no ratings yet"
    if count == 1:
        return f"{'loved' if share else 'not loved'} by the only one who rated it"
    loved = round(share * count)
    if loved in (0, count):
        return f"loved by {'all' if loved else 'none of the'} {count:,} who rated it"
    return f"loved by {part_text(loved, count)} of the {count:,} who rated it"


def short_rating_text(catalogue: "Catalogue", row: int) -> str:
    """How a film was rated, in fewer words: "loved by 78 % of 102"."""
    share = catalogue.like_share(row)
    if share is None:
        return "no ratings yet"
    count = int(catalogue.rating_counts[row])
    return f"loved by {part_text(round(share * count), count)} of {count:,}"


def part_text(part: int, count: int) -> str:
    """A part of some viewers: "78 %", or of few "4"."""
    return f"{part / count:.0%}".replace("%", " %") if count >= FEW_RATINGS else str(part)


def audience_text(catalogue: "Catalogue", row: int) -> str:
    """How many viewers know a film: "rated by 1 in 6 viewers"; empty without ratings."""
    count = catalogue.rating_counts[row]
    if not count:
        return ""
    return f"rated by 1 in {max(round(catalogue.n_users / count), 1):,} viewers"


def remarks(suggestion: "Suggestion", catalogue: "Catalogue", liked: Sequence[int]) -> list[str]:
    """What is unusual about a suggestion for this user; empty for most films.

    A film is a discovery if few people rated it, and far fewer than is usual of the liked films; a taste for
    little-known films is not told so at every card.

    Args:
        suggestion: the film.
        catalogue: has the ratings.
        liked: catalogue rows of the favourites and liked films.
    """
    counts = catalogue.rating_counts
    usual = sorted(float(counts[row]) for row in liked)[len(liked) // 2 : len(liked) // 2 + 1]
    few = min([RARE * catalogue.n_users, *(count / 2 for count in usual)])
    is_discovery = counts[catalogue.row(suggestion.movie.id)] < few
    is_far = suggestion.affinity < FAR_AFFINITY and not any(view.kin for view in (suggestion, *suggestion.views))
    return [text for text, holds in ((DISCOVERY, is_discovery), (FAR, is_far)) if holds]


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


def reason_sentence(suggestion: "Suggestion", limit: int, who: str = "you") -> Content:
    """Which of your films explain a suggestion, as a sentence: "Here because you liked Heat and Fargo."

    Args:
        suggestion: the film, with at least one reason.
        limit: how many of them to name at most.
        who: who liked them.
    """
    titles = [reason.movie.title for reason in suggestion.reasons[:limit]]
    is_plain = len(titles) == 2 and not any(sign in title for title in titles for sign in (",", " and "))
    named = (" and " if is_plain else " · ").join(titles)
    stop = "" if named.endswith((".", "!", "?")) else "."
    return Content.assemble((f"Here because {who} liked ", "dim"), named, stop)


def mood_line(suggestion: "Suggestion", examples: Sequence[str] = ()) -> Content | None:
    """The strongest reason from the active prompt, such as "like Heat · Alien"; None if there is none.

    Args:
        suggestion: the film.
        examples: the films and people that the prompt names as examples.
    """
    strongest = max(PROMPT_REASONS, key=lambda name: suggestion.terms.get(name, 0.0))
    if suggestion.terms.get(strongest, 0.0) <= 0:
        return None
    is_named = strongest == "prompt_example" and examples
    words = f"like {' · '.join(examples)}" if is_named else PROMPT_REASONS[strongest]
    return Content.assemble(("for your mood  ", "dim"), words)


def wish_line(genre: "GenreRequested") -> Content:
    """The genre request as a reason: "you asked for  more Comedy"."""
    return Content.assemble(("you asked for  ", "dim"), genre_label(genre))


def prompt_label(text: str) -> str:
    """The active prompt on the status line: "mood  90s heist"."""
    return f"mood  {text}"


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


def counts_text(likes: int, dislikes: int, skips: int, watchlist: int) -> str:
    """Numbers of answers: "✓ 3  ✗ 2  · 2", with "+ 1" if films are on the watchlist."""
    return f"{LIKED} {likes}  {DISLIKED} {dislikes}  {SKIPPED} {skips}" + (
        f"  {WATCHLISTED} {watchlist}" if watchlist else ""
    )


def term_label(name: str) -> str:
    """Name of a score term on screen."""
    return TERM_LABELS.get(name, name.replace("_", " "))
