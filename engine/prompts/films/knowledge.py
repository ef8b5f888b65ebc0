"""What prompts are read with: the vocabulary, and what is known of films, people, places and words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matinee.engine.prompts.audience.audience_phrases import AudienceFinder, AudiencePhrase
from matinee.engine.prompts.facts.fact_finder import FactFinder
from matinee.engine.prompts.facts.fact_phrases import FactPhrase
from matinee.engine.prompts.films.dated_titles import DatedTitle, DatedTitles
from matinee.engine.prompts.films.film_names import FilmNames
from matinee.engine.prompts.films.film_phrases import FindTitle
from matinee.engine.prompts.periods.release_calendar import SHIPPED, Calendar
from matinee.engine.prompts.words.lexicon import Lexicon
from matinee.engine.prompts.words.normalization import Token
from matinee.engine.prompts.words.prompt_line import PromptLine

NegationScorer = Callable[[str, Sequence[Token]], Sequence[float]]
"""The negation tagger: (line, its tokens) → log odds of each token that it is excluded."""
KnowsWord = Callable[[str], bool]
"""Whether a word is one, rather than letters at random."""


@dataclass(frozen=True, eq=False)
class Knowledge:
    """What prompts are read with; whatever is None is not looked for.

    Attributes:
        lexicon: the vocabulary.
        find_title: finds the film that is named in words like "like Heat", also a misspelled one.
        score_negation: the negation tagger; without it only the patterns of the lexicon decide.
        names: the exact names of films; without them only examples after "like" are found.
        dated_titles: finds films that are named with their year.
        facts: finds people, places, languages and fine genres.
        audiences: finds who is watching.
        knows_word: tells words from gibberish.
        calendar: what "the last 20 years" and "newest" count back from.
    """

    lexicon: Lexicon
    find_title: FindTitle
    score_negation: NegationScorer | None = None
    names: FilmNames | None = None
    dated_titles: DatedTitles | None = None
    facts: FactFinder | None = None
    audiences: AudienceFinder | None = None
    knows_word: KnowsWord = lambda _word: True
    calendar: Calendar = SHIPPED

    def find_dated(self, line: PromptLine) -> list[DatedTitle]:
        """The films that are named with their year."""
        return [] if self.dated_titles is None else self.dated_titles.find(line.text, line.tokens)

    def find_facts(self, words: Sequence[str]) -> list[FactPhrase]:
        """The people and places."""
        return [] if self.facts is None else self.facts.find(words)

    def find_keywords(self, words: Sequence[str]) -> list[FactPhrase]:
        """The fine genres."""
        return [] if self.facts is None else self.facts.keywords(words)

    def find_person(self, words: Sequence[str]) -> FactPhrase | None:
        """The person whose name some words are."""
        return None if self.facts is None else self.facts.person_named(words)

    def find_audiences(self, words: Sequence[str], *, is_translated: bool) -> list[AudiencePhrase]:
        """Who is watching."""
        return [] if self.audiences is None else list(self.audiences.find(words, is_translated=is_translated))
