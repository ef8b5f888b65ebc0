"""Films named in short: by initials ("lotr"), by a number in a series ("harry potter 3"), or by both ("hp3")."""

from collections.abc import Iterable
from math import log10

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import Features
from matinee.engine.catalogue.initials import InitialsIndex
from matinee.engine.catalogue.query_text import NumberedLine, numbered_line
from matinee.engine.catalogue.series import series_name
from matinee.engine.catalogue.series_numbers import SeriesNumbers
from matinee.engine.catalogue.title_agreement import Agreement, TitleReading
from matinee.engine.catalogue.title_normalization import normalize_title, without_article
from matinee.engine.catalogue.title_search import TitleIndex

NEEDED_LEAD = {
    Agreement.UNLIKE: -9.0,
    Agreement.MISSPELLED: -0.5,
    Agreement.BEGUN: 1.0,
    Agreement.WORDS: 1.3,
    Agreement.START: 1.3,
    Agreement.SAME: 1.3,
}
"""How much better known a film with such initials must be than those with such titles, in powers of ten."""
MAX_EXPANDED_LETTERS = 7
"""Longer words of a line with several are not initials."""
LISTED_SHARE = 0.1
"""Films with this share of the ratings of the best known film with the same initials are listed as well."""


class ShortNames:
    """Finds films by initials and by their numbers in a series."""

    def __init__(self, catalogue: Catalogue, titles: TitleIndex, series: Features | None) -> None:
        """Create it.

        Args:
            catalogue: the films.
            titles: the index of their titles.
            series: the series of the films from the film facts; None without them.
        """
        self._catalogue, self._titles = catalogue, titles
        self._initials = InitialsIndex(catalogue)
        self._numbers = SeriesNumbers(catalogue, titles, series)

    def warm_up(self) -> None:
        """Read the initials now rather than when they are first typed."""
        self._initials.find("")

    def find(self, line: str, title: TitleReading, rows: Iterable[int]) -> list[int]:
        """Find the films that a line names in short.

        Args:
            line: what was typed.
            title: the line as a title.
            rows: rows of the films whose titles are most similar to it.

        Returns:
            Rows, best first; none if the line is not a short name.
        """
        initials = self._with_initials(line, title)
        if initials:
            return initials
        numbered = numbered_line(line)
        if numbered is not None:
            return self._numbered(numbered, title, rows)
        return self._numbers.named(normalize_title(line)) if title.agreement <= Agreement.MISSPELLED else []

    def expand(self, line: str) -> str | None:
        """Write out the initials in a line of several words; None if it has none.

        Words that are in a title are taken as they are: "lotr return of the king" has one short name.
        """
        words = normalize_title(line).split()
        if len(words) < 2:
            return None
        written = [self._written_out(word) for word in words]
        return " ".join(written) if written != words else None

    def _written_out(self, word: str) -> str:
        if len(word) > MAX_EXPANDED_LETTERS or word.isdecimal() or self._titles.has_word(word):
            return word
        matches = self._initials.find(word)
        return without_article(matches[0].words) if matches else word

    def _with_initials(self, line: str, title: TitleReading) -> list[int]:
        matches = self._initials.find(joined_letters(normalize_title(line)))
        if not matches:
            return []
        rivals = title.films if title.agreement > Agreement.UNLIKE else ()
        ratings = float(self._catalogue.rating_counts[list(rivals)].sum())
        best = matches[0].weight
        if log10((best + 1) / (ratings + 1)) < NEEDED_LEAD[title.agreement]:
            return []
        return [match.row for match in matches if match.weight >= LISTED_SHARE * best]

    def _numbered(self, line: NumberedLine, title: TitleReading, rows: Iterable[int]) -> list[int]:
        if line.is_ordinal and title.agreement > Agreement.MISSPELLED:
            return []  # "the third man"
        series = self._numbers.find(line.stem, line.number, rows) or self._numbered_by_initials(line)
        whole = title.rows(Agreement.START)
        is_title = whole and not whole & set(series)  # "apollo 13" is of no series
        return [] if is_title and not line.is_episode else series

    def _numbered_by_initials(self, line: NumberedLine) -> list[int]:
        rivals = float(self._catalogue.rating_counts[self._titles.rows_with(line.stem)].sum())  # "it 2"
        for match in self._initials.find(joined_letters(line.stem)):
            series = self._numbers.find(series_name(match.words), line.number, [match.row])
            if series and match.weight > rivals:
                return series
        return []


def joined_letters(words: str) -> str:
    """Join single letters: "m i 3" is "mi3", and "f and f" is "ff"."""
    letters = [word for word in words.split() if word != "and"]
    return "".join(letters) if all(len(word) == 1 for word in letters) else words
