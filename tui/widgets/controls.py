"""How much each side of a mood counts, to be turned while the film above follows."""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui.widgets.taste_panel import bar

if TYPE_CHECKING:
    from policy import Policy

STEP, MOST = 0.1, 2.0
"""How far one key turns, and where it ends; a policy that starts higher may stay there."""
TURNED = {
    "intent_text_weight": "what you asked for",
    "intent_spread_weight": "what its fans love",
    "intent_genre_weight": "genres of the mood",
    "intent_named_weight": "genres you named",
    "intent_popularity_weight": "well-known films",
    "intent_refused_penalty": "what you ruled out",
    "intent_taste_share": "your own taste",
}
"""Setting of the policy → what it is called on screen."""
NAME_WIDTH, VALUE_WIDTH, AROUND = 18, 4, 6
"""Cells of a name, of a number, and of the pointer, the gaps and the mark around them."""


class Controls(Static, can_focus=True):
    """One line a weight; ● marks those that are not as the policy has them."""

    DEFAULT_CSS = """
    Controls {
        display: none; border: round $panel-lighten-2; border-title-color: $text-muted; padding: 0 1;
        link-style: none; link-color: $foreground;
        link-style-hover: bold; link-color-hover: $primary; link-background-hover: $panel;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "former", "choose", key_display="↑↓"),
        Binding("down", "next", "choose", show=False),
        Binding("left", "less", "turn", key_display="←→"),
        Binding("right", "more", "turn", show=False),
        Binding("0,backspace,delete", "reset", "reset", key_display="0"),
        Binding("escape,a", "close", "close", key_display="a"),
    ]

    class Turned(Message):
        """A weight was changed."""

        def __init__(self, policy: "Policy") -> None:
            self.policy = policy
            super().__init__()

    class Closed(Message):
        """The controls are done with."""

    def __init__(self, shipped: "Policy") -> None:
        """``shipped`` holds the values a weight is put back to."""
        super().__init__(markup=False)
        self._shipped = self._policy = shipped
        self._chosen = 0

    def on_mount(self) -> None:
        self.border_title = "what counts"

    def show(self, policy: "Policy") -> None:
        """Show the weights as they are now."""
        self._policy = policy
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        self._draw()

    def action_former(self) -> None:
        """The line above."""
        self.action_point((self._chosen - 1) % len(TURNED))

    def action_next(self) -> None:
        """The line below."""
        self.action_point((self._chosen + 1) % len(TURNED))

    def action_point(self, line: int) -> None:
        """This line."""
        self._chosen = line
        self._draw()

    def action_less(self) -> None:
        """Let it count less."""
        self._set(max(self._value(self._policy) - STEP, 0.0))

    def action_more(self) -> None:
        """Let it count more."""
        now = self._value(self._policy)
        self._set(min(now + STEP, max(MOST, now)))

    def action_reset(self) -> None:
        """Put it back to what it was."""
        self._set(self._value(self._shipped))

    def action_close(self) -> None:
        """Leave it so."""
        self.post_message(self.Closed())

    def _value(self, policy: "Policy") -> float:
        return float(getattr(policy, list(TURNED)[self._chosen]))

    def _set(self, value: float) -> None:
        value = round(value, 2)
        if value != self._value(self._policy):
            settings: dict[str, float] = {list(TURNED)[self._chosen]: value}
            self.post_message(self.Turned(replace(self._policy, **settings)))  # type: ignore[arg-type]

    def _draw(self) -> None:
        width = self.content_size.width
        lines = []
        for place, (setting, name) in enumerate(TURNED.items()):
            value = float(getattr(self._policy, setting))
            changed = value != getattr(self._shipped, setting)
            line = Content.assemble(
                ("▸ " if place == self._chosen else "  ", "$primary"),
                Content.from_markup(f"[@click=point({place})]{name:<{NAME_WIDTH}}[/] "),
                weighed(value, width - NAME_WIDTH - VALUE_WIDTH - AROUND),
                f" {value:{VALUE_WIDTH}.2f}",
                (" ●" if changed else "  ", "$primary"),
            )
            lines.append(line)
        self.update(Content("\n").join(lines), layout=False)


def weighed(value: float, width: int) -> Content:
    """A bar that is full at ``MOST``."""
    room = max(width, 1)
    return Content(f"{bar(min(value / MOST, 1.0), room):<{room}}").stylize("$primary")
