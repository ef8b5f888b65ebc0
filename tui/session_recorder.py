"""Saves a session under a name, when the user asks for it."""

import shlex
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.companion import Companion
    from matinee.engine.session.events import Step
    from matinee.engine.session.session import Session
    from matinee.engine.storage.log import SessionLog
    from matinee.engine.storage.saved_session import SavedSession


class SessionRecorder:
    """The journal of a session.

    If writing fails, the error is reported once and the session continues unsaved. If another program has changed the
    file, that is reported, and the whole session is saved again.
    """

    def __init__(self, log: "SessionLog | None", report: Callable[[str], object]) -> None:
        """Create a recorder.

        Args:
            log: where the session is saved; None to save nothing.
            report: called with a sentence when saving has failed, or another program has changed the file.
        """
        self._log = log
        self._report = report
        self._resumed = False

    @property
    def name(self) -> str | None:
        """The name under which the session is saved; None if it is not."""
        return None if self._log is None else self._log.name

    @property
    def favourites(self) -> tuple[int, ...]:
        """Movie ids of the favourites in the saved session; empty if there is none."""
        saved = None if self._log is None else self._log.saved
        return () if saved is None else saved.favourites

    @property
    def companion(self) -> "Companion | None":
        """The second person of the saved session; None if there is none."""
        saved = None if self._log is None else self._log.saved
        return None if saved is None else saved.companion

    def record(self, step: "Step") -> None:
        """Save one step before it takes effect."""
        self._write(lambda log: log.append(step))

    def record_favourites(
        self,
        recommender: "Recommender",
        favourites: Sequence[int],
        model: str | None,
        seed: int,
        companion: "Companion | None" = None,
    ) -> None:
        """Save the favourites chosen in the picker."""
        version, policy = recommender.bundle.version, recommender.policy
        self._write(
            lambda log: log.start(
                favourites, model=model, seed=seed, bundle=version, policy=policy, companion=companion
            )
        )

    def begin(
        self,
        recommender: "Recommender",
        favourites: Sequence[int],
        model: str | None,
        seed: int,
        companion: "Companion | None" = None,
    ) -> tuple["Session", tuple[str, ...]]:
        """Start a session, or resume the saved one if it has these favourites and this companion.

        Returns:
            The session, and notes for the user about what has changed since it was saved.

        Raises:
            MatineeError: a saved session that cannot be resumed with this bundle.
        """
        saved = None if self._log is None or self._resumed else self._log.saved
        self._resumed = True
        if saved is None or saved.favourites != tuple(favourites) or saved.companion != companion:
            self.record_favourites(recommender, favourites, model, seed, companion)
            session = recommender.session(favourites, model=model, seed=seed, journal=self.record, companion=companion)
            return session, ()
        restored = self._restore(recommender, saved)
        assert restored is not None, "four favourites were chosen"
        return restored, saved.notes(recommender.bundle.version)

    def resume(self, log: "SessionLog", recommender: "Recommender") -> None:
        """Switch to another saved session.

        Raises:
            SessionError: a session that cannot be resumed; its log is closed.
        """
        from matinee.engine.errors import SessionError

        before, self._log, self._resumed = self._log, log, False
        try:
            if log.saved is not None:
                self._restore(recommender, log.saved)
        except SessionError:
            self._log = before
            log.close()
            raise

    def _restore(self, recommender: "Recommender", saved: "SavedSession") -> "Session | None":
        """The session as it was saved; None if its favourites are incomplete. Raises SessionError."""
        from matinee.engine.errors import MatineeError, SessionError

        try:
            if not saved.is_started:
                for movie_id in saved.all_favourites:
                    recommender.catalogue.row(movie_id)
                return None
            return recommender.session(
                saved.favourites,
                model=saved.model,
                seed=saved.seed,
                history=saved.history,
                policy=saved.policy_with_defaults(recommender.policy),
                journal=self.record,
                companion=saved.companion,
            )
        except MatineeError as error:
            raise SessionError(self.describe_error(error)) from error

    def describe_error(self, error: Exception) -> str:
        """An error about the films of a session, with what to do about it if the session is a saved one."""
        if self.name is None:
            return str(error)
        remedy = f"Use another name, or delete it with `matinee session delete {shlex.quote(self.name)}`"
        return f"The session '{self.name}' cannot be resumed: {error} {remedy}."

    def save(self, name: str, session: "Session", bundle: str) -> None:
        """Save a session that has already started, and what follows in it.

        Args:
            name: the name to save it under.
            session: the session, of which all events so far are saved.
            bundle: version of its bundle.

        Raises:
            SessionError: a name that is invalid or taken, or a file that cannot be written.
        """
        from matinee.engine.storage.log import SessionLog

        self._log = SessionLog.create(
            name,
            session.favourites,
            model=session.initial_model,
            seed=session.seed,
            bundle=bundle,
            policy=session.initial_policy,
            history=session.history,
            companion=session.companion,
        )

    def close(self) -> None:
        """Release the session, so that other processes can open it. Raises SessionError."""
        if self._log is not None:
            self._log.close()

    def _write(self, write: "Callable[[SessionLog], str]") -> None:
        from matinee.engine.errors import SessionError

        if self._log is None:
            return
        try:
            if note := write(self._log):
                self._report(note)
        except SessionError as error:
            log, self._log = self._log, None
            with suppress(SessionError):  # the first error is the one to report
                log.close()
            self._report(f"{error} Further answers are not saved.")
