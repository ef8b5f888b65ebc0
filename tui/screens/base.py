"""What all screens share: they say so when the terminal is too small for them."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from matinee.tui.breakpoints import BROAD, GRAND, SMALLEST, TALL, WIDE
from matinee.tui.keys.key_dispatch import act, hand_on
from matinee.tui.widgets.key_bar import KeyBar, own_bindings


class MatineeScreen(Screen[None]):
    """A screen that knows its size: ``-small``, ``-wide``, ``-broad``, ``-tall``, ``-grand`` are classes of it."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    MatineeScreen { background: $background; overflow: hidden; }
    MatineeScreen > #too-small {
        display: none; width: 100%; height: 100%; content-align: center middle; text-align: center;
    }
    MatineeScreen.-small > * { display: none; }
    MatineeScreen.-small > #too-small { display: block; }
    """

    def compose(self) -> ComposeResult:
        self._fit(self.app.size)  # before anything is laid out, or it would be laid out twice
        yield from self.parts()
        yield Static(id="too-small", markup=False)

    def parts(self) -> ComposeResult:
        """The widgets of the screen."""
        yield from ()

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size)
        (width, height), (columns, lines) = event.size, SMALLEST
        self.query_one("#too-small", Static).update(f"{width}×{height} is too small; Matinee needs {columns}×{lines}.")
        self.call_after_refresh(self._focus_again)

    def focused_part(self) -> Widget | None:
        """What has the keys of this screen; None where it is the screen itself."""
        return None

    def _focus_again(self) -> None:
        """Textual takes the keys from what is hidden because there is no room; it has them again."""
        part = None if self.left or self.too_small or self.focused is not None else self.focused_part()
        if part is not None:
            part.focus()

    def _fit(self, size: Size) -> None:
        """Have the classes of a size."""
        width, height = size
        has = {
            "-small": width < SMALLEST[0] or height < SMALLEST[1],
            "-wide": width >= WIDE,
            "-broad": width >= BROAD,
            "-tall": height >= TALL,
            "-grand": height >= GRAND,
        }
        self.add_class(*(name for name, wanted in has.items() if wanted))
        self.remove_class(*(name for name, wanted in has.items() if not wanted))

    async def on_key(self, event: events.Key) -> None:
        """Do what is bound to the key; keys that were on their way when another screen came belong to that one."""
        if self.app.screen is not self:
            hand_on(event, self)
        else:
            await act(event, (self, own_bindings(self)))

    @property
    def left(self) -> bool:
        """True where many keys at once closed the screen before it was drawn."""
        return self not in self.app.screen_stack

    @property
    def too_small(self) -> bool:
        """True where the screen shows only that the terminal is too small."""
        return self.size.width < SMALLEST[0] or self.size.height < SMALLEST[1]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Nothing can be answered blind: in a terminal that is too small only quitting works."""
        return not self.too_small or action in ("quit", "app.quit", "leave")


class ReadingScreen(MatineeScreen):
    """A screen to read from: it scrolls by keys and mouse, and is left for the one below."""

    DEFAULT_CSS = """
    ReadingScreen VerticalScroll { scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    ReadingScreen VerticalScroll > Vertical { padding: 1 3; height: auto; }
    ReadingScreen Static { height: auto; }
    ReadingScreen .film { text-style: bold; color: $primary; }
    ReadingScreen .quiet { color: $text-muted; }
    ReadingScreen .section { margin: 1 0 0 0; color: $secondary; text-style: italic; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,backspace", "leave", "back", key_display="esc", id="reading.leave"),
        Binding("up,k", "line_up", "scroll", key_display="↑↓", id="reading.line_up"),
        Binding("down,j", "line_down", "scroll", show=False, id="reading.line_down"),
        Binding("pageup", "page_up", "page up", show=False, id="reading.page_up"),
        Binding("pagedown,space", "page_down", "page down", show=False, id="reading.page_down"),
    ]

    def on_mount(self) -> None:
        if not self.left:
            self.query_one(KeyBar).show(own_bindings(self))

    def action_line_up(self) -> None:
        """A line up."""
        self.query_one(VerticalScroll).scroll_relative(y=-1, animate=False)

    def action_line_down(self) -> None:
        """A line down."""
        self.query_one(VerticalScroll).scroll_relative(y=1, animate=False)

    def action_page_up(self) -> None:
        """A page up."""
        self.query_one(VerticalScroll).scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        """A page down."""
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    def action_leave(self) -> None:
        """Back."""
        if self.app.screen is self:
            self.dismiss()
