"""Interprets prompts: from a line of text to arrays over the catalogue."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.catalogue.facts import CatalogueFacts
from matinee.engine.models.similarity import FilmSimilarity
from matinee.engine.prompts.audience.audience_phrases import AudienceFinder
from matinee.engine.prompts.audience_bans import banned_genres, replace_banned
from matinee.engine.prompts.clauses import EXCLUDED, Clause, ParsedPrompt
from matinee.engine.prompts.facts.fact_finder import FactFinder
from matinee.engine.prompts.films.dated_titles import DatedTitles
from matinee.engine.prompts.films.film_names import FilmNames
from matinee.engine.prompts.films.film_reader import RARE
from matinee.engine.prompts.films.knowledge import Knowledge
from matinee.engine.prompts.films.title_match import TitleMatcher, TitleSearch, is_title
from matinee.engine.prompts.intent import Intent
from matinee.engine.prompts.parser import parse_prompt
from matinee.engine.prompts.periods.relative_years import is_age_of_films
from matinee.engine.prompts.periods.release_calendar import NEWEST, Calendar
from matinee.engine.prompts.periods.years import intersect_years
from matinee.engine.prompts.prompt import Prompt, PromptKind
from matinee.engine.prompts.signal_builder import SignalBuilder, lexicon_genre_names
from matinee.engine.prompts.spelling.known_words import KnownWords
from matinee.engine.prompts.spelling.speller import Speller
from matinee.engine.prompts.spelling.spelling_vocabulary import SpellingVocabulary, collect_vocabulary
from matinee.engine.prompts.text.encoder import Encoder
from matinee.engine.prompts.text_queries import TextQueries
from matinee.engine.prompts.words.affects import Affects
from matinee.engine.prompts.words.lexicon import Lexicon
from matinee.engine.prompts.words.normalization import clean_line, tokenize
from matinee.engine.prompts.words.prompt_line import MAX_LENGTH
from matinee.policy.array_types import FloatArray

WARM_UP_PROMPT = "a first prompt"
CACHED_PROMPTS = 8
"""Interpreted prompts that are cached; each takes half a megabyte."""


class PromptInterpreter:
    """Interprets prompts over one catalogue; its only state is a cache of recent results."""

    def __init__(
        self,
        catalogue: Catalogue,
        lexicon: Lexicon,
        search: TitleSearch,
        similarity: FilmSimilarity,
        encoder: Encoder | None = None,
        facts: CatalogueFacts | None = None,
        today: int | None = None,
    ) -> None:
        """Store what prompts are interpreted with.

        Args:
            catalogue: the films.
            lexicon: the vocabulary.
            search: finds films by title.
            similarity: compares films ("more like this"), and has their factors and sentence vectors.
            encoder: the sentence encoder; without it, or without sentence vectors, only the lexicon is used.
            facts: the film facts; without them no people and places are recognised.
            today: the current year, from which "the last 20 years" counts back; None for the last of the catalogue.
        """
        self.catalogue, self.lexicon = catalogue, lexicon
        self._queries: TextQueries | None = None
        if encoder is not None and similarity.texts is not None:  # the lexicon alone does not need to load the texts
            self._queries = TextQueries(
                similarity.texts, encoder, lexicon, catalogue.genres, lexicon_genre_names(catalogue)
            )
        is_word = always_true if encoder is None else encoder.is_common
        known_words = None if encoder is None else KnownWords(catalogue, facts, lexicon, encoder)
        self._titles = TitleMatcher(catalogue, lexicon, search, is_word)
        self._facts = None if facts is None else FactFinder(catalogue, facts, lexicon, is_word)
        self.speller = None if known_words is None else Speller(lexicon, known_words, self._vocabulary)
        newest = int(catalogue.years.max(initial=0)) or NEWEST
        self._knowledge = Knowledge(
            lexicon,
            self._titles.find_example,
            score_negation=None if self._queries is None else self._queries.score_negation,
            names=FilmNames(catalogue, is_word),
            dated_titles=DatedTitles(catalogue),
            facts=self._facts,
            audiences=AudienceFinder(catalogue, facts),
            knows_word=always_true if known_words is None else known_words.__contains__,
            calendar=Calendar(today or newest, newest, np.sort(catalogue.years).tolist()),
        )
        self._signals = SignalBuilder(catalogue, similarity.total, similarity.space, self._queries)
        self.understand = lru_cache(maxsize=CACHED_PROMPTS)(self._understand)

    def warm_up(self) -> None:
        """Compute now what the first prompt would have to wait for."""
        self.understand(Prompt(WARM_UP_PROMPT))

    def encode_moods(self) -> Iterator[None]:
        """Encode in small steps what makes later prompts faster, if there is an encoder."""
        if self._queries is not None:
            yield from self._queries.encode_moods()

    def _understand(self, prompt: Prompt, steering: bool = False) -> Intent:
        """Interpret a prompt.

        Args:
            prompt: what the user typed, and how to interpret it.
            steering: whether to steer the query towards genres before it is compared with the films. [S0]
        """
        line = clean_line(prompt.text, MAX_LENGTH)
        title = self._find_title(prompt, line)
        if title is not None and prompt.kind != "mood" and (prompt.kind == "title" or self._is_title(line, title)):
            example = Clause("like", f"like {title.title}", like=title)
            return self._make_intent("title", prompt, ParsedPrompt(line, (example,), prompt.disabled), title, steering)
        spelled = line if self.speller is None else self.speller.correct(line)
        parsed = parse_prompt(spelled, self._knowledge, prompt.disabled, prompt.switched)
        return self._make_intent("mood", prompt, parsed, title, steering)

    def _vocabulary(self) -> SpellingVocabulary:
        """What misspelled words are corrected to."""
        surnames = () if self._facts is None else self._facts.surnames()
        facts = None if self._facts is None else self._facts.catalogue_facts
        return collect_vocabulary(self.catalogue, facts, self.lexicon, surnames)

    def _is_title(self, line: str, title: Movie) -> bool:
        """Whether a line means a film of a similar title, rather than a mood or a person who is better known."""
        words = [token.text for token in tokenize(line)]
        if is_age_of_films(words) or not is_title(line, title, self.lexicon):
            return False
        person = self._knowledge.find_person(words)
        ratings = self.catalogue.rating_counts[self.catalogue.row(title.id)]
        return person is None or (person.fame <= ratings and ratings >= RARE)

    def _find_title(self, prompt: Prompt, line: str) -> Movie | None:
        """The film the user selected, or the one whose title the line is."""
        if prompt.movie_id is not None:
            return self.catalogue.movie(self.catalogue.row(prompt.movie_id))
        return self._titles.find_title(line, certain=prompt.kind == "title")

    def _make_intent(
        self, kind: PromptKind, prompt: Prompt, parsed: ParsedPrompt, title: Movie | None, steering: bool
    ) -> Intent:
        banned = banned_genres(parsed.active)
        active = [replace_banned(clause, banned, self.lexicon) for clause in parsed.active]
        wishes = [clause for clause in active if clause.kind in ("wish", "audience")]
        exclusions = [clause for clause in active if clause.kind == "not"]
        query = None if self._queries is None else self._queries.build(wishes)
        affects = Affects({}, None)
        query_weights: FloatArray = np.zeros(len(self.catalogue.genre_names))
        if self._queries is not None and query is not None:
            affects, query_weights = self._queries.find_affects(query, parsed.line)
            query = self._queries.steer(query, affects.top) if steering else query
        weights = query_weights + self._signals.weigh_wishes(wishes)
        avoided = {genre for clause in exclusions for genre, weight in clause.genres.items() if weight >= EXCLUDED}
        avoided |= banned
        wanted = np.maximum(weights, 0.0) * ~self._signals.genre_mask(avoided)
        examples = tuple(clause.like for clause in active if clause.like is not None and clause.kind == "like")
        return Intent(
            kind=kind,
            prompt=prompt,
            parts=parsed.parts,
            affects=dict(affects.shares),
            genre_weights=self._genre_shares(wanted),
            avoid_genres=tuple(sorted(avoided)),
            years=intersect_years([clause.years for clause in active if clause.years and clause.kind == "years"]),
            like=examples,
            title=title,
            uses_encoder=self._queries is not None,
            signals=self._signals.build(active, query, weights, wanted, avoided, examples),
            vector=query,
            is_talk=parsed.is_talk,
            is_request=parsed.is_request,
        )

    def _genre_shares(self, weights: FloatArray) -> dict[str, float]:
        """Genre → its share of the weights, largest first, without genres of weight 0."""
        total = float(weights.sum())
        shares = weights / total if total > 0 else weights
        return {
            name: float(share)
            for share, name in sorted(zip(shares, self.catalogue.genre_names, strict=True), reverse=True)
            if share > 0
        }


def always_true(_word: str) -> bool:
    """Take every word for an ordinary one, as without the encoder, and no word for gibberish."""
    return True
