"""Gives keys and pastes to the top screen one by one, in the order in which they arrive.

Textual hands every key to a queue of the widget that has the focus at that moment. While a screen opens, that is the
wrong widget, or one that is not ready: keys are lost, or act on the screen below. Here a key waits until the one
before it has acted and the top screen is ready.
"""

import asyncio
from collections import deque
from time import monotonic
from typing import Any

from textual import events
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.message_pump import MessagePump
from textual.screen import Screen

from matinee.tui.keys.keymap import normal_keys, own_bindings
from matinee.tui.runtime.textual_patches import (
    PatchedApp,
    SafeCommandPalette,
    current_keymap,
    dismiss_toasts,
    is_exiting,
)
from matinee.tui.widgets.layout import TALL

RETRY = 0.02
"""Seconds after which waiting keys are tried again, if nothing else has called for them."""
PATIENCE = 20
"""Number of waiting keys from which a key that quits acts before them."""
LINE_FEED = "ctrl+j"
READ = 1.0
"""Seconds after which a note has been read and goes with the next key in a terminal that is not tall."""
SLOW = 0.3
"""Seconds of work from which keys pressed during it are meant for what is still on screen."""
REACTION = 0.5
"""Seconds after a change that nobody asked for, in which keys are meant for what was on screen before it."""
TypedInput = events.Key | events.Paste


