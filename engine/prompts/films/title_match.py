"""Decides whether words are the title of a film or describe a mood."""

from collections.abc import Callable
from functools import cached_property

from rapidfuzz.distance import OSA

from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.catalogue.title_normalization import normalize_title, search_keys, without_article
from matinee.engine.prompts.words.lexicon import Lexicon
from matinee.engine.prompts.words.normalization import PUNCTUATION, token_texts
from matinee.engine.prompts.words.translation import translate
from matinee.engine.prompts.words.vocabulary import correct_spelling, find_meanings

N_MATCHES = 3
"""How many of the best search results are compared."""
SAME_TITLE = 0.85
"""From this normalised similarity on, a line is a title with a typing error or two."""
MIN_FUZZY_LENGTH = 6
"""Shorter lines must match the title exactly."""
MIN_MISSPELLED_LENGTH, LETTERS_PER_ERROR = 5, 5
"""If words are certainly misspelled: the length from which they are a title, and letters per typing error."""
MAX_FUZZY_WORDS = 7
"""Longer lines must match a title exactly: a fuzzy search for them takes longer than everything else."""
WELL_KNOWN = 20
"""Ratings of a well-known film."""

TitleSearch = Callable[[str, int], list[Movie]]
"""(query, limit) → films, best match first."""


class TitleMatcher:
    """Finds the film that a line, or part of one, names."""

    def __init__(
        self,
        catalogue: Catalogue,
        lexicon: Lexicon,
        search: TitleSearch,
        is_word: Callable[[str], bool] = lambda _word: True,
    ) -> None:
        self._catalogue, self._lexicon, self._search, self._is_word = catalogue, lexicon, search, is_word

    def find_title(self, line: str, *, certain: bool = False) -> Movie | None:
        """The film whose title a whole line is, or None.

        Args:
            line: the prompt.
            certain: the user says that it is a title; then long lines are searched for as well.
        """
        if not certain and line.count(" ") >= MAX_FUZZY_WORDS and normalize_title(line) not in self._long_titles:
            return None
        movie = match_title(line, self._search)
        says_nothing = not certain and line in self._lexicon.filler  # "whatever", but neither "up" nor "It"
        return None if movie is None or (says_nothing and not self._is_well_known(movie)) else movie

    def find_example(self, words: str) -> Movie | None:
        """The film that the words after "like" name; one that sounds like a mood ("a western") must be well known."""
        is_misspelled = not all(map(self._is_word, words.split()))
        movie = match_title(words, self._search, is_misspelled=is_misspelled)
        if movie is None or not is_mood(words, self._lexicon):
            return movie
        return movie if self._is_well_known(movie) and words not in self._lexicon.filler else None

    def _is_well_known(self, movie: Movie) -> bool:
        return bool(self._catalogue.rating_counts[self._catalogue.row(movie.id)] >= WELL_KNOWN)

    @cached_property
    def _long_titles(self) -> frozenset[str]:
        long = (title for title in self._catalogue.titles if title.count(" ") >= MAX_FUZZY_WORDS)
        return frozenset(normalize_title(title) for title in long)


def match_title(line: str, search: TitleSearch, *, is_misspelled: bool = False) -> Movie | None:
    """The film whose title a line is, apart from typing errors and a leading article; None if there is none.

    Args:
        line: the title as typed.
        search: finds films by title.
        is_misspelled: whether one error is expected also in a short line, or several in a longer one.
    """
    typed = without_article(normalize_title(line))
    if not typed:
        return None
    for movie in search(line, N_MATCHES):
        for key in search_keys(movie.title, movie.alternatives):
            fuzzy = len(typed) >= MIN_FUZZY_LENGTH and OSA.normalized_similarity(typed, key) >= SAME_TITLE
            if is_misspelled and len(typed) >= MIN_MISSPELLED_LENGTH:
                fuzzy = fuzzy or OSA.distance(typed, key) <= max(1, len(typed) // LETTERS_PER_ERROR)
            if key == typed or fuzzy:
                return movie
    return None


def is_title(line: str, movie: Movie, lexicon: Lexicon) -> bool:
    """Whether a line means a film of a similar title rather than a mood, in English or in another language.

    Args:
        line: the prompt.
        movie: as ``TitleMatcher.find_title`` returns it.
        lexicon: the vocabulary.
    """
    if is_mood(line, lexicon, movie):
        return False
    if without_article(normalize_title(line)) in search_keys(movie.title, movie.alternatives):
        return True
    corrected = " ".join(correct_spelling(word, lexicon) for word in token_texts(line))
    return not (is_mood(corrected, lexicon, movie) or is_mood(translate(line, lexicon), lexicon, movie))


def is_mood(line: str, lexicon: Lexicon, title: Movie | None = None) -> bool:
    """Whether a line that may be a title describes a mood instead: "horror", "scary movie", "road trip".

    It does if it consists of one phrase of the lexicon and filler. Two phrases are a title ("Dirty Dancing"), unless
    the film has another main title ("romantic comedy" is only a part of one), and so is filler alone ("Up").

    Args:
        line: the prompt.
        lexicon: the vocabulary.
        title: the film whose title the line may be.
    """
    words = [word for word in token_texts(line) if word not in PUNCTUATION]
    spans = {span for span, _ in find_meanings(words, lexicon)}
    known = {place for span in spans for place in range(span.start, span.end)}
    unknown = [word for place, word in enumerate(words) if place not in known and word not in lexicon.filler]
    if not spans or unknown:
        return False
    return len(spans) == 1 or (title is not None and normalize_title(title.title) != normalize_title(" ".join(words)))
