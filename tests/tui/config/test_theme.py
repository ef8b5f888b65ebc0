"""All of Matinee's themes have enough contrast, with NO_COLOR too."""

import pytest
from rich.style import Style
from textual.color import Color
from textual.constants import DIM_FACTOR
from textual.geometry import Region
from textual.pilot import Pilot
from textual.theme import Theme

from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.theme import MATINEE, MATINEE_LIGHT, OWN, TERMINAL, register_themes, theme_names
from tests.conftest import FAVOURITES
from tests.tui.driving import Steps, drive, finish_work, pick

READABLE = 4.5
"""Minimum contrast of text in WCAG 2, level AA."""
TRUE_COLOURS = (MATINEE, MATINEE_LIGHT)


def contrast(one: Color, other: Color) -> float:
    """WCAG 2's contrast ratio, from 1 to 21."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: Color) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def styles_shown(app: MatineeApp) -> set[Style]:
    """The style of every letter and digit on screen, as sent to the terminal."""
    found = set()
    region = app.screen.region
    if app.screen.is_modal:  # what is behind a dialog is inactive
        region = Region.from_union([each.region for each in app.screen.query("*") if each.region])
    for strip in app.screen._compositor.render_strips()[region.y : region.bottom]:
        segments = list(strip.crop(region.x, region.right))
        for line_filter in app._filters:
            if line_filter.enabled:
                segments = line_filter.apply(segments, app.screen.styles.background)
        found |= {style for text, style, _ in segments if style is not None and any(map(str.isalnum, text))}
    return found


PICKER_STEPS = {"matches": ("escape", *"godf"), "people": ("escape", *"kuros"), "nothing": ("escape", *"!!!")}
CARD_STEPS = {
    "card": ("y", "n", "s"),
    "info": ("i",),
    "help": ("escape", "f1"),
    "session": ("escape", "e"),
    "weights": ("escape", "a"),
    "director": ("escape", "f"),
    "map": ("escape", "v", "tab"),
    "genres": ("escape", "g", "down"),
    "models": ("escape", "o"),
    "palette": ("escape", "ctrl+p"),
    "empty prompt": ("escape", "slash"),
    "mood": (*"a war film, no romance", "enter"),
}
"""Screen → the keys that open it from the one before."""


async def all_styles(recommender: Recommender, theme: Theme) -> dict[str, set[Style]]:
    """Screen → the styles of its text, on a terminal with room for everything."""
    found: dict[str, set[Style]] = {}

    def visiting(screens: dict[str, tuple[str, ...]]) -> Steps:
        async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
            for name, keys in screens.items():
                await pilot.press(*keys)
                await pilot.pause()
                await finish_work(pilot, app)
                found[name] = styles_shown(app)

        return steps

    async def picking(pilot: Pilot[None], app: MatineeApp) -> None:
        await pick(pilot, "heat")
        await visiting(PICKER_STEPS)(pilot, app)

    for favourites, steps in (((), picking), (FAVOURITES, visiting(CARD_STEPS))):
        app = MatineeApp(recommender, favourites)
        app.theme = theme.name
        await drive(app, steps, size=(200, 60))
    return found


@pytest.mark.parametrize("theme", TRUE_COLOURS, ids=lambda theme: theme.name)
def test_every_colour_of_text_is_read_on_every_ground(theme: Theme) -> None:
    colours = theme.to_color_system().generate()
    for ground in ("background", "surface", "panel"):
        for text in ("foreground", "primary", "secondary", "success", "warning", "error"):
            got = contrast(Color.parse(colours[text]), Color.parse(colours[ground]))
            assert got >= READABLE, f"{text} on {ground}: {got:.2f}"
        faint = Color.parse(colours[ground]).blend(Color.parse(colours["foreground"]), DIM_FACTOR)
        assert contrast(faint, Color.parse(colours[ground])) >= READABLE


@pytest.mark.parametrize("theme", TRUE_COLOURS, ids=lambda theme: theme.name)
async def test_every_letter_on_screen_is_read(recommender: Recommender, theme: Theme) -> None:
    for screen, styles in (await all_styles(recommender, theme)).items():
        assert len(styles) > 2
        for style in styles:
            assert style.color is not None and style.bgcolor is not None
            got = contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
            assert got >= READABLE, f"{screen}: {style} has {got:.2f}"


async def test_the_terminals_theme_has_no_colour_of_its_own(recommender: Recommender) -> None:
    for screen, styles in (await all_styles(recommender, TERMINAL)).items():
        for style in styles:
            if style.reverse or screen == "palette":  # the cursor, and Textual's own highlight
                continue
            assert style.color is not None and style.bgcolor is not None
            assert style.color.is_default or style.color.number in range(16)
            assert style.bgcolor.is_default
            # on white or on black, one of these cannot be read in the palettes terminals come with
            assert style.color.name not in {"color(0)", "color(3)", "color(4)", "color(6)", "color(7)", "color(15)"}


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
async def test_without_colours_everything_is_read_still(
    recommender: Recommender, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = MatineeApp(recommender, FAVOURITES)
    app.theme = theme.name

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y", "n", "s")
        await pilot.pause()
        for style in styles_shown(app):
            assert style.color is not None and style.bgcolor is not None
            if theme is TERMINAL:
                assert style.color.is_default and style.bgcolor.is_default
            else:
                ink, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
                assert len(set(ink.rgb)) == len(set(ground.rgb)) == 1
                assert contrast(ink, ground) >= READABLE

    await drive(app, steps)


async def test_a_theme_may_be_chosen_while_the_app_runs(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        register_themes(app)
        for name in theme_names():
            app.theme = name
            await pilot.pause()
            assert len(styles_shown(app)) > 2

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_frames_are_seen_in_every_theme(recommender: Recommender) -> None:
    app = MatineeApp(recommender)
    register_themes(app)
    for theme in app.available_themes.values():
        if not theme.ansi:
            colours = theme.to_color_system().generate()
            assert contrast(Color.parse(colours["panel-lighten-2"]), Color.parse(colours["background"])) > 1.5, (
                theme.name
            )


async def test_every_theme_that_is_named_is_there(recommender: Recommender) -> None:
    app = MatineeApp(recommender)
    register_themes(app)
    assert set(theme_names()) == set(app.available_themes)
    assert theme_names()[:3] == ["matinee", "matinee-light", "terminal"]
