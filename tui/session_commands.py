"""Palette commands for sessions: save, resume, import and export."""

import shlex
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App, SystemCommand

from matinee.tui.export_file import FORMATS, export_films
from matinee.tui.import_review import review_import
from matinee.tui.screens.choice_dialog import Choice, ChoiceDialog
from matinee.tui.screens.text_dialog import TextDialog
from matinee.tui.session_recorder import SessionRecorder
from matinee.tui.text import labels
from matinee.tui.web.visitor import files_allowed

if TYPE_CHECKING:
    from matinee.engine.exchange.import_plan import ImportPlan
    from matinee.engine.exchange.records import ListedAs
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.session import Session
    from matinee.engine.storage.store import SessionSummary

    Resume = Callable[[list[int]], None]

EXPORT_QUESTION = "A Letterboxd export (zip or CSV), or a CSV from IMDb or another service"


class SessionCommands:
    """The palette commands that have no key, with their dialogs."""

    def __init__(self, app: App[None], recommender: "Recommender", recorder: SessionRecorder) -> None:
        self._app, self._recommender, self._recorder = app, recommender, recorder

    def session_commands(self, session: "Session") -> Iterator[SystemCommand]:
        """Commands for a session that has started; none if the user may not use files."""
        if not files_allowed():
            return
        if self._recorder.name is None:
            yield SystemCommand("Save", "Save this session under a name", partial(self.save, session))
        for kind, (title, *_) in FORMATS.items():
            yield SystemCommand(title, "Write it to a file", partial(self.export, session, kind))

    def picker_commands(self, propose: "Callable[[ImportPlan], None]", resume: "Resume") -> Iterator[SystemCommand]:
        """Commands for the picker; none if the user may not use files.

        Args:
            propose: called with an import, to fill the picker.
            resume: called with the favourites of a saved session, to continue it.
        """
        if not files_allowed():
            return
        yield SystemCommand("Import", "Import films from Letterboxd or IMDb", partial(self.import_films, propose))
        if self._recorder.name is None:
            yield SystemCommand("Resume", "Resume a saved session", partial(self.resume_saved, resume))

    def save(self, session: "Session", then: "Callable[[], object] | None" = None) -> None:
        """Ask for a name and save the session under it.

        Args:
            session: the session.
            then: called when it is saved; None to say how it is resumed.
        """

        def saved(name: str | None) -> None:
            if name is not None and then is not None:
                then()
            elif name is not None:
                self._notify(f"Saved; `matinee --session {shlex.quote(name)}` resumes it.")

        def save_as(name: str) -> str:
            return self._error_of(lambda: self._recorder.save(name, session, self._recommender.bundle.version))

        self._app.push_screen(TextDialog("Save this session as", accept=save_as), saved)

    def export(self, session: "Session", kind: str) -> None:
        """Ask for a file name and export films to it."""

        def written(path: str | None) -> None:
            if path is not None:
                self._notify(f"Written to {path}.")

        def write(path: str) -> str:
            return self._error_of(lambda: export_films(session, kind, path))

        self._app.push_screen(TextDialog(f"{FORMATS[kind][0]}, to the file", kind, accept=write), written)

    def import_films(self, propose: "Callable[[ImportPlan], None]") -> None:
        """Ask for an export file, review what was found in it and propose favourites."""
        plans: list[ImportPlan] = []

        def read(path: str) -> str:
            return self._error_of(lambda: plans.append(import_plan(Path(path), self._recommender)))

        def report(path: str | None) -> None:
            if path is not None:
                review_import(self._app, plans[-1], propose)

        self._app.push_screen(TextDialog(EXPORT_QUESTION, accept=read), report)

    def resume_saved(self, resume: "Resume") -> None:
        """Ask for a saved session and resume it."""
        from matinee.engine.storage.log import SessionLog
        from matinee.engine.storage.store import list_sessions

        def chosen(name: str | None) -> None:
            if name is None:
                return
            problem = self._error_of(lambda: self._recorder.resume(SessionLog.open(name), self._recommender))
            if problem:
                self._app.notify(problem, severity="error", markup=False)
            else:
                resume(list(self._recorder.favourites))

        saved: list[Choice] = []
        problem = self._error_of(
            lambda: saved.extend(
                Choice(each.name, each.name, each.damage or answer_counts(each)) for each in list_sessions()
            )
        )
        if saved:
            self._app.push_screen(ChoiceDialog("resume a session", saved), chosen)
        else:
            self._notify(problem or "There are no saved sessions; `matinee --session NAME` saves one.")

    def _notify(self, sentence: str) -> None:
        self._app.notify(sentence, markup=False)

    @staticmethod
    def _error_of(act: Callable[[], object]) -> str:
        """Run a function; the error message if it fails, else an empty string."""
        from matinee.engine.errors import MatineeError, describe_os_error

        try:
            act()
        except MatineeError as error:
            return str(error)
        except OSError as error:
            return describe_os_error(error)
        return ""


def answer_counts(saved: "SessionSummary") -> str:
    """ "✓ 5  ✗ 3  · 1"."""
    from matinee.engine.models.profile import Answer

    shown = (Answer.LIKE, Answer.DISLIKE, Answer.SKIP, Answer.WATCHLIST)
    return labels.counts_text(*(saved.tally.get(answer, 0) for answer in shown))


def import_plan(path: Path, recommender: "Recommender", listed_as: "ListedAs | None" = None) -> "ImportPlan":
    """Read an export and plan its import.

    Args:
        path: the export; ``~`` is expanded.
        recommender: whose catalogue the films are matched with.
        listed_as: what the films of a list without ratings are; None to decide by its name.

    Raises:
        ExchangeError: a file that cannot be read or is not an export.
        MatineeError: the path begins with ``~``, and there is no such home folder.
    """
    from matinee.engine.exchange.import_plan import plan_import
    from matinee.engine.exchange.readers.detect import read_export
    from matinee.engine.paths import expand_home

    return plan_import(read_export(expand_home(path), listed_as), recommender.catalogue, recommender.model().known)
