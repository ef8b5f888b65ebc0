"""Everything that depends on Textual's private names or works around its bugs, in one place.

Each patch is for the version in ``TEXTUAL_VERSION``. A test fails when another version is installed: check every
patch against the new version, then change the constant.
"""

import logging
from codecs import getincrementaldecoder
from collections.abc import Mapping
from functools import partial
from time import time
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from textual._styles_cache import StylesCache
from textual._widget_navigation import Direction
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.command import CommandInput, CommandList, CommandPalette
from textual.dom import DOMNode
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList
from textual.worker import WorkerFailed

if TYPE_CHECKING:
    from textual.actions import ActionParseResult

logger = logging.getLogger(__name__)
TEXTUAL_VERSION = "8.2.8"
"""The version these patches were checked against."""


class PanicError(Exception):
    """An error that Textual reports as text, without the exception behind it."""


class CrashCapture(App[None]):
    """An app that keeps the exception that ended it instead of printing it.

    Textual prints a coloured traceback with the values of local variables, which include film titles. This app exits
    quietly, and the launcher writes the report.

    Attributes:
        crash: the first unhandled exception; None if there was none.
    """

    crash: Exception | None = None

    def _handle_exception(self, error: Exception) -> None:
        """Keep the exception and exit; in tests, which run without a terminal, raise it.

        While the app ends, a screen or a choice may still be opening and miss the widgets that are gone already.
        """
        if is_exiting(self):
            logger.warning("ignored while the app ends: %s", type(error).__name__)
            return
        if self.is_headless:
            super()._handle_exception(error)
            return
        if self.crash is None:
            self.crash = (
                error.error if isinstance(error, WorkerFailed) and isinstance(error.error, Exception) else error
            )
        self.exit(return_code=1)

    def panic(self, *renderables: RenderableType) -> None:
        """Record a failure of the input thread, which calls this instead of raising."""
        with self.console.capture() as captured:
            self.console.print(*renderables)
        self._handle_exception(PanicError(captured.get()))


class PatchedApp(CrashCapture):
    """An app whose screens can be opened and closed many times, and by keys that arrive in bursts."""

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Ignore actions while the app ends, and clicks on a screen that has no widgets yet."""
        if is_exiting(self) or (self.screen_stack and not self.screen.is_mounted):
            return False
        return await super().run_action(action, default_namespace, namespaces)

    def pop_screen(self) -> AwaitComplete:
        """Close the top screen and free the style cache of its widgets.

        Textual caches a method for the last 1,024 widgets, which keeps 60 MB alive after 60 screens.
        """
        popped = super().pop_screen()
        StylesCache.get_inner_outer.cache_clear()
        return popped


class SafeOptionList(OptionList):
    """Textual's list of options, which otherwise crashes on a page key while it has no room on screen."""

    def _move_page(self, direction: Direction) -> None:
        if self.scrollable_content_region:
            super()._move_page(direction)


class SafeCommandPalette(CommandPalette):
    """Textual's command palette, which otherwise crashes on a page key before its list is laid out.

    Its list also follows what becomes possible while it is open.
    """

    def is_busy(self, *, will_choose: bool) -> bool:
        """Whether earlier keys are still taking effect.

        Args:
            will_choose: whether the next key chooses a command, so that the search for what was typed must have ended.
        """
        unread = sum(part.message_queue_size for part in self.walk_children(with_self=True))
        searches = [worker for worker in self.app.workers if worker.node is self and not worker.is_finished]
        return bool(unread) or (will_choose and bool(searches))

    def search_again(self) -> None:
        """Update the list, because other commands have become possible."""
        self._cancel_gather_commands()
        self._stop_no_matches_countdown()
        self._gather_commands(self.query_one(CommandInput).value.strip())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return super().check_action(action, parameters) and (
            action != "command_list" or bool(self.query_one(CommandList).size)
        )


def current_keymap(app: App[Any]) -> Mapping[str, str]:
    """Binding id → keys, as last given to ``App.set_keymap``, for which Textual has no getter."""
    return app._keymap


def is_exiting(app: App[Any]) -> bool:
    """Whether the app has been told to exit."""
    return app._exit


def draw_together(screen: Screen[Any]) -> None:
    """Draw everything that has changed in one frame, right after the current message.

    Otherwise Textual draws the first widget that reports a change at once, in the old layout, and all others together
    with the new layout only when one or two more frames have passed.
    """
    for widget in screen.walk_children(Widget, with_self=True):
        widget._check_refresh()
    screen.call_later(screen._on_timer_update)


def dismiss_toasts(app: App[Any], seconds: float) -> None:
    """Dismiss the notifications that have been on screen for some seconds."""
    for notification in list(app._notifications):
        if time() - notification.raised_at > seconds:
            app._unnotify(notification)


def draw_now(widget: Widget) -> None:
    """Draw a widget before this returns, because what follows keeps the screen from being drawn."""
    widget.screen._compositor.update_widgets({widget})
    widget.screen._compositor_refresh()


def write_to_terminal(app: App[Any], text: str) -> None:
    """Write to the terminal after everything that Textual has written; nothing once the terminal is given back."""
    driver = app._driver
    if driver is not None and getattr(driver, "_writer_thread", None) is not None:
        driver.write(text)


def replace_color_filters(app: App[Any], line_filter: LineFilter) -> None:
    """Use one filter in place of those that Textual installs for NO_COLOR."""
    others = [each for each in app._filters if not isinstance(each, Monochrome | NoColor)]
    app._filters = [*others, line_filter]


def add_line_filter(app: App[Any], line_filter: LineFilter) -> None:
    """Apply a filter to every line that is drawn, after all others."""
    app._filters.append(line_filter)


def tolerate_invalid_utf8(driver_module: Any) -> None:
    """Make a driver replace bytes that are not UTF-8; Textual's decoder raises on them and ends the app."""
    vars(driver_module)["getincrementaldecoder"] = lambda name: partial(getincrementaldecoder(name), errors="replace")


def replace_parser(driver_module: Any, parser: type[XTermParser]) -> None:
    """Make a driver parse its input with another parser."""
    vars(driver_module)["XTermParser"] = parser
