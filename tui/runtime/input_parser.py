"""Parses terminal input, within limits: what is typed or pasted by the megabyte never reaches the app."""

import re
from collections.abc import Iterable
from time import monotonic

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from matinee.tui.messages import InputCut

MAX_PASTE = 20_000
"""Characters of a paste that are used; the longest input holds 4,096, and four titles are shorter."""
TYPING_RATE = 200
"""Keys per second that can be pressed; anything faster is a paste that the terminal does not mark as one."""
BURST = 500
"""Keys accepted at once: as many as the longest prompt has characters."""
QUIET = 0.5
"""Seconds without input after which keys are accepted again; longer than the pauses in a paste."""
ESCAPE = "\x1b"
PASTE_START, PASTE_END = "\x1b[200~", "\x1b[201~"
MARK_LENGTH = len(PASTE_START)
SPARE = 5
"""Function keys accepted above the rate: help may be wanted then, but not a thousand times."""
ALWAYS_PARSED = re.compile(r"[\x03\x11]|\x1b\[(?:99|113);5(?::\d)?u|\x1bO[PQRS]|\x1b\[[PQRS]|\x1b\[48;[\d:;]{1,40}t")
"""Ctrl+C and Ctrl+Q, also as Kitty writes them, F1 to F4, and the size of the terminal: parsed even above the rate."""


class PasteLimiter:
    """Drops all of a paste but its beginning before it is parsed, which takes a microsecond per character.

    Attributes:
        has_cut: whether something was dropped from a paste that has ended; the reader resets it.
    """

    def __init__(self) -> None:
        self.has_cut = False
        self._room: int | None = None  # characters that the paste may still have; None outside of a paste
        self._is_over = False
        self._recent = ""  # the end of the last piece, in which a mark may have begun

    def limit(self, data: str) -> str:
        """Return a piece of input without what is too much of a paste; marks may be cut in two by pieces."""
        kept: list[str] = []
        while data:
            if self._room is None:
                passed, data = self._before_paste(data)
            else:
                passed, data = self._within_paste(data, self._room)
            kept.append(passed)
        return "".join(kept)

    def _before_paste(self, data: str) -> tuple[str, str]:
        """Everything up to the mark at which a paste starts, and the rest."""
        seen = self._recent + data
        start = seen.find(PASTE_START)
        if start < 0:
            self._recent = seen[-(MARK_LENGTH - 1) :]
            return data, ""
        end = start + MARK_LENGTH - len(self._recent)
        self._room, self._recent, self._is_over = MAX_PASTE, "", False
        return data[:end], data[end:]

    def _within_paste(self, data: str, room: int) -> tuple[str, str]:
        """The part of the paste that has room, with the mark at its end, and the rest; an unfinished mark waits.

        An escape character is a space, as in every line of a paste.
        """
        seen = self._recent + data
        text, mark, rest = seen.partition(PASTE_END)
        self._recent = "" if mark else unfinished_mark(seen)
        text = text.removesuffix(self._recent)
        self._is_over = self._is_over or len(text) > room
        self.has_cut = self.has_cut or (bool(mark) and self._is_over)
        self._room = None if mark else max(room - len(text), 0)
        return text[:room].replace(ESCAPE, " ") + mark, rest  # Textual would take what follows it for keys


def unfinished_mark(text: str) -> str:
    """The beginning of the mark that ends a paste, if a text ends with it."""
    return next((PASTE_END[:size] for size in range(MARK_LENGTH - 1, 0, -1) if text.endswith(PASTE_END[:size])), "")


class LimitedParser(XTermParser):
    """Textual's parser, with a limit to the length of pastes and to the rate of keys.

    Once keys come too fast, all of them are dropped until there is a pause, so that no half of a line is confirmed by
    the Enter behind it.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pastes = PasteLimiter()
        self._room = float(BURST)
        self._last = monotonic()
        self._is_flooded = False
        self._spare = SPARE

    def feed(self, data: str) -> Iterable[Message]:
        """Parse a piece of input.

        Yields:
            Its messages, and an InputCut for every paste that was cut and every flood of keys.
        """
        now = monotonic()
        pause, self._last = now - self._last, now
        self._room = min(self._room + pause * TYPING_RATE, BURST)
        if self._is_flooded and pause < QUIET:
            data = "".join(ALWAYS_PARSED.findall(data))
            if not data:  # to the parser, no text is the end of all input
                return
        else:
            self._is_flooded, self._spare = False, SPARE
        limited = self._pastes.limit(data)
        if data and not limited:
            return
        for message in super().feed(limited):
            if not isinstance(message, events.Key) or self._has_room(message):
                yield message
            elif not self._is_flooded:
                self._is_flooded = True
                yield InputCut("Too many keys at once: the rest was ignored.", is_flood=True)
        if self._pastes.has_cut:
            self._pastes.has_cut = False
            yield InputCut(f"Only the first {MAX_PASTE:,} characters of the paste were used.")

    def _has_room(self, key: events.Key) -> bool:
        if key.key in ("ctrl+c", "ctrl+q"):
            return True
        if self._is_flooded and self._spare and key.key in ("f1", "f2", "f3", "f4"):
            self._spare -= 1
            return True
        if self._is_flooded or self._room < 1:
            return False
        self._room -= 1
        return True
