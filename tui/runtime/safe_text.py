"""Keeps texts from outside from acting on the terminal: every line is scrubbed last, and notices have no markup."""

from typing import Any

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter
from textual.notifications import SeverityLevel

from matinee.engine.scrubbing import UNSAFE, scrub_text
from matinee.tui.runtime.textual_patches import add_line_filter


class SafeTextFilter(LineFilter):
    """Removes control characters and invisible formatting from every line, wherever its text is from."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's signature
        """Return the segments without what a terminal would obey."""
        if all(control or text.isprintable() for text, _, control in segments):
            return segments
        return [
            segment if segment.control else Segment(UNSAFE.sub("", segment.text), segment.style) for segment in segments
        ]


class SafeTextApp(App[None]):
    """An app that shows any text as it is."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        add_line_filter(self, SafeTextFilter())

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002 - widgets pass Textual's default, and messages quote titles and file names
    ) -> None:
        """Show a notice, as one line and without markup."""
        super().notify(scrub_text(message), title=title, severity=severity, timeout=timeout, markup=False)
