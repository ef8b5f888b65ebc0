"""Genres and keywords as parts of a sentence: "a heist film", "hand-drawn", "based on a book"."""

from typing import Literal

Place = Literal["adjective", "noun", "tail"]
"""Before the noun, the noun itself, or after it."""
NOUNS = {
    "Action": "action film",
    "Adventure": "adventure film",
    "Children": "children's film",
    "Children's": "children's film",
    "Crime": "crime film",
    "Fantasy": "fantasy film",
    "Film-Noir": "film noir",
    "Horror": "horror film",
    "Sci-Fi": "science fiction film",
    "War": "war film",
}
"""Genres whose noun is not their name."""
ADJECTIVES = {
    "Animation": "animated",
    "animation": "animated",
    "computer animation": "computer-animated",
    "hand-drawn animation": "hand-drawn",
    "puppet animation": "puppet-animated",
}
"""Genres and keywords that stand before a noun, or alone."""
TAILS = {
    "all-star cast": "with an all-star cast",
    "based on a book": "based on a book",
    "live action and animation": "with live action and animation",
}
"""Keywords that stand after a noun, or alone."""
KINDS_OF_FILM = {
    *("anime", "comedy", "comedy-drama", "docudrama", "documentary", "drama", "epic", "farce", "film", "giallo"),
    *("heimatfilm", "jidaigeki", "manners", "melodrama", "miniseries", "mockbuster", "mockumentary", "movie"),
    *("musical", "mystery", "neo-noir", "noir", "opera", "parody", "pseudo-documentary", "remarriage", "rockumentary"),
    *("romance", "satire", "story", "swashbuckler", "tale", "techno-thriller", "thriller", "tragicomedy", "western"),
}
"""Last words of genres and keywords that are a kind of film; the others need "film" after them."""
INITIALS, LIKE_YOU = ("LGBT",), ("eu", "uga", "ukr", "uni", "uru")
"""Beginnings of nouns whose article does not follow from their first letter."""


def place_words(name: str) -> tuple[Place, str]:
    """Where a genre or keyword stands in a sentence, and its words there.

    >>> place_words("heist"), place_words("Documentary"), place_words("hand-drawn animation")
    (('noun', 'heist film'), ('noun', 'documentary'), ('adjective', 'hand-drawn'))
    """
    if name in TAILS:
        return "tail", TAILS[name]
    if name in ADJECTIVES:
        return "adjective", ADJECTIVES[name]
    noun = NOUNS.get(name, name.lower() if name.lower() in KINDS_OF_FILM and name != "Western" else name)
    return "noun", noun if noun.lower().split()[-1] in KINDS_OF_FILM else f"{noun} film"


def with_article(noun: str) -> str:
    """A noun with "a" or "an"."""
    vowel = noun[:1].lower() in "aeiou" and not noun.lower().startswith(LIKE_YOU)
    return f"{'an' if vowel or noun.startswith(INITIALS) else 'a'} {noun}"
