"""The Matinee looks: a dark house with a warm screen, warm paper, and the terminal's own colours."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter, Monochrome, NoColor
from textual.theme import BUILTIN_THEMES, Theme

if TYPE_CHECKING:
    from textual.app import App

FRAME = "panel-lighten-2"
"""The colour of frames, by the name the screens know it by."""

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
    foreground="#2b251d",
    background="#f7f1e4",
    surface="#f0e8d7",
    panel="#e6dbc5",
    success="#3a6a2b",
    warning="#6b4300",
    error="#a2342a",
    dark=False,
    variables={FRAME: "#c4b492"},
)

TERMINAL = Theme(
    name="terminal",
    ansi=True,
    # of the sixteen only magenta, red and green are read on black as on white, in the palettes terminals come with
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
    """Every theme there is: ours first, then Textual's."""
    return [theme.name for theme in OWN] + sorted(BUILTIN_THEMES)


class Colourless(LineFilter):
    """What NO_COLOR asks for: greys, or where the colours are the terminal's, none at all.

    Textual decides between the two before a theme is chosen, and then shows the terminal's colours black on black.
    """

    def __init__(self, app: "App[Any]") -> None:
        super().__init__()
        self._app = app
        self._greys, self._nothing = Monochrome(), NoColor()

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without colours."""
        chosen = self._nothing if self._app.native_ansi_color else self._greys
        return chosen.apply(segments, background)


def framed(theme: Theme) -> Theme:
    """A light theme of Textual's whose frames can be seen: lighter than the panel they are as good as the ground."""
    frame = Color.parse(theme.panel or theme.primary).darken(theme.luminosity_spread)
    return replace(theme, variables={**theme.variables, FRAME: frame.hex})


def register(app: "App[Any]") -> None:
    """Let an app have our themes besides Textual's, and do without colours where NO_COLOR is set."""
    for theme in (*OWN, *(framed(theme) for theme in BUILTIN_THEMES.values() if not theme.dark and not theme.ansi)):
        app.register_theme(theme)
    if app.no_color:
        coloured = [each for each in app._filters if not isinstance(each, Monochrome | NoColor)]
        app._filters = [*coloured, Colourless(app)]
