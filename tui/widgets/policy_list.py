"""The weights of the policy, one per line, to be adjusted."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets.option_list import Option

from matinee.tui.policy_controls import GROUPS, VALUE_LABELS, PolicyControl, group_controls
from matinee.tui.widgets.bars import bar
from matinee.tui.widgets.inputs import OrderedList
from matinee.tui.widgets.layout import fit_cells

if TYPE_CHECKING:
    from matinee.policy import Policy

NAME_WIDTH, VALUE_WIDTH, PADDING = 26, 8, 5
"""Cells of a name, of a number, and of the gaps and the mark; a narrow list has no room for a bar between them."""


class PolicyList(OrderedList):
    """One weight per line; ● marks those that differ from the session's initial policy."""

    DEFAULT_CSS = """
    PolicyList { border: none; padding: 0; background: transparent; height: 1fr; scrollbar-size-vertical: 1; }
    PolicyList:focus { border: none; background-tint: transparent; }
    PolicyList > .option-list--option-disabled { color: $secondary; text-style: italic; }
    PolicyList > .option-list--option-highlighted, PolicyList:focus > .option-list--option-highlighted {
        background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground; text-style: bold;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor_up", "choose", key_display="↑↓", id="weights.up"),
        Binding("down,j", "cursor_down", "choose", show=False, id="weights.down"),
        Binding("left,h", "less", "adjust", key_display="←→", id="weights.less"),
        Binding("right,l,enter", "more", "adjust", show=False, id="weights.more"),
        Binding("0,backspace,delete", "reset", "reset", key_display="0", id="weights.reset"),
    ]

    def __init__(
        self, initial: "Policy", current: "Policy", first: str, change: Callable[[str, float | str], "Policy"]
    ) -> None:
        """Create the list.

        Args:
            initial: the values that weights are reset to.
            current: the values now.
            first: the group to show first.
            change: sets a setting and returns the new policy. A message instead would arrive after pending keys.
        """
        super().__init__(markup=False, compact=True)
        self._change = change
        self._initial, self._current = initial, current
        self._rows: list[PolicyControl | str] = []
        for group in sorted(GROUPS, key=lambda name: name != first):
            self._rows += [group, *group_controls(group)]

    def on_resize(self, _event: events.Resize) -> None:
        self._fill(self.highlighted)

    @property
    def chosen(self) -> PolicyControl | None:
        """The control on the highlighted line; None for a heading."""
        line = None if self.highlighted is None else self._rows[self.highlighted]
        return line if isinstance(line, PolicyControl) else None

    def action_less(self) -> None:
        """Decrease the weight."""
        self._move(-1)

    def action_more(self) -> None:
        """Increase the weight."""
        self._move(1)

    def action_reset(self) -> None:
        """Reset the weight."""
        if self.chosen is not None:
            self._set(self.chosen, self.chosen.value(self._initial))

    def _move(self, by: int) -> None:
        if self.chosen is not None:
            self._set(self.chosen, self.chosen.stepped(self._current, by))

    def _set(self, control: PolicyControl, value: float | str) -> None:
        if value != control.value(self._current):
            self._current = self._change(control.setting, value)
            self.replace_option_prompt_at_index(self._rows.index(control), self._line(control))

    def _fill(self, highlighted: int | None) -> None:
        """Set all lines at once, with a single layout."""
        if self.content_size.width:
            headings = [isinstance(line, str) for line in self._rows]
            lines = [f" {line}" if isinstance(line, str) else self._line(line) for line in self._rows]
            self.set_options([Option(line, disabled=off) for line, off in zip(lines, headings, strict=True)])
            self.highlighted = 1 if highlighted is None else highlighted

    def _line(self, control: PolicyControl) -> Content:
        width = max(self.content_size.width - NAME_WIDTH - VALUE_WIDTH - PADDING - 1, 0)
        value, share = control.value(self._current), control.share(self._current)
        shown = VALUE_LABELS.get(value, value) if isinstance(value, str) else f"{value:.2f}"
        return Content.assemble(
            " ",
            fit_cells(control.name, NAME_WIDTH),
            " ",
            (f"{'' if share is None or not width else bar(share, width):<{width}}", "$primary"),
            f" {shown:>{VALUE_WIDTH}}",
            (" ●" if value != control.value(self._initial) else "  ", "$primary"),
        )
