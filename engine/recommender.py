"""The public face: search, similar films, recommendations and sessions on one bundle."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

import numpy as np

from matinee.engine.bundle.bundle import Bundle, load_bundle
from matinee.engine.bundle.model_factory import model_names, select_model
from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.catalogue.series import WINDOW, spaced
from matinee.engine.catalogue.title_normalization import plain_words
from matinee.engine.catalogue.title_search import TitleIndex
from matinee.engine.errors import MatineeError, UnknownMovie, UnknownUser
from matinee.engine.models.base import Model
from matinee.engine.models.blend import Blend
from matinee.engine.models.factor_models import ItemSpace
from matinee.engine.models.film_similarity import Alike
from matinee.engine.models.profile import Profile, genre_weights
from matinee.engine.paths import find_bundle, user_policy
from matinee.engine.prompts.intent import Intent
from matinee.engine.prompts.service import Understanding
from matinee.engine.session.events import Answer, History, Kind, Prompt
from matinee.engine.session.session import Journal, Session, unheard
from matinee.policy import Candidates, Policy, PolicyError, load_policy, rank
from matinee.policy.array_types import BoolArray, FloatArray
from matinee.policy.prompt_signals import Wanted
from matinee.policy.terms import genre_affinity

SURE_MATCH = 0.75
"""A title named on the command line must match at least this well; below, Matinee asks instead of guessing."""
LOVED_SHARE, LOVED_BY = 0.65, 0.05
"""A well-loved film: four stars or more from this share of its viewers, who are at least this share of everybody."""


@dataclass(frozen=True)
class Match:
    """A film found by its title."""

    movie: Movie
    score: float


@dataclass(frozen=True)
class Recommendation:
    """A recommended film; ``terms`` add up to ``score``."""

    movie: Movie
    score: float
    terms: dict[str, float]


def load(bundle: str | Path | None = None, policy: Policy | None = None) -> "Recommender":
    """Open a bundle, by default the one ``find_bundle`` finds, under the shipped policy with the user's changes.

    Raises:
        BundleError: no bundle, or one that is not whole.
        MatineeError: a policy file that cannot be used.
    """
    chosen = policy or own_policy()
    return Recommender(load_bundle(find_bundle(bundle)), chosen)


def own_policy() -> Policy:
    """The shipped policy with the user's changes. Raises MatineeError for a file that cannot be used."""
    try:
        return load_policy(override=user_policy())
    except PolicyError as error:
        raise MatineeError(str(error)) from error


