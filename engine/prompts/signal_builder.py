"""Turns the clauses of a prompt into arrays over the catalogue."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.prompts.audience_bans import asked_genres
from matinee.engine.prompts.clauses import EXCLUDED, Clause
from matinee.engine.prompts.facts.fact_phrases import FactPhrase
from matinee.engine.prompts.text.propagation import propagate
from matinee.engine.prompts.text_queries import TextQueries
from matinee.policy.array_types import BoolArray, FloatArray
from matinee.policy.prompt_signals import PromptSignals, top_genres
from matinee.policy.terms import zscore

EXCLUSION_SHARE = 0.5
"""How much similarity with what is excluded lowers a text match before propagation."""
UNWANTED_STEP = 4.0
"""What an unwanted genre adds to the exclusion signal, in standard deviations of its other parts."""
KEYWORD_STEP = 3.0
"""What a fine genre counts, in named genres: it says more than the genre that it belongs to."""
COMBINATION_STEP = 1.0
"""What it counts that a film has all genres asked for by name, in weights of a genre."""
MIN_TOGETHER = 8
"""Films that have all people of a prompt, from which only such films are meant."""
TOGETHER_STEP = 12.0
"""What it counts that a film has all people who are asked for, so that such films are the first."""
KEPT_SIMILARITIES = 16
"""Films whose similarity with all others is kept: a chip that is switched asks for the same ones again."""
FILMS_OF_MANNER = 3
"""Films of a person that show what films in the person's manner are like."""
CHILDREN = ("Children", "Children's")
"""The current and the former name of one genre."""


