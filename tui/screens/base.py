"""Base classes of the screens: full screens, scrolling screens and dialogs."""

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from matinee.tui.keys.key_dispatch import dispatch, forward
from matinee.tui.keys.keymap import own_bindings
from matinee.tui.widgets.key_bar import KeyBar
from matinee.tui.widgets.layout import BROAD, GRAND, LOFTY, SMALLEST, TALL, VAST, WIDE


class MatineeScreen(Screen[None]):
    """A screen with CSS classes for its size.

    They are ``-small``, ``-wide``, ``-broad`` and ``-vast`` for its columns, ``-tall``, ``-grand`` and ``-lofty`` for
    its lines.

    In a terminal that is too small, it shows only a message.
    """

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    MatineeScreen { background: $background; overflow: hidden; }
    MatineeScreen > #too-small {
        display: none; width: 100%; height: 100%; content-align: center middle; text-align: center;
    }
    MatineeScreen.-small > * { display: none; }
    MatineeScreen.-small > #too-small { display: block; }
    """

    @property
    def withheld_actions(self) -> frozenset[str]:
        """Actions that this user may never run, so that even the help leaves them out."""
        return frozenset()

    def extra_commands(self) -> Iterator[SystemCommand]:
        """Commands for the palette that are possible now and have no key."""
        yield from ()

    def compose(self) -> ComposeResult:
        self._set_size_classes(self.app.size)  # before the first layout, which would otherwise be done twice
        yield from self.compose_body()
        yield Static(id="too-small", markup=False)

    def compose_body(self) -> ComposeResult:
        """The widgets of the screen, in place of ``compose``."""
        yield from ()

    def on_resize(self, event: events.Resize) -> None:
        self._set_size_classes(event.size)
        (width, height), (columns, lines) = event.size, SMALLEST
        self.query_one("#too-small", Static).update(f"{width}×{height} is too small; Matinee needs {columns}×{lines}.")
        self.call_after_refresh(self._restore_focus)

    def focus_target(self) -> Widget | None:
        """The widget that should have the focus; None for the screen itself."""
        return None

    def _restore_focus(self) -> None:
        """Focus the widget again that lost the focus while it was hidden in a small terminal."""
        target = None if self.is_dismissed or self.is_too_small or self.focused is not None else self.focus_target()
        if target is not None:
            self.set_focus(target)  # immediately, because keys may already be waiting

    def _set_size_classes(self, size: Size) -> None:
        """Set the CSS classes for a size."""
        width, height = size
        classes = {
            "-small": width < SMALLEST[0] or height < SMALLEST[1],
            "-wide": width >= WIDE,
            "-broad": width >= BROAD,
            "-vast": width >= VAST,
            "-tall": height >= TALL,
            "-grand": height >= GRAND,
            "-lofty": height >= LOFTY,
        }
        self.add_class(*(name for name, wanted in classes.items() if wanted))
        self.remove_class(*(name for name, wanted in classes.items() if not wanted))

    async def on_key(self, event: events.Key) -> None:
        """Run the action of a key; one meant for another screen, or for a widget without its focus, is forwarded."""
        has_lost_focus = self.focused is None
        if self.app.screen is self and has_lost_focus:
            self._restore_focus()
        if self.app.screen is not self or (has_lost_focus and self.focused is not None):
            forward(event, self)
        else:
            await dispatch(event, (self, own_bindings(self)))

    @property
    def is_dismissed(self) -> bool:
        """Whether a burst of keys closed the screen before it was drawn."""
        return self not in self.app.screen_stack

    @property
    def is_too_small(self) -> bool:
        """Whether the terminal is too small for the screen."""
        return self.size.width < SMALLEST[0] or self.size.height < SMALLEST[1]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Allow only quitting while the terminal is too small to see anything."""
        return not self.is_too_small or action in ("quit", "app.quit", "leave")


class ScrollingScreen(MatineeScreen):
    """A screen that is scrolled with keys and mouse; which keys, its subclasses say."""

    DEFAULT_CSS = """
    ScrollingScreen VerticalScroll { scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    ScrollingScreen VerticalScroll > Vertical { padding: 1 3; height: auto; }
    ScrollingScreen Static { height: auto; }
    ScrollingScreen .film { text-style: bold; color: $primary; }
    ScrollingScreen .quiet { color: $text-muted; }
    ScrollingScreen .section { margin: 1 0 0 0; color: $secondary; text-style: italic; }
    """

    def on_mount(self) -> None:
        if not self.is_dismissed:
            self.query_one(KeyBar).show([each for each in own_bindings(self) if self.can_run(each.action)])

    def can_run(self, action: str) -> bool:
        """Whether an action is available on this screen."""
        return action not in self.withheld_actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return super().check_action(action, parameters) and self.can_run(action)

    def action_line_up(self) -> None:
        """Scroll up by a line."""
        self.query_one(VerticalScroll).scroll_relative(y=-1, animate=False)

    def action_line_down(self) -> None:
        """Scroll down by a line."""
        self.query_one(VerticalScroll).scroll_relative(y=1, animate=False)

    def action_to_top(self) -> None:
        """Scroll to the top."""
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_to_bottom(self) -> None:
        """Scroll to the bottom."""
        self.query_one(VerticalScroll).scroll_end(animate=False)

    def action_page_up(self) -> None:
        """Scroll up by a page."""
        self.query_one(VerticalScroll).scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        """Scroll down by a page."""
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    def action_leave(self) -> None:
        """Close this screen."""
        if self.app.screen is self:
            self.dismiss()


class ScrollScreen(ScrollingScreen):
    """A screen to read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,backspace", "leave", "back", key_display="esc", id="reading.leave"),
        Binding("up,k", "line_up", "scroll", key_display="↑↓", id="reading.line_up"),
        Binding("down,j", "line_down", "scroll", show=False, id="reading.line_down"),
        Binding("pageup", "page_up", "page up", show=False, id="reading.page_up"),
        Binding("pagedown,space", "page_down", "page down", show=False, id="reading.page_down"),
        Binding("home", "to_top", "top", show=False, id="reading.top"),
        Binding("end", "to_bottom", "bottom", show=False, id="reading.bottom"),
    ]


class DialogScreen(ModalScreen[str | None]):
    """A dialog over another screen that is answered exactly once, even if several keys arrive together."""

    def answer(self, value: str | None) -> None:
        """Close the dialog with an answer, or with None for no answer."""
        if self.app.screen is self:
            self.dismiss(value)

    def action_leave(self) -> None:
        """Leave it as it is."""
        self.answer(None)