class OrderedInputApp(PatchedApp):
    """An app whose keys never overtake each other and never reach a screen that is not on top, or not ready.

    Attributes:
        is_typed_ahead: whether the key that acts now was pressed before what it would act on could be seen: before or
            while ``holds_input`` was true, or during slow work that changed the screen.
    """

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[tuple[TypedInput, bool]] = deque()  # each with whether it was typed ahead
        self._acting: MessagePump | None = None
        self._is_settling = self._will_retry = False
        self._unseen = (0.0, 0.0)  # keys pressed between these times were meant for what was on screen before
        self.is_typed_ahead = False

    @property
    def holds_input(self) -> bool:
        """Whether keys must wait, whatever is on top."""
        return False

    @property
    def holds_text(self) -> bool:
        """Whether characters and pastes must wait, and what follows them; other keys act."""
        return False

    @property
    def is_idle(self) -> bool:
        """Whether no key waits, and the next one would act at once."""
        return not self._waiting and self._is_ready(events.Key("enter", None))

    @property
    def has_waiting_keys(self) -> bool:
        """Whether keys or pastes wait behind the one that acts now."""
        return bool(self._waiting)

    async def on_event(self, event: events.Event) -> None:
        """Queue keys and pastes; ignore the mouse while what it points at is about to change."""
        if not isinstance(event, events.InputEvent | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif is_exiting(self):
            return
        elif not isinstance(event, TypedInput):
            if self._is_ready():
                await super().on_event(event)
        elif (self.holds_input or len(self._waiting) > PATIENCE) and self._ends_app(event):
            await super().on_event(event)
        else:
            self._waiting.append((self._as_enter(event), self.holds_input))
            await self._act()

    def take_back(self, event: events.Key) -> None:
        """Let a key that reached the wrong widget act next.

        Args:
            event: the key; it was given to a widget that has lost the focus since.
        """
        again = events.Key(event.key, event.character)
        again.time = event.time
        self._waiting.appendleft((again, self.is_typed_ahead))
        self.call_later(self._act)

    def ignore_waiting_keys(self) -> None:
        """Forget the keys that have not acted yet."""
        self._waiting.clear()

    def note_change(self, began: float, delay: float = 0.0) -> None:
        """Note that something else is on screen from now on.

        Keys pressed since the work on it began were meant for what it replaced. Those that were pressed before, in one
        go with the key that began it, act on it.

        Args:
            began: when the work began, of the clock ``monotonic``.
            delay: seconds for which the same is true of keys to come.
        """
        self._unseen = (began, monotonic() + delay)

    def push_screen(self, *arguments: Any, **options: Any) -> Any:
        """Open a screen; keys wait until it is ready. Once the app is about to end, nothing is opened."""
        if is_exiting(self):
            return AwaitComplete(asyncio.sleep(0))
        pushed = super().push_screen(*arguments, **options)
        self.screen.call_later(self.call_later, self._act)
        return pushed

    def pop_screen(self) -> AwaitComplete:
        """Close the top screen; keys wait until what its answer leads to has begun."""
        popped = super().pop_screen()
        self._is_settling = True
        asyncio.get_running_loop().call_soon(self.call_later, self._settle)
        return popped

    async def _settle(self) -> None:
        self._is_settling = False
        await self._act()

    async def _act(self) -> None:
        """Let keys act, as long as each of them finds the app ready."""
        while self._waiting and not is_exiting(self):
            event, was_typed_ahead = self._waiting[0]
            if not self._is_ready(event):
                if self.holds_input or self.holds_text:  # pressed before what they will act on could be seen
                    self._waiting = deque((each, True) for each, _ in self._waiting)
                self._retry()
                return
            self._waiting.popleft()
            self.is_typed_ahead = was_typed_ahead or self._unseen[0] < event.time < self._unseen[1]
            self._acting = self.focused or self.screen
            if self.size.height < TALL:  # where a note covers what the key acts on
                dismiss_toasts(self, READ)
            await super().on_event(event)
            if not self._acting.call_later(self._acted):
                self._acting = None

    def _acted(self) -> None:
        """Note that a key has acted; called by the widget that received it, after the key."""
        self._acting = None
        if self._waiting:
            self.call_later(self._act)

    def _is_ready(self, event: TypedInput | None = None) -> bool:
        """Whether an event can act now; None for one of the mouse."""
        if len(self.screen_stack) < 2 or not self.screen.is_mounted or self._is_settling or self.holds_input:
            return False
        if event is None:
            return True
        if self.holds_text and (isinstance(event, events.Paste) or event.is_printable):
            return False
        if self._acting is not None and self._acting.is_running:
            return False
        is_enter = isinstance(event, events.Key) and event.key == "enter"
        return not (isinstance(self.screen, SafeCommandPalette) and self.screen.is_busy(will_choose=is_enter))

    def _as_enter(self, event: TypedInput) -> TypedInput:
        """Enter for a line feed: the terminal sends one for Enter until the app has started, and in some pastes."""
        is_line_feed = isinstance(event, events.Key) and event.key == LINE_FEED
        if is_line_feed and not any(LINE_FEED in normal_keys(keys) for keys in current_keymap(self).values()):
            return events.Key("enter", "\r")
        return event

    def _retry(self) -> None:
        if not self._will_retry:
            self._will_retry = True
            self.set_timer(RETRY, self._try_again)

    async def _try_again(self) -> None:
        self._will_retry = False
        await self._act()

    def _ends_app(self, event: TypedInput) -> bool:
        """Whether an event is a key that quits or suspends the app."""
        return isinstance(event, events.Key) and any(
            event.key in binding.key.split(",") and binding.action in ("quit", "suspend_process")
            for binding in own_bindings(self)
        )


def is_typed_ahead(app: App[Any]) -> bool:
    """Whether the key that acts now was pressed before its effect could be seen."""
    return isinstance(app, OrderedInputApp) and app.is_typed_ahead


def note_slow_change(screen: Screen[Any], began: float) -> None:
    """If work has taken long, note that keys pressed during it were meant for what was on screen before.

    Args:
        screen: what it has changed, and is about to be drawn.
        began: when the work began, of the clock ``monotonic``.
    """
    if isinstance(screen.app, OrderedInputApp) and monotonic() - began > SLOW:
        screen.app.note_change(began)
        screen.call_later(screen.app.note_change, began)


def note_sudden_change(app: App[Any]) -> None:
    """Note that another film has appeared by itself, so that what is pressed in the next moment is not for it."""
    if isinstance(app, OrderedInputApp):
        app.note_change(monotonic(), REACTION)


def has_waiting_keys(app: App[Any]) -> bool:
    """Whether other keys arrived together with the one that acts now, as in a burst."""
    return isinstance(app, OrderedInputApp) and app.has_waiting_keys
