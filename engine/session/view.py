"""The read-only side of a session: everything that is computed from its favourites and events."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.variety import WINDOW, Variety
from matinee.engine.models.base import Model
from matinee.engine.models.kinship import Kinship
from matinee.engine.models.profile import Answer, Profile
from matinee.engine.prompts.prompt import Prompt
from matinee.engine.session.companion import Companion
from matinee.engine.session.events import Event, History
from matinee.engine.session.genre_requests import favour_requested, shown_rows
from matinee.engine.session.learned_taste import LearnedFeature, learn_taste
from matinee.engine.session.people import build_companion_profile, build_own_profile, build_profile, create_person
from matinee.engine.session.ranking import RankingContext, join_rankings, rank_each, widening_needed
from matinee.engine.session.selection import choose_rows, select_suggestion
from matinee.engine.session.state import SessionState, replay
from matinee.engine.session.suggestion import Suggestion
from matinee.engine.session.validation import validate_events, validate_start
from matinee.policy import Policy, Ranking
from matinee.policy.array_types import BoolArray, FloatArray

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
        validate_start(favourites, companion, seed)
        self.catalogue = catalogue
        self.seed = seed
        self.favourites = tuple(favourites)
        self.companion = companion
        self._models, self._initial_model, self._initial_policy = models, model, policy
        self._interpreter, self._kinship = interpreter, kinship
        self._variety = variety or Variety(catalogue.titles, None)
        self._model_key: tuple[str | None, Policy] | None = None
        self._suggestion: Suggestion | None = None
        self._person = create_person(catalogue, favourites)
        self._companion_person = None if companion is None else create_person(catalogue, companion.favourites)
        self._candidates = candidates
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
        vector = self._prompt_vector
        return build_own_profile(self.catalogue, self._person, self._companion_person, self._state, vector)

    @property
    def companion_profile(self) -> Profile | None:
        """What the models read of the second person; None in a session of one."""
        if self._companion_person is None:
            return None
        vector = self._prompt_vector
        return build_companion_profile(self.catalogue, self._person, self._companion_person, self._state, vector)

    @property
    def liked(self) -> tuple[int, ...]:
        """Catalogue rows of the favourites and liked films, in a session for two those of both."""
        return tuple(map(self.catalogue.row, (*self.all_favourites, *self._state.answered(Answer.LIKE))))

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
            context = self._context()
            personal = rank_each(context, self._people(), self._state.widened)
            self._suggestion = select_suggestion(context, personal, self._variety, same_director=self._asks_for_similar)
        return self._suggestion

    def upcoming(self, count: int) -> list[int]:
        """Return the catalogue rows of the films that come next if no answer changes the ranking, the next one first.

        Args:
            count: how many rows to return at most.
        """
        card = self.next()
        first = None if card is None else self.catalogue.row(card.movie.id)
        depth = count * 3 + WINDOW
        order = self.ranking().top(depth if self._state.requested_genre is None else len(self.catalogue))
        return choose_rows(
            favour_requested(self.catalogue, self._state, order, depth),
            first,
            shown_rows(self.catalogue, self._state),
            self._variety,
            same_director=self._asks_for_similar,
            count=count,
        )

    def ranking(self) -> Ranking:
        """Return the ranking of the whole catalogue."""
        return join_rankings(rank_each(self._context(), self._people(), self._state.widened), self.policy)

    def refresh(self) -> None:
        """Discard the current suggestion, so that ``next`` computes it again."""
        self._suggestion = None

    def widening_needed(self) -> int | None:
        """Return how many more steps the genre filter must be relaxed for a film to pass; None if that cannot help."""
        return widening_needed(self._context(), self._people())

    @property
    def _asks_for_similar(self) -> bool:
        """Whether the prompt asks for films like one, so that a director may have any number of them."""
        return self._state.prompt is not None and self._state.prompt.movie_id is not None

    @property
    def _prompt_vector(self) -> FloatArray | None:
        """(384,) sentence vector of the active prompt; None without one."""
        intent = self.intent
        return None if intent is None else intent.vector

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

    def _people(self) -> list[tuple[Profile, FloatArray]]:
        """Profile and genre affinity of the first person and, in a session for two, of the second."""
        pairs = ((self.profile, self._person), (self.companion_profile, self._companion_person))
        return [(profile, who.affinity) for profile, who in pairs if profile is not None and who is not None]

    def _context(self) -> RankingContext:
        intent = self.intent
        return RankingContext(
            catalogue=self.catalogue,
            model=self.model,
            policy=self.policy,
            state=self._state,
            seed=self.seed,
            signals=None if intent is None or intent.is_empty else intent.signals,
            limit_to=self._candidates,
            kinship=None if self._kinship is None else self._kinship(),
        )
