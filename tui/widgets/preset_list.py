"""The presets, one line from end to end for each, to be moved along."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.style import Style
from textual.widgets.option_list import Option

from matinee.tui.text.preset_text import PRESET_TEXTS
from matinee.tui.widgets.inputs import OrderedList
from matinee.tui.widgets.layout import fit_cells

if TYPE_CHECKING:
    from matinee.policy import Policy

STOP, HERE, TRACK = "○", "●", "─"
MAX_WIDTH = 60
"""Cells of the longest line."""
ROOMY = 9
"""Rows of the list from which a blank one separates the lines."""
LINES = tuple(PRESET_TEXTS)


class PresetList(OrderedList):
    """One preset per entry: the words for its two ends, and below them a line whose stops are its steps."""

    DEFAULT_CSS = """
    PresetList { border: none; padding: 0; background: transparent; height: 1fr; scrollbar-size-vertical: 1; }
    PresetList:focus { border: none; background-tint: transparent; }
    PresetList > .option-list--option-highlighted, PresetList:focus > .option-list--option-highlighted {
        background: $panel; color: $primary; text-style: bold;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "less", "move", key_display="←→", id="presets.less"),
        Binding("right,l,enter", "more", "move", show=False, id="presets.more"),
        Binding("up,k", "cursor_up", "line", key_display="↑↓", id="presets.up"),
        Binding("down,j", "cursor_down", "line", show=False, id="presets.down"),
        Binding("0,backspace,delete", "reset", "all as usual", key_display="0", id="presets.reset"),
    ]

    def __init__(
        self,
        initial: "Policy",
        current: "Policy",
        change: Callable[[str, int], "Policy"],
        reset: Callable[[], "Policy"],
    ) -> None:
        """Create the list.

        Args:
            initial: the policy the session began with.
            current: the policy now.
            change: moves a line to a step and returns the new policy. A message would arrive after pending keys.
            reset: sets every weight as the session began and returns the new policy.
        """
        super().__init__(markup=False, compact=True)
        self._change, self._reset = change, reset
        self._initial, self._current = initial, current

    def on_resize(self, _event: events.Resize) -> None:
        if self.content_size.width:
            chosen = self.highlighted or 0
            self.set_options([Option(self._entry(line)) for line in LINES])
            self.highlighted = chosen

    def show(self, policy: "Policy") -> None:
        """Show where a policy is on each line."""
        self._current = policy
        for place in range(self.option_count):
            self.replace_option_prompt_at_index(place, self._entry(LINES[place]))

    def take_step(self, line: str, step: int) -> None:
        """Move a line to a step, and highlight it."""
        self.highlighted = LINES.index(line)
        self.show(self._change(line, step))

    def action_less(self) -> None:
        """Move towards the left end."""
        self._move(-1)

    def action_more(self) -> None:
        """Move towards the right end."""
        self._move(1)

    def action_reset(self) -> None:
        """Everything as usual again, also the weights set in detail."""
        self.show(self._reset())

    def _move(self, by: int) -> None:
        from matinee.policy.presets import STEPS, USUAL, preset_step

        line = LINES[self.highlighted or 0]
        step = preset_step(line, self._initial, self._current)
        self.take_step(line, min(max((USUAL if step is None else step) + by, 0), STEPS - 1))

    def _entry(self, line: str) -> Content:
        """The ends of a line, and below them its stops."""
        from matinee.policy.presets import STEPS, preset_step

        width = min(self.content_size.width - 2, MAX_WIDTH)
        low, high = PRESET_TEXTS[line].ends
        here = preset_step(line, self._initial, self._current)
        gap = (width - STEPS) // (STEPS - 1)
        stops = [
            Content.assemble((HERE, "bold $primary") if step == here else (STOP, "dim")).stylize(
                Style.from_meta({"@click": ("screen.take_step", (line, step))})
            )
            for step in range(STEPS)
        ]
        width = STEPS + gap * (STEPS - 1)
        ends = Content.assemble(" ", fit_cells(low, width - Content(high).cell_length), high)
        below = "\n" if self.content_size.height >= ROOMY else ""
        return Content.assemble(ends, "\n ", Content(TRACK * gap).stylize("dim").join(stops), below)
