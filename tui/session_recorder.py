"""Keeping an evening under a name, where somebody asked for it."""

import shlex
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.events import Step
    from matinee.engine.session.session import Session
    from matinee.engine.storage.log import SessionLog
    from matinee.engine.storage.saved_session import SavedSession


class Keeping:
    """The journal of a session. What cannot be written is told once, and the evening goes on without it."""

    def __init__(self, log: "SessionLog | None", tell: Callable[[str], object]) -> None:
        """``tell`` gets the sentence that says why nothing is kept any more."""
        self._log = log
        self._tell = tell
        self._resumed = False

    @property
    def name(self) -> str | None:
        """What the evening is kept as; None where it is not."""
        return None if self._log is None else self._log.name

    @property
    def favourites(self) -> tuple[int, ...]:
        """Movie ids of what was chosen when the evening was left."""
        saved = None if self._log is None else self._log.saved
        return () if saved is None else saved.favourites

    def step(self, step: "Step") -> None:
        """Write one step down before it takes effect."""
        self._write(lambda log: log.append(step))

    def choose(self, recommender: "Recommender", favourites: Sequence[int], model: str | None, seed: int) -> None:
        """Write down what is chosen in the picker."""
        version, policy = recommender.bundle.version, recommender.policy
        self._write(lambda log: log.start(favourites, model=model, seed=seed, bundle=version, policy=policy))

    def begin(
        self, recommender: "Recommender", favourites: Sequence[int], model: str | None, seed: int
    ) -> tuple["Session", tuple[str, ...]]:
        """The session these favourites begin, or go on with if it was left; and what there is to say of it.

        Raises:
            MatineeError: a saved session that this bundle cannot show.
        """
        saved = None if self._log is None or self._resumed else self._log.saved
        self._resumed = True
        if saved is None or saved.favourites != tuple(favourites):
            self.choose(recommender, favourites, model, seed)
            return recommender.session(favourites, model=model, seed=seed, journal=self.step), ()
        session = self._gone_on(recommender, saved)
        assert session is not None, "four favourites were chosen"
        return session, saved.notes(recommender.bundle.version)

    def go_on(self, log: "SessionLog", recommender: "Recommender") -> None:
        """Go on with another evening, which was kept. Raises SessionError where it cannot be, and lets go of it."""
        from matinee.engine.errors import SessionError

        before, self._log, self._resumed = self._log, log, False
        try:
            if log.saved is not None:
                self._gone_on(recommender, log.saved)
        except SessionError:
            self._log = before
            log.close()
            raise

    def _gone_on(self, recommender: "Recommender", saved: "SavedSession") -> "Session | None":
        """The session as it was left; None while its favourites are not all chosen. Raises SessionError."""
        from matinee.engine.errors import MatineeError, SessionError
        from matinee.engine.models.profile import FAVOURITES

        try:
            if len(saved.favourites) < FAVOURITES:
                for movie_id in saved.favourites:
                    recommender.catalogue.row(movie_id)
                return None
            return recommender.session(
                saved.favourites,
                model=saved.model,
                seed=saved.seed,
                history=saved.history,
                policy=saved.policy_over(recommender.policy),
                journal=self.step,
            )
        except MatineeError as error:
            raise SessionError(self.trouble(error)) from error

    def trouble(self, error: Exception) -> str:
        """What is wrong with the films of an evening, and the way out where they come from one that was kept."""
        if self.name is None:
            return str(error)
        way_out = f"take another name, or delete it with `matinee session delete {shlex.quote(self.name)}`"
        return f"The session '{self.name}' cannot go on: {error} You can {way_out}."

    def keep(self, name: str, session: "Session", bundle: str) -> None:
        """Keep a session that has begun. Raises SessionError."""
        from matinee.engine.storage.log import SessionLog

        self._log = SessionLog.create(
            name,
            session.favourites,
            model=session.first_model,
            seed=session.seed,
            bundle=bundle,
            policy=session.usual_policy,
            history=session.history,
        )

    def close(self) -> None:
        """Let others have the session. Raises SessionError."""
        if self._log is not None:
            self._log.close()

    def _write(self, write: "Callable[[SessionLog], None]") -> None:
        from matinee.engine.errors import SessionError

        if self._log is None:
            return
        try:
            write(self._log)
        except SessionError as error:
            log, self._log = self._log, None
            with suppress(SessionError):  # what is the matter with it is told already
                log.close()
            self._tell(f"{error} Nothing is kept from here on.")
