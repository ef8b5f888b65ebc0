"""The Recommender: search, similar films, recommendations and sessions for one bundle."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from matinee.engine.bundle.bundle import load_bundle
from matinee.engine.bundle.model_factory import comparable_model
from matinee.engine.bundle_view import BundleView
from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.errors import MatineeError
from matinee.engine.models.similarity import model_similarity
from matinee.engine.paths import SHIPPED_BUNDLE, find_bundle, user_policy
from matinee.engine.prompts.prompt import Prompt, PromptKind
from matinee.engine.ranking_inputs import inputs_from_likes, inputs_from_user
from matinee.engine.recommendation import (
    Match,
    Recommendation,
    create_match,
    popular_favourites,
    rank_films,
    rank_similar,
)
from matinee.engine.session.companion import Companion
from matinee.engine.session.events import History
from matinee.engine.session.session import Journal, Session, no_journal
from matinee.policy import Policy, PolicyError, load_policy
from matinee.policy.array_types import BoolArray

if TYPE_CHECKING:
    from matinee.engine.prompts.intent import Intent


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


class Recommender(BundleView):
    """Searches, compares and recommends the films of one bundle under one policy; keeps no data about users."""

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
        return [create_match(self.catalogue, hit) for hit in self.film_search.search(text, limit)]

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

    def sample_favourites(self, count: int, seed: int | None = None) -> list[Movie]:
        """Draw different films at random that many users rated and most of them liked.

        Args:
            count: how many films to draw.
            seed: seed of the draw; None for a different one every time.
        """
        rows = popular_favourites(self.catalogue)
        drawn = np.random.default_rng(seed).choice(rows, min(count, len(rows)), replace=False)
        return [self.catalogue.movie(int(row)) for row in drawn]

    def understand(self, text: str, kind: PromptKind | None = None, disabled: frozenset[str] = frozenset()) -> "Intent":
        """Interpret a prompt: a mood with its parts, or the title of an example film.

        Args:
            text: the prompt.
            kind: interpret it as a mood or as a title; None to detect it.
            disabled: labels of parts to leave out.
        """
        return self.prompts.interpreter().understand(Prompt(text, disabled, kind), self.policy.prompt_steering == "on")

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
        prompt: "str | Intent | None" = None,
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
        inputs = inputs_from_likes(
            self,
            likes,
            dislikes,
            companion_likes=companion_likes,
            seen=seen,
            only=only,
            intent=self._useful(prompt),
            model=model,
        )
        return rank_films(self.catalogue, inputs, self.variety, genre=genre, strict=strict, limit=limit)

    def recommend_for_user(
        self,
        user_id: int,
        *,
        genre: str | None = None,
        strict: bool = False,
        prompt: "str | Intent | None" = None,
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
        inputs = inputs_from_user(self, user_id, intent=self._useful(prompt), model=model)
        return rank_films(self.catalogue, inputs, self.variety, genre=genre, strict=strict, limit=limit)

    def _useful(self, prompt: "str | Intent | None") -> "Intent | None":
        """The interpreted prompt; None if nothing of it was understood, since it changes nothing then."""
        intent = self.understand(prompt) if isinstance(prompt, str) else prompt
        return None if intent is None or intent.is_empty else intent
