"""The read-only side of a session: everything that is computed from its favourites and events."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.variety import WINDOW, Variety
from matinee.engine.errors import SessionError
from matinee.engine.models.base import Model
from matinee.engine.models.kinship import Kinship, kin_terms
from matinee.engine.models.profile import Profile, genre_weights
from matinee.engine.prompts.prompt import Prompt
from matinee.engine.session.companion import Companion
from matinee.engine.session.events import Event, History
from matinee.engine.session.learned_taste import LearnedFeature, learn_taste
from matinee.engine.session.selection import (
    PersonalRanking,
    build_candidates,
    build_profile,
    choose_rows,
    requested_films,
    select_suggestion,
)
from matinee.engine.session.state import SessionState, replay
from matinee.engine.session.suggestion import Suggestion
from matinee.engine.session.validation import validate_companion, validate_events, validate_favourites
from matinee.policy import Candidates, Policy, Ranking, rank
from matinee.policy.array_types import BoolArray, FloatArray
from matinee.policy.filters import MAX_WIDENING
from matinee.policy.genre_share import favour_genre, is_genre_due
from matinee.policy.pair import joint_ranking
from matinee.policy.terms import genre_affinity

if TYPE_CHECKING:
    from matinee.engine.prompts.intent import Intent
    from matinee.engine.prompts.interpreter import PromptInterpreter


class SessionView:
    """State, profile, ranking and suggestion of a session; nothing here changes its events.

    ``next`` returns the same suggestion until the events change; no film is suggested twice.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        models: Callable[[str | None, Policy], Model],
        policy: Policy,
        favourites: Sequence[int],
        *,
        model: str | None = None,
        seed: int = 0,
        history: History | None = None,
        candidates: BoolArray | None = None,
        interpreter: "Callable[[], PromptInterpreter] | None" = None,
        kinship: Callable[[], Kinship] | None = None,
        variety: Variety | None = None,
        companion: Companion | None = None,
    ) -> None:
        """Start a session, or continue one that has a history.

        Args:
            catalogue: all films.
            models: returns a model by name (None for the default) under a policy.
            policy: the initial policy.
            favourites: one to ten different movie ids.
            model: name of the initial model; None for the default.
            seed: seed of the random numbers, 0 or more.
            history: earlier events.
            candidates: (n_movies,) True for the only films that may be shown; None for all.
            interpreter: returns the prompt interpreter; None disables prompts.
            kinship: returns what compares films by their features; None leaves the kinship terms out.
            variety: limits the films of a series and of a director; None for limits by titles alone.
            companion: the second person of a session for two; films are ranked for both.

        Raises:
            MovieNotFoundError, ModelNotFoundError, GenreNotFoundError: an unknown id or name.
            SessionError: not one to ten different favourites, impossible events, or a negative seed.
        """
        validate_favourites(favourites)
        if companion is not None:
            validate_companion(companion)
        if seed < 0:
            raise SessionError(f"The seed must be a whole number of at least 0, not {seed}.")
        self.catalogue = catalogue
        self.seed = seed
        self.favourites = tuple(favourites)
        self.companion = companion
        self._models, self._initial_model, self._initial_policy = models, model, policy
        self._interpreter, self._kinship = interpreter, kinship
        self._variety = variety or Variety(catalogue.titles, None)
        self._model_key: tuple[str | None, Policy] | None = None
        self._suggestion: Suggestion | None = None
        self._favourite_rows = tuple(catalogue.row(movie_id) for movie_id in favourites)
        self._companion_rows = tuple(catalogue.row(movie) for movie in (companion.favourites if companion else ()))
        self._candidates = candidates
        self._affinity, self._companion_affinity = (
            genre_affinity(catalogue.taste_genres, genre_weights(catalogue.taste_genres, rows))
            for rows in (self._favourite_rows, self._companion_rows)
        )
        validate_events(() if history is None else history.events, (), self.all_favourites, catalogue)
        self._commit(history or History(), *self._derive(history or History()))

    @property
    def history(self) -> History:
        """The events so far and those that can be redone."""
        return self._history

    @property
    def events(self) -> tuple[Event, ...]:
        """The events so far, in order."""
        return self._history.events

    @property
    def state(self) -> SessionState:
        """The state derived from the events."""
        return self._state

    @property
    def policy(self) -> Policy:
        """The policy with the settings changed in this session."""
        return self._policy

    @property
    def initial_model(self) -> str | None:
        """Name of the model the session began with; None for the default."""
        return self._initial_model

    @property
    def initial_policy(self) -> Policy:
        """The policy before any setting was changed."""
        return self._initial_policy

    @property
    def model(self) -> Model:
        """The current model."""
        return self._model

    @property
    def all_favourites(self) -> tuple[int, ...]:
        """Ids of the favourites, in a session for two those of both."""
        return tuple(dict.fromkeys(self.favourites + (self.companion.favourites if self.companion else ())))

    @property
    def profile(self) -> Profile:
        """What the models read, computed from the events; in a session for two that of the first person."""
        intent = self.intent
        return build_profile(
            self.catalogue,
            self._favourite_rows,
            self._state.own_answers,
            None if intent is None else intent.vector,
            self._companion_rows,
        )

    @property
    def companion_profile(self) -> Profile | None:
        """What the models read of the second person; None in a session of one."""
        if self.companion is None:
            return None
        intent = self.intent
        answered = {movie for movie, _ in self._state.companion_answers}
        imported = [self.catalogue.row(movie) for movie, _ in self._state.answers if movie not in answered]
        return build_profile(
            self.catalogue,
            self._companion_rows,
            self._state.companion_answers,
            None if intent is None else intent.vector,
            (*self._favourite_rows, *imported),
        )

    @property
    def watchlist(self) -> tuple[int, ...]:
        """Ids of the films on the watchlist, in order."""
        return self._state.watchlist

    @property
    def active_prompt(self) -> Prompt | None:
        """The active prompt; None without one."""
        return self._state.prompt

    @property
    def intent(self) -> "Intent | None":
        """The interpretation of the active prompt; None without one."""
        prompt = self._state.prompt
        if prompt is None or self._interpreter is None:
            return None
        return self._interpreter().understand(prompt, self.policy.prompt_steering == "on")

    @property
    def learned(self) -> list[LearnedFeature]:
        """What the answers say about the taste, of both in a session for two, the strongest first.

        Empty without kinship.
        """
        if self._kinship is None:
            return []
        rows = tuple(map(self.catalogue.row, self.all_favourites))
        return learn_taste(self._kinship(), build_profile(self.catalogue, rows, self._state.answers, None))

    def next(self) -> Suggestion | None:
        """Return the film to show, or None if no film is left."""
        if self._suggestion is None:
            personal = self._rank_each(self._state.widened)
            self._suggestion = select_suggestion(
                self.catalogue,
                self.model,
                personal,
                ranking=self._join(personal),
                shown=self._shown_rows,
                variety=self._variety,
                same_director=self._asks_for_similar,
                genre_due=is_genre_due(*self._since_request),
                kinship=None if self._kinship is None else self._kinship(),
            )
        return self._suggestion

    def upcoming(self, count: int) -> list[int]:
        """Return the catalogue rows of the films that come next if no answer changes the ranking, the next one first.

        Args:
            count: how many rows to return at most.
        """
        card = self.next()
        first = None if card is None else self.catalogue.row(card.movie.id)
        order = self.ranking().top(len(self.catalogue))
        if self._requested is not None:
            order = favour_genre(order, self._requested, count * 3 + WINDOW, *self._since_request)
        return choose_rows(
            order[: count * 3 + WINDOW],
            first,
            self._shown_rows,
            self._variety,
            same_director=self._asks_for_similar,
            count=count,
        )

    def ranking(self) -> Ranking:
        """Return the ranking of the whole catalogue."""
        return self._rank(self._state.widened)

    def refresh(self) -> None:
        """Discard the current suggestion, so that ``next`` computes it again."""
        self._suggestion = None

    def widening_needed(self) -> int | None:
        """Return how many more steps the genre filter must be relaxed for a film to pass; None if that cannot help."""
        for steps in range(1, MAX_WIDENING - self._state.widened + 1):
            if self._rank(self._state.widened + steps).eligible.any():
                return steps
        return None

    @property
    def _shown_rows(self) -> list[int]:
        """Catalogue rows of the films shown so far, in order."""
        return [self.catalogue.row(movie) for movie, _ in self._state.answered_here]

    @property
    def _requested(self) -> BoolArray | None:
        """(n_movies,) True for films of the requested genre; None without a request."""
        return requested_films(self.catalogue, self._state)

    @property
    def _since_request(self) -> tuple[int, int]:
        """How many films were shown since the genre was requested, and how many of them have it."""
        shown = self._shown_rows[self._state.before_request :]
        return len(shown), 0 if self._requested is None else int(self._requested[shown].sum())

    @property
    def _asks_for_similar(self) -> bool:
        """Whether the prompt asks for films like one, so that a director may have any number of them."""
        return self._state.prompt is not None and self._state.prompt.movie_id is not None

    def _kin_terms(self, profile: Profile) -> Callable[[str], FloatArray] | None:
        return None if self._kinship is None else kin_terms(self._kinship(), profile, self.policy)

    def _derive(self, history: History) -> tuple[SessionState, Policy, Model]:
        """Compute what follows from a history. Raises ModelNotFoundError or BundleError if the model is missing."""
        state = replay(history.events)
        policy = replace(self._initial_policy, **dict(state.settings))  # type: ignore[arg-type]
        key = (state.model or self._initial_model, policy)
        if key != self._model_key:  # otherwise the current model is still valid
            return state, policy, self._models(*key)
        return state, policy, self._model

    def _commit(self, history: History, state: SessionState, policy: Policy, model: Model) -> None:
        self._history, self._state, self._policy, self._model = history, state, policy, model
        self._model_key = (state.model or self._initial_model, policy)
        self.refresh()

    def _rank(self, widened: int) -> Ranking:
        return self._join(self._rank_each(widened))

    def _join(self, personal: Sequence[PersonalRanking]) -> Ranking:
        return joint_ranking([each.ranking for each in personal], self.policy.pair_least_misery)

    def _rank_each(self, widened: int) -> list[PersonalRanking]:
        """The ranking for the first person and, in a session for two, for the second."""
        people = [(self.profile, self._affinity)]
        if (companion := self.companion_profile) is not None:
            people.append((companion, self._companion_affinity))
        return [self._rank_for(profile, affinity, widened) for profile, affinity in people]

    def _rank_for(self, profile: Profile, affinity: FloatArray, widened: int) -> PersonalRanking:
        # one generator per choice: after an undo, or once a prompt is cleared, the same choice draws the same numbers
        generator = np.random.default_rng([self.seed, self._state.choice_count])
        candidates = self._build_candidates(profile, affinity)
        return PersonalRanking(profile, candidates, rank(candidates, self.policy, generator, widened))

    def _build_candidates(self, profile: Profile, affinity: FloatArray) -> Candidates:
        intent = self.intent
        return build_candidates(
            self.catalogue,
            self.model,
            profile,
            self._state,
            affinity=affinity,
            signals=None if intent is None or intent.is_empty else intent.signals,
            limit_to=self._candidates,
            kinship=self._kin_terms(profile),
        )
