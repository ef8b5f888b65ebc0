"""How much each side of the choice counts, and the films that come next, which follow at once."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import OptionList, Static

from tui.screens.base import MatineeScreen
from tui.widgets.controls import Controls
from tui.widgets.key_bar import KeyBar, own_bindings
from tui.widgets.match_list import fitted
from tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from engine.session import Session
    from policy import Policy

FILMS = 12
YEAR_WIDTH = 6
IN_A_MOOD, USUALLY = "in a mood", "what counts"


class WeightsScreen(MatineeScreen):
    """Controls on one side, what they do to the ranking on the other."""

    AUTO_FOCUS = "Controls"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,a,q", "screen.leave", "back", key_display="esc", id="weights.leave"),
        Binding("question_mark,f1", "app.help", "help", key_display="?", show=False, id="weights.help"),
    ]

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session
        self._before = self._best()

    def parts(self) -> ComposeResult:
        first = IN_A_MOOD if self.session.active_prompt is not None else USUALLY
        yield StatusLine()
        with Container(id="stage"):
            yield Controls(self.session.usual_policy, self.session.policy, first, self._turn)
            yield Static(id="films", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        if self.left:
            return
        keys = [*own_bindings(self), *own_bindings(self.query_one(Controls))]
        self.query_one(KeyBar).show(keys, whose="focused")
        self.query_one("#films").border_title = "next"
        self.query_one("#films").border_subtitle = "▲ ▼ since you came here"

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.call_after_refresh(self._show_films)

    def focused_part(self) -> Controls:
        return self.query_one(Controls)

    def _turn(self, setting: str, value: float | str) -> "Policy":
        self.session.weigh(setting, value)
        self._show_films()
        return self.session.policy

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.query_one(Controls).action_more()

    def action_leave(self) -> None:
        """Back."""
        if self.app.screen is self:
            self.dismiss()

    def _best(self) -> list[int]:
        return [int(row) for row in self.session.ranking().top(FILMS)]

    def _show_films(self) -> None:
        turned = self.session.policy != self.session.usual_policy
        self.query_one(StatusLine).show("What counts", "● turned by you" if turned else "")
        box = self.query_one("#films", Static)
        catalogue, width = self.session.catalogue, max(box.content_size.width, 12)
        lines = []
        for place, row in enumerate(self._best()):
            title = fitted(catalogue.titles[row], width - YEAR_WIDTH - 2)
            year = (f"{catalogue.years[row] or '':>{YEAR_WIDTH}}", "dim")
            lines.append(Content.assemble((moved(row, place, self._before), "$primary"), " ", title, year))
        box.update(Content("\n").join(lines) if lines else Content("nothing is left").stylize("dim"), layout=False)


def moved(row: int, place: int, before: list[int]) -> str:
    """▲ for a film that came up or is new, ▼ for one that went down."""
    then = before.index(row) if row in before else len(before)
    return "▲" if place < then else "▼" if place > then else " "
