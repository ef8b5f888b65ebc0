"""A session: a few favourites and a list of events, from which everything else is computed."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.variety import Variety
from matinee.engine.errors import SessionError
from matinee.engine.models.base import Model
from matinee.engine.models.kinship import Kinship
from matinee.engine.models.profile import Answer
from matinee.engine.prompts.prompt import Prompt, PromptKind
from matinee.engine.scrubbing import is_blank
from matinee.engine.session.companion import Companion, Whose
from matinee.engine.session.events import (
    Answered,
    Event,
    GenreRequested,
    History,
    Imported,
    ModelChosen,
    Prompted,
    Redone,
    SettingChanged,
    SettingsChanged,
    Step,
    Undone,
    WatchlistRequested,
    Widened,
)
from matinee.engine.session.validation import validate_events
from matinee.engine.session.view import SessionView
from matinee.policy import Policy
from matinee.policy.array_types import BoolArray

if TYPE_CHECKING:
    from matinee.engine.prompts.interpreter import PromptInterpreter

Journal = Callable[[Step], None]


def no_journal(_step: Step) -> None:
    """The journal of a session that is not saved."""


class Session(SessionView):
    """Suggests one film at a time, to one person or to two, and follows the answers.

    The same favourites, history and seed always give the same film, so undo drops an event and replay applies the
    events again.

    Attributes:
        journal: called with every step before it takes effect; if it raises, the session is unchanged.
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
        journal: Journal = no_journal,
    ) -> None:
        """Start a session, or continue one that has a history; see ``SessionView`` for the other arguments.

        Args:
            journal: called with every step before it takes effect.
        """
        super().__init__(
            catalogue,
            models,
            policy,
            favourites,
            model=model,
            seed=seed,
            history=history,
            candidates=candidates,
            interpreter=interpreter,
            kinship=kinship,
            variety=variety,
            companion=companion,
        )
        self.journal = journal

    def like(self, whose: Whose = "both") -> None:
        """Like the film shown; in a session for two, for both or for one. Raises SessionError if none is left."""
        self._answer_as(Answer.LIKE, whose)

    def dislike(self, whose: Whose = "both") -> None:
        """Dislike the film shown; in a session for two, for both or for one. Raises SessionError if none is left."""
        self._answer_as(Answer.DISLIKE, whose)

    def skip(self) -> None:
        """Skip the film shown without changing the profile. Raises SessionError if none is left."""
        self.answer(Answer.SKIP)

    def add_to_watchlist(self) -> None:
        """Add the film shown to the watchlist without changing the profile. Raises SessionError if none is left."""
        self.answer(Answer.WATCHLIST)

    def answer(self, own: Answer, companion: Answer | None = None) -> None:
        """Answer the film shown.

        Args:
            own: the answer of the only person, or of the first of two.
            companion: the answer of the second person; None if it is the same.

        Raises:
            SessionError: no film is left, or there is no second person.
        """
        suggestion = self.next()
        if suggestion is None:
            raise SessionError("Nothing is left to answer; widen the filter or undo.")
        if companion is not None and self.companion is None:
            raise SessionError("This session has no second person who could answer.")
        self._record(Answered(suggestion.movie.id, own, None if companion is own else companion))

    def import_films(self, films: Imported) -> None:
        """Add ratings imported from another service.

        Raises:
            MovieNotFoundError: the catalogue does not have a film.
            SessionError: a film is a favourite or was answered before.
        """
        self._record(films)

    def prompt(self, text: str) -> None:
        """Set the prompt: a mood, or the title of an example film; blank text clears it.

        Raises:
            SessionError: the session has no prompt interpreter.
        """
        self._require_interpreter()
        if is_blank(text):
            self.clear_prompt()
        else:
            self._record(Prompted(Prompt(text)))

    def more_like(self, movie_id: int) -> None:
        """Set a prompt for films similar to one film.

        Raises:
            MovieNotFoundError: the catalogue does not have the film.
            SessionError: the session has no prompt interpreter.
        """
        self._require_interpreter()
        title = self.catalogue.movie(self.catalogue.row(movie_id)).title
        self._record(Prompted(Prompt(title, kind="title", movie_id=movie_id)))

    def clear_prompt(self) -> None:
        """Clear the prompt; the ranking is then the same as if it had never been set."""
        if self.active_prompt is not None:
            self._record(Prompted(None))

    def toggle_part(self, label: str) -> None:
        """Switch one part of the active prompt off, or on again. Raises SessionError for an unknown part."""
        intent = self.intent
        if intent is None or label not in [part.label for part in intent.parts]:
            raise SessionError(f"The prompt has no part '{label}'.")
        self._record(Prompted(replace(intent.prompt, disabled=intent.prompt.disabled ^ {label})))

    def reinterpret_prompt(self, kind: PromptKind) -> None:
        """Interpret the active prompt as a mood or as a title. Raises SessionError without a prompt."""
        prompt = self.active_prompt
        if prompt is None:
            raise SessionError("There is no active prompt to reinterpret.")
        self._record(Prompted(replace(prompt, kind=kind, disabled=frozenset())))

    def switch_name(self, name: str) -> None:
        """Take a name in the active prompt for the person instead of the film, or the other way round.

        Args:
            name: as the part that it belongs to has it.

        Raises:
            SessionError: no part of the prompt has this name.
        """
        intent = self.intent
        if intent is None or not name or name not in [part.name for part in intent.parts]:
            raise SessionError(f"The prompt has no name '{name}' that is both a person and a film.")
        self._record(Prompted(replace(intent.prompt, switched=intent.prompt.switched ^ {name})))

    def request_genre(self, genre: str | None, *, strict: bool = False) -> None:
        """Request a genre.

        Args:
            genre: name of the genre; None clears the request.
            strict: show only films of the genre; otherwise they receive a bonus [S0].

        Raises:
            GenreNotFoundError: no film has the genre.
        """
        name = None if genre is None else self.catalogue.genre_names[self.catalogue.genre(genre)]
        request = None if name is None else GenreRequested(name, strict)
        if request != self._state.requested_genre:
            self._record(request or GenreRequested(None))

    def choose_from_watchlist(self, only: bool = True) -> None:
        """Show only films of the watchlist, or all films again.

        Args:
            only: False to show all films again.

        Raises:
            SessionError: the watchlist is empty.
        """
        if only and not self.watchlist:
            raise SessionError("The watchlist is empty; add a film to it, or import a watchlist.")
        if only != self._state.watchlist_only:
            self._record(WatchlistRequested(only))

    def choose_model(self, name: str) -> None:
        """Switch to another model. Raises ModelNotFoundError."""
        self._models(name, self.policy)
        if name != self.model.name:
            self._record(ModelChosen(name))

    def set_weight(self, setting: str, value: float | str) -> None:
        """Change a setting of the policy. Raises SessionError for an unknown setting or a value out of range."""
        if value != getattr(self.policy, setting, None):
            self._record(SettingChanged(setting, value))

    def set_weights(self, values: Mapping[str, float | str]) -> None:
        """Change several settings of the policy as one event, which undo takes back as a whole.

        Args:
            values: setting → value.

        Raises:
            SessionError: an unknown setting, or a value out of range.
        """
        if any(value != getattr(self.policy, setting, None) for setting, value in values.items()):
            self._record(SettingsChanged(tuple(values.items())))

    def undo(self) -> Event | None:
        """Undo the last event and return it; None if there is none."""
        return self._step(Undone()) if self.events else None

    def redo(self) -> Event | None:
        """Redo the event that was undone last and return it; None if there is none.

        Raises:
            MatineeError: the event is no longer possible, such as choosing a model the bundle does not have.
        """
        if not self._history.undone:
            return None
        validate_events(self._history.undone[-1:], self.events, self.all_favourites, self.catalogue)
        return self._step(Redone())

    def widen(self) -> bool:
        """Relax the genre filter until a film passes; returns False if no film is left at all."""
        steps = self.widening_needed()
        if steps is None:
            return False
        self._record(Widened(steps))
        return True

    def _require_interpreter(self) -> None:
        if self._interpreter is None:
            raise SessionError("This session cannot interpret prompts; start it with Recommender.session.")

    def _answer_as(self, answer: Answer, whose: Whose) -> None:
        own = Answer.SKIP if whose == "companion" else answer
        self.answer(own, {"both": None, "own": Answer.SKIP, "companion": answer}[whose])

    def _record(self, event: Event) -> None:
        validate_events((event,), self.events, self.all_favourites, self.catalogue)
        self._step(event)

    def _step(self, step: Step) -> Event:
        """Apply a step and return the event it added, removed or restored; on an error the session is unchanged."""
        before, after = self._history, self._history.apply(step)
        derived = self._derive(after)
        self.journal(step)
        self._commit(after, *derived)
        return before.events[-1] if isinstance(step, Undone) else after.events[-1]
