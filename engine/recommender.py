"""The Recommender: search, similar films, recommendations and sessions for one bundle."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from matinee.engine.bundle.bundle import Bundle, load_bundle
from matinee.engine.bundle.model_factory import comparable_model, create_model, factors_of, model_names
from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.catalogue.facts import CatalogueFacts, FilmFacts
from matinee.engine.catalogue.film_lookup import FilmLookup
from matinee.engine.catalogue.film_search import FilmSearch
from matinee.engine.catalogue.title_search import TitleIndex
from matinee.engine.catalogue.variety import Variety
from matinee.engine.errors import MatineeError, UserNotFoundError
from matinee.engine.models.base import Model
from matinee.engine.models.kinship import Kinship, kin_terms
from matinee.engine.models.profile import Answer, Profile, genre_weights
from matinee.engine.models.similarity import FilmSimilarity, model_similarity
from matinee.engine.paths import SHIPPED_BUNDLE, find_bundle, user_policy
from matinee.engine.prompts.conversation import conversation_signals
from matinee.engine.prompts.intent import Intent
from matinee.engine.prompts.prompt import Prompt, PromptKind
from matinee.engine.recommendation import (
    Match,
    Recommendation,
    ScoredTaste,
    popular_favourites,
    rank_films,
    rank_similar,
)
from matinee.engine.session.companion import Companion
from matinee.engine.session.events import History
from matinee.engine.session.session import Journal, Session, no_journal
from matinee.policy import Policy, PolicyError, load_policy
from matinee.policy.array_types import BoolArray, FloatArray

if TYPE_CHECKING:
    from matinee.engine.prompts.service import PromptService


KEPT_MODELS = 8


def load(bundle: str | Path | None = None, policy: Policy | None = None) -> "Recommender":
    """Load a bundle.

    Args:
        bundle: its folder; None for the one ``find_bundle`` finds.
        policy: weights and filters; None for the shipped policy with the user's changes.

    Raises:
        BundleError: there is no bundle, or it is damaged.
        MatineeError: the user's policy file is not valid.
    """
    opened = load_bundle(find_bundle(bundle))
    return Recommender(opened, policy or load_user_policy(opened.settings))


def load_shipped() -> "Recommender":
    """Load the bundle that ships with Matinee, with its own settings: the user's files are ignored."""
    opened = load_bundle(SHIPPED_BUNDLE)
    return Recommender(opened, load_policy(chosen=opened.settings))


def load_user_policy(settings: Mapping[str, float] | None = None) -> Policy:
    """Load the shipped policy, with the settings chosen for a bundle and then the user's changes.

    Args:
        settings: those of the bundle; None for none.

    Raises:
        MatineeError: the user's file is not valid.
    """
    try:
        return load_policy(override=user_policy(), chosen=settings)
    except PolicyError as error:
        raise MatineeError(str(error)) from error


