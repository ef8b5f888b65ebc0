"""The taste map in a session for two."""

import pytest
from textual.pilot import Pilot

from matinee.engine.recommender import Recommender
from matinee.engine.session.companion import Companion
from matinee.tui.app import MatineeApp
from matinee.tui.widgets.layout import TALL
from matinee.tui.widgets.map_marks import marks_of
from tests.conftest import FAVOURITES
from tests.tui.driving import screen_text
from tests.tui.screens.test_map import SIZES, look


@pytest.mark.parametrize("size", SIZES)
async def test_both_paths_of_two_people_are_shown(recommender: Recommender, size: tuple[int, int]) -> None:
    session = recommender.session(FAVOURITES[:2], companion=Companion((2, 1), "Anna"))
    for whose in ("own", "companion", "both", "companion"):
        session.like(whose)

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("f")
        await pilot.pause()
        plot = "\n".join(screen_text(app).splitlines()[1:-3])
        assert all(sign in plot for sign in "○●□■")
        favourites = [mark.row for mark in marks_of(session) if mark.kind == "favourite"]
        assert {recommender.catalogue.movie(row).id for row in favourites} == {*session.all_favourites}
        if size[1] >= TALL:
            assert "○━● you  □━■ Anna" in screen_text(app)

    await look(recommender, session, steps, size=size)
