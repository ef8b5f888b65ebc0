"""Saves a session: under a name when the user asks for it, else in a copy that is kept for a day."""

import shlex
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from matinee.tui.text.slot_text import INVITED

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.companion import Companion
    from matinee.engine.session.events import Step
    from matinee.engine.session.session import Session
    from matinee.engine.storage.last_session import LastSessionLog
    from matinee.engine.storage.log import SessionLog
    from matinee.engine.storage.saved_session import SavedSession

    Log = SessionLog | LastSessionLog


class SessionRecorder:
    """The journal of a session.

    If writing fails, the error is reported once and the session continues unsaved. If another program has changed the
    file, that is reported, and the whole session is saved again.
    """

    def __init__(self, log: "Log | None", report: Callable[[str], object]) -> None:
        """Create a recorder.

        Args:
            log: where the session is saved, or its copy kept; None to save nothing.
            report: called with a sentence when saving has failed, or another program has changed the file.
        """
        self._log = log
        self._report = report
        self._resumed = False

    @property
    def name(self) -> str | None:
        """The name under which the session is saved; None if it has none."""
        return None if self._log is None else self._log.name

    @property
    def resume_command(self) -> str:
        """The command that resumes the session; empty if none does."""
        if self.name is not None:
            return f"matinee --session {shlex.quote(self.name)}"
        return "matinee --resume" if self._copy is not None and self._copy.has_file else ""

    @property
    def keeps_copy(self) -> bool:
        """Whether a copy of the session, which has no name, is kept for a day."""
        return self._copy is not None

    @property
    def favourites(self) -> tuple[int, ...]:
        """Movie ids of the favourites in the saved session; empty if there is none."""
        saved = None if self._log is None else self._log.saved
        return () if saved is None else saved.favourites

    @property
    def has_begun(self) -> bool:
        """Whether there is a saved session in which films were shown."""
        saved = None if self._log is None else self._log.saved
        return saved is not None and saved.has_begun

    @property
    def has_favourites(self) -> bool:
        """Whether the favourites of the saved session are chosen, in a session for two those of the first person."""
        return self.has_begun or len(self.favourites) >= INVITED

    @property
    def companion(self) -> "Companion | None":
        """The second person of the saved session; None if there is none."""
        saved = None if self._log is None else self._log.saved
        return None if saved is None else saved.companion

    @property
    def _copy(self) -> "LastSessionLog | None":
        """The copy that is kept for a day; None if the session has a name, or is not kept at all."""
        return self._log if self._log is not None and self._log.name is None else None

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
        passed_over = (self._copy.note,) if self._copy is not None and self._copy.note else ()
        return self._restore(recommender, saved), (*passed_over, *saved.notes(recommender.bundle.version))

    def resume(self, log: "SessionLog", recommender: "Recommender") -> None:
        """Switch to another saved session.

        Raises:
            SessionError: a session that cannot be resumed; its log is closed.
        """
        from matinee.engine.errors import SessionError

        before, self._log, self._resumed = self._log, log, False
        try:
            if log.saved is not None:
                self._check(recommender, log.saved)
        except SessionError:
            self._log = before
            log.close()
            raise
        if before is not None:
            before.close()

    def _check(self, recommender: "Recommender", saved: "SavedSession") -> None:
        """Raise SessionError if a session cannot be resumed; somebody in it may not have chosen a favourite yet."""
        from matinee.engine.errors import MatineeError, SessionError

        if saved.favourites and (saved.companion is None or saved.companion.favourites):
            self._restore(recommender, saved)
            return
        try:
            recommender.catalogue.movies(saved.all_favourites)
        except MatineeError as error:
            raise SessionError(self.describe_error(error)) from error

    def _restore(self, recommender: "Recommender", saved: "SavedSession") -> "Session":
        """The session as it was saved. Raises SessionError."""
        from matinee.engine.errors import MatineeError, SessionError

        try:
            session = restore(recommender, saved)
            session.journal = self.record
            return session
        except MatineeError as error:
            raise SessionError(self.describe_error(error)) from error

    def describe_error(self, error: Exception) -> str:
        """An error about the films of a session, with what to do about it if the session is a saved one."""
        if self.name is None:
            return f"The last session cannot be resumed: {error}" if self.has_begun else str(error)
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
        from matinee.engine.errors import SessionError
        from matinee.engine.storage.log import SessionLog

        copy = self._copy
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
        try:
            if copy is not None:
                copy.forget()
        except SessionError as error:  # the session is saved all the same
            self._report(str(error))

    def close(self) -> None:
        """Release the session, so that other processes can open it. Raises SessionError."""
        if self._log is not None:
            self._log.close()

    def _write(self, write: "Callable[[Log], str]") -> None:
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


def restore(recommender: "Recommender", saved: "SavedSession") -> "Session":
    """The session as it was saved, without a journal. Raises MatineeError."""
    return recommender.session(
        saved.favourites,
        model=saved.model,
        seed=saved.seed,
        history=saved.history,
        policy=saved.policy_with_defaults(recommender.policy),
        companion=saved.companion,
    )
