"""Is a line the title of a film, or a mood?"""

from collections.abc import Callable

from rapidfuzz.distance import OSA

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.catalogue.title_normalization import plain_words, search_keys, without_article
from matinee.engine.prompts.lexicon import Lexicon
from matinee.engine.prompts.normalization import PUNCTUATION, tokens
from matinee.engine.prompts.parser import meanings

NEAREST = 3
"""So many of the best matches are looked at."""
ALIKE = 0.85
"""A title and a line are the same with a slip or two from this normalised similarity on."""
SHORTEST_WITH_SLIPS = 6
"""Shorter lines have to be the title to the letter."""

Search = Callable[[str, int], list[Movie]]


def titled(line: str, search: Search) -> Movie | None:
    """The film whose name the line is, typing errors allowed; None where it is none's."""
    typed = without_article(plain_words(line))
    if not typed:
        return None
    for movie in search(line, NEAREST):
        for key in search_keys(movie.title, movie.alternatives):
            if key == typed or (len(typed) >= SHORTEST_WITH_SLIPS and OSA.normalized_similarity(typed, key) >= ALIKE):
                return movie
    return None


def sounds_like_a_mood(line: str, lexicon: Lexicon) -> bool:
    """Whether a line that may be a title is rather a wish: "horror", "scary movie", "road trip".

    So it is where one phrase of the lexicon and filler are all there is. Two phrases make the name of a film ("Dirty
    Dancing"), and so does filler alone ("Up").
    """
    words = [word for word in tokens(line) if word not in PUNCTUATION]
    found = {span for span, _ in meanings(words, lexicon)}
    told = {place for span in found for place in range(span.start, span.end)}
    unknown = [word for place, word in enumerate(words) if place not in told and word not in lexicon.filler]
    return len(found) == 1 and not unknown