class Recommender:
    """Searches, compares and recommends the films of one bundle under one policy; keeps no data about users."""

    def __init__(self, bundle: Bundle, policy: Policy, today: int | None = None) -> None:
        """Store what recommendations are made from.

        Args:
            bundle: the films, the models and the facts.
            policy: weights and filters.
            today: the year from which "the last 20 years" in a prompt counts back; None for the current one.
        """
        self.bundle = bundle
        self.policy = policy
        self.today = date.today().year if today is None else today

    @property
    def catalogue(self) -> Catalogue:
        """All films."""
        return self.bundle.catalogue

    @property
    def model_names(self) -> list[str]:
        """Names of all models, the default first."""
        return model_names(self.bundle)

    def model(self, name: str | None = None) -> Model:
        """Return a model by name, the default for None. Raises ModelNotFoundError."""
        return self.create_model(name, self.policy)

    def search(self, text: str, limit: int = 8) -> list[Match]:
        """Search films by title, by a director or actor, or by both, tolerating typing errors.

        Args:
            text: the title or a part of it, its initials ("lotr"), its number in a series ("rocky 4"), a person, a
                title and a person ("stalker tarkovsky"), or an id or link of IMDb, TMDB, MovieLens or Letterboxd.
            limit: how many films to return at most.

        Returns:
            The matches, best first; those of a person ordered by how well known they are. If no film is meant that the
            catalogue has, those with near titles, marked so, or none.
        """
        return [
            Match(
                self.catalogue.movie(hit.row),
                hit.score,
                None if hit.person is None else hit.person.name,
                None if hit.person is None else hit.person.role,
                hit.is_near,
            )
            for hit in self.film_search.search(text, limit)
        ]

    def with_policy(self, policy: Policy) -> "Recommender":
        """The same films under another policy; the prompt service and all that is loaded already are shared."""
        other = Recommender(self.bundle, policy, self.today)
        vars(other).update(
            {"prompts": self.prompts, "create_model": self.create_model} | vars(self) | {"policy": policy}
        )
        return other

    def warm_up(self) -> None:
        """Build the indexes of titles and people now rather than at the first search."""
        self.film_search.warm_up()

    def _search_titles(self, text: str, limit: int) -> list[Match]:
        return [Match(self.catalogue.movie(hit.row), hit.score) for hit in self.index.search(text, limit)]

    def sample_favourites(self, count: int, seed: int | None = None) -> list[Movie]:
        """Draw different films at random that many users rated and most of them liked.

        Args:
            count: how many films to draw.
            seed: seed of the draw; None for a different one every time.
        """
        rows = popular_favourites(self.catalogue)
        drawn = np.random.default_rng(seed).choice(rows, min(count, len(rows)), replace=False)
        return [self.catalogue.movie(int(row)) for row in drawn]

    def find(self, title_or_id: str, *, title_first: bool = False) -> Movie:
        """Find one film by its id or title.

        Args:
            title_or_id: a movie id, or a title, possibly misspelled.
            title_first: prefer the title where the text is both, such as "300"; otherwise the id is preferred.

        Raises:
            MovieNotFoundError: no title matches well enough, several match equally well, or the text is a person or a
                number that is neither an id nor a title; the message names films that may be meant.
        """
        return self.lookup.find(title_or_id, title_first=title_first)

    def understand(self, text: str, kind: PromptKind | None = None, disabled: frozenset[str] = frozenset()) -> Intent:
        """Interpret a prompt: a mood with its parts, or the title of an example film.

        Args:
            text: the prompt.
            kind: interpret it as a mood or as a title; None to detect it.
            disabled: labels of parts to leave out.
        """
        return self.prompts.interpreter().understand(Prompt(text, disabled, kind), self.policy.prompt_steering == "on")

    def facts(self, movie_id: int) -> FilmFacts:
        """What is known of a film besides its ratings; empty if the bundle has no film facts.

        Args:
            movie_id: the film.

        Raises:
            MovieNotFoundError: the catalogue does not have the film.
        """
        row = self.catalogue.row(movie_id)
        return FilmFacts() if self.film_facts is None else self.film_facts.film(row)

    def similar(self, movie_id: int, limit: int = 10, *, model: str | None = None) -> list[Recommendation]:
        """Find films similar to one film.

        Args:
            movie_id: the film.
            limit: how many films to return at most.
            model: use only the similarities of this model; None for the sum of all terms.

        Raises:
            MovieNotFoundError, ModelNotFoundError: an unknown id or name.
            MatineeError: the model cannot compare films.
        """
        row = self.catalogue.row(movie_id)
        if model is None:
            terms = self.similarity.terms(row)
        else:
            self.model(model)  # raises ModelNotFoundError for an unknown name
            terms = {model: model_similarity(comparable_model(self.bundle, model), row)}
        return rank_similar(self.catalogue, row, terms, positive_only=model is not None, limit=limit)

    def neighbours(self, movie_id: int, limit: int) -> list[Movie]:
        """Find similar films without reading the text vectors: quicker and smaller than ``similar``, but less exact.

        Args:
            movie_id: the film.
            limit: how many films to return at most.

        Raises:
            MovieNotFoundError: the catalogue does not have the film.
        """
        row = self.catalogue.row(movie_id)
        terms = self.similarity.terms(row, use_texts=False)
        return [found.movie for found in rank_similar(self.catalogue, row, terms, positive_only=True, limit=limit)]

    def session(
        self,
        favourites: Sequence[int],
        *,
        model: str | None = None,
        seed: int = 0,
        history: History | None = None,
        candidates: BoolArray | None = None,
        journal: Journal = no_journal,
        policy: Policy | None = None,
        companion: Companion | None = None,
    ) -> Session:
        """Start a session from one to ten different movie ids, or continue one that has a history.

        With a companion, who names favourites too, films are ranked for both.

        The arguments are those of ``Session``; the default policy is that of the recommender.

        Raises:
            MovieNotFoundError, ModelNotFoundError, GenreNotFoundError: an unknown id or name.
            SessionError: not one to ten different favourites of each person, impossible events, or a negative seed.
        """
        return Session(
            self.catalogue,
            self.create_model,
            policy or self.policy,
            favourites,
            model=model,
            seed=seed,
            history=history,
            candidates=candidates,
            interpreter=self.prompts.interpreter,
            kinship=lambda: self.kinship,
            variety=self.variety,
            companion=companion,
            journal=journal,
        )

    def recommend(
        self,
        likes: Sequence[int],
        dislikes: Sequence[int] = (),
        *,
        companion_likes: Sequence[int] = (),
        seen: Sequence[int] = (),
        only: Sequence[int] | None = None,
        genre: str | None = None,
        strict: bool = False,
        prompt: str | Intent | None = None,
        model: str | None = None,
        limit: int = 10,
    ) -> list[Recommendation]:
        """Recommend films without a session.

        Args:
            likes, dislikes: movie ids; without likes, only the prompt counts.
            companion_likes: movie ids that a second person likes; films are then ranked for both.
            seen: movie ids of other films not to recommend.
            only: movie ids of the only films to recommend; None for all.
            genre: requested genre.
            strict: recommend only films of the genre; otherwise they receive a bonus [S0].
            prompt: a mood, or the title of an example film.
            model: name of the model; None for the default.
            limit: how many films to return at most.

        Raises:
            MovieNotFoundError, ModelNotFoundError, GenreNotFoundError: an unknown id or name.
        """
        intent = self._useful(prompt)
        liked = tuple(self.catalogue.row(movie_id) for movie_id in likes)
        answers = tuple((self.catalogue.row(movie_id), Answer.DISLIKE) for movie_id in dislikes)
        excluded = tuple(self.catalogue.row(movie_id) for movie_id in seen)
        vector = None if intent is None else intent.vector
        profile = Profile(liked, answers, vector, excluded)
        companion = Profile(tuple(self.catalogue.row(movie_id) for movie_id in companion_likes), (), vector)
        chosen = self.model(model)
        # without likes there are no model scores to weight, so films the model does not know are eligible too
        prompt_only = not liked and intent is not None
        known = np.ones(len(self.catalogue), dtype=np.bool_) if prompt_only else chosen.known
        if only is not None:  # also the films that the model does not know: the user chose them
            known = self.catalogue.mask_seen(self.catalogue.row(movie_id) for movie_id in only)
        policy, signals = self.policy, None if intent is None else intent.signals
        if prompt_only:
            policy = replace(policy, prompt_taste_share=0.0)
        elif intent is not None and intent.is_talk:
            signals = conversation_signals(intent, self.catalogue, liked, self.similarity.total)
        return rank_films(
            self.catalogue,
            policy,
            tastes=[
                self._taste(each, np.zeros(len(self.catalogue)) if prompt_only else chosen.scores(each))
                for each in (profile, *([companion] if companion_likes else ()))
            ],
            known=known,
            signals=signals,
            seen=profile.seen + companion.seen,
            genre=genre,
            strict=strict,
            limit=limit,
            variety=self.variety,
        )

    def _useful(self, prompt: str | Intent | None) -> Intent | None:
        """The interpreted prompt; None if nothing of it was understood, since it changes nothing then."""
        intent = self.understand(prompt) if isinstance(prompt, str) else prompt
        return None if intent is None or intent.is_empty else intent

    def _taste(self, profile: Profile, scores: FloatArray) -> ScoredTaste:
        weights = genre_weights(self.catalogue.taste_genres, profile.favourites)
        return ScoredTaste(scores, weights, kin_terms(self.kinship, profile, self.policy))

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
        """Recommend unseen films to a user of the training data; a blend uses its factor model.

        Args:
            user_id: id of the user in the training data.
            genre, strict, prompt, model, limit: as for ``recommend``.

        Raises:
            UserNotFoundError, ModelNotFoundError, GenreNotFoundError: an unknown id or name.
            MatineeError: the model has no user vectors.
        """
        intent = self._useful(prompt)
        users = self.bundle.users
        index = users.index(user_id)
        chosen = self.model(model)
        factors = factors_of(self.bundle, chosen)
        if factors is None:
            suitable = [name for name in self.model_names if factors_of(self.bundle, self.model(name)) is not None]
            raise MatineeError(f"The model '{chosen.name}' has no user vectors; choose one of {', '.join(suitable)}.")
        if not factors.users[index].any():
            raise UserNotFoundError(f"User {user_id} rated too few films for '{chosen.name}'; use --like instead.")
        return rank_films(
            self.catalogue,
            self.policy,
            tastes=[
                ScoredTaste(
                    np.asarray(factors.vectors @ factors.users[index], dtype=np.float64),
                    users.genre_weights[index],
                    kin_terms(self.kinship, Profile(tuple(users.liked_rows(index).tolist())), self.policy),
                )
            ],
            known=chosen.known,
            signals=None if intent is None else intent.signals,
            seen=tuple(users.seen_rows(index).tolist()),
            genre=genre,
            strict=strict,
            limit=limit,
            variety=self.variety,
        )

    @cached_property
    def create_model(self) -> Callable[[str | None, Policy], Model]:
        """Returns a model by name under a policy; keeps the latest, since each notes which films it knows."""
        return lru_cache(maxsize=KEPT_MODELS)(partial(create_model, self.bundle))

    @cached_property
    def index(self) -> TitleIndex:
        """The title index, built on first use."""
        catalogue = self.catalogue
        return TitleIndex(catalogue.titles, catalogue.alternatives, catalogue.years, catalogue.rating_counts)

    @cached_property
    def film_search(self) -> FilmSearch:
        """Searches titles and, if the bundle has film facts, people; built on first use."""
        return FilmSearch(self.catalogue, self.index, self.film_facts)

    @cached_property
    def lookup(self) -> FilmLookup:
        """Finds single films by id or title, built on first use."""
        return FilmLookup(self.catalogue, self.index, lambda: self.film_search)

    @cached_property
    def prompts(self) -> "PromptService":
        """Interprets prompts; loads its data on first use."""
        from matinee.engine.prompts.service import PromptService  # compiles the patterns of prompts, which takes time

        return PromptService(
            self.bundle,
            self.similarity,
            lambda text, limit: [match.movie for match in self._search_titles(text, limit)],
            self.today,
        )

    @cached_property
    def film_facts(self) -> CatalogueFacts | None:
        """The facts about all films, read on first use; None if the bundle has none."""
        return self.bundle.read_facts()

    @cached_property
    def variety(self) -> Variety:
        """Limits the films of a series and of a director."""
        return Variety(self.catalogue.titles, self.film_facts)

    @cached_property
    def kinship(self) -> Kinship:
        """Compares films by their features; loads its data on first use."""
        return Kinship(self.catalogue, self.film_facts)

    @cached_property
    def similarity(self) -> FilmSimilarity:
        """Compares films; loads its data on first use."""
        return FilmSimilarity(
            self.catalogue,
            factors_of(self.bundle, self.model()),
            likes=lambda: self.bundle.users.likes,
            read_texts=self.bundle.read_texts,
            read_facts=lambda: self.film_facts,
        )
