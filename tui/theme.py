"""Color themes: Matinee's dark, light and terminal themes, and corrections to Textual's."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter, Monochrome, NoColor
from textual.theme import BUILTIN_THEMES, Theme

from matinee.tui.runtime.textual_patches import replace_color_filters

if TYPE_CHECKING:
    from textual.app import App

FRAME = "panel-lighten-2"
"""Name of the colour variable of borders."""
CURSOR_LINE, CURSOR_TEXT = "block-cursor-blurred-background", "block-cursor-blurred-foreground"
"""Names of the colour variables of the highlighted line of a list, on which dim text must be legible too."""

MATINEE = Theme(
    name="matinee",
    primary="#e8b04b",
    secondary="#9a8f7d",
    accent="#e8b04b",
    foreground="#e9e4da",
    background="#14120f",
    surface="#1b1815",
    panel="#26221d",
    success="#8fbf7f",
    warning="#e8b04b",
    error="#d9705f",
    dark=True,
    variables={
        CURSOR_LINE: "#3a2f1c",
        CURSOR_TEXT: "#e9e4da",
        "scrollbar-background": "#14120f",
        "scrollbar-background-hover": "#14120f",
        "scrollbar-background-active": "#14120f",
    },
)

MATINEE_LIGHT = Theme(
    name="matinee-light",
    primary="#6b4300",
    secondary="#6b5d48",
    accent="#6b4300",
    foreground="#1f1a13",
    background="#f7f1e4",
    surface="#f0e8d7",
    panel="#e6dbc5",
    success="#3a6a2b",
    warning="#6b4300",
    error="#a2342a",
    dark=False,
    variables={FRAME: "#c4b492", CURSOR_LINE: "#e3d3b0", CURSOR_TEXT: "#1f1a13"},
)

TERMINAL = Theme(
    name="terminal",
    ansi=True,
    # of the sixteen colours only magenta, red and green are legible on black and on white in common palettes
    primary="ansi_magenta",
    secondary="ansi_default",
    accent="ansi_magenta",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    success="ansi_green",
    warning="ansi_magenta",
    error="ansi_red",
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        FRAME: "ansi_bright_black",
        CURSOR_TEXT: "ansi_magenta",
        "border-blurred": "ansi_bright_black",
        "scrollbar": "ansi_bright_black",
        "scrollbar-hover": "ansi_magenta",
        "scrollbar-active": "ansi_magenta",
        "scrollbar-background": "ansi_default",
        "scrollbar-background-hover": "ansi_default",
        "scrollbar-background-active": "ansi_default",
        "link-color": "ansi_default",
        "link-color-hover": "ansi_magenta",
        "link-background-hover": "ansi_default",
    },
)

OWN = (MATINEE, MATINEE_LIGHT, TERMINAL)


def theme_names() -> list[str]:
    """Names of all themes: Matinee's first, then Textual's by name."""
    return [theme.name for theme in OWN] + sorted(BUILTIN_THEMES)


class NoColorFilter(LineFilter):
    """Honours NO_COLOR: shows greys, or with the terminal's own colours, none at all.

    Textual chooses between the two before a theme is set, and then shows the terminal's colours black on black.
    """

    def __init__(self, app: "App[Any]") -> None:
        super().__init__()
        self._app = app
        self._monochrome, self._no_color = Monochrome(), NoColor()

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Remove the colours from the segments of a line."""
        line_filter = self._no_color if self._app.native_ansi_color else self._monochrome
        return line_filter.apply(segments, background)


def with_visible_border(theme: Theme) -> Theme:
    """Copy a light theme of Textual with darker borders; its own are hardly visible against the background."""
    frame = Color.parse(theme.panel or theme.primary).darken(theme.luminosity_spread)
    return replace(theme, variables={**theme.variables, FRAME: frame.hex})


def register_themes(app: "App[Any]") -> None:
    """Add Matinee's themes to an app, and honour NO_COLOR."""
    light = [theme for theme in BUILTIN_THEMES.values() if not theme.dark and not theme.ansi]
    for theme in (*OWN, *map(with_visible_border, light)):
        app.register_theme(theme)
    if app.no_color:
        replace_color_filters(app, NoColorFilter(app))
