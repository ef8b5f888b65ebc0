"""The card, driven key by key: one film at a time, and the screens on top of it."""

from dataclasses import replace

import pytest
from textual.pilot import Pilot

from engine.events import Answer
from engine.recommender import Recommender
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, drive, pick, screen_text
from tui.app import MatineeApp
from tui.screens.card import CardScreen
from tui.screens.help import HelpScreen
from tui.screens.info import InfoScreen
from tui.screens.picker import PickerScreen
from tui.widgets.key_bar import KeyBar

KEYS = {
    Answer.LIKE: ["y", "l", "right"],
    Answer.DISLIKE: ["n", "d", "left"],
    Answer.SKIP: ["s", "down", "space"],
}


@pytest.mark.parametrize(("answer", "key"), [(answer, key) for answer, keys in KEYS.items() for key in keys])
async def test_every_key_gives_its_answer_and_undo_takes_it_back(
    recommender: Recommender, answer: Answer, key: str
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        first = session.next()
        assert first is not None
        await pilot.press(key)
        await pilot.pause()
        assert [given for _, given in session.profile.answers] == [answer]
        second = session.next()
        assert second is not None
        assert second.movie != first.movie
        assert second.movie.title in screen_text(app)
        await pilot.press("u")
        await pilot.pause()
        assert session.next() == first
        assert first.movie.title in screen_text(app)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_keys_can_be_clicked(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        await pilot.click(KeyBar, offset=(3, 0))
        await pilot.pause()
        assert [given for _, given in session.profile.answers] == [Answer.LIKE]

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_undo_before_the_first_answer_goes_back_to_the_four(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("u")
        await pilot.pause()
        assert isinstance(app.screen, PickerScreen)
        assert "Fight Club" in screen_text(app)
        await pilot.press("backspace")
        await pick(pilot, "alien")
        assert 1214 in card_screen(app).session.favourites

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_answers_show_in_the_panels(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        titles = []
        for key in "yns":
            card = session.next()
            assert card is not None
            titles.append(card.movie.title)
            await pilot.press(key)
        await pilot.pause()
        text = screen_text(app)
        assert "✓ 1  ✗ 1  · 1" in text
        for mark, title in zip("✓✗·", titles, strict=True):
            assert f"{mark} {title[:20]}" in text
        assert "▼" in text or "▲" in text

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_info_explains_the_score_and_names_similar_films(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        card = card_screen(app).session.next()
        assert card is not None
        await pilot.press("i")
        await pilot.pause()
        assert isinstance(app.screen, InfoScreen)
        text = screen_text(app)
        assert f"{card.score:+.2f}" in text
        assert f"{card.terms['embedding']:+.2f}" in text
        assert recommender.similar(card.movie.id)[0].movie.title in text
        assert "https://www.imdb.com/title/tt" in text
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=(100, 40))


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_lists_the_keys_of_the_screen(recommender: Recommender, key: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        assert "y  l  →" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_help_can_be_read_to_the_end_in_a_small_terminal(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("question_mark")
        await pilot.pause()
        assert "written to disk" not in " ".join(screen_text(app).split())
        await pilot.press("pagedown", "pagedown", "pagedown", "down")
        await pilot.pause()
        assert "written to disk" in " ".join(screen_text(app).split())

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=(40, 12))


async def test_nothing_left_offers_to_widen(recommender: Recommender) -> None:
    strict = Recommender(recommender.bundle, replace(recommender.policy, min_genre_affinity=0.99))

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        while session.next() is not None:
            session.skip()
        session.undo()
        card_screen(app).show_session()
        await pilot.press("s")
        await pilot.pause()
        assert "You have been through everything near your taste." in " ".join(screen_text(app).split()).replace(
            "│ ", ""
        )
        await pilot.press("y")  # nothing to answer: nothing happens
        assert session.next() is None
        await pilot.press("w")
        await pilot.pause()
        assert session.next() is not None

    odd_genres = [int(recommender.search(title)[0].movie.id) for title in ("aladdin", "alien", "shane", "casablanca")]
    await drive(MatineeApp(strict, odd_genres), steps, size=(120, 30))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])
async def test_every_size_shows_the_film_and_the_keys(recommender: Recommender, size: tuple[int, int]) -> None:
    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        card = card_screen(app).session.next()
        assert card is not None
        for words in (
            card.movie.title,
            str(card.movie.year),
            "loved by",
            "because you liked",
            "y like",
            "q quit",
            "✓ 0",
        ):
            assert words in screen_text(app)
        assert max(len(line) for line in screen_text(app).splitlines()) <= size[0]

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


async def test_a_terminal_too_small_says_so_and_takes_no_answers(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        await pilot.resize_terminal(39, 12)
        await pilot.pause()
        assert "39×12 is too small; Matinee needs 40×12." in " ".join(screen_text(app).split())
        await pilot.press("y")
        assert session.events == ()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "too small" not in screen_text(app)
        await pilot.press("y")
        assert len(session.events) == 1

    await drive(MatineeApp(recommender, FAVOURITES), steps)
