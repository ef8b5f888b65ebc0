"""The patches of Textual must be checked for every new version."""

from importlib.metadata import version

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from matinee.tui.runtime.textual_patches import TEXTUAL_VERSION, SafeOptionList, draw_together


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


@pytest.mark.parametrize("size", [(80, 0), (0, 10), (0, 0)])
async def test_page_keys_are_ignored_in_a_list_without_room(size: tuple[int, int]) -> None:
    class Options(App[None]):
        def compose(self) -> ComposeResult:
            yield SafeOptionList(*map(str, range(30)), compact=True)

    app = Options()
    async with app.run_test() as pilot:
        options = app.query_one(SafeOptionList)
        options.styles.border = None
        options.highlighted = 3
        options.styles.width, options.styles.height = size
        options._clear_caches()
        await pilot.pause()
        await pilot.press("pagedown", "pageup")
        assert options.highlighted == 3
        options.styles.width, options.styles.height = 20, 10
        await pilot.pause()
        await pilot.press("pagedown")
        assert options.highlighted == 13
