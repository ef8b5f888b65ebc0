"""The app, driven key by key without a terminal."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Static

from engine.profile import Answer
from engine.recommender import Recommender
from tests.conftest import FAVOURITES
from tui.app import MatineeApp
from tui.screens.card import CardScreen
from tui.screens.help import HelpScreen
from tui.screens.info import InfoScreen
from tui.screens.picker import PickerScreen
from tui.widgets.key_bar import KeyBar
from tui.widgets.match_list import MatchList
from tui.widgets.title_input import TitleInput

Steps = Callable[[Pilot[None], MatineeApp], Coroutine[Any, Any, None]]


async def drive(app: MatineeApp, steps: Steps, size: tuple[int, int] = (80, 24)) -> None:
    """Run the app through some steps; what goes wrong in it fails the test."""
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await steps(pilot, app)


def screen_text(app: MatineeApp) -> str:
    """Everything that is shown, a line a line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def pick(pilot: Pilot[None], title: str) -> None:
    pilot.app.screen.query_one(TitleInput).value = title
    await pilot.pause()
    await pilot.press("enter")
    await pilot.pause()


def card_screen(app: MatineeApp) -> CardScreen:
    assert isinstance(app.screen, CardScreen)
    return app.screen


async def test_four_favourites_typed_with_typos_open_the_first_card(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert "9,742 films, up to 2018" in screen_text(app)
        await pilot.press(*"godfathr")
        await pilot.pause()
        assert "The Godfather: Part II" in screen_text(app)
        await pilot.press("enter")
        for title in ("shawshnk redemtion", "pulp ficton", "fihgt club"):
            await pick(pilot, title)
        assert set(card_screen(app).session.favourites) == set(FAVOURITES)
        assert "because you liked" in screen_text(app)

    await drive(MatineeApp(recommender), steps)


async def test_arrows_choose_another_match(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(*"godfather", "down", "enter")
        await pilot.pause()
        assert "The Godfather: Part II" in str(app.screen.query_one("#chosen", Static).render())

    await drive(MatineeApp(recommender), steps)


async def test_backspace_on_an_empty_line_empties_the_last_slot(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for title in ("heat", "alien"):
            await pick(pilot, title)
        await pilot.press("x", "backspace")
        assert "Alien" in screen_text(app)
        await pilot.press("backspace")
        await pilot.pause()
        assert "Alien" not in screen_text(app)
        assert "Heat" in screen_text(app)

    await drive(MatineeApp(recommender), steps)


async def test_a_slot_is_emptied_and_a_match_taken_with_the_mouse(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for title in ("heat", "alien"):
            await pick(pilot, title)
        await pilot.click("#chosen", offset=(8, 0))
        await pilot.pause()
        assert "Heat" not in screen_text(app)
        await pilot.press(*"casablanca")
        await pilot.pause()
        await pilot.click(MatchList, offset=(5, 0))
        await pilot.pause()
        chosen = str(app.screen.query_one("#chosen", Static).render())
        assert "Alien" in chosen
        assert "Casablanca" in chosen

    await drive(MatineeApp(recommender), steps)


async def test_the_same_film_is_not_taken_twice(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for title in ("heat", "heat", "alien", "casablanca"):
            await pick(pilot, title)
        assert isinstance(app.screen, PickerScreen)
        await pick(pilot, "toy story")
        assert len(set(card_screen(app).session.favourites)) == 4

    await drive(MatineeApp(recommender), steps)


async def test_surprise_me_fills_what_is_open(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pick(pilot, "heat")
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "Heat" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert 6 in card_screen(app).session.favourites  # Heat

    await drive(MatineeApp(recommender, seed=3), steps)


async def test_without_a_seed_every_evening_surprises_anew(recommender: Recommender) -> None:
    drawn = {tuple(movie.id for movie in recommender.surprise(4, MatineeApp(recommender).seed)) for _ in range(5)}
    assert len(drawn) > 1


async def test_a_resize_keeps_the_match_that_was_chosen(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(*"godfather", "down", "down")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "Part III" in str(app.screen.query_one("#chosen", Static).render())

    await drive(MatineeApp(recommender), steps)


async def test_with_four_chosen_a_typed_title_is_not_lost_silently(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("ctrl+r")
        await pick(pilot, "the matrix")
        assert isinstance(app.screen, PickerScreen)
        await pilot.press("escape", "enter", "enter", "enter")
        await pilot.pause()
        assert [type(screen) for screen in app.screen_stack[-2:]] == [PickerScreen, CardScreen]

    await drive(MatineeApp(recommender), steps)


async def test_a_long_paste_is_cut_not_dropped(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        title = app.screen.query_one(TitleInput)
        title.post_message(events.Paste("casablanca " + "x" * 100_000 + "\nmore"))
        await pilot.pause()
        assert title.value.startswith("casablanca xxx")
        assert len(title.value) == TitleInput.LONGEST

    await drive(MatineeApp(recommender), steps)


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


async def test_a_question_mark_helps_in_the_picker_unless_it_is_typed_into_a_title(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape")
        await pilot.press("w", "h", "o", "question_mark")
        await pilot.pause()
        assert app.screen.query_one(TitleInput).value == "who?"

    await drive(MatineeApp(recommender), steps)


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


@pytest.mark.parametrize("title", ["[REC]", "M*A*S*H", "The Secret of My Succe$s", "WALL·E"])
async def test_odd_titles_show_as_they_are(recommender: Recommender, title: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        app.screen.query_one(TitleInput).value = title
        await pilot.pause()
        assert screen_text(app).count(title) >= 2  # as typed, and as found
        await pilot.press("enter")
        await pilot.pause()
        assert title in str(app.screen.query_one("#chosen", Static).render())

    await drive(MatineeApp(recommender), steps)


@pytest.mark.parametrize("text", ["[/", "[b]", "\\[", "]]", "[@click=app.bell]x[/]", "🎬", "x" * 500, "日本"])
async def test_any_line_can_be_typed(recommender: Recommender, text: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        app.screen.query_one(TitleInput).value = text
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert app.is_running

    await drive(MatineeApp(recommender), steps)


async def test_what_is_typed_while_the_bundle_loads_is_searched_afterwards() -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(*"shawshank")
        for _ in range(200):
            await pilot.pause(0.02)
            if app.recommender is not None:
                break
        await pilot.pause()
        assert "The Shawshank Redemption" in screen_text(app)

    await drive(MatineeApp(), steps)


async def test_a_broken_policy_ends_the_app_with_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "recommender_policy.yaml").write_text("learning_rte: 1\n")
    monkeypatch.setenv("MATINEE_HOME", str(tmp_path))
    app = MatineeApp()
    async with app.run_test() as pilot:
        for _ in range(200):
            await pilot.pause(0.02)
            if app.failure:
                break
    assert app.return_code == 2
    assert "did you mean 'learning_rate'?" in app.failure
