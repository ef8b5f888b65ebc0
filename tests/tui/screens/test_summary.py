"""The summary of a session: films, how the taste moved, and a line to share."""

import re

import pytest
from textual.pilot import Pilot

from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Imported
from matinee.engine.session.session import Session
from matinee.engine.session.summary import summarise
from matinee.tui.app import MatineeApp
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.summary import SummaryScreen
from matinee.tui.text import summary_text
from matinee.tui.text.taste_text import limited, name_features
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, click_on, drive, screen_text, toasts

SIZES = [(40, 12), (80, 24), (120, 40)]
LINE = "Matinee suggested 4 films and I liked 1: "


def answered(session: Session, answers: str) -> list[str]:
    """Answer by letters: (l)ike, (d)islike, (s)kip, (k)eep for later; return the titles."""
    methods = {"l": session.like, "d": session.dislike, "s": session.skip, "k": session.add_to_watchlist}
    titles = []
    for letter in answers:
        card = session.next()
        assert card is not None
        titles.append(card.movie.title)
        methods[letter]()
    return titles


def test_an_evening_in_one_line(session: Session) -> None:
    liked = answered(session, "ldks")[0]
    assert summary_text.share_line(summarise(session)).startswith(LINE + liked)
    assert "\n" not in summary_text.share_line(summarise(session))


def test_before_anything_is_liked_the_favourites_are_named(session: Session) -> None:
    said = summary_text.share_line(summarise(session))
    assert said == "Matinee suggested 0 films, starting from The Godfather · Pulp Fiction · Fight Club."
    answered(session, "s")
    assert "1 film," in summary_text.share_line(summarise(session))


def test_of_many_liked_films_the_last_three_are_named(session: Session) -> None:
    titles = answered(session, "lllll")
    said = summary_text.share_line(summarise(session))
    assert f"I liked 5, such as {' · '.join(titles[-3:])}." in said
    assert titles[0] not in said


def test_the_tally_adds_up_where_films_came_from_elsewhere(session: Session) -> None:
    """Imported films do not count."""
    session.import_films(
        Imported("IMDb", ((6, Answer.LIKE), (1, Answer.LIKE), (2, Answer.DISLIKE), (3, Answer.WATCHLIST)))
    )
    answered(session, "l")
    assert summary_text.counts_line(summarise(session)) == "1 film: 1 liked"


def test_the_line_to_share_says_what_was_learned(recommender: Recommender) -> None:
    titles = ("seven samurai", "rashomon", "tokyo story", "yojimbo")
    session = recommender.session([recommender.find(title).id for title in titles])
    answered(session, "l")
    assert "My taste: Japanese films, " in summary_text.share_line(summarise(session))
    assert [line for line in summary_text.exit_lines(summarise(session)) if re.match("taste +Japanese films, ", line)]


def test_the_farewell_names_every_film_and_ends_with_the_line_to_share(session: Session) -> None:
    titles = answered(session, "ldks")
    lines = summary_text.exit_lines(summarise(session))
    for word, title in zip(("liked", "disliked", "watchlist"), titles, strict=False):
        assert [line for line in lines if line.startswith(word) and title in line]
    assert titles[3] not in "\n".join(lines)
    assert lines[-1] == summary_text.share_line(summarise(session))


def test_of_an_evening_without_answers_nothing_but_the_line_is_left(session: Session) -> None:
    assert summary_text.exit_lines(summarise(session)) == [summary_text.share_line(summarise(session))]


@pytest.mark.parametrize("size", SIZES)
async def test_e_tells_of_the_evening_and_goes_back(recommender: Recommender, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        titles = answered(card_screen(app).session, "ldks")
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(app.screen, SummaryScreen)
        seen = [screen_text(app)]
        for _ in range(8):
            await pilot.press("pagedown")
            await pilot.pause()
            seen.append(screen_text(app))
        told = "\n".join(seen)
        for words in ("4 films: 1 liked, 1 disliked, ", "✓ liked", "✗ disliked", "+ watchlist", "what we learned"):
            assert words in told
        for title in titles[:3]:
            assert title[:20] in told
        assert "Matinee suggested 4 films" in told
        assert max(len(line) for line in told.splitlines()) <= size[0]
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


@pytest.mark.parametrize("size", SIZES)
async def test_what_was_learned_is_one_line_each_with_its_arrow(
    recommender: Recommender, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        answered(card_screen(app).session, "llll")
        learned = limited([*name_features(summarise(card_screen(app).session).learned)])
        name = max(learned, key=lambda each: each[1].strength - each[1].start)[0]
        await pilot.press("e")
        seen = []
        for _ in range(30):
            await pilot.pause()
            seen += screen_text(app).splitlines()
            await pilot.press("down")
        assert [line for line in seen if re.search(rf"^ *{name} .*▲", line)]

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


async def test_the_line_can_be_copied(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        answered(session, "ls")
        await pilot.press("e", "c")
        await pilot.pause()
        assert app.clipboard == summary_text.share_line(summarise(session))
        assert "Copied" in toasts(app)[-1]

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_a_click_on_what_was_answered_opens_it(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y")
        await pilot.pause()
        await click_on(pilot, "✓", within="HistoryStrip")
        assert isinstance(app.screen, SummaryScreen)
        await click_on(pilot, "back")
        assert isinstance(app.screen, CardScreen)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


@pytest.mark.parametrize("keys", [["y", "n"], ["y", "n", "i"], ["y", "n", "q"]])
async def test_what_came_of_the_evening_is_known_when_the_app_is_gone(
    recommender: Recommender, keys: list[str]
) -> None:
    async def steps(pilot: Pilot[None], _app: MatineeApp) -> None:
        await pilot.press(*keys)
        await pilot.pause()

    app = MatineeApp(recommender, FAVOURITES)
    await drive(app, steps)
    assert app.session is not None
    summary = summarise(app.session)
    assert (len(summary.liked), len(summary.disliked)) == (1, 1)
