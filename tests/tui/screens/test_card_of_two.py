"""What the card and the info screen say about a film suggested to two people."""

from textual.pilot import Pilot

from matinee.engine.recommender import Recommender
from matinee.engine.session.companion import Companion
from matinee.tui.app import MatineeApp
from matinee.tui.screens.info import InfoScreen
from tests.tui.driving import card_screen, drive, screen_text

OWN, THEIRS = ("stalker", "in the mood for love"), ("toy story", "paddington")


def ids(recommender: Recommender, titles: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(recommender.find(title).id for title in titles)


async def test_info_opens_whatever_both_have_liked(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for keys in ("y", "cy", "ccy", "y"):
            liked = card_screen(app).session.next()
            await pilot.press(*keys, "i")
            await pilot.pause()
            assert isinstance(app.screen, InfoScreen)
            assert liked is not None
            await pilot.press("escape")
            await pilot.pause()

    for theirs in (ids(recommender, THEIRS), ids(recommender, (THEIRS[0], OWN[0]))):
        await drive(MatineeApp(recommender, ids(recommender, OWN), companion=Companion(theirs, "Tom")), steps)


async def test_a_film_that_both_liked_is_listed_once(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i")
        await pilot.pause()
        lines = screen_text(app).partition("your films behind it")[2].partition("similar films")[0]
        assert lines.count("Toy Story") == 1

    both = ids(recommender, ("toy story",))
    await drive(MatineeApp(recommender, both, companion=Companion(both, "Tom")), steps, size=(120, 60))
