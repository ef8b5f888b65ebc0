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

FILMS = 12
YEAR_WIDTH = 6
IN_A_MOOD, USUALLY = "in a mood", "what counts"


class WeightsScreen(MatineeScreen):
    """Controls on one side, what they do to the ranking on the other."""

    AUTO_FOCUS = "Controls"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,a,q", "leave", "back", key_display="esc", id="weights.leave"),
        Binding("up,down", "nothing", "choose", key_display="↑↓", id="weights.choose"),
        Binding("left,right", "nothing", "turn", key_display="←→", id="weights.turn"),
        Binding("0", "nothing", "reset", id="weights.zero"),
    ]

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session
        self._before = self._best()

    def parts(self) -> ComposeResult:
        first = IN_A_MOOD if self.session.active_prompt is not None else USUALLY
        yield StatusLine()
        with Container(id="stage"):
            yield Controls(self.session.usual_policy, self.session.policy, first)
            yield Static(id="films", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        if self.left:
            return
        self.query_one(StatusLine).show("What counts", "● not as usual")
        self.query_one(KeyBar).show(own_bindings(self))
        self.query_one("#films").border_title = "next"
        self.query_one("#films").border_subtitle = "▲ ▼ since you came here"

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.call_after_refresh(self._show_again)

    def _show_again(self) -> None:
        """What depends on the size; and controls that were hidden because there was no room have the keys again."""
        self._show_films()
        if not self.too_small and self.focused is None:
            self.query_one(Controls).focus()

    @on(Controls.Turned)
    def _turned(self, message: Controls.Turned) -> None:
        self.session.weigh(message.setting, message.value)
        self.query_one(Controls).show(self.session.policy)
        self._show_films()

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.query_one(Controls).action_turn(1)

    def action_leave(self) -> None:
        """Back."""
        self.dismiss()

    def _best(self) -> list[int]:
        return [int(row) for row in self.session.ranking().top(FILMS)]

    def _show_films(self) -> None:
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
