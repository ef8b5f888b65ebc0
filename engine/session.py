"""One evening: favourites and a list of events. Everything else is computed from these two."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from engine.catalogue import Catalogue, Movie
from engine.errors import SessionError
from engine.franchises import first_after
from engine.models.base import Model
from engine.profile import FAVOURITES, Answer, Answered, Event, Kind, Profile, Prompt, Prompted, Widened, genre_weights
from policy import Candidates, Policy, Ranking, rank
from policy.arrays import BoolArray, FloatArray
from policy.filters import FULLY_OPEN
from policy.terms import genre_affinity

if TYPE_CHECKING:
    from engine.intent.intent import Intent
    from engine.intent.pipeline import Moods


LOOKED_AT = 50
"""So many of the best films for a mood are looked at for one whose series was not just shown."""


@dataclass(frozen=True)
class Reason:
    """A film of the profile that speaks for the one shown, and how much it adds to its score."""

    movie: Movie
    weight: float


@dataclass(frozen=True)
class Card:
    """The film to show now.

    Attributes:
        movie: the film.
        score: its final score; ``terms`` add up to it.
        terms: term name → what it adds.
        reasons: favourites and liked films that speak for it, strongest first.
        place: its place in the model's own ranking of what could be shown, 1 for the first.
        affinity: genre affinity with the favourites, in [0, 1].
    """

    movie: Movie
    score: float
    terms: dict[str, float]
    reasons: tuple[Reason, ...]
    place: int
    affinity: float


class Session:
    """Shows one film at a time and follows the answers.

    ``next`` gives the same card until it is answered. Nothing is ever shown twice. The same favourites, events and
    seed always give the same film, so undo is dropping an event and replay is giving the events again.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        model: Model,
        policy: Policy,
        favourites: Sequence[int],
        *,
        seed: int = 0,
        events: Sequence[Event] = (),
        candidates: BoolArray | None = None,
        moods: "Callable[[], Moods] | None" = None,
    ) -> None:
        """Start from exactly four different movie ids, and optionally from events that already happened.

        ``candidates``, shape (n_movies,), limits what can be shown to the films where it is True. ``moods`` gives what
        understands prompts; without it there are none.

        Raises:
            UnknownMovie: an id that the catalogue does not have.
            SessionError: not four different favourites, events that cannot be, or a negative seed.
        """
        if len(favourites) != FAVOURITES or len(set(favourites)) != FAVOURITES:
            raise SessionError(
                f"A session starts from exactly four different films; {len(set(favourites))} were given."
            )
        self.catalogue = catalogue
        self.model = model
        self._policy = policy
        self._moods = moods
        self.seed = seed
        self.favourites = tuple(favourites)
        self._seeds = tuple(catalogue.row(movie_id) for movie_id in favourites)
        self._candidates = candidates
        self._affinity = genre_affinity(catalogue.genres, genre_weights(catalogue.genres, self._seeds))
        self._events: tuple[Event, ...] = ()
        self._card: Card | None = None
        if seed < 0:
            raise SessionError(f"A seed is a whole number from 0 on, not {seed}.")
        self._refuse_impossible(events)
        self._replace_events(tuple(events))

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything that happened, in order."""
        return self._events

    @property
    def profile(self) -> Profile:
        """What the models read, computed from the events."""
        answered = (event for event in self._events if isinstance(event, Answered))
        answers = tuple((self.catalogue.row(event.movie_id), event.answer) for event in answered)
        intent = self.intent
        return Profile(self._seeds, answers, None if intent is None else intent.vector)

    @property
    def policy(self) -> Policy:
        """The coefficients; another policy counts from the next film on, which it may change."""
        return self._policy

    @policy.setter
    def policy(self, policy: Policy) -> None:
        self._policy = policy
        self.refresh()

    @property
    def active_prompt(self) -> Prompt | None:
        """The prompt that counts now."""
        given = [event.prompt for event in self._events if isinstance(event, Prompted)]
        return given[-1] if given else None

    @property
    def intent(self) -> "Intent | None":
        """What the active prompt is understood as."""
        prompt = self.active_prompt
        if prompt is None or self._moods is None:
            return None
        return self._moods().understand(prompt, self.policy.intent_steering == "on")

    @property
    def widened(self) -> int:
        """How many steps the genre filter has been opened."""
        return sum(event.steps for event in self._events if isinstance(event, Widened))

    @property
    def taste(self) -> FloatArray:
        """(n_genres,) share of favourites and liked films that carry each genre; for the eye, not for the score."""
        return genre_weights(self.catalogue.genres, self._seeds + self.profile.likes)

    @property
    def starting_taste(self) -> FloatArray:
        """(n_genres,) genre weights of the four favourites."""
        return genre_weights(self.catalogue.genres, self._seeds)

    def next(self) -> Card | None:
        """The film to show, or None when nothing is left."""
        if self._card is None:
            self._card = self._choose()
        return self._card

    def ranking(self) -> Ranking:
        """The whole catalogue, scored as of now."""
        return self._rank(self.widened)

    def like(self) -> None:
        """Answer the film shown. Raises SessionError when none is left."""
        self._answer(Answer.LIKE)

    def dislike(self) -> None:
        """Answer the film shown. Raises SessionError when none is left."""
        self._answer(Answer.DISLIKE)

    def skip(self) -> None:
        """Pass over the film shown; the taste stays. Raises SessionError when none is left."""
        self._answer(Answer.SKIP)

    def prompt(self, text: str, taken_as: Kind | None = None) -> None:
        """Say a mood, or a film to be like; an empty line clears the prompt. Raises SessionError without moods."""
        if self._moods is None:
            raise SessionError("This session understands no prompts; start it with Recommender.session.")
        if not text.strip():
            self.clear_prompt()
        else:
            self._replace_events((*self._events, Prompted(Prompt(text, taken_as=taken_as))))

    def clear_prompt(self) -> None:
        """Forget the mood: the ranking is what it would be without it."""
        if self.active_prompt is not None:
            self._replace_events((*self._events, Prompted(None)))

    def switch_part(self, label: str) -> None:
        """Switch one part of what was understood off, or on again. Raises SessionError for a part that is not there."""
        intent = self.intent
        if intent is None or label not in [part.label for part in intent.parts]:
            raise SessionError(f"The prompt has no part '{label}'.")
        changed = replace(intent.prompt, off=intent.prompt.off ^ {label})
        self._replace_events((*self._events, Prompted(changed)))

    def take_as(self, kind: Kind) -> None:
        """Take the active prompt for a mood or for a title after all. Raises SessionError without one."""
        prompt = self.active_prompt
        if prompt is None:
            raise SessionError("There is no prompt to take otherwise.")
        self._replace_events((*self._events, Prompted(replace(prompt, taken_as=kind, off=frozenset()))))

    def refresh(self) -> None:
        """Choose again: what the choice is made from has changed."""
        self._card = None

    def undo(self) -> Event | None:
        """Take the last event back, as if it had never been; None when there is none."""
        if not self._events:
            return None
        last = self._events[-1]
        self._replace_events(self._events[:-1])
        return last

    def steps_to_widen(self) -> int | None:
        """How many more steps the genre filter must be opened for a film to show; None when that does not help."""
        for steps in range(1, FULLY_OPEN - self.widened + 1):
            if self._rank(self.widened + steps).allowed.any():
                return steps
        return None

    def widen(self) -> bool:
        """Open the genre filter until something is left; False when there is nothing more to show at all."""
        steps = self.steps_to_widen()
        if steps is None:
            return False
        self._replace_events((*self._events, Widened(steps)))
        return True

    def _refuse_impossible(self, events: Sequence[Event]) -> None:
        """Raises UnknownMovie or SessionError for events that no session can have."""
        seen = set(self.favourites)
        for event in events:
            if isinstance(event, Answered):
                self.catalogue.row(event.movie_id)
                if event.movie_id in seen:
                    raise SessionError(
                        f"The film {event.movie_id} cannot be answered: it was a favourite or answered before."
                    )
                seen.add(event.movie_id)
            elif isinstance(event, Widened) and event.steps < 1:
                raise SessionError(f"A filter is widened by one step or more, not by {event.steps}.")

    def _answer(self, answer: Answer) -> None:
        card = self.next()
        if card is None:
            raise SessionError("Nothing is left to answer; widen the filter or undo.")
        self._replace_events((*self._events, Answered(card.movie.id, answer)))

    def _replace_events(self, events: tuple[Event, ...]) -> None:
        self._events = events
        self.refresh()

    def _rank(self, widened: int, candidates: Candidates | None = None) -> Ranking:
        # a generator for each place in the session: after an undo, or a prompt cleared, the same place draws the same
        place = sum(not isinstance(event, Prompted) for event in self._events)
        generator = np.random.default_rng([self.seed, place])
        return rank(candidates or self._now(), self.policy, generator, widened)

    def _now(self) -> Candidates:
        """What the policy looks at, after the events so far."""
        profile = self.profile
        seen = np.zeros(len(self.catalogue), dtype=np.bool_)
        seen[list(profile.seen)] = True
        return Candidates(
            model_scores=self.model.scores(profile),
            scorable=self.model.scorable if self._candidates is None else self.model.scorable & self._candidates,
            seen=seen,
            affinity=self._affinity,
            popularity=self.catalogue.rating_counts,
            wanted=None if (intent := self.intent) is None else intent.wanted,
        )

    def _choose(self) -> Card | None:
        now = self._now()
        ranking = self._rank(self.widened, now)
        best = ranking.top(1 if now.wanted is None else LOOKED_AT)
        if not len(best):
            return None
        row = int(best[0])
        if now.wanted is not None:
            row = first_after([shown for shown, _ in self.profile.answers], best, self.catalogue.titles)
        others = now.model_scores[ranking.allowed]
        return Card(
            movie=self.catalogue.movie(row),
            score=float(ranking.scores[row]),
            terms=ranking.explain(row),
            reasons=speaking_for(self.catalogue, self.model.voices(self.profile, row)),
            place=1 + int((others > now.model_scores[row]).sum()),
            affinity=float(now.affinity[row]),
        )


def speaking_for(catalogue: Catalogue, voices: dict[int, float], limit: int = 3) -> tuple[Reason, ...]:
    """The films that add most to a score, strongest first; none that adds less than a tenth of the first."""
    ordered = sorted(((weight, row) for row, weight in voices.items() if weight > 0), key=lambda voice: -voice[0])
    strong = [(weight, row) for weight, row in ordered[:limit] if weight >= ordered[0][0] / 10]
    return tuple(Reason(catalogue.movie(row), weight) for weight, row in strong)