class Recommender:
    """Answers questions from one bundle under one policy; keeps nothing about who asks."""

    def __init__(self, bundle: Bundle, policy: Policy) -> None:
        self.bundle = bundle
        self.policy = policy

    @property
    def catalogue(self) -> Catalogue:
        """All films."""
        return self.bundle.catalogue

    @property
    def model_names(self) -> list[str]:
        """The models there are, the default first."""
        return model_names(self.bundle)

    def model(self, name: str | None = None) -> Model:
        """A model by name, the default for None. Raises UnknownModel."""
        return select_model(self.bundle, name, self.policy)

    def search(self, text: str, limit: int = 8) -> list[Match]:
        """Films whose title matches a line of text, best first."""
        return [Match(self.catalogue.movie(hit.row), hit.score) for hit in self.index.search(text, limit)]

    def prepare(self) -> None:
        """Build now what would otherwise be built by the first search."""
        self.index  # noqa: B018 - a cached property

    def surprise(self, count: int, seed: int | None = None) -> list[Movie]:
        """Different well-loved films drawn at random: rated by many, and liked by most of those."""
        catalogue = self.catalogue
        share = catalogue.like_counts / np.maximum(catalogue.rating_counts, 1)
        loved = np.flatnonzero((share >= LOVED_SHARE) & (catalogue.rating_counts >= LOVED_BY * catalogue.viewers))
        drawn = np.random.default_rng(seed).choice(loved, min(count, len(loved)), replace=False)
        return [catalogue.movie(int(row)) for row in drawn]

    def find(self, title_or_id: str, *, title_first: bool = False) -> Movie:
        """The one film meant by an id or a title.

        "300" is both: an id by default, as scripts expect; with ``title_first`` the film of that name.

        Raises:
            UnknownMovie: no film is near enough; the message names the nearest.
        """
        text = title_or_id.strip()
        matches = self.search(text, limit=3)
        is_title = bool(matches) and plain_words(matches[0].movie.title) == plain_words(text)
        if text.isdecimal() and int(text) in self.catalogue.rows and not (title_first and is_title):
            return self.catalogue.movie(self.catalogue.row(int(text)))
        if matches and matches[0].score >= SURE_MATCH:
            return matches[0].movie
        nearest = "; the nearest are " + ", ".join(match.movie.label for match in matches) if matches else ""
        raise UnknownMovie(f"No film matches '{text[:60]}'{nearest}.")

    def understand(self, text: str, taken_as: Kind | None = None, off: frozenset[str] = frozenset()) -> Intent:
        """What a prompt is understood as: a mood with all its parts, or the title of a film to be like."""
        return self.understanding.moods().understand(Prompt(text, off, taken_as), self.policy.intent_steering == "on")

    def similar(self, movie_id: int, limit: int = 10, *, model: str | None = None) -> list[Recommendation]:
        """Films like one film; with a ``model``, those alone that it finds alike.

        Raises:
            UnknownMovie, UnknownModel: a name that is not there.
            MatineeError: a model that does not compare films.
        """
        row = self.catalogue.row(movie_id)
        if model is not None:
            self.model(model)  # names what is not there
        terms = self.alike.terms(row) if model is None else {model: self.alike.by_model(model, row)}
        scores = np.sum([np.zeros(len(self.catalogue)), *terms.values()], axis=0)
        scores[row] = -np.inf
        known = np.isfinite(scores) if model is None else scores > 0
        best = np.argsort(-scores, kind="stable")[: min(limit, int(known.sum()))]
        return [
            Recommendation(
                self.catalogue.movie(int(other)),
                float(scores[other]),
                {name: float(values[other]) for name, values in terms.items()},
            )
            for other in best
        ]

    def session(
        self,
        favourites: Sequence[int],
        *,
        model: str | None = None,
        seed: int = 0,
        history: History | None = None,
        candidates: BoolArray | None = None,
        journal: Journal = unheard,
        policy: Policy | None = None,
    ) -> Session:
        """Start a session from exactly four movie ids, or go on with one that has a history.

        ``journal`` is told of every step; ``policy`` is another than the recommender's.

        Raises:
            UnknownMovie, UnknownModel, UnknownGenre, SessionError: what cannot be.
        """
        return Session(
            self.catalogue,
            partial(select_model, self.bundle),
            policy or self.policy,
            favourites,
            model=model,
            seed=seed,
            history=history,
            candidates=candidates,
            moods=self.understanding.moods,
            journal=journal,
        )

    def recommend(
        self,
        likes: Sequence[int],
        dislikes: Sequence[int] = (),
        *,
        genre: str | None = None,
        strict: bool = False,
        prompt: str | Intent | None = None,
        model: str | None = None,
        limit: int = 10,
    ) -> list[Recommendation]:
        """The best films for someone who likes some films, without a session; for anybody where none are named.

        ``genre`` asks for a genre: with ``strict`` only its films, else a bonus for them (spec §2.7). ``prompt`` asks
        for a mood, or for films like one.

        Raises:
            UnknownMovie, UnknownModel, UnknownGenre: a name that is not there.
        """
        intent = self.understand(prompt) if isinstance(prompt, str) else prompt
        seeds = tuple(self.catalogue.row(movie_id) for movie_id in likes)
        answers = tuple((self.catalogue.row(movie_id), Answer.DISLIKE) for movie_id in dislikes)
        profile = Profile(seeds, answers, None if intent is None else intent.vector)
        chosen = self.model(model)
        # without favourites there is no taste to weigh, and no model that has to know a film
        anybody = not seeds and intent is not None
        return self._ranked(
            policy=replace(self.policy, intent_taste_share=0.0) if anybody else self.policy,
            scores=np.zeros(len(self.catalogue)) if anybody else chosen.scores(profile),
            scorable=np.ones(len(self.catalogue), dtype=np.bool_) if anybody else chosen.scorable,
            wanted=None if intent is None else intent.wanted,
            weights=genre_weights(self.catalogue.genres, seeds),
            seen=profile.seen,
            requested=self._requested(genre),
            strict=strict,
            limit=limit,
        )

    def recommend_for_user(
        self,
        user_id: int,
        *,
        genre: str | None = None,
        strict: bool = False,
        prompt: str | Intent | None = None,
        model: str | None = None,
        limit: int = 10,
    ) -> list[Recommendation]:
        """The best unseen films for a user the model was trained on; a blend knows its users by its item space.

        Raises:
            UnknownUser, UnknownModel, UnknownGenre: a name that is not there.
            MatineeError: a model that keeps no vectors of its users.
        """
        intent = self.understand(prompt) if isinstance(prompt, str) else prompt
        users = self.bundle.users
        index = users.index(user_id)
        chosen = self.model(model)
        space = self._space_of(chosen)
        if space is None:
            knowing = [name for name in self.model_names if self._space_of(self.model(name)) is not None]
            raise MatineeError(f"The model '{chosen.name}' knows no users; choose one of {', '.join(knowing)}.")
        if not space.users[index].any():
            raise UnknownUser(f"User {user_id} rated too little to be known to '{chosen.name}'; ask with --like.")
        return self._ranked(
            policy=self.policy,
            scorable=chosen.scorable,
            wanted=None if intent is None else intent.wanted,
            scores=np.asarray(space.vectors @ space.users[index], dtype=np.float64),
            weights=users.genre_weights[index],
            seen=tuple(users.seen_rows(index).tolist()),
            requested=self._requested(genre),
            strict=strict,
            limit=limit,
        )

    @cached_property
    def index(self) -> TitleIndex:
        """The title index, built on first use."""
        catalogue = self.catalogue
        return TitleIndex(catalogue.titles, catalogue.alternatives, catalogue.years, catalogue.rating_counts)

    @cached_property
    def understanding(self) -> Understanding:
        """What understands prompts; loads nothing before it is asked."""
        return Understanding(
            self.bundle, self.alike, lambda text, limit: [match.movie for match in self.search(text, limit)]
        )

    @cached_property
    def alike(self) -> Alike:
        """What compares films; loads nothing before it is asked."""
        return Alike(self.bundle, self._space_of(self.model()))

    def _space_of(self, model: Model) -> ItemSpace | None:
        """The item space a model stands on; None where there is none."""
        if isinstance(model, Blend):
            return next((space for part, _ in model.parts if (space := self._space_of(part)) is not None), None)
        trained = self.bundle.trained.get(model.name.partition("+")[0])
        return trained if isinstance(trained, ItemSpace) else None

    def _requested(self, genre: str | None) -> BoolArray | None:
        return None if genre is None else self.catalogue.genres[:, self.catalogue.genre(genre)]

    def _ranked(
        self,
        *,
        policy: Policy,
        scores: FloatArray,
        scorable: BoolArray,
        wanted: Wanted | None,
        weights: FloatArray,
        seen: tuple[int, ...],
        requested: BoolArray | None,
        strict: bool,
        limit: int,
    ) -> list[Recommendation]:
        seen_mask = np.zeros(len(self.catalogue), dtype=np.bool_)
        seen_mask[list(seen)] = True
        candidates = Candidates(
            model_scores=scores,
            scorable=scorable & requested if strict and requested is not None else scorable,
            seen=seen_mask,
            affinity=genre_affinity(self.catalogue.genres, weights),
            popularity=self.catalogue.rating_counts,
            requested=requested,
            wanted=wanted,
        )
        ranking = rank(candidates, policy, np.random.default_rng(0))
        best = ranking.top(limit)
        if wanted is not None:  # a mood is easily taken over by one long series
            best = spaced(ranking.top(limit * 3 + WINDOW), self.understanding.moods().series)[:limit]
        return [
            Recommendation(self.catalogue.movie(int(row)), float(ranking.scores[row]), ranking.explain(int(row)))
            for row in best
        ]
