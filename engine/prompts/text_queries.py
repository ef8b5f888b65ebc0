"""Queries in text space: sentence vectors of a prompt's clauses, compared with films, genres and affects."""

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

import numpy as np

from matinee.engine.models.item_texts import ItemTexts
from matinee.engine.prompts.clauses import UNWANTED, Clause
from matinee.engine.prompts.text.encoder import Encoder
from matinee.engine.prompts.text.steering import compute_centroids, steer
from matinee.engine.prompts.words.affects import (
    Affects,
    boost_exciting,
    normalize_affects,
    score_affects,
    weigh_genres,
)
from matinee.engine.prompts.words.lexicon import Lexicon
from matinee.engine.prompts.words.normalization import Token
from matinee.policy.array_types import BoolArray, FloatArray, l2_normalize

MOOD_SHARE = 0.5
"""Share of the query that comes from the lexicon's paraphrases, if there are any."""
MIN_GUESS, MIN_GUESS_LEAD = 0.35, 0.08
"""Words missing from the lexicon mean a genre from this cosine on, if it is this much higher than that of the next."""
N_TOPICS = 12
"""Topics of a genre that its sentence vector is made of."""
CACHED_VECTORS, CACHED_LINES = 1024, 8
"""How many texts' vectors are cached, and how many texts' hidden states, which are much larger."""


class TextQueries:
    """Builds queries and compares them; needs the encoder and the film texts."""

    def __init__(
        self, texts: ItemTexts, encoder: Encoder, lexicon: Lexicon, genres: BoolArray, genre_names: Sequence[str]
    ) -> None:
        """Store what queries are compared with.

        Args:
            texts: sentence vectors of the films.
            encoder: makes sentence vectors of prompts.
            lexicon: the vocabulary.
            genres: (n_movies, n_genres), True where a film has a genre.
            genre_names: n_genres names, as in the lexicon.
        """
        self._texts, self._encoder, self._lexicon = texts, encoder, lexicon
        self._genres, self._genre_names = genres, genre_names
        self._encode = lru_cache(maxsize=CACHED_VECTORS)(self._encode_text)
        self._read = lru_cache(maxsize=CACHED_LINES)(encoder.encode_text)  # the line may be all that is wanted

    def build(self, wishes: Sequence[Clause]) -> FloatArray | None:
        """(384,) what is wanted, half in its own words and half in the lexicon's paraphrases; None without a wish."""
        if not wishes:
            return None
        own = self._encode(", ".join(wish.text for wish in wishes))
        moods = list(dict.fromkeys(mood for wish in wishes for mood in wish.moods))
        if not moods:
            return own
        paraphrased = l2_normalize(np.sum([self._encode(mood) for mood in moods], axis=0))
        return l2_normalize((1.0 - MOOD_SHARE) * own + MOOD_SHARE * paraphrased)

    def encode_moods(self) -> Iterator[None]:
        """Encode the paraphrases of all moods, one with each step, so that prompts find them in the cache."""
        for text in dict.fromkeys(mood.text for mood in self._lexicon.moods.values()):
            self._encode(text)
            yield

    def find_affects(self, query: FloatArray, line: str) -> tuple[Affects, FloatArray]:
        """The affects of a query and (n_genres,) its genre weights. [S0]

        The affects are those of the steered query. How far it is steered depends on the top affect, so they are first
        computed for the query as it is.
        """
        steered = self.steer(query, self._affects_of(query, line).top)
        affects = self._affects_of(steered, line)
        return affects, weigh_genres(self._centroids @ steered, affects, self._lexicon.affects, self._genre_names)

    def _affects_of(self, query: FloatArray, line: str) -> Affects:
        return normalize_affects(boost_exciting(score_affects(query, self._anchors), line, self._lexicon.action_words))

    def steer(self, query: FloatArray, top_affect: str | None) -> FloatArray:
        """(384,) the query, steered between the genres; see ``steering.steer``."""
        return steer(query, self._centroids, top_affect)

    def compare_films(self, query: FloatArray) -> FloatArray:
        """(n_movies,) cosine of the films' texts with a query."""
        return self._texts.products(query).astype(np.float64)

    def compare_films_with(self, text: str, moods: Sequence[str]) -> FloatArray:
        """(n_movies,) cosine of the films' texts with a text and the paraphrases of its moods."""
        vectors = [self._encode(each) for each in (text, *moods)]
        return self.compare_films(l2_normalize(np.sum(vectors, axis=0)))

    def guess_genre(self, text: str, wanted: set[str]) -> dict[str, float]:
        """The genre that words missing from the lexicon mean, as unwanted; empty if it is unclear or wanted."""
        if not text:
            return {}
        names = list(self.topic_vectors)
        similarities = np.stack(list(self.topic_vectors.values())) @ self._encode(text)
        second, first = np.argsort(similarities)[-2:]
        clear = similarities[first] >= MIN_GUESS and similarities[first] - similarities[second] >= MIN_GUESS_LEAD
        return {names[first]: UNWANTED} if clear and names[first] not in wanted else {}

    def score_negation(self, line: str, tokens: Sequence[Token]) -> list[float]:
        """Log odds that each token is excluded: the mean over its word pieces, 0 for a token without any."""
        encoded = self._read(line)
        logits = self._encoder.negation_logits(encoded)
        scores = []
        for token in tokens:
            pieces = [
                place for place, (start, end) in enumerate(encoded.offsets) if start < token.end and token.start < end
            ]
            scores.append(float(logits[pieces].mean()) if pieces else 0.0)
        return scores

    def _encode_text(self, text: str) -> FloatArray:
        return self._read(text).vector

    @cached_property
    def topic_vectors(self) -> dict[str, FloatArray]:
        """Genre → (384,) sentence vector of its name and topics."""
        topics: dict[str, list[str]] = {}
        for topic, genre in self._lexicon.topics.items():
            topics.setdefault(genre, []).append(topic)
        return {
            genre: self._encode(f"{genre.lower()} film: {', '.join(words[:N_TOPICS])}")
            for genre, words in topics.items()
        }

    @cached_property
    def _centroids(self) -> FloatArray:
        return compute_centroids(self._texts.vectors, self._genres)

    @cached_property
    def _anchors(self) -> dict[str, FloatArray]:
        return {name: self._encode(affect.anchor) for name, affect in self._lexicon.affects.items()}
