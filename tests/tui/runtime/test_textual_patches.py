"""The patches of Textual must be checked for every new version."""

from importlib.metadata import version

from textual.app import App, ComposeResult
from textual.widgets import Static

from matinee.tui.runtime.textual_patches import TEXTUAL_VERSION, draw_together


class TwoLines(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("above", id="above")
        yield Static("below", id="below")


def test_patches_were_checked_against_the_installed_textual() -> None:
    assert version("textual") == TEXTUAL_VERSION, "check every patch in textual_patches.py, then change TEXTUAL_VERSION"


async def test_all_changes_are_drawn_together_in_the_new_layout() -> None:
    app = TwoLines()
    async with app.run_test() as pilot:
        await pilot.pause()
        above, below = app.query_one("#above", Static), app.query_one("#below", Static)
        drawn: list[tuple[int, str]] = []

        above.update("one\ntwo\nthree")
        below.update("changed")
        draw_together(app.screen)
        app.screen.call_later(lambda: drawn.append((below.region.y, below.render_line(0).text.strip())))
        await pilot.pause()

        assert drawn == [(3, "changed")]