class SignalBuilder:
    """Computes the signals of a prompt, film by film."""

    def __init__(
        self,
        catalogue: Catalogue,
        film_similarity: Callable[[int], FloatArray],
        factors: FloatArray,
        queries: TextQueries | None = None,
    ) -> None:
        """Store what signals are computed from.

        Args:
            catalogue: the films.
            film_similarity: row → (n_movies,) similarity of every film with that one.
            factors: (n_movies, k) item factors of length 1; zeros for films without any.
            queries: None to work without the encoder.
        """
        self._catalogue, self._factors = catalogue, factors
        self._film_similarity = lru_cache(maxsize=KEPT_SIMILARITIES)(film_similarity)
        self._queries = queries
        self.genre_names = lexicon_genre_names(catalogue)

    def build(
        self,
        active: Sequence[Clause],
        query: FloatArray | None,
        weights: FloatArray,
        wanted: FloatArray,
        avoided: set[str],
        examples: Sequence[Movie],
    ) -> PromptSignals:
        """Compute all signals.

        Args:
            active: the clauses that are not switched off.
            query: (384,), or None.
            weights: (n_genres,) of the query and the lexicon.
            wanted: (n_genres,) the same without excluded genres, at least 0.
            avoided: excluded genres.
            examples: films named as examples.
        """
        zeros = np.zeros(len(self._catalogue))
        eligible = self._not_excluded(active) & ~self._has_any(self.genre_mask(avoided)) & self._for_audiences(active)
        eligible &= nearest([*self._periods(active), *self._wanted_facts(active)], eligible)
        text = zeros if query is None or self._queries is None else self._queries.compare_films(query)
        has_wish = any(clause.kind in ("wish", "like", "audience") for clause in active)
        exclusion = self._exclusion(active, has_wish=has_wish)
        named = self.genre_mask(
            {
                genre
                for clause in active
                for genre in (*clause.named_genres, *clause.topic_genres)
                if clause.kind in ("wish", "audience")
            }
        )
        similarity = zscore(text) - EXCLUSION_SHARE * exclusion
        requested = named if named.any() else top_genres(wanted)
        return PromptSignals(
            text=text,
            exclusion=exclusion,
            propagation=zeros if query is None else propagate(similarity, eligible, self._factors),
            named_genre=self._sum_over_genres(named.astype(np.float64)) + self._keyword_bonus(active),
            genre=self._sum_over_genres(weights) + self._combination_bonus(active),
            example=np.sum([zeros, *(self._similar_to(movie) for movie in examples), *self._manners(active)], axis=0),
            eligible=eligible,
            requested_genres=self._has_any(requested) if requested.any() else np.ones_like(eligible),
            priority=self._has_any(top_genres(wanted)),
            asks=any(clause.kind not in ("not", "unknown") and not rules_out(clause) for clause in active),
        )

    def weigh_wishes(self, wishes: Sequence[Clause]) -> FloatArray:
        """(n_genres,) sum of the lexicon's genre weights of some clauses."""
        return np.asarray(
            np.sum([np.zeros(len(self.genre_names)), *(self._weights(wish.genres) for wish in wishes)], axis=0)
        )

    def genre_mask(self, genres: set[str]) -> BoolArray:
        """(n_genres,) True for some genres, by their names in the lexicon."""
        return np.array([name in genres for name in self.genre_names], dtype=np.bool_)

    def _exclusion(self, active: Sequence[Clause], *, has_wish: bool) -> FloatArray:
        """(n_movies,) similarity with what is excluded, plus a step for each unwanted genre.

        Without a wish only what is more similar than usual counts: the least similar films would be unknown ones.
        """
        total = np.zeros(len(self._catalogue))
        for clause in active:
            if clause.kind != "not":
                continue
            for similarity in self._similar_to_excluded(clause):
                total += similarity if has_wish else np.maximum(similarity, 0.0)
            unwanted = {genre: weight for genre, weight in clause.genres.items() if weight < EXCLUDED}
            if clause.text and not clause.genres and self._queries is not None:
                wanted = {genre for other in active for genre in other.named_genres + other.topic_genres}
                unwanted = self._queries.guess_genre(clause.text, wanted)
            total += UNWANTED_STEP * self._sum_over_genres(self._weights(unwanted))
        return total

    def _similar_to_excluded(self, clause: Clause) -> Iterator[FloatArray]:
        """(n_movies,) each: standardised similarity with the film and with the words of an exclusion."""
        if clause.like is not None:
            yield zscore(self._similar_to(clause.like))
        if self._queries is not None and clause.text:
            yield zscore(self._queries.compare_films_with(clause.text, clause.moods))

    def _combination_bonus(self, active: Sequence[Clause]) -> FloatArray:
        """(n_movies,) what films gain that have all of several genres asked for by name, unless "or" joins them."""
        wishes = [clause for clause in active if clause.kind == "wish"]
        named = {genre for clause in wishes for genre in clause.named_genres}
        if len(named) < 2 or any("or" in clause.label.split() for clause in wishes):
            return np.zeros(len(self._catalogue))
        has_all = self._catalogue.genres[:, self.genre_mask(named)].all(axis=1)
        return np.asarray(COMBINATION_STEP * has_all, dtype=np.float64)

    def _not_excluded(self, active: Sequence[Clause]) -> BoolArray:
        """(n_movies,) False for films that a clause names, and for those of an excluded period, person or place."""
        eligible = np.ones(len(self._catalogue), dtype=np.bool_)
        for movie in [clause.like for clause in active if clause.like is not None]:
            eligible[self._catalogue.row(movie.id)] = False
        eligible[[row for clause in active for row in clause.films]] = False
        for clause in [clause for clause in active if clause.kind == "not"]:
            if clause.years is not None:
                eligible &= ~self._within(clause.years)
            for fact in (*clause.keywords, *([] if clause.fact is None else [clause.fact])):
                eligible &= ~fact.films
        return eligible

    def _for_audiences(self, active: Sequence[Clause]) -> BoolArray:
        """(n_movies,) True for films that everybody who is watching may be shown."""
        eligible = np.ones(len(self._catalogue), dtype=np.bool_)
        asked = asked_genres(active)
        for phrase in [clause.audience for clause in active if clause.audience is not None]:
            eligible &= phrase.films
            if not asked & set(phrase.audience.unless_asked):
                eligible &= phrase.unless_asked
        return eligible

    def _within(self, years: tuple[int, int]) -> BoolArray:
        return np.asarray((self._catalogue.years >= years[0]) & (self._catalogue.years <= years[1]))

    def _periods(self, active: Sequence[Clause]) -> list[BoolArray]:
        """The conditions that periods are, each (n_movies,) True for the films from one of them."""
        return [self._within(clause.years) for clause in active if clause.kind == "years" and clause.years]

    def _keyword_bonus(self, active: Sequence[Clause]) -> FloatArray:
        """(n_movies,) what films gain by the fine genres and places that are asked for."""
        masks = [keyword.films for clause in active if clause.kind == "wish" for keyword in clause.keywords]
        groups = self._fact_groups(active)
        masks += [any_of([fact.films for fact in group]) for group in groups]
        bonus = KEYWORD_STEP * np.sum([np.zeros(len(self._catalogue)), *masks], axis=0)
        people = [any_of([fact.films for fact in group]) for group in groups if group[0].kind == "person"]
        if len(people) > 1:
            bonus += TOGETHER_STEP * np.logical_and.reduce(people)
        return np.asarray(bonus)

    def _wanted_facts(self, active: Sequence[Clause]) -> list[BoolArray]:
        """The conditions that people, places and series are, each (n_movies,) True for the films that meet it.

        Of several people all are meant if several films have them all; otherwise any, as of several places.
        """
        groups = self._fact_groups(active)
        places = [any_of([fact.possible for fact in group]) for group in groups if group[0].kind == "place"]
        people = [any_of([fact.possible for fact in group]) for group in groups if group[0].kind == "person"]
        if len(people) > 1 and np.logical_and.reduce(people).sum() < MIN_TOGETHER:
            people = [any_of(people)]
        return [*people, *places, *self._wanted_series(active)]

    def _wanted_series(self, active: Sequence[Clause]) -> list[BoolArray]:
        """The condition that series are, (n_movies,) True for the films of any; empty if none is asked for."""
        wishes = [clause for clause in active if clause.kind == "wish"]
        series = [fact.films for clause in wishes for fact in clause.keywords if fact.is_series]
        return [any_of(series)] if series else []

    def _fact_groups(self, active: Sequence[Clause]) -> list[list[FactPhrase]]:
        """The people and places that are asked for; those of which any is meant are in one group."""
        groups: list[list[FactPhrase]] = []
        facts = [clause.fact for clause in active if clause.kind == "fact" and clause.fact is not None]
        for kind in ("person", "place"):
            for place, fact in enumerate(fact for fact in facts if fact.kind == kind):
                if place and (kind == "place" or fact.is_alternative):
                    groups[-1].append(fact)
                else:
                    groups.append([fact])
        return groups

    def _manners(self, active: Sequence[Clause]) -> Iterator[FloatArray]:
        """(n_movies,) similarity with the best known films of each person in whose manner films are asked for."""
        for fact in [clause.fact for clause in active if clause.kind == "fact" and clause.fact is not None]:
            if fact.is_manner:
                own = np.flatnonzero(fact.films)
                if not len(own):
                    continue
                known = own[np.argsort(-self._catalogue.rating_counts[own], kind="stable")[:FILMS_OF_MANNER]]
                yield np.mean([self._film_similarity(int(row)) for row in known], axis=0)

    def _similar_to(self, movie: Movie) -> FloatArray:
        return self._film_similarity(self._catalogue.row(movie.id))

    def _sum_over_genres(self, weights: FloatArray) -> FloatArray:
        """(n_movies,) sum of the weights of each film's genres."""
        return np.asarray(self._catalogue.genres.astype(np.float64) @ weights)

    def _has_any(self, genres: BoolArray) -> BoolArray:
        """(n_movies,) True where a film has one of some genres."""
        return np.asarray(self._catalogue.genres[:, genres].any(axis=1))

    def _weights(self, genres: Mapping[str, float]) -> FloatArray:
        return np.array([genres.get(name, 0.0) for name in self.genre_names])


def rules_out(clause: Clause) -> bool:
    """Whether a clause names what is not wanted, although it is none of the exclusions: "not in english"."""
    return clause.fact is not None and clause.fact.is_negation


def any_of(masks: Sequence[BoolArray]) -> BoolArray:
    """(n_movies,) True where any of some masks is."""
    return np.asarray(np.logical_or.reduce(masks))


def nearest(conditions: Sequence[BoolArray], eligible: BoolArray) -> BoolArray:
    """The films that meet all conditions or, if there are none, most of them, but at least one.

    Args:
        conditions: each (n_movies,) True for the films that meet it.
        eligible: (n_movies,) True for the films of which one must be found.

    Returns:
        (n_movies,) True for those films.
    """
    met = np.sum([np.zeros(len(eligible), dtype=np.int64), *conditions], axis=0)
    return np.asarray(met >= max(met[eligible].max(initial=0), min(len(conditions), 1)))


def lexicon_genre_names(catalogue: Catalogue) -> tuple[str, ...]:
    """The catalogue's genres by their names in the lexicon."""
    return tuple(CHILDREN[0] if name in CHILDREN else name for name in catalogue.genre_names)
