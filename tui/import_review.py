"""What the app does with an import: asks about near misses, proposes favourites and reports what was found."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import App

if TYPE_CHECKING:
    from matinee.engine.exchange.import_plan import ImportPlan


def review_import(app: App[None], plan: "ImportPlan", propose: "Callable[[ImportPlan], None]") -> None:
    """Ask which films not found are the ones they may be, then propose favourites and report.

    Args:
        app: shows the screens.
        plan: the import.
        propose: called with the import and what was accepted, to fill the picker.
    """
    from matinee.tui.screens.near_misses import NearMissScreen
    from matinee.tui.screens.report import ReportScreen

    def report(reviewed: "ImportPlan") -> None:
        propose(reviewed)
        app.push_screen(ReportScreen("Imported films", reviewed.lines()))

    if not plan.near_misses:
        report(plan)
        return
    screen = NearMissScreen(plan.near_misses)
    app.push_screen(screen, lambda _: report(plan.accept(screen.accepted)))
