"""Every weight of the policy on a line of its own, to be turned while the films beside follow."""

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.weights import GROUPS, Control, controls
from tui.widgets.match_list import fitted
from tui.widgets.taste_panel import bar

if TYPE_CHECKING:
    from policy import Policy

NAME_WIDTH, NARROW_NAME_WIDTH, VALUE_WIDTH, AROUND = 26, 20, 7, 6
"""Cells of a name, of one where cells are few, of a number, and of the gaps and the mark."""
NARROW = 42


class Controls(OptionList):
    """One line a weight; ● marks those that are not as the policy has them."""

    DEFAULT_CSS = """
    Controls { border: none; padding: 0; background: transparent; height: 1fr; scrollbar-size-vertical: 1; }
    Controls:focus { border: none; background-tint: transparent; }
    Controls > .option-list--option-disabled { color: $secondary; text-style: italic; }
    Controls > .option-list--option-highlighted, Controls:focus > .option-list--option-highlighted {
        background: $panel; color: $primary; text-style: bold;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "turn(-1)", "less", show=False, id="weights.less"),
        Binding("right,l", "turn(1)", "more", show=False, id="weights.more"),
        Binding("j", "cursor_down", "down", show=False, id="weights.down"),
        Binding("k", "cursor_up", "up", show=False, id="weights.up"),
        Binding("0,backspace,delete", "reset", "as it was", show=False, id="weights.reset"),
    ]

    class Turned(Message):
        """A weight is to be changed."""

        def __init__(self, setting: str, value: float | str) -> None:
            self.setting, self.value = setting, value
            super().__init__()

    def __init__(self, usual: "Policy", now: "Policy", first: str) -> None:
        """``usual`` holds the values a weight is put back to; the group ``first`` comes first."""
        super().__init__(markup=False, compact=True)
        self._usual, self._now = usual, now
        self._rows: list[Control | str] = []
        for group in sorted(GROUPS, key=lambda name: name != first):
            self._rows += [group, *controls(group)]

    def on_resize(self, _event: events.Resize) -> None:
        self._fill(self.highlighted)

    def show(self, policy: "Policy") -> None:
        """Show the weights as they are now."""
        before, self._now = self._now, policy
        for place, line in enumerate(self._rows):
            if isinstance(line, Control) and line.value(before) != line.value(policy):
                self.replace_option_prompt_at_index(place, self._drawn(line))

    @property
    def chosen(self) -> Control | None:
        """The weight on the highlighted line."""
        line = None if self.highlighted is None else self._rows[self.highlighted]
        return line if isinstance(line, Control) else None

    def action_turn(self, by: int) -> None:
        """Let it count more, or less."""
        if self.chosen is not None:
            self._set(self.chosen, self.chosen.turned(self._now, by))

    def action_reset(self) -> None:
        """Put it back to what it was."""
        if self.chosen is not None:
            self._set(self.chosen, self.chosen.value(self._usual))

    def _set(self, control: Control, value: float | str) -> None:
        if value != control.value(self._now):
            self.post_message(self.Turned(control.setting, value))

    def _fill(self, highlighted: int | None) -> None:
        """All lines at once: one at a time each would be laid out with all others."""
        if self.content_size.width:
            headings = [isinstance(line, str) for line in self._rows]
            lines = [f" {line}" if isinstance(line, str) else self._drawn(line) for line in self._rows]
            self.set_options([Option(line, disabled=off) for line, off in zip(lines, headings, strict=True)])
            self.highlighted = 1 if highlighted is None else highlighted

    def _drawn(self, control: Control) -> Content:
        room = self.content_size.width
        name = NAME_WIDTH if room >= NARROW else NARROW_NAME_WIDTH
        width = max(room - name - VALUE_WIDTH - AROUND, 1)
        value, share = control.value(self._now), control.share(self._now)
        shown = value if isinstance(value, str) else f"{value:.2f}"
        return Content.assemble(
            " ",
            fitted(control.name, name),
            " ",
            (f"{'' if share is None else bar(share, width):<{width}}", "$primary"),
            f" {shown:>{VALUE_WIDTH}}",
            (" ●" if value != control.value(self._usual) else "  ", "$primary"),
        )
