"""What can be done with an evening besides answering: keep it, go on with another, take films in and give them out."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App, SystemCommand

from matinee.tui.export_file import FORMATS, give_out
from matinee.tui.screens.choice_dialog import Choice, ChoiceScreen
from matinee.tui.screens.report import ReportScreen
from matinee.tui.screens.text_dialog import LineScreen
from matinee.tui.session_recorder import Keeping
from matinee.tui.text import labels as words
from matinee.tui.web.visiting import files_allowed

if TYPE_CHECKING:
    from matinee.engine.exchange.import_plan import ImportPlan
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.session import Session
    from matinee.engine.storage.store import SessionSummary

    Propose = Callable[[list[int]], None]


class Desk:
    """The commands of the palette that have no key, and what they ask before they are done."""

    def __init__(self, app: App[None], recommender: "Recommender", keeping: Keeping) -> None:
        self._app, self._recommender, self._keeping = app, recommender, keeping

    def on_the_card(self, session: "Session") -> Iterator[SystemCommand]:
        """What can be done with a session that has begun."""
        if not files_allowed():
            return
        if self._keeping.name is None:
            yield SystemCommand("Save", "Keep this evening under a name", partial(self.save, session))
        for kind, (title, *_) in FORMATS.items():
            yield SystemCommand(title, "Write it into a file", partial(self.give_out, session, kind))

    def at_the_picker(self, propose: "Callable[[ImportPlan], None]", resume: "Propose") -> Iterator[SystemCommand]:
        """What can be done before one has begun. ``propose`` gets what was imported, ``resume`` saved favourites."""
        if not files_allowed():
            return
        yield SystemCommand("Import", "Take in films from Letterboxd or IMDb", partial(self.take_in, propose))
        if self._keeping.name is None:
            yield SystemCommand("Go on", "Go on with an evening that was kept", partial(self.go_on, resume))

    def save(self, session: "Session") -> None:
        """Ask for a name and keep the evening under it."""

        def saved(name: str | None) -> None:
            if name is not None:
                self._say(f"Kept as “{name}”; `matinee --session` goes on with it.")

        def keep(name: str) -> str:
            return self._refusal(lambda: self._keeping.keep(name, session, self._recommender.bundle.version))

        self._app.push_screen(LineScreen("Keep this evening as", accept=keep), saved)

    def give_out(self, session: "Session", kind: str) -> None:
        """Ask for a file and write films into it."""

        def given(path: str | None) -> None:
            if path is not None:
                self._say(f"Written to {path}.")

        def write(path: str) -> str:
            return self._refusal(lambda: give_out(session, kind, path))

        self._app.push_screen(LineScreen(f"{FORMATS[kind][0]}, into the file", kind, accept=write), given)

    def take_in(self, propose: "Callable[[ImportPlan], None]") -> None:
        """Ask for an export, propose favourites from it and say what was found."""
        plans: list[ImportPlan] = []

        def read(path: str) -> str:
            return self._refusal(lambda: plans.append(import_plan(Path(path), self._recommender)))

        def tell(path: str | None) -> None:
            if path is not None:
                propose(plans[-1])
                self._app.push_screen(ReportScreen("What came in", plans[-1].lines()))

        self._app.push_screen(LineScreen("A Letterboxd export (zip or CSV) or an IMDb CSV", accept=read), tell)

    def go_on(self, resume: "Propose") -> None:
        """Ask for an evening that was kept, and go on with it."""
        from matinee.engine.storage.log import SessionLog
        from matinee.engine.storage.store import list_sessions

        def chosen(name: str | None) -> None:
            if name is None:
                return
            refused = self._refusal(lambda: self._keeping.go_on(SessionLog.open(name), self._recommender))
            if refused:
                self._app.notify(refused, severity="error", markup=False)
            else:
                resume(list(self._keeping.favourites))

        kept: list[Choice] = []
        refused = self._refusal(
            lambda: kept.extend(Choice(each.name, each.name, each.damage or marks(each)) for each in list_sessions())
        )
        if kept:
            self._app.push_screen(ChoiceScreen("go on with", kept), chosen)
        else:
            self._say(refused or "No evening is kept yet; `matinee --session NAME` keeps one.")

    def _say(self, sentence: str) -> None:
        self._app.notify(sentence, markup=False)

    @staticmethod
    def _refusal(act: Callable[[], object]) -> str:
        """Why something cannot be done, in a sentence; empty where it is done."""
        from matinee.engine.errors import MatineeError

        try:
            act()
        except (MatineeError, OSError) as error:
            return str(error)
        return ""


def marks(kept: "SessionSummary") -> str:
    """ "✓ 5  ✗ 3  · 1"."""
    from matinee.engine.session.events import Answer

    shown = (Answer.LIKE, Answer.DISLIKE, Answer.SKIP, Answer.LATER)
    return words.counts(*(kept.tally.get(answer, 0) for answer in shown))


def import_plan(path: Path, recommender: "Recommender") -> "ImportPlan":
    """What an export means for an evening. Raises ExchangeError."""
    from matinee.engine.exchange.import_plan import plan
    from matinee.engine.exchange.readers.dispatch import read_export

    return plan(read_export(path.expanduser()), recommender.catalogue, recommender.model().scorable)
