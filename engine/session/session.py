"""One evening: favourites and a list of events. Everything else is computed from these two."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.series import first_after
from matinee.engine.errors import SessionError
from matinee.engine.models.base import Model
from matinee.engine.models.profile import FAVOURITES, Profile, genre_weights
from matinee.engine.session.events import (
    Answer,
    Answered,
    Event,
    GenreAsked,
    History,
    Imported,
    Kind,
    ModelChosen,
    Prompt,
    Prompted,
    Redone,
    Step,
    Undone,
    Weighed,
    Widened,
)
from matinee.engine.session.state import Standing, standing
from matinee.engine.session.suggestion import Card, speaking_for
from matinee.engine.session.taste_profile import fit, genre_profile
from matinee.engine.session.validation import refuse_impossible
from matinee.policy import Candidates, Policy, Ranking, rank
from matinee.policy.array_types import BoolArray, FloatArray
from matinee.policy.filters import FULLY_OPEN
from matinee.policy.terms import genre_affinity

if TYPE_CHECKING:
    from matinee.engine.prompts.intent import Intent
    from matinee.engine.prompts.interpreter import Moods

LOOKED_AT = 50
"""So many of the best films for a mood are looked at for one whose series was not just shown."""
SPEAKING = (Answer.LIKE, Answer.DISLIKE, Answer.SKIP)
"""Answers that models may read; the others only say that a film is not to be shown."""

Journal = Callable[[Step], None]


def unheard(_step: Step) -> None:
    """The journal of a session that nobody keeps."""


class Session:
    """Shows one film at a time and follows the answers.

    ``next`` gives the same card until it is answered. Nothing is ever shown twice. The same favourites, history and
    seed always give the same film, so undo is dropping an event and replay is giving the events again.

    Attributes:
        journal: told of every step before it takes effect; where it raises, nothing has happened.
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
        moods: "Callable[[], Moods] | None" = None,
        journal: Journal = unheard,
    ) -> None:
        """Start from exactly four different movie ids, and optionally from what already happened.

        ``models`` gives a model by its name under a policy, ``model`` is the one to begin with. ``candidates``, shape
        (n_movies,), limits what can be shown to the films where it is True. ``moods`` gives what understands prompts;
        without it there are none.

        Raises:
            UnknownMovie, UnknownModel, UnknownGenre: a name that is not there.
            SessionError: not four different favourites, events that cannot be, or a negative seed.
        """
        if len(favourites) != FAVOURITES or len(set(favourites)) != FAVOURITES:
            raise SessionError(
                f"A session starts from exactly four different films; {len(set(favourites))} were given."
            )
        if seed < 0:
            raise SessionError(f"A seed is a whole number from 0 on, not {seed}.")
        self.catalogue = catalogue
        self.seed = seed
        self.favourites = tuple(favourites)
        self.journal = journal
        self._models, self._first_model, self._first_policy = models, model, policy
        self._moods = moods
        self._chosen: tuple[str | None, Policy] | None = None
        self._card: Card | None = None
        self._beginning: tuple[Model, FloatArray] | None = None
        self._seeds = tuple(catalogue.row(movie_id) for movie_id in favourites)
        self._candidates = candidates
        self._affinity = genre_affinity(catalogue.genres, genre_weights(catalogue.genres, self._seeds))
        refuse_impossible(() if history is None else history.events, (), self.favourites, catalogue)
        self._take(history or History(), *self._reached(history or History()))

    @property
    def history(self) -> History:
        """Everything that happened, and what was taken back."""
        return self._history

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything that happened, in order."""
        return self._history.events

    @property
    def standing(self) -> Standing:
        """What the events come to."""
        return self._standing

    @property
    def policy(self) -> Policy:
        """The coefficients, as they were turned in this session."""
        return self._policy

    @property
    def first_model(self) -> str | None:
        """The name of the model the session began with; None for the default."""
        return self._first_model

    @property
    def usual_policy(self) -> Policy:
        """The coefficients before anything was turned."""
        return self._first_policy

    @property
    def model(self) -> Model:
        """The model that chooses now."""
        return self._model

    @property
    def profile(self) -> Profile:
        """What the models read, computed from the events."""
        spoken = [(self.catalogue.row(movie), answer) for movie, answer in self._standing.answers]
        intent = self.intent
        return Profile(
            self._seeds,
            tuple((row, answer) for row, answer in spoken if answer in SPEAKING),
            None if intent is None else intent.vector,
            tuple(row for row, answer in spoken if answer not in SPEAKING),
        )

    @property
    def watchlist(self) -> tuple[int, ...]:
        """Movie ids kept for later, in order."""
        return self._standing.of(Answer.LATER)

    @property
    def active_prompt(self) -> Prompt | None:
        """The prompt that counts now."""
        return self._standing.prompt

    @property
    def intent(self) -> "Intent | None":
        """What the active prompt is understood as."""
        prompt = self._standing.prompt
        if prompt is None or self._moods is None:
            return None
        return self._moods().understand(prompt, self.policy.intent_steering == "on")

    @property
    def taste(self) -> FloatArray:
        """(n_genres,) genres of the films that fit best now; for the eye, not for the score."""
        return self._taste(replace(self.profile, intent=None))

    @property
    def starting_taste(self) -> FloatArray:
        """(n_genres,) genres of the films that fitted best when the four favourites were all that was known."""
        if self._beginning is None or self._beginning[0] is not self._model:
            self._beginning = self._model, self._taste(Profile(self._seeds))
        return self._beginning[1]

    def next(self) -> Card | None:
        """The film to show, or None when nothing is left."""
        if self._card is None:
            self._card = self._choose()
        return self._card

    def ranking(self) -> Ranking:
        """The whole catalogue, scored as of now."""
        return self._rank(self._standing.widened)

    def like(self) -> None:
        """Answer the film shown. Raises SessionError when none is left."""
        self._answer(Answer.LIKE)

    def dislike(self) -> None:
        """Answer the film shown. Raises SessionError when none is left."""
        self._answer(Answer.DISLIKE)

    def skip(self) -> None:
        """Pass over the film shown; the taste stays. Raises SessionError when none is left."""
        self._answer(Answer.SKIP)

    def later(self) -> None:
        """Keep the film shown on the watchlist; the taste stays. Raises SessionError when none is left."""
        self._answer(Answer.LATER)

    def take_in(self, films: Imported) -> None:
        """Films known from elsewhere. Raises UnknownMovie, SessionError for one that was spoken about already."""
        self._happen(films)

    def prompt(self, text: str) -> None:
        """Say a mood, or a film to be like; an empty line clears the prompt. Raises SessionError without moods."""
        if self._moods is None:
            raise SessionError("This session understands no prompts; start it with Recommender.session.")
        if not text.strip():
            self.clear_prompt()
        else:
            self._happen(Prompted(Prompt(text)))

    def more_like(self, movie_id: int) -> None:
        """Ask for films like one film. Raises UnknownMovie, and SessionError without moods."""
        if self._moods is None:
            raise SessionError("This session understands no prompts; start it with Recommender.session.")
        title = self.catalogue.movie(self.catalogue.row(movie_id)).title
        self._happen(Prompted(Prompt(title, taken_as="title", movie_id=movie_id)))

    def clear_prompt(self) -> None:
        """Forget the mood: the ranking is what it would be without it."""
        if self.active_prompt is not None:
            self._happen(Prompted(None))

    def switch_part(self, label: str) -> None:
        """Switch one part of what was understood off, or on again. Raises SessionError for a part that is not there."""
        intent = self.intent
        if intent is None or label not in [part.label for part in intent.parts]:
            raise SessionError(f"The prompt has no part '{label}'.")
        self._happen(Prompted(replace(intent.prompt, off=intent.prompt.off ^ {label})))

    def take_as(self, kind: Kind) -> None:
        """Take the active prompt for a mood or for a title after all. Raises SessionError without one."""
        prompt = self.active_prompt
        if prompt is None:
            raise SessionError("There is no prompt to take otherwise.")
        self._happen(Prompted(replace(prompt, taken_as=kind, off=frozenset())))

    def ask_genre(self, genre: str | None, *, strict: bool = False) -> None:
        """Ask for a genre (spec §2.7): its films get a bonus, or with ``strict`` only they come; None for no genre.

        Raises:
            UnknownGenre: no film carries it.
        """
        named = None if genre is None else self.catalogue.genre_names[self.catalogue.genre(genre)]
        asked = None if named is None else GenreAsked(named, strict)
        if asked != self._standing.asked:
            self._happen(asked or GenreAsked(None))

    def choose_model(self, name: str) -> None:
        """Let another model choose from here on. Raises UnknownModel."""
        self._models(name, self.policy)
        if name != self.model.name:
            self._happen(ModelChosen(name))

    def weigh(self, setting: str, value: float | str) -> None:
        """Turn a setting of the policy. Raises SessionError for one that is not there, or is out of its bounds."""
        if value != getattr(self.policy, setting, None):
            self._happen(Weighed(setting, value))

    def undo(self) -> Event | None:
        """Take the last event back, as if it had never been; None when there is none."""
        return self._step(Undone()) if self.events else None

    def redo(self) -> Event | None:
        """Let the last event that was taken back happen again; None when there is none.

        Raises:
            MatineeError: one that cannot be any more, such as a model that this bundle does not have.
        """
        if not self._history.undone:
            return None
        refuse_impossible(self._history.undone[-1:], self.events, self.favourites, self.catalogue)
        return self._step(Redone())

    def refresh(self) -> None:
        """Choose again: what the choice is made from has changed."""
        self._card = None

    def steps_to_widen(self) -> int | None:
        """How many more steps the genre filter must be opened for a film to show; None when that does not help."""
        for steps in range(1, FULLY_OPEN - self._standing.widened + 1):
            if self._rank(self._standing.widened + steps).allowed.any():
                return steps
        return None

    def widen(self) -> bool:
        """Open the genre filter until something is left; False when there is nothing more to show at all."""
        steps = self.steps_to_widen()
        if steps is None:
            return False
        self._happen(Widened(steps))
        return True

    def _taste(self, profile: Profile) -> FloatArray:
        return genre_profile(self.model.scores(profile), self.model.scorable, self.catalogue.genres)

    def _answer(self, answer: Answer) -> None:
        card = self.next()
        if card is None:
            raise SessionError("Nothing is left to answer; widen the filter or undo.")
        self._happen(Answered(card.movie.id, answer))

    def _happen(self, event: Event) -> None:
        refuse_impossible((event,), self.events, self.favourites, self.catalogue)
        self._step(event)

    def _step(self, step: Step) -> Event:
        """Take a step; returns the event that came, went or came back. Where it cannot be, nothing has happened."""
        before, then = self._history, self._history.after(step)
        reached = self._reached(then)
        self.journal(step)
        self._take(then, *reached)
        return before.events[-1] if isinstance(step, Undone) else then.events[-1]

    def _reached(self, history: History) -> tuple[Standing, Policy, Model]:
        """Where a history leads. Raises UnknownModel, BundleError for a model that is not there any more."""
        now = standing(history.events)
        policy = replace(self._first_policy, **dict(now.weights))  # type: ignore[arg-type]
        chosen = (now.model or self._first_model, policy)
        if chosen != self._chosen:  # else it is the same model as before
            return now, policy, self._models(*chosen)
        return now, policy, self._model

    def _take(self, history: History, now: Standing, policy: Policy, model: Model) -> None:
        self._history, self._standing, self._policy, self._model = history, now, policy, model
        self._chosen = (now.model or self._first_model, policy)
        self.refresh()

    def _rank(self, widened: int, candidates: Candidates | None = None) -> Ranking:
        # a generator for each place in the session: after an undo, or a prompt cleared, the same place draws the same
        generator = np.random.default_rng([self.seed, self._standing.choices])
        return rank(candidates or self._now(), self.policy, generator, widened)

    def _now(self) -> Candidates:
        """What the policy looks at, after the events so far."""
        profile = self.profile
        seen = np.zeros(len(self.catalogue), dtype=np.bool_)
        seen[list(profile.seen)] = True
        scorable = self.model.scorable if self._candidates is None else self.model.scorable & self._candidates
        asked, requested = self._standing.asked, None
        if asked is not None and asked.genre is not None:
            requested = self.catalogue.genres[:, self.catalogue.genre(asked.genre)]
            scorable = scorable & requested if asked.strict else scorable
        return Candidates(
            model_scores=self.model.scores(profile),
            scorable=scorable,
            seen=seen,
            affinity=self._affinity,
            popularity=self.catalogue.rating_counts,
            requested=requested,
            wanted=None if (intent := self.intent) is None else intent.wanted,
        )

    def _choose(self) -> Card | None:
        now = self._now()
        ranking = self._rank(self._standing.widened, now)
        best = ranking.top(1 if now.wanted is None else LOOKED_AT)
        if not len(best):
            return None
        row = int(best[0])
        if now.wanted is not None:
            row = first_after(
                [self.catalogue.row(movie) for movie, _ in self._standing.here], best, self.catalogue.titles
            )
        return Card(
            movie=self.catalogue.movie(row),
            score=float(ranking.scores[row]),
            terms=ranking.explain(row),
            reasons=speaking_for(self.catalogue, self.model.voices(self.profile, row)),
            fit=fit(now.model_scores, self.model.scorable, row),
            affinity=float(now.affinity[row]),
        )
