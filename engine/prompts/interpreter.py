"""From a line of words to arrays over the catalogue."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.catalogue.series import franchises
from matinee.engine.catalogue.title_normalization import plain_words
from matinee.engine.models.item_texts import ItemTexts
from matinee.engine.prompts import affects as feelings
from matinee.engine.prompts.encoder import Encoded, Encoder
from matinee.engine.prompts.intent import Intent
from matinee.engine.prompts.lexicon import Lexicon
from matinee.engine.prompts.normalization import Word, plain_line
from matinee.engine.prompts.parser import FORBIDDEN, LONGEST, UNWANTED, Part, Reading, read_prompt
from matinee.engine.prompts.propagation import spread
from matinee.engine.prompts.steering import centroids, normalised, steered
from matinee.engine.prompts.title_match import Search, sounds_like_a_mood, titled
from matinee.engine.session.events import Kind, Prompt
from matinee.policy.array_types import BoolArray, FloatArray, IntArray
from matinee.policy.prompt_signals import Wanted, leading
from matinee.policy.scale import standardised

MOOD_SHARE = 0.5
"""How much of the query is what the lexicon says in other words, where it says something."""
REFUSED_SHARE = 0.5
"""How much nearness to what is ruled out counts against a text hit that is to speak for others."""
UNWANTED_STEP = 4.0
"""How much a genre that is unwanted but not ruled out adds to what is refused, in the units of a standardised term."""
GUESSED_FROM, GUESSED_LEAD, TOPICS_HEARD = 0.35, 0.08, 12
"""Words unknown to the lexicon speak of a genre from this cosine on, so much ahead of the next one."""
CHILDREN = ("Children", "Children's")
"""The later and the earlier name of one genre."""
VECTORS_REMEMBERED = 512
"""Sentence vectors that are kept: moods in the words of the lexicon come again."""
USUAL_TITLE_WORDS = 7
"""A line of more words is not looked for among the titles with slips allowed: that takes longer than all the rest."""
WELL_KNOWN = 20
"""Ratings of a film whose name is more than a word."""
WARMING = "a first prompt"
REMEMBERED = 8
"""Prompts whose understanding is kept: each is half a megabyte of arrays."""


class Moods:
    """Understands prompts over one catalogue; keeps nothing but what it has understood lately."""

    def __init__(
        self,
        catalogue: Catalogue,
        lexicon: Lexicon,
        search: Search,
        likeness: Callable[[int], FloatArray],
        space: FloatArray,
        texts: ItemTexts | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        """Args:
        search: films by title, best first.
        likeness: row → (n_movies,) how alike every film is ("more like this").
        space: (n_movies, k) item vectors of the people's taste.
        texts, encoder: without either, the lexicon alone answers.
        """
        self.catalogue = catalogue
        self.lexicon = lexicon
        self._search = search
        self._likeness = likeness
        self._space = normalised(space.astype(np.float32))
        self._texts = texts
        self._encoder = encoder if texts is not None else None
        self.understand = lru_cache(maxsize=REMEMBERED)(self._understand)
        self._vector = lru_cache(maxsize=VECTORS_REMEMBERED)(self._encoded)

    def warm_up(self) -> None:
        """Make now what the first prompt would otherwise wait for."""
        self.understand(Prompt(WARMING))

    def learn_topics(self) -> None:
        """Make now what the first refusal in words unknown to the lexicon would otherwise wait for."""
        self._topics  # noqa: B018 - a cached property

    def _understand(self, prompt: Prompt, steering: bool = False) -> Intent:
        """What a prompt asks for; ``steering`` pulls the query towards genres first (spec §2.3)."""
        line = plain_line(prompt.text, LONGEST)
        title = self._meant(prompt, line)
        named = title is not None and prompt.taken_as != "mood"
        if title is not None and named and (prompt.taken_as == "title" or not sounds_like_a_mood(line, self.lexicon)):
            label = f"like {title.title}"
            reading = Reading(line, (Part("like", label, like=title),), prompt.off)
            return self._intent("title", prompt, reading, title, steering)
        hear = self._hear if self._encoder is not None else None
        reading = read_prompt(line, self.lexicon, self._example, hear, prompt.off)
        return self._intent("mood", prompt, reading, title, steering)

    def _intent(self, kind: Kind, prompt: Prompt, reading: Reading, title: Movie | None, steering: bool) -> Intent:
        active = reading.active
        wishes = [part for part in active if part.kind == "wish"]
        refusals = [part for part in active if part.kind == "not"]
        query = self._query(wishes)
        heard, weights = self._felt(query, reading.line)
        told = self._genre_vector(wishes)
        if query is not None and steering:
            query = steered(query, self._centroids, heard.top)
        avoided = {genre for part in refusals for genre, much in part.genres.items() if much >= FORBIDDEN}
        asked_for = np.maximum(weights + told, 0.0) * ~self._columns(avoided)
        likes = tuple(part.like for part in active if part.like is not None and part.kind == "like")
        wanted = self._wanted(active, query, weights + told, asked_for, avoided, likes)
        total = float(asked_for.sum())
        shares = asked_for / total if total > 0 else asked_for
        return Intent(
            kind=kind,
            prompt=prompt,
            parts=reading.parts,
            affects=dict(heard.shares),
            genre_weights={
                name: float(share)
                for share, name in sorted(zip(shares, self.catalogue.genre_names, strict=True), reverse=True)
                if share > 0
            },
            avoid_genres=tuple(sorted(avoided)),
            years=overlap([part.years for part in active if part.years is not None and part.kind == "years"]),
            like=likes,
            title=title,
            encoded=self._encoder is not None,
            wanted=wanted,
            vector=query,
        )

    def _meant(self, prompt: Prompt, line: str) -> Movie | None:
        """The film that was pointed at, or whose name the line is."""
        if prompt.movie_id is not None:
            return self.catalogue.movie(self.catalogue.row(prompt.movie_id))
        return titled(line, self._search) if self._may_be_title(line) or prompt.taken_as == "title" else None

    def _may_be_title(self, line: str) -> bool:
        """Whether a line is worth looking for among the titles: it is short, or a long one to the letter."""
        return line.count(" ") < USUAL_TITLE_WORDS or plain_words(line) in self._long_titles

    @cached_property
    def series(self) -> IntArray:
        """(n_movies,) which films belong together, so that no long series takes a mood over."""
        return franchises(self.catalogue)

    @cached_property
    def _long_titles(self) -> frozenset[str]:
        return frozenset(plain_words(title) for title in self.catalogue.titles if title.count(" ") >= USUAL_TITLE_WORDS)

    def _example(self, words: str) -> Movie | None:
        """The film some words behind "like" name; one that sounds like a mood must be well known: "like a western"."""
        movie = titled(words, self._search)
        if movie is None or not sounds_like_a_mood(words, self.lexicon):
            return movie
        known = self.catalogue.rating_counts[self.catalogue.row(movie.id)] >= WELL_KNOWN
        return movie if known and words not in self.lexicon.filler else None

    def _wanted(
        self,
        active: Sequence[Part],
        query: FloatArray | None,
        weights: FloatArray,
        asked_for: FloatArray,
        avoided: set[str],
        likes: Sequence[Movie],
    ) -> Wanted:
        nothing = np.zeros(len(self.catalogue))
        possible = self._in_time(active) & ~self._carries(self._columns(avoided))
        for movie in [part.like for part in active if part.like is not None]:
            possible[self.catalogue.row(movie.id)] = False
        wished = any(part.kind in ("wish", "like") for part in active)
        text = nothing if query is None else self._near(query)
        refused = self._refused(active, wished=wished)
        named = self._columns(
            {genre for part in active for genre in (*part.named, *part.topical) if part.kind == "wish"}
        )
        nearness = standardised(text) - REFUSED_SHARE * refused
        asked_columns = named if named.any() else leading(asked_for)
        return Wanted(
            text=text,
            refused=refused,
            spread=nothing if query is None else spread(nearness, possible, self._space),
            named=self._carried(named.astype(np.float64)),
            genre=self._carried(weights),
            like=np.sum([nothing, *(self._likeness(self.catalogue.row(movie.id)) for movie in likes)], axis=0),
            possible=possible,
            asked_genres=self._carries(asked_columns) if asked_columns.any() else np.ones_like(possible),
            front=self._carries(leading(asked_for)),
        )

    def _query(self, wishes: Sequence[Part]) -> FloatArray | None:
        """(384,) what is wished for, in its own words and in those of the lexicon; None without the encoder."""
        if self._encoder is None or not wishes:
            return None
        own = self._vector(", ".join(part.text for part in wishes))
        moods = list(dict.fromkeys(mood for part in wishes for mood in part.moods))
        if not moods:
            return own
        said = normalised(np.sum([self._vector(mood) for mood in moods], axis=0))
        return normalised((1.0 - MOOD_SHARE) * own + MOOD_SHARE * said)

    def _felt(self, query: FloatArray | None, line: str) -> tuple[feelings.Affects, FloatArray]:
        """The affects of a query and (n_genres,) its genre weights (spec §2.3 to §2.5).

        How far the query is steered depends on the leading affect, and the affects are heard in the steered query: so
        they are heard twice, in the query as it is to know how far.
        """
        if query is None:
            return feelings.heard({}), np.zeros(len(self.catalogue.genre_names))
        described, words = self.lexicon.affects, self.lexicon.action_words
        first = feelings.heard(feelings.with_action_words(feelings.affect_scores(query, self._anchors), line, words))
        pulled = steered(query, self._centroids, first.top)
        heard = feelings.heard(feelings.with_action_words(feelings.affect_scores(pulled, self._anchors), line, words))
        return heard, feelings.genre_weights(self._centroids @ pulled, heard, described, self._genre_names)

    def _refused(self, active: Sequence[Part], *, wished: bool) -> FloatArray:
        """(n_movies,) how near the films are to what is ruled out, and how many unwanted genres they carry.

        With nothing wished for only the genres count: what is farthest from the refused would be what nobody knows.
        """
        total = np.zeros(len(self.catalogue))
        for part in active:
            if part.kind != "not":
                continue
            if part.like is not None and wished:
                total += standardised(self._likeness(self.catalogue.row(part.like.id)))
            if self._encoder is not None and part.text and wished:
                total += standardised(self._near(self._vector(part.text)))
            soft = {genre: much for genre, much in part.genres.items() if much < FORBIDDEN}
            if part.text and not part.genres:
                soft = self._guessed(part.text, {genre for other in active for genre in other.named + other.topical})
            total += UNWANTED_STEP * self._carried(self._weights(soft))
        return total

    def _guessed(self, text: str, wanted: set[str]) -> dict[str, float]:
        """The genre that words unknown to the lexicon speak of, where one is clearly nearest: no ban, but unwanted."""
        if self._encoder is None or not text:
            return {}
        names = list(self._topics)
        nearness = np.stack(list(self._topics.values())) @ self._vector(text)
        second, first = np.argsort(nearness)[-2:]
        clear = nearness[first] >= GUESSED_FROM and nearness[first] - nearness[second] >= GUESSED_LEAD
        return {names[first]: UNWANTED} if clear and names[first] not in wanted else {}

    @cached_property
    def _topics(self) -> dict[str, FloatArray]:
        """Genre → (384,) the sentence vector of its name and topics."""
        topics: dict[str, list[str]] = {}
        for topic, genre in self.lexicon.topics.items():
            topics.setdefault(genre, []).append(topic)
        return {
            genre: self._vector(f"{genre.lower()} film: {', '.join(words[:TOPICS_HEARD])}")
            for genre, words in topics.items()
        }

    def _in_time(self, active: Sequence[Part]) -> BoolArray:
        """(n_movies,) True where a film is of the years asked for and of none that are ruled out."""
        possible = np.ones(len(self.catalogue), dtype=np.bool_)
        for part in active:
            if part.years is not None:
                inside = (self.catalogue.years >= part.years[0]) & (self.catalogue.years <= part.years[1])
                possible &= inside if part.kind == "years" else ~inside
        return possible

    def _genre_vector(self, wishes: Sequence[Part]) -> FloatArray:
        """(n_genres,) what the lexicon says of the wishes."""
        return np.asarray(
            np.sum([np.zeros(len(self._genre_names)), *(self._weights(part.genres) for part in wishes)], axis=0)
        )

    def _carried(self, weights: FloatArray) -> FloatArray:
        """(n_movies,) sum of the weights of each film's genres."""
        return np.asarray(self.catalogue.genres.astype(np.float64) @ weights)

    def _carries(self, columns: BoolArray) -> BoolArray:
        """(n_movies,) True where a film carries one of some genres."""
        return np.asarray(self.catalogue.genres[:, columns].any(axis=1))

    def _weights(self, genres: Mapping[str, float]) -> FloatArray:
        return np.array([genres.get(name, 0.0) for name in self._genre_names])

    def _columns(self, genres: set[str]) -> BoolArray:
        return np.array([name in genres for name in self._genre_names], dtype=np.bool_)

    def _near(self, query: FloatArray) -> FloatArray:
        """(n_movies,) cosine of the films' texts with a query."""
        assert self._texts is not None
        return np.asarray(self._texts.vectors @ query, dtype=np.float64)

    def _hear(self, line: str, words: Sequence[Word]) -> list[float]:
        """Log odds of each word that it is ruled out."""
        assert self._encoder is not None
        encoded: Encoded = self._encoder.read(line)
        odds = self._encoder.refusals(encoded)
        heard = []
        for word in words:
            pieces = [
                place for place, (start, end) in enumerate(encoded.offsets) if start < word.end and word.start < end
            ]
            heard.append(float(odds[pieces].mean()) if pieces else 0.0)
        return heard

    def _encoded(self, text: str) -> FloatArray:
        """(384,) the sentence vector of a text."""
        assert self._encoder is not None
        return self._encoder.read(text).vector

    @cached_property
    def _genre_names(self) -> tuple[str, ...]:
        """The catalogue's genres as the lexicon calls them."""
        return tuple(CHILDREN[0] if name in CHILDREN else name for name in self.catalogue.genre_names)

    @cached_property
    def _centroids(self) -> FloatArray:
        assert self._texts is not None
        return centroids(self._texts.vectors, self.catalogue.genres)

    @cached_property
    def _anchors(self) -> dict[str, FloatArray]:
        return {name: self._vector(affect.anchor) for name, affect in self.lexicon.affects.items()}


def overlap(years: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """First and last year of what all of some times have in common; None for no times."""
    return (max(first for first, _ in years), min(last for _, last in years)) if years else None
