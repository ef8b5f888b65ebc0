"""Every weight of the policy on a line of its own, to be turned while the films beside follow."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets.option_list import Option

from matinee.tui.policy_controls import GROUPS, VALUE_WORDS, Control, controls
from matinee.tui.widgets.match_list import fitted
from matinee.tui.widgets.ordered_list import KeyedList
from matinee.tui.widgets.taste_panel import bar

if TYPE_CHECKING:
    from matinee.policy import Policy

NAME_WIDTH, NARROW_NAME_WIDTH, VALUE_WIDTH, AROUND = 26, 20, 8, 6
"""Cells of a name, of one where cells are few, of a number, and of the gaps and the mark."""
NARROW = 42


class Controls(KeyedList):
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
        Binding("up,k", "cursor_up", "choose", key_display="↑↓", id="weights.up"),
        Binding("down,j", "cursor_down", "choose", show=False, id="weights.down"),
        Binding("left,h", "less", "turn", key_display="←→", id="weights.less"),
        Binding("right,l,enter", "more", "turn", show=False, id="weights.more"),
        Binding("0,backspace,delete", "reset", "reset", key_display="0", id="weights.reset"),
    ]

    def __init__(
        self, usual: "Policy", now: "Policy", first: str, turn: Callable[[str, float | str], "Policy"]
    ) -> None:
        """``usual`` holds the values a weight is put back to; the group ``first`` comes first.

        ``turn`` turns a setting and gives the policy after it: at once, for a message would come after the keys that
        already wait.
        """
        super().__init__(markup=False, compact=True)
        self._turn = turn
        self._usual, self._now = usual, now
        self._rows: list[Control | str] = []
        for group in sorted(GROUPS, key=lambda name: name != first):
            self._rows += [group, *controls(group)]

    def on_resize(self, _event: events.Resize) -> None:
        self._fill(self.highlighted)

    @property
    def chosen(self) -> Control | None:
        """The weight on the highlighted line."""
        line = None if self.highlighted is None else self._rows[self.highlighted]
        return line if isinstance(line, Control) else None

    def action_less(self) -> None:
        """Let it count less."""
        self._move(-1)

    def action_more(self) -> None:
        """Let it count more."""
        self._move(1)

    def action_reset(self) -> None:
        """Put it back to what it was."""
        if self.chosen is not None:
            self._set(self.chosen, self.chosen.value(self._usual))

    def _move(self, by: int) -> None:
        if self.chosen is not None:
            self._set(self.chosen, self.chosen.turned(self._now, by))

    def _set(self, control: Control, value: float | str) -> None:
        if value != control.value(self._now):
            self._now = self._turn(control.setting, value)
            self.replace_option_prompt_at_index(self._rows.index(control), self._drawn(control))

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
        shown = VALUE_WORDS.get(value, value) if isinstance(value, str) else f"{value:.2f}"
        return Content.assemble(
            " ",
            fitted(control.name, name),
            " ",
            (f"{'' if share is None else bar(share, width):<{width}}", "$primary"),
            f" {shown:>{VALUE_WIDTH}}",
            (" ●" if value != control.value(self._usual) else "  ", "$primary"),
        )
